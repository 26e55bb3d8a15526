import { z } from 'zod'
import { Command } from './cli/command.js'
import { COMMANDS } from './cli/commands.js'
import { defaultExport } from './engine/default-export.js'
import { METRICS_SETS, MetricsSet } from './engine/metrics-set.js'
import { StrategyForm } from './engine/strategy.js'
import { Broker } from './execution/broker.js'
import { SimulatedBroker } from './execution/simulated-broker.js'
import { definePlugin } from './kernel/plugin.js'
import { replay } from './live/replay.js'
import { MarketStream } from './live/stream.js'

/** Core's own offers, through the same door as anybody's. */
export default definePlugin({
  name: 'core',
  requires: '*',
  register(host) {
    host.provide(Broker, 'simulated', ({ fillAt, triggers }) => new SimulatedBroker(fillAt, triggers), {
      summary: 'fills orders from the bars of the run, at the next close, the next open or this close',
      options: z.object({
        fillAt: z.enum(['next-close', 'next-open', 'this-close']).default('next-close'),
        triggers: z.enum(['close', 'worst', 'best', 'ohlc']).optional(),
      }),
    })
    host.provide(MarketStream, 'replay', ({ speed }) => replay(speed), {
      summary: "plays the run's own data as if they came now, as fast as can be or so many times as fast as they came",
      options: z.object({ speed: z.union([z.literal('max'), z.number().positive()]).default('max') }),
    })
    host.provide(StrategyForm, 'strategy', () => defaultExport, {
      summary: 'a file whose default export is a Strategy, or a function that makes one',
    })
    for (const [name, { create, summary }] of Object.entries(METRICS_SETS))
      host.provide(MetricsSet, name, create, { summary })
    for (const { name, summary, load } of COMMANDS) host.provide(Command, name, load, { summary })
  },
})
