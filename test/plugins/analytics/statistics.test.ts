import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deepestDrawdowns, drawdowns } from '../../../plugins/analytics/drawdowns.js'
import { monthlyReturns, periodReturns } from '../../../plugins/analytics/monthly-returns.js'
import * as statistics from '../../../plugins/analytics/statistics.js'

type Cell = number | string | null
type Figure = Exclude<keyof typeof statistics, 'rolling' | 'winRate' | 'drawdownSeries'>
interface Case {
  name: string
  /** Left out where the series is the whole file of SPY's returns. */
  returns?: Cell[]
  benchmark?: Cell[]
  answers: Record<string, Record<Figure, Cell>>
}

const parse = (cell: Cell) =>
  cell === null ? Number.NaN : Number(typeof cell === 'string' ? `${cell.replace('inf', 'Infinity')}` : cell)
const series = (cells: readonly Cell[]) => Float64Array.from(cells, parse)
const asked = JSON.parse(readFileSync(join(import.meta.dirname, 'empyrical-answers.json'), 'utf8')) as {
  cases: Case[]
  monthly: Record<string, number>
  yearly: Record<string, number>
}
const rows = readFileSync(join(import.meta.dirname, '../../parity/data/csvdir/SPY_benchmark.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const spyDates = rows.map(([date]) => date)
const spy = Float64Array.from(rows, ([, value]) => Number(value))

function expectClose(actual: number, expected: number) {
  if (!Number.isFinite(expected)) expect(actual).toBe(expected)
  else expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-10)
}

describe("empyrical's figures, as empyrical answers them", () => {
  for (const { name, returns, benchmark, answers } of asked.cases) {
    const r = returns ? series(returns) : spy
    const b = benchmark ? series(benchmark) : spy.toReversed().map((x) => 0.5 * x + 0.0001)
    for (const [year, expected] of Object.entries(answers)) {
      it(`${name}, ${year} sessions a year`, () => {
        const perYear = Number(year)
        expectClose(statistics.totalReturn(r), parse(expected.totalReturn))
        expectClose(statistics.annualReturn(r, perYear), parse(expected.annualReturn))
        expectClose(statistics.annualVolatility(r, perYear), parse(expected.annualVolatility))
        expectClose(statistics.sharpeRatio(r, perYear), parse(expected.sharpeRatio))
        expectClose(statistics.downsideRisk(r, perYear), parse(expected.downsideRisk))
        expectClose(statistics.sortinoRatio(r, perYear), parse(expected.sortinoRatio))
        expectClose(statistics.maxDrawdown(r), parse(expected.maxDrawdown))
        expectClose(statistics.calmarRatio(r, perYear), parse(expected.calmarRatio))
        expectClose(statistics.beta(r, b), parse(expected.beta))
        expectClose(statistics.alpha(r, b, perYear), parse(expected.alpha))
      })
    }
  }

  it('months and years of 25 years of SPY', () => {
    const months = periodReturns(spyDates, spy, 'month')
    expect([...months.keys()]).toEqual(Object.keys(asked.monthly))
    for (const [month, expected] of Object.entries(asked.monthly)) expectClose(months.get(month)!, expected)
    const years = periodReturns(spyDates, spy, 'year')
    for (const [year, expected] of Object.entries(asked.yearly)) expectClose(years.get(year)!, expected)
  })
})

describe('figures of our own', () => {
  it('counts wins among sessions that moved', () => {
    expect(statistics.winRate(Float64Array.of(0.1, 0, -0.1, 0.2, Number.NaN, 0.1))).toBe(0.75)
    expect(statistics.winRate(Float64Array.of(0, 0))).toBeNaN()
  })

  it('puts a rolling figure on the last session of its window', () => {
    const sums = statistics.rolling(Float64Array.of(1, 2, 3, 4), 3, (part) => part.reduce((a, b) => a + b))
    expect([...sums]).toEqual([Number.NaN, Number.NaN, 6, 9])
    expect([...statistics.rolling(Float64Array.of(1), 3, () => 1)]).toEqual([Number.NaN])
  })

  it('lays months out in a year a row, with the year compounded', () => {
    const table = monthlyReturns(['2019-12-30', '2019-12-31', '2020-02-03'], Float64Array.of(0.1, 0.1, -0.5))
    expect(table.map(({ year, months }) => [year, months[1], months[11]])).toEqual([
      ['2019', undefined, expect.closeTo(0.21, 12)],
      ['2020', -0.5, undefined],
    ])
    expect(table[0].total).toBeCloseTo(0.21, 12)
  })
})

describe('drawdowns', () => {
  it('run from the peak over the trough to the recovery', () => {
    // 100, 110, 99, 88, 110, 121, 60.5, 90.75
    const returns = Float64Array.of(0.1, -0.1, 88 / 99 - 1, 0.25, 0.1, -0.5, 0.5)
    expect(drawdowns(returns)).toEqual([
      { peak: 0, trough: 2, recovery: 3, depth: expect.closeTo(-0.2, 12), length: 3 },
      { peak: 4, trough: 5, recovery: undefined, depth: expect.closeTo(-0.5, 12), length: 2 },
    ])
    expect(deepestDrawdowns(returns, 1)[0].trough).toBe(5)
  })

  it('may start at the capital itself', () => {
    expect(drawdowns(Float64Array.of(-0.1, 0.2))).toEqual([
      { peak: -1, trough: 0, recovery: 1, depth: expect.closeTo(-0.1, 12), length: 2 },
    ])
  })

  it('never overlap, cover every session under water, and the deepest is the maximum drawdown', () => {
    const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(returns, (values) => {
        const r = Float64Array.from(values)
        const all = drawdowns(r)
        const below = statistics.drawdownSeries(r)
        const covered = all.reduce((sum, d) => sum + (d.recovery ?? r.length) - d.peak - 1, 0)
        expect(covered).toBe(below.filter((x) => x < 0).length)
        for (let i = 1; i < all.length; i++) expect(all[i].peak).toBeGreaterThanOrEqual(all[i - 1].recovery!)
        expect(deepestDrawdowns(r, 1)[0]?.depth ?? 0).toBe(statistics.maxDrawdown(r) + 0)
      }),
    )
  })
})
