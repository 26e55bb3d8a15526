import type { Random } from '../../core/kernel/random.js'
import { rangeDraw } from '../../core/optimize/space.js'
import { numbered } from './numbered.js'

/** So many sets, of which one lies in each of as many equal parts of every parameter (McKay, Beckman and Conover, 1979). */
export const latinHypercube = (trials: number) =>
  numbered(({ space, random }) => {
    const axes = Object.entries(space).map(([name, range]) => {
      const draws = random.fork(name)
      const parts = shuffled(trials, draws)
      return { name, range, shares: parts.map((part) => (part + draws.next()) / trials) }
    })
    return {
      count: trials,
      at: (number) =>
        Object.fromEntries(axes.map(({ name, range, shares }) => [name, rangeDraw(range, shares[number])])),
    }
  })

/** The numbers from 0 up, in an order by chance (Fisher and Yates). */
function shuffled(count: number, draws: Random): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i)
  for (let last = count - 1; last > 0; last--) {
    const other = draws.integer(last + 1)
    ;[numbers[last], numbers[other]] = [numbers[other], numbers[last]]
  }
  return numbers
}
