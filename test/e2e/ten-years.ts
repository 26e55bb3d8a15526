import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BarData,
  type Context,
  commission,
  get_datetime,
  order,
  order_target_percent,
  record,
  run_algorithm,
  set_commission,
  symbols,
} from '../../compat/index.js'
import { AssetFinder } from '../../core/assets/finder.js'
import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { Random } from '../../core/kernel/random.js'

const SPY = join(import.meta.dirname, '../parity/data/csvdir/SPY_benchmark.csv')
const SYMBOLS = { ALFA: 1.2, BETA: 0.8, GAMA: 1, DELT: 0.5, EPSI: 1.5 }

/** Five made-up companies that move with the real SPY of 2004 to 2013, each by its beta and some noise of its own. */
function writePrices(folder: string, days: readonly (readonly [string, number])[]): void {
  for (const [symbol, beta] of Object.entries(SYMBOLS)) {
    const random = new Random(symbol)
    let close = 40 * beta
    const rows = days.map(([date, market]) => {
      const open = close * (1 + 0.002 * random.normal())
      close = Math.max(1, close * (1 + beta * market + 0.012 * random.normal()))
      const [high, low] = [
        Math.max(open, close) * (1 + 0.006 * random.next()),
        Math.min(open, close) * (1 - 0.006 * random.next()),
      ]
      return [
        date,
        ...[open, high, low, close].map((price) => price.toFixed(2)),
        400_000 + random.integer(300_000),
      ].join(',')
    })
    writeFileSync(join(folder, `${symbol}.csv`), `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
  }
}

/** Every month what stands above its mean; limit orders that seldom fill, and an order that is refused. */
const algorithm = {
  initialize(context: Context) {
    Object.assign(context, { assets: symbols(...Object.keys(SYMBOLS)), day: 0 })
    set_commission(commission.PerShare({ cost: 0.005, min_trade_cost: 1 }))
  },
  handle_data(context: Context, data: BarData) {
    const own = context as Context & { assets: ReturnType<typeof symbols>; day: number }
    if (own.day++ % 21 !== 0 || own.day < 120) return
    const above = own.assets.filter(
      (asset) => data.current(asset, 'price') > data.history(asset, 'price', 100, '1d').mean(),
    )
    for (const asset of own.assets) order_target_percent(asset, above.includes(asset) ? 0.95 / own.assets.length : 0)
    order(own.assets[2], 10, { limit_price: data.current(own.assets[2], 'price') * 0.93 })
    record({ above: above.length, year: Number(get_datetime().isoformat().slice(0, 4)) })
  },
}

export async function tenYears(): Promise<{ result: RunResult; about: RunAbout }> {
  const [start, end] = ['2004-01-02', '2013-12-31']
  const rows = readFileSync(SPY, 'utf8').trim().split('\n').slice(1)
  const days = rows.map((row) => row.split(',')).map(([date, value]) => [date, Number(value)] as const)
  const inside = days.filter(([date]) => date >= start && date <= end)
  const folder = mkdtempSync(join(tmpdir(), 'ten-years-'))
  writePrices(folder, inside)
  const benchmark = new Map(inside)
  const { result } = await run_algorithm({
    ...algorithm,
    start,
    end,
    capital_base: 250_000,
    csv: folder,
    benchmark_returns: benchmark,
  })
  rmSync(folder, { recursive: true })
  const traded = new Map(result.performance.orders.flat().map(({ asset }) => [asset.sid, asset]))
  return {
    result,
    about: {
      strategy: 'above the mean',
      start,
      end,
      capital: '250000',
      currency: 'USD',
      calendar: 'XNYS',
      sessionsPerYear: 252,
      frequency: 'daily',
      profile: 'zipline',
      finder: new AssetFinder([...traded.values()]),
      benchmark: 'SPY',
      version: '0.1.0',
      outOfSample: '2010-01-01',
      parameters: { window: 100, every: 21 },
      details: { broker: 'simulated', commission: { use: 'per-share', cost: 0.005, minTradeCost: 1 } },
      trials: {
        runs: 14,
        sharpes: [0.031, 0.012, 0.028, -0.004, 0.035, 0.02, 0.016, 0.024, 0.009],
        overfitting: { trials: 9, probability: 0.31, probabilityOfLoss: 0.12, degradation: -0.4, splits: 12870 },
        holdout: { from: '2014-01-01', peeks: 1 },
      },
    },
  }
}
