import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { LatencyModel } from '../../core/finance/latency.js'
import { momentIn, numberIn, RateTable, textTable } from '../../core/finance/rate-table.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { CompositeLatency, FixedLatency, HistoricalLatency, RandomLatency } from './models.js'

const ms = z.number().nonnegative()
const range = z.tuple([ms, ms]).refine(([least, most]) => least <= most, 'the least comes first')
const fixed = z.strictObject({ network: ms.default(0), broker: ms.default(0), exchange: ms.default(0) })
const random = z.strictObject({
  network: range.default([0, 0]),
  broker: range.default([0, 0]),
  exchange: range.default([0, 0]),
  distribution: z.enum(['uniform', 'normal']).default('uniform'),
})
const historical = z.strictObject({ file: z.string() })
const part = z.discriminatedUnion('use', [
  fixed.extend({ use: z.literal('fixed') }),
  random.extend({ use: z.literal('random') }),
  historical.extend({ use: z.literal('historical') }),
])

export default definePlugin({
  name: 'latency',
  requires: '>=0.1.0',
  register(host) {
    host.provide(LatencyModel, 'fixed', (options) => new FixedLatency(options), {
      summary: 'so many ms: network, broker, exchange (0)',
      options: fixed,
    })
    host.provide(LatencyModel, 'random', ({ distribution, ...ranges }) => new RandomLatency(ranges, distribution), {
      summary: "ms drawn from ranges, uniformly or normally, by the run's seed",
      options: random,
    })
    host.provide(LatencyModel, 'historical', ({ file }) => measured(file), {
      summary: 'what was measured: a CSV of date, ms; the latest at or before',
      options: historical,
    })
    host.provide(LatencyModel, 'composite', ({ parts }) => new CompositeLatency(parts.map(modelOf)), {
      summary: 'the sum of others: parts: [{ use: …, …options }]',
      options: z.object({ parts: z.array(part).min(1) }),
      example: {
        parts: [
          { use: 'fixed', broker: 5 },
          { use: 'random', network: [5, 50] },
        ],
      },
    })
  },
})

function modelOf(chosen: z.output<typeof part>): LatencyModel {
  if (chosen.use === 'fixed') return new FixedLatency(chosen)
  return chosen.use === 'random' ? new RandomLatency(chosen, chosen.distribution) : measured(chosen.file)
}

/** Throws `RATE_TABLE_INVALID`. */
function measured(file: string): LatencyModel {
  const table = textTable(readFileSync(resolve(file), 'utf8'), file, ['date', 'ms'])
  const day = [0, 86_400_000] as const
  return new HistoricalLatency(
    new RateTable(table.rows.map((row) => ['ms', momentIn(table, row, 'date'), numberIn(table, row, 'ms', day)])),
  )
}
