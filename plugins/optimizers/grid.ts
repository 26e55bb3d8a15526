import { rangeDraw, rangeSize, rangeValue, type SearchSpace } from '../../core/optimize/space.js'
import { type NumberedSets, numbered } from './numbered.js'

/** Every set of the space, the last parameter's values in turn first; of a range without steps so many points, its ends among them. */
export const grid = (points: number) => numbered(({ space }) => gridOf(space, points))

function gridOf(space: SearchSpace, points: number): NumberedSets {
  const axes = Object.entries(space).map(([name, range]) => {
    const size = rangeSize(range)
    if (size < Infinity) return { name, size, value: (i: number) => rangeValue(range, i) }
    return { name, size: points, value: (i: number) => rangeDraw(range, points === 1 ? 0.5 : i / (points - 1)) }
  })
  return {
    count: axes.reduce((product, { size }) => product * size, 1),
    at(number) {
      let rest = number
      const values = axes.map(() => 0)
      for (let i = axes.length; i-- > 0; ) {
        values[i] = rest % axes[i].size
        rest = Math.floor(rest / axes[i].size)
      }
      return Object.fromEntries(axes.map(({ name, value }, i) => [name, value(values[i])]))
    },
  }
}
