import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type Answer, compareAnswer, type Json } from './compare.js'
import { plain } from './plain.js'
import { caseNames, checkCase, readAnswer, resultLine, tallyLine } from './suite.js'

const folders = {
  data: join(import.meta.dirname, 'data'),
  expected: join(import.meta.dirname, 'expected'),
  cases: join(import.meta.dirname, 'cases'),
}
type Loose = { [name: string]: Json } & {
  orders: Record<string, Json>[]
  transactions: Record<string, Json>[]
  positions: Record<string, Json>[]
}
interface Copy {
  perf: Loose[]
  log: Json[]
  raises?: { type: string; message: string }
}

/** The answer of a case, changed: what is compared with the unchanged one. */
function changed(name: string, change: (copy: Copy) => void): Answer {
  const copy = structuredClone(readAnswer(folders.expected, name)) as unknown as Copy
  change(copy)
  return copy as unknown as Answer
}

const differing = (name: string, change: (copy: Copy) => void) =>
  compareAnswer(readAnswer(folders.expected, name), changed(name, change))

/** First row of the answer for which this holds. */
const rowWith = (copy: Copy, holds: (row: Loose) => boolean): Loose => copy.perf.find(holds)!

describe('comparing with an expected answer', () => {
  it.each(['buy_and_hold', 'limit_stop_orders', 'controls_fail', 'history_adjustments', 'minute_schedule_and_fills'])(
    '%s agrees with itself',
    (name) => {
      expect(differing(name, () => {})).toEqual({ worst: 0, where: undefined, differences: [], count: 0 })
    },
  )

  it('catches a float that is off by 2e-9, and measures one that is off by 5e-10', () => {
    const off = differing('buy_and_hold', ({ perf }) => {
      perf[100].portfolio_value = Number(perf[100].portfolio_value) * (1 + 2e-9)
    })
    expect(off.count).toBe(1)
    expect(off.differences[0]).toMatchObject({ session: '2020-05-27', column: 'portfolio_value' })
    const near = differing('buy_and_hold', ({ perf }) => {
      perf[100].portfolio_value = Number(perf[100].portfolio_value) * (1 + 5e-10)
    })
    expect(near).toMatchObject({ count: 0, where: { session: '2020-05-27', column: 'portfolio_value' } })
    expect(near.worst).toBeCloseTo(5e-10, 12)
  })

  it('takes 1e-9 as absolute near zero', () => {
    const set = (value: number) => differing('buy_and_hold', ({ perf }) => void (perf[0].pnl = value))
    expect(set(9e-10).count).toBe(0)
    expect(set(2e-9).count).toBe(1)
  })

  it('gives risk columns 1e-8, always relative', () => {
    const scale = (by: number) =>
      differing('buy_and_hold', ({ perf }) => void (perf[5].algo_volatility = Number(perf[5].algo_volatility) * by))
    expect(scale(1 + 5e-9).count).toBe(0)
    expect(scale(1 + 2e-8).differences[0].column).toBe('algo_volatility')
    const drawdown = differing(
      'buy_and_hold',
      ({ perf }) => void (perf[1].max_drawdown = Number(perf[1].max_drawdown) - 1e-10),
    )
    expect(drawdown.count).toBe(1)
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].max_drawdown = 1e-18)).count).toBe(1)
  })

  it('catches 0 for null, null for 0, NaN, and a text for a number', () => {
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].sharpe = 0)).count).toBe(1)
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].returns = null)).count).toBe(1)
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].returns = Number.NaN)).count).toBe(1)
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].returns = '0')).count).toBe(1)
  })

  it('catches counts, texts, times and truth values that differ at all', () => {
    const off = (change: (row: Loose) => void) =>
      differing('buy_and_hold', (copy) => change(rowWith(copy, ({ transactions }) => transactions.length > 0)))
    expect(off((row) => void (row.longs_count = 1 + 1e-12)).differences[0].column).toBe('longs_count')
    expect(off((row) => void (row.trading_days = 3)).differences[0].column).toBe('trading_days')
    expect(off((row) => void (row.period_label = '2020-02')).differences[0].column).toBe('period_label')
    expect(off((row) => void (row.period_close = '2020-01-03T21:00:01+00:00')).differences[0].column).toBe(
      'period_close',
    )
    expect(off((row) => void (row.orders[0].status = 0)).differences[0].column).toBe('orders[0].status')
    expect(off((row) => void (row.orders[0].filled = 100 + 1e-12)).differences[0].column).toBe('orders[0].filled')
    expect(off((row) => void (row.orders[0].stop_reached = true)).differences[0].column).toBe('orders[0].stop_reached')
    expect(off((row) => void (row.positions[0].sid = 'BETA')).differences[0].column).toBe('positions[0].sid')
    expect(off((row) => void (row.transactions[0].price = 109.4)).differences[0].column).toBe('transactions[0].price')
  })

  it('catches a missing session, one too many, and sessions out of order', () => {
    expect(differing('buy_and_hold', ({ perf }) => void perf.splice(7, 1)).differences).toEqual([
      { session: '2020-01-13', column: 'session', expected: '2020-01-13', actual: undefined },
    ])
    const extra = differing('buy_and_hold', ({ perf }) => void perf.push({ ...perf[0], session: '2021-01-04' }))
    expect(extra.differences).toMatchObject([{ session: '2021-01-04', expected: undefined }])
    expect(differing('buy_and_hold', ({ perf }) => void perf.push(perf[3])).count).toBe(2)
    expect(differing('buy_and_hold', ({ perf }) => void perf.reverse()).count).toBe(252)
  })

  it('catches a missing and an extra column, but not their order', () => {
    const missing = differing('buy_and_hold', ({ perf }) => void delete (perf[0] as Record<string, Json>).alpha)
    expect(missing.differences).toEqual([{ session: '2020-01-02', column: 'alpha', expected: null, actual: undefined }])
    expect(differing('buy_and_hold', ({ perf }) => void (perf[0].mine = null)).differences[0].column).toBe('mine')
    const reordered = differing('buy_and_hold', (copy) => {
      copy.perf = copy.perf.map((row) => Object.fromEntries(Object.entries(row).reverse()) as Loose)
    })
    expect(reordered.count).toBe(0)
  })

  it('catches swapped orders, an extra and a missing transaction, and swapped positions', () => {
    const swapped = differing('limit_stop_orders', (copy) => {
      const { orders } = rowWith(copy, (row) => row.orders.length > 1)
      orders.unshift(orders.pop()!)
    })
    expect(swapped.count).toBeGreaterThan(0)
    const extra = differing('limit_stop_orders', (copy) => {
      const { transactions } = rowWith(copy, (row) => row.transactions.length > 0)
      transactions.push(transactions[0])
    })
    expect(extra.differences).toMatchObject([{ column: 'transactions.length' }])
    const missing = differing('limit_stop_orders', (copy) => {
      rowWith(copy, (row) => row.transactions.length > 0).transactions.pop()
    })
    expect(missing.differences[0].column).toBe('transactions.length')
    const positions = differing('limit_stop_orders', (copy) => {
      rowWith(copy, (row) => row.positions.length > 1).positions.reverse()
    })
    expect(positions.differences[0].column).toMatch(/^positions\[0\]/)
  })

  it('knows orders by their first appearance, whatever their ids are', () => {
    const renamed = differing('limit_stop_orders', ({ perf }) => {
      for (const row of perf) {
        for (const order of row.orders) order.id = `order ${order.id}`
        for (const fill of row.transactions) fill.order = fill.order === null ? null : `order ${fill.order}`
      }
    })
    expect(renamed.count).toBe(0)
    const other = differing('limit_stop_orders', (copy) => {
      rowWith(copy, (row) => row.transactions.length > 0).transactions[0].order = 0
    })
    expect(other.differences[0].column).toBe('transactions[0].order')
    const closed = differing('limit_stop_orders', (copy) => {
      rowWith(copy, (row) => row.transactions.length > 0).transactions[0].order = null
    })
    expect(closed.differences[0]).toMatchObject({ column: 'transactions[0].order', actual: null })
  })

  it('compares the log item by item, floats within tolerance', () => {
    const log = differing('missing_bars', (copy) => void ((copy.log[3] as Json[])[3] = 1))
    expect(log.differences[0]).toMatchObject({ session: 'log', column: '[3][3]', actual: 1 })
    expect(differing('missing_bars', (copy) => void copy.log.pop()).differences[0].column).toBe('.length')
    const near = differing('missing_bars', ({ log }) => void ((log[0] as number[])[3] += 1e-9))
    expect(near.count).toBe(0)
    expect(differing('buy_and_hold', (copy) => void (copy.log = ['too much'])).count).toBe(1)
  })

  it('wants the same error, naming the control and the asset', () => {
    const raising = (type: string, message: string) =>
      differing('controls_fail', (copy) => void (copy.raises = { type, message })).differences
    expect(raising('TradingControlViolation', 'MaxPositionSize refuses 10 ALFA')).toEqual([])
    expect(raising('Error', 'MaxPositionSize refuses 10 ALFA')).toMatchObject([{ column: 'type' }])
    expect(raising('TradingControlViolation', 'refused: ALFA')).toMatchObject([{ expected: 'MaxPositionSize' }])
    expect(raising('TradingControlViolation', 'MaxPositionSize, ALFALFA')).toMatchObject([{ expected: 'ALFA' }])
    expect(differing('controls_fail', (copy) => void delete copy.raises).count).toBe(1)
    expect(differing('buy_and_hold', (copy) => void (copy.raises = { type: 'Error', message: '' })).count).toBe(1)
  })
})

describe('values of an algorithm', () => {
  it('are written as the answers write them', () => {
    const asset = { sid: 1, symbol: 'ALFA' }
    const time = { isoformat: () => '2020-01-02T00:00:00' }
    const series = { tolist: () => [1, Number.NaN] }
    const map = new Map([[asset, Number.POSITIVE_INFINITY]])
    expect(plain([asset, time, series, map, undefined, true, Float64Array.of(2), { a: 'x' }])).toEqual([
      'ALFA',
      '2020-01-02T00:00:00',
      [1, null],
      { ALFA: 'inf' },
      null,
      true,
      [2],
      { a: 'x' },
    ])
  })
})

describe('the suite', () => {
  const answer = async (casePath: string) => readAnswer(folders.expected, casePath.replace(/.*\/(.*)\.ts$/, '$1'))

  it('runs every port that has an answer', () => {
    expect(caseNames(folders)).toEqual(
      expect.arrayContaining(['buy_and_hold', 'moving_average_cross', 'real_dual_average']),
    )
  })

  it('says in a line that a case agrees, or where it first differs', async () => {
    const good = await checkCase('buy_and_hold', folders, answer)
    expect(resultLine(good, 14)).toBe('ok   buy_and_hold    253 sessions  worst 0.0')
    const bad = await checkCase('buy_and_hold', folders, async () =>
      changed('buy_and_hold', ({ perf }) => {
        perf[1].orders[0].filled = 99
        perf[2].pnl = 0
      }),
    )
    expect(resultLine(bad)).toBe('FAIL buy_and_hold  2020-01-03 orders[0].filled: expected 100, was 99 (and 1 more)')
    expect(tallyLine([good, bad])).toBe('1 passed, 1 failed')
  })

  it('fails a name without a port or an answer, and a run that breaks', async () => {
    const unknown = await checkCase('no_such_case', folders, answer)
    expect(unknown).toMatchObject({ ok: false, error: expect.stringMatching(/no answer .*no_such_case/) })
    const unported = await checkCase('buy_and_hold', { ...folders, cases: folders.data }, answer)
    expect(unported).toMatchObject({ ok: false, error: expect.stringMatching(/no port .*buy_and_hold\.ts/) })
    const broken = await checkCase('buy_and_hold', folders, async () => {
      throw Object.assign(new Error('no such symbol'), { code: 'SYMBOL_NOT_FOUND' })
    })
    expect(resultLine(broken)).toBe('FAIL buy_and_hold  SYMBOL_NOT_FOUND: no such symbol')
  })
})
