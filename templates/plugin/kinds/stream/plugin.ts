import { definePlugin, MarketStream, Random, type StreamBar } from 'rustybt'
import { z } from 'zod'

/** One seed, one market. */
const options = z.object({ seed: z.number().int().default(0) })

/** A market by chance: prices walk from 100 on, a bar a session. A vendor's stream awaits its socket here, and needs no clock. */
function stream({ seed }: z.output<typeof options>): MarketStream {
  return {
    clock(from) {
      let now = from
      return { now: () => now, wait: async (ms) => void (now += ms) }
    },
    *open({ dataset, sessions, first, last, signal }) {
      const random = new Random(seed)
      const prices = new Map(dataset.finder.all.map(({ sid }) => [sid, 100]))
      for (let row = first; row <= last && !signal?.aborted; row++) {
        const bars: StreamBar[] = []
        for (const [sid, open] of prices) {
          const close = open * (1 + random.normal() / 100)
          prices.set(sid, close)
          bars.push({ sid, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 100_000 })
        }
        yield { at: sessions.closes[row], bars, whole: true }
      }
    },
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register: (host) => host.provide(MarketStream, '{{short}}', stream, { summary: '{{summary}}', options }),
})
