import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type LeastSquares, leastSquares } from '../../../../core/math/regression.js'
import {
  type Brinson,
  brinson,
  factorRegression,
  henrikssonMerton,
  linkBrinson,
  marketRegression,
  treynorMazuy,
} from '../../../../core/math/returns/attribution.js'
import { exposureAttribution, factorExposures } from '../../../../core/math/returns/exposures.js'
import {
  componentShortfall,
  componentValueAtRisk,
  correlationMatrix,
  simulatedTail,
} from '../../../../core/math/returns/portfolio.js'
import { conditionalValueAtRisk, parametricValueAtRisk, valueAtRisk } from '../../../../core/math/returns/tails.js'

interface Fit {
  values: number[]
  stderr: number[]
  p: number[]
  r2: number
  adjusted: number
  residual: number
}
const answers = JSON.parse(readFileSync(join(import.meta.dirname, 'attribution-answers.json'), 'utf8')) as {
  market: Fit
  factors: Fit
  treynorMazuy: Fit
  henrikssonMerton: Fit
  componentVaR: { total: number; parts: number[] }
  correlation: number[][]
  exposures: Record<string, number[]>
  attributed: Record<string, number[]>
}

const R = Float64Array.of(0.012, -0.004, 0.007, 0.021, -0.015, 0.003, 0.009, -0.011, 0.017, 0.002, -0.006, 0.013)
const M = Float64Array.of(0.01, -0.006, 0.004, 0.015, -0.02, 0.001, 0.011, -0.008, 0.012, -0.001, -0.009, 0.008)
const S = Float64Array.of(0.003, 0.001, -0.002, 0.006, 0.004, -0.001, -0.003, 0.002, 0.005, 0, 0.002, -0.004)
const WEIGHTS = Float64Array.of(0.5, 0.3, -0.2)

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12))

function expectFit(fit: LeastSquares, expected: Fit) {
  fit.coefficients.forEach(({ value, stderr, p }, i) => {
    expect(value).toBeCloseTo(expected.values[i], 12)
    expect(stderr).toBeCloseTo(expected.stderr[i], 12)
    expect(p).toBeCloseTo(expected.p[i], 10)
  })
  expect(fit.rSquared).toBeCloseTo(expected.r2, 12)
  expect(fit.adjustedRSquared).toBeCloseTo(expected.adjusted, 12)
  expect(fit.residual).toBeCloseTo(expected.residual, 12)
}

describe('regressions, as numpy answers them', () => {
  it('on the market, over what is free of risk', () => {
    const fit = marketRegression(R, M, 0.0001)
    expectFit(fit, answers.market)
    expect(fit.coefficients.map(({ name }) => name)).toEqual(['intercept', 'beta'])
  })
  it('on factors', () => expectFit(factorRegression(R, { market: M, size: S }), answers.factors))
  it('on the market and its square', () => expectFit(treynorMazuy(R, M), answers.treynorMazuy))
  it('on the market and its falls', () => expectFit(henrikssonMerton(R, M), answers.henrikssonMerton))

  it('leave out rows in which something is missing', () => {
    const [r, m] = [Float64Array.of(...R, Number.NaN, 0.5), Float64Array.of(...M, 0.1, Number.NaN)]
    expect(marketRegression(r, m)).toEqual(marketRegression(R, M))
  })

  it('refuse what does not decide the coefficients', () => {
    const collinear = () => factorRegression(R, { a: M, b: M.map((m) => 2 * m) })
    expect(collinear).toThrow(expect.objectContaining({ code: 'REGRESSION_COLLINEAR' }))
    expect(() => factorRegression(R, { flat: R.map(() => 0.5) })).toThrow('flat is a combination')
    const short = () => marketRegression(R.subarray(0, 2), M.subarray(0, 2))
    expect(short).toThrow(expect.objectContaining({ code: 'REGRESSION_SHORT' }))
  })

  it('find what made the numbers, in any order of rows', () => {
    const row = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 30 }), (rows) => {
        fc.pre(new Set(rows.map(([a]) => a)).size > 2 && new Set(rows.map(([, b]) => b)).size > 2)
        const [a, b] = [0, 1].map((k) => Float64Array.from(rows, (one) => one[k as 0 | 1]))
        const y = a.map((value, i) => 3 + 2 * value - 0.5 * b[i])
        let fit: LeastSquares
        try {
          fit = leastSquares(y, { a, b })
        } catch {
          return
        }
        const again = leastSquares(y.toReversed(), { a: a.toReversed(), b: b.toReversed() })
        fit.coefficients.forEach(({ value }, i) => {
          expect(value).toBeCloseTo([3, 2, -0.5][i], 6)
          expect(again.coefficients[i].value).toBeCloseTo(value, 6)
        })
      }),
    )
  })
})

describe("Brinson's attribution", () => {
  // Portfolio 0.6·5 % + 0.4·1 % = 3.4 %, benchmark 0.5·4 % + 0.5·2 % = 3 %.
  const period = {
    tech: { weight: 0.6, return: 0.05, benchmarkWeight: 0.5, benchmarkReturn: 0.04 },
    other: { weight: 0.4, return: 0.01, benchmarkWeight: 0.5, benchmarkReturn: 0.02 },
  }

  it('is worked out by hand', () => {
    const { sectors, active, residual, ...totals } = brinson(period)
    const close = (value: number) => expect.closeTo(value, 12)
    expect(sectors).toEqual([
      { sector: 'tech', allocation: close(0.001), selection: close(0.005), interaction: close(0.001) },
      { sector: 'other', allocation: close(0.001), selection: close(-0.005), interaction: close(0.001) },
    ])
    expect(totals).toEqual({ allocation: close(0.002), selection: close(0), interaction: close(0.002) })
    expect(active).toBeCloseTo(0.004, 12)
    expect(residual).toBeCloseTo(0, 15)
  })

  it('says by how much it does not reconcile with returns known better', () => {
    expect(brinson(period, { portfolio: 0.036 }).residual).toBeCloseTo(0.002, 12)
  })

  const sector = fc.record({
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    return: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    benchmarkWeight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    benchmarkReturn: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  })
  const periods = fc.array(fc.tuple(sector, sector, sector), { minLength: 1, maxLength: 6 })
  const whole = (three: readonly (typeof period)['tech'][]) => {
    const sum = (name: 'weight' | 'benchmarkWeight') => three.reduce((total, one) => total + one[name], 0)
    return Object.fromEntries(
      three.map((one, i) => [
        String(i),
        { ...one, weight: one.weight / sum('weight'), benchmarkWeight: one.benchmarkWeight / sum('benchmarkWeight') },
      ]),
    )
  }

  it('reconciles whatever was held, over one period and over several linked', () => {
    fc.assert(
      fc.property(periods, (all) => {
        const each = all.map(whole)
        const effects: Brinson[] = each.map((one) => brinson(one))
        for (const { residual } of effects) expect(residual).toBeCloseTo(0, 12)
        const returns = each.map((one) => ({
          portfolio: Object.values(one).reduce((sum, s) => sum + s.weight * s.return, 0),
          benchmark: Object.values(one).reduce((sum, s) => sum + s.benchmarkWeight * s.benchmarkReturn, 0),
        }))
        expect(linkBrinson(effects, returns).residual).toBeCloseTo(0, 10)
      }),
    )
  })

  it('refuses returns of other periods', () => {
    expect(() => linkBrinson([brinson(period)], [])).toThrow(expect.objectContaining({ code: 'BRINSON_PERIODS' }))
  })
})

describe('risk of what is held', () => {
  it('divides value at risk among the positions, as numpy does', () => {
    const { total, parts } = componentValueAtRisk(WEIGHTS, [R, M, S])
    expect(total).toBeCloseTo(answers.componentVaR.total, 12)
    expect(parts.map(({ component }) => component)).toEqual(close(answers.componentVaR.parts))
    expect(correlationMatrix([R, M, S])).toEqual(answers.correlation.map(close))
  })

  it('divides expected shortfall among them: the one worst of twelve sessions', () => {
    const { total, parts } = componentShortfall(WEIGHTS, [R, M, S])
    expect(parts.map(({ component }) => component)).toEqual([0.5 * -0.015, 0.3 * -0.02, -0.2 * 0.004])
    expect(total).toBeCloseTo(-0.0143, 12)
  })

  it('sums to the whole, and a single position is its own risk', () => {
    const value = fc.double({ min: -0.2, max: 0.2, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 40 }), value, value, (rows, a, b) => {
        const [x, y] = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k as 0 | 1]))
        const weights = Float64Array.of(a, b)
        const both = x.map((r, i) => a * r + b * y[i])
        const parametric = componentValueAtRisk(weights, [x, y])
        expect(parametric.total).toBeCloseTo(parametricValueAtRisk(both), 8)
        expect(componentShortfall(weights, [x, y]).total).toBeCloseTo(conditionalValueAtRisk(both), 10)
        expect(componentValueAtRisk(Float64Array.of(1), [x]).total).toBeCloseTo(parametricValueAtRisk(x), 10)
      }),
    )
  })

  it('refuses weights without returns', () => {
    expect(() => componentValueAtRisk(WEIGHTS, [R])).toThrow(expect.objectContaining({ code: 'PORTFOLIO_SHAPE' }))
  })
})

describe('simulated tails', () => {
  it('come out the same for the same seed, and near what they are drawn from', () => {
    const one = simulatedTail(R, { seed: 7, paths: 20_000 })
    expect(simulatedTail(R, { seed: 7, paths: 20_000 })).toEqual(one)
    expect(simulatedTail(R, { seed: 8, paths: 20_000, draw: 'normal' })).not.toEqual(one)
    expect(Math.abs(one.valueAtRisk - valueAtRisk(R, 0.05))).toBeLessThan(0.004)
    const normal = simulatedTail(R, { seed: 7, paths: 20_000, draw: 'normal' })
    expect(Math.abs(normal.valueAtRisk - parametricValueAtRisk(R))).toBeLessThan(0.0006)
    expect(normal.conditionalValueAtRisk).toBeLessThan(normal.valueAtRisk)
  })

  it('grow with the horizon', () => {
    const [day, month] = [1, 21].map((horizon) =>
      simulatedTail(
        R.map((r) => r - 0.004),
        { seed: 1, horizon, paths: 2000 },
      ),
    )
    expect(month.valueAtRisk).toBeLessThan(day.valueAtRisk)
  })

  it('are of nothing NaN, and refuse what cannot be drawn', () => {
    expect(simulatedTail(new Float64Array(0), { seed: 1 }).valueAtRisk).toBeNaN()
    expect(simulatedTail(Float64Array.of(0.01), { seed: 1, draw: 'normal', paths: 10 }).valueAtRisk).toBeCloseTo(
      0.01,
      12,
    )
    const refused = () => simulatedTail(R, { seed: 1, horizon: 0 })
    expect(refused).toThrow(expect.objectContaining({ code: 'MONTE_CARLO_RANGE' }))
  })
})

describe('exposures to factors, as empyrical answers them', () => {
  const each = (value: (i: number) => number) => Float64Array.from({ length: R.length }, (_, i) => value(i))
  const weights = { A: each((i) => 0.5 + 0.02 * i), B: each((i) => (i === 3 ? Number.NaN : 0.3 - 0.01 * i)) }
  const loadings = {
    market: { A: each((i) => 1 + 0.05 * i), B: each(() => 0.8) },
    size: { A: each((i) => (i === 2 ? Number.NaN : -0.2)), B: each((i) => 0.1 * i) },
  }
  const exposures = factorExposures(weights, loadings)

  it('by weights and loadings, of which some are missing', () => {
    for (const [name, values] of Object.entries(answers.exposures)) expect([...exposures[name]]).toEqual(close(values))
  })

  it('and what they brought: by factor, common and specific, by tilt and by timing', () => {
    const { byFactor, common, specific, tilt, timing } = exposureAttribution(R, exposures, { market: M, size: S })
    const { attributed } = answers
    expect([...byFactor.market]).toEqual(close(attributed.market))
    expect([...byFactor.size]).toEqual(close(attributed.size))
    expect([...common]).toEqual(close(attributed.common_returns))
    expect([...specific]).toEqual(close(attributed.specific_returns))
    expect([...tilt]).toEqual(close(attributed.tilt_returns))
    expect([...timing]).toEqual(close(attributed.timing_returns))
  })
})
