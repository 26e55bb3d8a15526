import { rangeDraw } from '../../core/optimize/space.js'
import { numbered } from './numbered.js'

/** So many sets, each drawn by itself (Bergstra and Bengio, 2012): a number's set is the same whatever the count. */
export const random = (trials: number) =>
  numbered(({ space, random }) => ({
    count: trials,
    at(number) {
      const draws = random.fork(number)
      return Object.fromEntries(Object.entries(space).map(([name, range]) => [name, rangeDraw(range, draws.next())]))
    },
  }))
