import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from '@jest/globals'
import { LatencyModel } from '../../../../core/finance/latency.js'
import { latencyBehaviours, latencyContract } from '../../../../core/testing/contracts/latency.js'
import latency from '../../../../plugins/latency/plugin.js'
import { testCatches } from './wrong.js'

const file = join(mkdtempSync(join(tmpdir(), 'latency-')), 'measured.csv')
writeFileSync(file, 'date,ms\n2023-01-01,5\n2024-01-03,70000\n')

latencyContract({ plugin: latency, use: { use: 'fixed', network: 40, exchange: 20 } })
latencyContract({ plugin: latency, use: { use: 'random', network: [10, 90_000], distribution: 'normal' } })
latencyContract({ plugin: latency, use: { use: 'historical', file } })
latencyContract({ plugin: latency, use: { use: 'composite', parts: [{ use: 'fixed', broker: 3 }, { use: 'random' }] } })

type Delay = LatencyModel['delay']
const delay = (delay: Delay) => () => ({ delay })

describe('what is wrong with a latency model', () => {
  let runs = 0
  const except = (is: (order: Parameters<Delay>[0]) => boolean, answer: unknown) =>
    delay((order) => (is(order) ? (answer as number) : 5))
  testCatches(
    LatencyModel,
    latencyBehaviours(),
    {
      'has delay(order, random)': () => ({}) as LatencyModel,
      'delays a market order by a number of milliseconds from 0': delay(() => -1),
      'delays a sale by a number of milliseconds from 0': except(({ amount }) => amount < 0, Promise.resolve(5)),
      'delays a limit order by a number of milliseconds from 0': except(({ limit }) => limit !== undefined, '5'),
      'delays a stop order by a number of milliseconds from 0': except(({ stop }) => stop !== undefined, Number.NaN),
      'delays a part of a unit by a number of milliseconds from 0': except(({ amount }) => amount < 1, undefined),
      'delays a large order by a number of milliseconds from 0': delay(({ amount }) =>
        amount > 1e6 ? Number.POSITIVE_INFINITY : 5,
      ),
      'leaves the order as it is': delay((order) => {
        ;(order as { created: number }).created += 5
        return 5
      }),
      'asks neither the clock nor any chance but the run’s': delay(() => 10 * Math.random()),
      'delays the same orders alike in the next run of the same seed': delay(() => ++runs),
      // Of the morning's orders it knows nothing.
      'is waited for by a backtest as it answers': except(
        ({ created }) => created < Date.UTC(2024, 0, 3, 20),
        Number.NaN,
      ),
    },
    11,
  )
})
