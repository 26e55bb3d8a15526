import type { SearchMethod, SearchSession } from '../../core/optimize/search.js'
import type { ParameterSet } from '../../core/optimize/space.js'

/** Sets that are known by their numbers, from 0 up to a count, whatever was found before. */
export interface NumberedSets {
  readonly count: number
  readonly at: (number: number) => ParameterSet
}

/** A search through numbered sets, one after the other; it stands at a number. */
export function numbered(setsOf: (session: SearchSession) => NumberedSets): SearchMethod {
  let sets: NumberedSets = { count: 0, at: () => ({}) }
  let next = 0
  return {
    begin(session) {
      sets = setsOf(session)
      next = typeof session.state === 'number' ? session.state : 0
    },
    ask(most) {
      const first = next
      next = Math.min(sets.count, first + most)
      return Array.from({ length: next - first }, (_, i) => sets.at(first + i))
    },
    tell() {},
    state: () => next,
  }
}
