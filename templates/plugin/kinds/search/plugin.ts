import { definePlugin, type ParameterSet, rangeDraw, SearchMethod, type SearchSession } from 'rustybt'
import { z } from 'zod'

/** How many sets are tried. */
const options = z.object({ trials: z.number().int().positive().default(50) })

/** Climbs: each set is the best so far, with one of its parameters drawn anew. */
function search({ trials }: z.output<typeof options>): SearchMethod {
  let session: SearchSession
  let next = 0
  let best: { readonly parameters?: ParameterSet; readonly value: number } = { value: -Number.MAX_VALUE }
  return {
    begin(given) {
      session = given
      if (given.state !== undefined) [next, best] = given.state as unknown as [number, typeof best]
    },
    ask() {
      if (next === trials) return []
      const random = session.random.fork(next++)
      const ranges = Object.entries(session.space)
      const one = random.integer(ranges.length)
      const drawn = ranges.filter((_, i) => i === one || best.parameters === undefined)
      const fresh = drawn.map(([name, range]) => [name, rangeDraw(range, random.next())])
      return [{ ...best.parameters, ...Object.fromEntries(fresh) }]
    },
    tell([trial]) {
      if (Number.isFinite(trial.value) && trial.value > best.value) best = trial
    },
    state: () => JSON.parse(JSON.stringify([next, best])),
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register: (host) => host.provide(SearchMethod, '{{short}}', search, { summary: '{{summary}}', options }),
})
