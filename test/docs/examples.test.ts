import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type Algorithm, run_algorithm } from 'rustybt/compat'
import * as buyAndHold from '../../docs/examples/buy_and_hold.js'
import * as buyApple from '../../docs/examples/buy_apple.js'
import { buyAppleFromCode } from '../../docs/examples/buy_apple_from_code.js'
import * as dualEmaTalib from '../../docs/examples/dual_ema_talib.js'
import * as dualMovingAverage from '../../docs/examples/dual_moving_average.js'
import * as momentumPipeline from '../../docs/examples/momentum_pipeline.js'
import * as olmar from '../../docs/examples/olmar.js'

const csv = join(import.meta.dirname, '../parity/data/csvdir')
const run = (algorithm: Algorithm, capital_base = 10_000_000, end = '2014-12-31') =>
  run_algorithm({ ...algorithm, start: '2012-01-03', end, capital_base, csv })

describe('the examples', () => {
  it('buy_and_hold buys once and holds', async () => {
    const perf = await run(buyAndHold)
    const records = perf.to_records()
    expect(
      records
        .flatMap(({ transactions }) => transactions as { sid: string; amount: number }[])
        .map(({ sid, amount }) => [sid, amount]),
    ).toEqual([
      ['AAPL', 100],
      ['MSFT', 100],
    ])
    expect(records.at(-1)?.positions).toHaveLength(2)
  })

  it('buy_apple owns ten shares more for each day but the last, times seven for those ordered before the split', async () => {
    const perf = await run({ ...buyApple, analyze: undefined })
    const [position] = perf.to_records().at(-1)!.positions as { amount: number }[]
    // The order that rested over the night of the split was split with it.
    const before = perf.to_records().filter(({ session }) => session < '2014-06-09').length
    expect(position.amount).toBe(before * 70 + (perf.length - before - 1) * 10)
  })

  it('buy_apple_from_code answers a frame with the benchmark in it', async () => {
    const perf = await buyAppleFromCode(csv, new Map([['2014-01-03', 0.01]]))
    expect(perf.benchmark_period_return.iloc(-1)).toBeCloseTo(0.01, 12)
    expect(perf.length).toBe(211)
  })

  it('dual_moving_average trades only after 300 days', async () => {
    const records = (await run(dualMovingAverage)).to_records()
    expect(records.slice(0, 299).every(({ orders }) => (orders as unknown[]).length === 0)).toBe(true)
    expect(records.some(({ transactions }) => (transactions as unknown[]).length > 0)).toBe(true)
  })

  it('dual_ema_talib does what it does in Zipline with TA-Lib, day by day', async () => {
    // Written by zipline/dual_ema_talib.py.
    const answer = JSON.parse(readFileSync(join(import.meta.dirname, 'zipline/dual_ema_talib.json'), 'utf8')) as {
      start: string
      end: string
      rows: Record<string, unknown>[]
    }
    const perf = await run_algorithm({
      ...dualEmaTalib,
      start: answer.start,
      end: answer.end,
      capital_base: 100_000,
      csv,
    })
    const rows = perf
      .to_records()
      .map(({ session, portfolio_value, short_ema, long_ema, buy, sell, transactions }) => ({
        session,
        portfolio_value: expect.closeTo(portfolio_value as number, 6),
        short_ema: expect.closeTo(short_ema as number, 10),
        long_ema: expect.closeTo(long_ema as number, 10),
        buy: Boolean(buy),
        sell: Boolean(sell),
        transactions: (transactions as { amount: number; price: number }[]).map(({ amount, price }) => [amount, price]),
      }))
    expect(answer.rows).toEqual(rows)
    expect(answer.rows.filter(({ buy }) => buy).length).toBeGreaterThan(5)
  })

  it('olmar is invested, and never beyond its means by more than a day’s move', async () => {
    const perf = await run(olmar, 100_000, '2013-12-31')
    expect(perf.gross_leverage.iloc(-1)).toBeGreaterThan(0.9)
    expect(perf.gross_leverage.max()).toBeLessThan(1.2)
  })

  it('momentum_pipeline holds three long and three short of the whole market', async () => {
    const perf = await run_algorithm({
      ...momentumPipeline,
      start: '2020-01-02',
      end: '2020-03-31',
      capital_base: 100_000,
      csv: join(import.meta.dirname, '../parity/data/daily'),
    })
    expect(perf.longs_count.iloc(-1)).toBeGreaterThanOrEqual(3)
    expect(perf.shorts_count.iloc(-1)).toBeGreaterThanOrEqual(3)
    expect(perf.get('universe_size').iloc(-1)).toBeGreaterThan(10)
  })
})
