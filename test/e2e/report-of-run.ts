import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BarData,
  type Context,
  commission,
  order_percent,
  order_target_percent,
  record,
  run_algorithm,
  set_commission,
  symbols,
} from '../../compat/index.js'
import { AssetFinder } from '../../core/assets/finder.js'
import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'

const folder = join(import.meta.dirname, '../parity/data/csvdir')

/** The tabs of a run's report, in their order. */
export const TABS = [
  'overview',
  'returns',
  'risk',
  'monte-carlo',
  'attribution',
  'trades',
  'execution',
  'costs',
  'replay',
  'run',
]

/** Half into what stands above its mean, real prices, a benchmark, recorded variables, an order that never fills. */
const algorithm = {
  initialize(context: Context) {
    Object.assign(context, { assets: symbols('IBM', 'MSFT'), day: 0 })
    set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1 }))
  },
  handle_data(context: Context, data: BarData) {
    const own = context as Context & { assets: ReturnType<typeof symbols>; day: number }
    if (own.day++ % 10 !== 0) return
    for (const asset of own.assets) {
      const prices = data.history(asset, 'price', 40, '1d')
      order_target_percent(asset, data.current(asset, 'price') > prices.mean() ? 0.48 : -0.1)
    }
    if (own.day === 101) order_percent(own.assets[0], 0.01, { limit_price: 1 })
    record({ ibm: data.current(own.assets[0], 'price'), day: own.day, mood: own.day % 3 ? 'up' : 'down' })
  },
}

/** The result of a run on real prices, and what is to be said about it. */
export async function realRun(): Promise<{ result: RunResult; about: RunAbout }> {
  const rows = readFileSync(join(folder, 'SPY_benchmark.csv'), 'utf8').trim().split('\n').slice(1)
  const benchmark = new Map(rows.map((row) => row.split(',')).map(([date, value]) => [date, Number(value)]))
  const [start, end] = ['2012-03-01', '2014-12-31']
  const perf = await run_algorithm({
    ...algorithm,
    start,
    end,
    capital_base: 100_000,
    csv: folder,
    benchmark_returns: benchmark,
  })
  const { result } = perf
  const traded = new Map(result.performance.transactions.flat().map(({ asset }) => [asset.sid, asset]))
  return {
    result,
    about: {
      strategy: 'above <its> mean & below',
      start,
      end,
      capital: '100000',
      currency: 'USD',
      calendar: 'XNYS',
      sessionsPerYear: 252,
      frequency: 'daily',
      profile: 'zipline',
      finder: new AssetFinder([...traded.values()]),
      benchmark: 'SPY',
      version: '0.1.0',
      parameters: { window: 40, text: '</script><script>alert(1)</script>' },
      details: { broker: 'simulated', commission: { use: 'per-share', cost: 0.0075, minTradeCost: 1 } },
    },
  }
}
