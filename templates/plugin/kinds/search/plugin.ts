import { definePlugin, type ParameterSet, rangeDraw, SearchMethod, type SearchSession } from 'rustybt'
import { z } from 'zod'

const options = z.object({ trials: z.number().int().positive().default(50) })

/** Climbs: eight sets at a time, each the best so far with one of its parameters drawn anew. */
function search({ trials }: z.output<typeof options>): SearchMethod {
  let session: SearchSession
  let next = 0
  let best: { readonly parameters?: ParameterSet; readonly value: number } = { value: -Number.MAX_VALUE }
  return {
    begin(given) {
      session = given
      if (given.state !== undefined) [next, best] = given.state as unknown as [number, typeof best]
    },
    ask(most) {
      const ranges = Object.entries(session.space)
      return Array.from({ length: Math.min(most, 8, trials - next) }, () => {
        const random = session.random.fork(next++)
        const one = random.integer(ranges.length)
        const drawn = ranges.filter((_, i) => i === one || best.parameters === undefined)
        return {
          ...best.parameters,
          ...Object.fromEntries(drawn.map(([name, range]) => [name, rangeDraw(range, random.next())])),
        }
      })
    },
    tell(told) {
      for (const trial of told) if (Number.isFinite(trial.value) && trial.value > best.value) best = trial
    },
    state: () => JSON.parse(JSON.stringify([next, best])),
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register: (host) => host.provide(SearchMethod, '{{short}}', search, { summary: '{{summary}}', options }),
})
