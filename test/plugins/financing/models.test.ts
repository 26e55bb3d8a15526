import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Asset } from '../../../core/assets/asset.js'
import type { FinancingModel, FinancingPoint } from '../../../core/finance/financing.js'
import { momentIn, numberIn, RateTable, textTable } from '../../../core/finance/rate-table.js'
import { dayOf } from '../../../core/time/session.js'
import { Funding } from '../../../plugins/financing/funding.js'
import { MarginInterest } from '../../../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../../../plugins/financing/overnight.js'
import { equity, future } from '../../core/finance/assets.js'

interface Held {
  readonly value: string
  readonly asset?: Asset
}

function pointOf(
  held: readonly Held[],
  from: string,
  to: string,
  cash = '0',
  more: Partial<FinancingPoint> = {},
): FinancingPoint {
  return {
    at: Date.parse(to),
    since: Date.parse(from),
    fromDay: dayOf(from.slice(0, 10)),
    toDay: dayOf(to.slice(0, 10)),
    holdings: held.map(({ value, asset = equity() }) => ({
      asset,
      amount: 1,
      value: Number(value),
      currency: 'USD',
    })),
    cash: new Map([['USD', Number(cash)]]),
    ...more,
  }
}

const charged = (model: FinancingModel, point: FinancingPoint) =>
  [...model.charge(point)].map(({ kind, amount }) => `${kind} ${Number(amount.toFixed(12))}`)

const borrow = (rate: number, daysInYear: 360 | 365 = 365) =>
  new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: rate }, daysInYear })
const overnight = (long: number, short: number, daysInYear: 360 | 365 = 365) =>
  new OvernightFinancing({ kind: 'overnight', long: { fallback: long }, short: { fallback: short }, daysInYear })
const coin: Asset = { ...equity(), kind: 'cryptocurrency' }

/** Numbers marked R are those of the tests of Python's RustyBT (tests/finance/test_costs.py). */
describe('one night costs', () => {
  const night = (value: string, cash?: string) => pointOf([{ value }], '2023-01-03', '2023-01-04', cash)
  it.each<[string, FinancingModel, FinancingPoint, string[]]>([
    ['R a short that is easy to borrow', borrow(0.003), night('-15000'), ['borrow-fee 0.123287671233']],
    ['R a short that is hard to borrow', borrow(0.25), night('-20000'), ['borrow-fee 13.698630136986']],
    ['R a long nothing to borrow', borrow(0.25), night('20000'), []],
    ['R a position financed at 5 %', overnight(0.05, 0), night('50000'), ['overnight 6.849315068493']],
    ['R the same over 360 days', overnight(0.05, 0, 360), night('10000'), ['overnight 1.388888888889']],
    // Python's tests call -0.005 "pay" and assert a negative number, which its ledger then credits: here a negative rate pays the holder.
    [
      'a short at a negative rate: it is paid',
      overnight(0, -0.005, 360),
      night('-110000'),
      ['overnight -1.527777777778'],
    ],
    ['a short at a positive rate: it pays', overnight(0, 0.012, 360), night('-90909'), ['overnight 3.0303']],
    [
      'R debt of 50,000 at 5 %',
      new MarginInterest({ daysInYear: 365 }),
      night('100000', '-50000'),
      ['margin-interest 6.849315068493'],
    ],
    ['no debt nothing', new MarginInterest(), night('100000', '0'), []],
    [
      'what shorts have brought pays for nothing',
      new MarginInterest({ daysInYear: 365 }),
      night('-60000', '10000'),
      ['margin-interest 6.849315068493'],
    ],
    [
      'cash that is there, where it earns',
      new MarginInterest({ cashRate: -0.036 }),
      night('0', '10000'),
      ['cash-interest -1'],
    ],
  ])('%s', (_, model, point, expected) => {
    expect(charged(model, point)).toEqual(expected)
  })
})

describe('nights', () => {
  it('are calendar days: a weekend is three, a long one four', () => {
    const cost = (from: string, to: string) => charged(borrow(0.365), pointOf([{ value: '-1000' }], from, to))
    expect(cost('2023-01-05', '2023-01-06')).toEqual(['borrow-fee 1'])
    expect(cost('2023-01-06', '2023-01-09')).toEqual(['borrow-fee 3'])
    expect(cost('2023-01-13', '2023-01-17')).toEqual(['borrow-fee 4'])
  })

  it('each have the rate that is known on them', () => {
    const table = new RateTable([
      ['A0', Number.NEGATIVE_INFINITY, 0.05],
      ['A0', Date.parse('2023-01-07'), 0.8],
      ['A0', Date.parse('2023-01-09'), 0.35],
    ])
    const model = new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 9, table } })
    const point = pointOf([{ value: '-36500' }], '2023-01-06', '2023-01-10')
    expect(charged(model, point)).toEqual(['borrow-fee 200'])
    expect(table.at('A0', Date.parse('2023-01-06'))).toBe(0.05)
  })

  it('a month at one rate is thirty times a night', () => {
    // R: 100 shares of 250 at 1.5 %.
    expect(charged(borrow(0.015), pointOf([{ value: '-25000' }], '2023-01-01', '2023-01-31'))).toEqual([
      'borrow-fee 30.821917808219',
    ])
  })

  it('cost in proportion, and never below 0 at a rate that is not', () => {
    const value = fc.integer({ min: 1, max: 10 ** 9 })
    const rate = fc.integer({ min: 0, max: 10_000 }).map((points) => points / 10_000)
    fc.assert(
      fc.property(value, rate, (worth, yearly) => {
        const cost = (units: number) =>
          [...borrow(yearly).charge(pointOf([{ value: `-${worth * units}` }], '2023-01-03', '2023-01-04'))][0]
            ?.amount ?? 0
        expect(cost(1)).toBeGreaterThanOrEqual(0)
        expect(cost(3)).toBeCloseTo(3 * cost(1), 6)
      }),
    )
  })
})

describe('funding', () => {
  const held = (value: string) => pointOf([{ value, asset: coin }], '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z')

  it('costs the long and pays the short, at each of its times', () => {
    expect(charged(new Funding({ rate: 0.0001 }), held('30000'))).toEqual(['funding 9'])
    expect(charged(new Funding({ rate: 0.0001 }), held('-30000'))).toEqual(['funding -9'])
    expect(charged(new Funding({ rate: -0.0001 }), held('30000'))).toEqual(['funding -9'])
  })

  it('takes each time’s rate', () => {
    const at = (hour: number) => Date.parse('2023-01-01T00:00:00Z') + hour * 3_600_000
    const table = new RateTable([
      ['A0', at(8), 0.001],
      ['A0', at(16), -0.0005],
    ])
    // 8:00 and 16:00, and midnight by the last known.
    expect(charged(new Funding({ table }), held('10000'))).toEqual([])
    expect(charged(new Funding({ table, times: [8 * 3_600_000] }), held('10000'))).toEqual(['funding 10'])
  })

  it('is for perpetuals alone', () => {
    const assets: Asset[] = [equity(), future(0, 'BTC', { expirationDate: '2024-01-01' }), future(1, 'BTCPERP')]
    const point = pointOf(
      assets.map((asset) => ({ value: '100', asset })),
      '2023-01-01',
      '2023-01-02',
    )
    expect([...new Funding({ rate: 0.01 }).charge(point)].map(({ asset }) => asset)).toEqual([assets[2]])
    expect([...new Funding({ rate: 0.01, symbols: ['A0'] }).charge(point)].map(({ asset }) => asset)).toEqual([
      assets[0],
    ])
  })

  it('knows its next time', () => {
    const model = new Funding()
    const next = (time: string) => new Date(model.nextAt(Date.parse(time))).toISOString()
    expect(next('2023-01-01T00:00:00Z')).toBe('2023-01-01T08:00:00.000Z')
    expect(next('2023-01-01T07:59:59Z')).toBe('2023-01-01T08:00:00.000Z')
    expect(next('2023-01-01T16:00:00Z')).toBe('2023-01-02T00:00:00.000Z')
  })
})

describe('a table of rates', () => {
  const read = (text: string) => {
    const table = textTable(text, 'rates.csv', ['symbol', 'rate'])
    return new RateTable(
      table.rows.map((row) => [row.symbol, momentIn(table, row, 'date'), numberIn(table, row, 'rate', [0, 1])]),
    )
  }

  it('answers the latest at or before', () => {
    const table = read('symbol,date,rate\nGME,2023-01-01,0.05\nGME,2023-01-15,0.80\nGME,2023-02-01,0.35\nAAPL,,0.003\n')
    const at = (date: string) => table.at('GME', Date.parse(date))
    expect([at('2022-12-31'), at('2023-01-01'), at('2023-01-20'), at('2023-02-15')]).toEqual([
      undefined,
      0.05,
      0.8,
      0.35,
    ])
    expect(table.at('AAPL', Date.parse('1990-01-01'))).toBe(0.003)
    expect(table.at('ZZ', 0)).toBeUndefined()
  })

  // Python's RustyBT drops rows whose rate is out of bounds, without a word.
  it.each([
    ['symbol,date\nA,2023-01-01', "there is no column 'rate'"],
    ['symbol,date,rate\nA,2023-01-01,1.5', 'rates.csv, line 2, column rate: 1.5 is not between 0 and 1'],
    ['symbol,date,rate\nA,2023-01-01,x', "rates.csv, line 2, column rate: 'x' is no number"],
    ['symbol,date,rate\nA,soon,0.1', "rates.csv, line 2, column date: 'soon' is no date"],
    ['symbol,date,rate\nA,0.1', 'rates.csv, line 2: 2 cells'],
    ['symbol,date,rate\nA,2023-01-01,0.1\nA,2023-01-01,0.2', 'A has two rates on 2023-01-01'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'RATE_TABLE_INVALID', message: expect.stringContaining(message) }),
    )
  })
})
