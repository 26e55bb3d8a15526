import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { RISK_FIGURES, SESSION, SESSION_FIGURES } from '../../native/figures.js'
import { type Kernels, NUMBERS } from '../../native/interface.js'
import { addon, bytesOf, implementations, reference, refusalOf } from './implementations.js'

type Named = Readonly<Record<string, readonly number[]>>

function named(names: readonly string[], out: Float64Array): Named {
  const length = out.length / names.length
  return Object.fromEntries(names.map((name, k) => [name, [...out.subarray(k * length, (k + 1) * length)]]))
}

interface Session {
  readonly totalReturns: number
  readonly maxLeverage?: number
  readonly start?: Partial<Record<keyof typeof NUMBERS, number>>
  readonly end?: Partial<Record<keyof typeof NUMBERS, number>>
}

function rowsOf(sessions: readonly Session[]): Float64Array {
  const rows = new Float64Array(sessions.length * SESSION.stride)
  sessions.forEach(({ totalReturns, maxLeverage = 0, start = {}, end = {} }, i) => {
    const row = i * SESSION.stride
    rows[row + SESSION.totalReturns] = totalReturns
    rows[row + SESSION.maxLeverage] = maxLeverage
    for (const [at, numbers] of [
      [SESSION.start, start],
      [SESSION.end, end],
    ] as const)
      for (const [name, value] of Object.entries(numbers)) rows[row + at + NUMBERS[name as 'cash']] = value
  })
  return rows
}

function sessionFigures(kernels: Kernels, rows: Float64Array): Float64Array {
  const out = new Float64Array((rows.length / SESSION.stride) * SESSION_FIGURES.length)
  kernels.sessionFigures(rows, out)
  return out
}

function riskFigures(kernels: Kernels, returns: readonly number[], benchmark: readonly number[], perYear = 252) {
  const out = new Float64Array(returns.length * RISK_FIGURES.length)
  kernels.riskFigures(Float64Array.from(returns), Float64Array.from(benchmark), perYear, out)
  return out
}

for (const kernels of implementations) {
  describe(`figures of sessions, ${kernels.mode}`, () => {
    it('takes returns, gains and cash flows from session to session', () => {
      const rows = rowsOf([
        { totalReturns: 0.5, start: { pnl: 0, cash: 100 }, end: { pnl: 50, cashFlow: -75, cash: 25 } },
        { totalReturns: 0.2, start: { pnl: 48, cash: 25 }, end: { pnl: 20, cashFlow: -15, cash: 85 } },
      ])
      expect(named(SESSION_FIGURES, sessionFigures(kernels, rows))).toMatchObject({
        returns: [0.5, 1.2 / 1.5 - 1],
        pnl: [50, -28],
        capital_used: [-75, 60],
        starting_cash: [100, 25],
        ending_cash: [25, 85],
        algorithm_period_return: [0.5, 0.2],
      })
    })

    it('adds up both sides of the account and measures them by its value', () => {
      const end = { portfolioValue: 200, longValue: 150, shortValue: -50, longExposure: 300, shortExposure: -100 }
      const start = { longValue: 10, shortValue: -4, longExposure: 20, shortExposure: -8 }
      const rows = rowsOf([{ totalReturns: 0, start, end: { ...end, longs: 3, shorts: 1 } }])
      expect(named(SESSION_FIGURES, sessionFigures(kernels, rows))).toMatchObject({
        ...{ portfolio_value: [200], long_value: [150], short_value: [-50], longs_count: [3], shorts_count: [1] },
        ...{ starting_value: [6], ending_value: [100], starting_exposure: [12], ending_exposure: [200] },
        ...{ long_exposure: [300], short_exposure: [-100], gross_leverage: [2], net_leverage: [1] },
      })
    })

    it('keeps the largest leverage, of bars too, and calls it infinite where nothing is left', () => {
      const leveraged = (portfolioValue: number, longExposure: number) => ({ portfolioValue, longExposure })
      const rows = rowsOf([
        { totalReturns: 0, maxLeverage: 1.5, end: leveraged(100, 50) },
        { totalReturns: 0, maxLeverage: 1.5, end: leveraged(100, 175) },
        { totalReturns: 0, maxLeverage: 1.5, end: leveraged(100, 25) },
        { totalReturns: -1, maxLeverage: 1.5, end: leveraged(0, 25) },
      ])
      const { gross_leverage, max_leverage } = named(SESSION_FIGURES, sessionFigures(kernels, rows))
      expect(gross_leverage).toEqual([0.5, 1.75, 0.25, Number.POSITIVE_INFINITY])
      expect(max_leverage).toEqual([1.5, 1.75, 1.75, Number.POSITIVE_INFINITY])
    })

    it('tells risk by hand', () => {
      const figures = named(RISK_FIGURES, riskFigures(kernels, [0.5, -0.5, 0.75], [0.25, -0.25, 0], 4))
      expect(figures.algo_volatility[1]).toBeCloseTo(2 * Math.SQRT1_2, 12)
      expect(figures.benchmark_period_return[2]).toBeCloseTo(1.25 * 0.75 - 1, 12)
      // Means 0.25 and 0; the products of the deviations sum to 0.25 · 0.25 + 0.75 · 0.25, the benchmark's squares to 0.125.
      expect(figures.beta[2]).toBeCloseTo(2, 12)
      expect(figures.alpha[2]).toBeCloseTo(1.25, 12)
      expect(figures.sharpe[1]).toBe(0)
      expect(figures.sortino[2]).toBeCloseTo((0.25 * 4) / (Math.sqrt(0.25 / 3) * 2), 12)
      expect(figures.max_drawdown).toEqual([0, -0.5, -0.5])
    })

    it('defines nothing that needs two sessions, a benchmark that moves or a loss', () => {
      const figures = named(RISK_FIGURES, riskFigures(kernels, [0.1, 0.2], [0, 0]))
      for (const name of ['algo_volatility', 'benchmark_volatility', 'sharpe', 'sortino'])
        expect(figures[name][0]).toBeNaN()
      for (const name of ['alpha', 'beta', 'sortino']) expect(figures[name][1]).toBeNaN()
      expect(figures.algo_volatility[1]).toBeGreaterThan(0)
    })

    it('has no sessions where there are none, and refuses arrays that do not fit or overlap', () => {
      expect(refusalOf(() => kernels.sessionFigures(new Float64Array(0), new Float64Array(0)))).toBeUndefined()
      const rows = new Float64Array(2 * SESSION.stride)
      const code = (run: () => void) => refusalOf(run)?.code
      expect(code(() => kernels.sessionFigures(rows, new Float64Array(SESSION_FIGURES.length)))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.sessionFigures(rows.subarray(1), new Float64Array(40)))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.sessionFigures(rows, rows.subarray(4)))).toBe('ARRAYS_OVERLAP')
      const out = new Float64Array(2 * RISK_FIGURES.length)
      expect(code(() => kernels.riskFigures(new Float64Array(2), new Float64Array(1), 252, out))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.riskFigures(out.subarray(0, 2), new Float64Array(2), 252, out))).toBe('ARRAYS_OVERLAP')
    })

    it('knows of each session what it would know if the run had ended there', () => {
      const returns = fc.array(fc.double({ min: -0.9, max: 2, noNaN: true }), { minLength: 1, maxLength: 20 })
      fc.assert(
        fc.property(returns, fc.nat(19), (all, cut) => {
          const end = Math.min(all.length, cut + 1)
          const benchmark = all.map((r, i) => (i % 3 ? r / 2 : -r))
          const whole = named(RISK_FIGURES, riskFigures(kernels, all, benchmark))
          const part = named(RISK_FIGURES, riskFigures(kernels, all.slice(0, end), benchmark.slice(0, end)))
          for (const name of RISK_FIGURES) expect(part[name]).toEqual(whole[name].slice(0, end))
        }),
      )
    })
  })
}

if (addon) {
  const number = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
    { weight: 2, arbitrary: fc.double() },
    { weight: 1, arbitrary: fc.constantFrom(0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY) },
  )

  it('gives the same bytes of an account in Rust as in TypeScript', () => {
    const session = fc.array(number, { minLength: SESSION.stride, maxLength: SESSION.stride })
    fc.assert(
      fc.property(fc.array(session, { maxLength: 12 }), (sessions) => {
        const rows = Float64Array.from(sessions.flat())
        expect(bytesOf(sessionFigures(addon!, rows))).toEqual(bytesOf(sessionFigures(reference, rows)))
      }),
    )
  })

  it('gives the same bytes of risk in Rust as in TypeScript', () => {
    const pairs = fc.array(fc.tuple(number, number), { maxLength: 40 })
    fc.assert(
      fc.property(pairs, fc.constantFrom(252, 365, 12, 1), (all, perYear) => {
        const [returns, benchmark] = [all.map(([r]) => r), all.map(([, b]) => b)]
        const [one, other] = [reference, addon!].map((kernels) => riskFigures(kernels, returns, benchmark, perYear))
        expect(bytesOf(other)).toEqual(bytesOf(one))
      }),
    )
  })
}
