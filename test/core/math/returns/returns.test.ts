import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import * as versus from '../../../../core/math/returns/benchmark.js'
import * as drawdowns from '../../../../core/math/returns/drawdowns.js'
import * as growth from '../../../../core/math/returns/growth.js'
import * as ratios from '../../../../core/math/returns/ratios.js'
import * as risk from '../../../../core/math/returns/risk.js'
import { rolling } from '../../../../core/math/returns/rolling.js'
import { probabilisticRatio, probabilisticSharpe, sharpeEvidence } from '../../../../core/math/returns/significance.js'
import * as tails from '../../../../core/math/returns/tails.js'
import * as wins from '../../../../core/math/returns/wins.js'
import { max, min, std } from '../../../../core/math/statistics.js'

type Cell = number | string | null
interface Case {
  name: string
  returns?: Cell[]
  benchmark?: Cell[]
  /** Where the series is a stretch of SPY's returns, and the benchmark SPY 252 sessions later. */
  row?: number
  length?: number
  answers: Record<string, Record<string, Cell>>
}

const folder = import.meta.dirname
const asked = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as {
  cases: Case[]
  rolling: { row: number; length: number; window: number; answers: Record<string, Cell[]> }
  periods: Record<string, Record<string, number>>
}
const rows = readFileSync(join(folder, '../../../parity/data/csvdir/SPY_benchmark.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const spy = Float64Array.from(rows, ([, value]) => Number(value))
const dates = rows.map(([date]) => date)

const parse = (cell: Cell) =>
  cell === null ? Number.NaN : Number(typeof cell === 'string' ? cell.replace('inf', 'Infinity') : cell)
const stretch = (row: number, length: number) => [
  spy.subarray(row, row + length),
  spy.subarray(row + 252, row + 252 + length),
]
const seriesOf = ({ returns, benchmark, row, length }: Case) =>
  row === undefined ? [Float64Array.from(returns!, parse), Float64Array.from(benchmark!, parse)] : stretch(row, length!)

type Figure = (returns: Float64Array, benchmark: Float64Array, perYear: number) => number

const total = (values: Iterable<number>) =>
  [...values].reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)
const observed = (r: Float64Array) => r.filter((value) => !Number.isNaN(value))
/** Whole per cents, as quantstats counts them up. */
const wholeShare = (r: Float64Array) => Math.ceil(ratios.activeShare(r) * 100) / 100
/** The figure of the last five sessions. */
const lastWindow =
  (figure: Figure): Figure =>
  (r, b, year) =>
    rolling(r, 5, (x, y) => figure(x, y, year), b).at(-1) ?? Number.NaN
/** Sessions of a case: days from the start of 2020 on. */
const daysOf = (r: Float64Array) =>
  Array.from(r, (_, i) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10))
const lastPeriod =
  (period: growth.ReturnPeriod): Figure =>
  (r) =>
    [...growth.periodReturns(daysOf(r), r, period).values()].at(-1) ?? Number.NaN
const ranks = (r: Float64Array) => growth.percentileRank(growth.cumulativeReturns(r, 100), 5)
const months = (r: Float64Array, b: Float64Array) => versus.byPeriod(daysOf(r), r, b, 'month')

/** Figures by the names under which the other side was asked: ours, and below those of quantstats where it has one of its own. */
const FIGURES: Record<string, Figure> = {
  totalReturn: growth.totalReturn,
  annualReturn: (r, _, year) => growth.annualReturn(r, year),
  lastCumulativeReturn: (r) => growth.cumulativeReturns(r, 100).at(-1) ?? Number.NaN,
  lastSimpleReturn: (r) => growth.simpleReturns(growth.cumulativeReturns(r, 100)).at(-1) ?? Number.NaN,
  geometricMean: growth.geometricMean,
  logReturnDeviation: (r) => std(growth.logReturns(r).map((x) => (Number.isFinite(x) ? x : Number.NaN))),
  annualVolatility: (r, _, year) => risk.annualVolatility(r, year),
  annualVolatilityAlpha3: (r, _, year) => risk.annualVolatility(r, year, 3),
  downsideRisk: (r, _, year) => risk.downsideRisk(r, year),
  downsideRiskRequired: (r, _, year) => risk.downsideRisk(r, year, 0.0002),
  skewness: risk.skewness,
  excessKurtosis: risk.excessKurtosis,
  sampleSkewness: risk.sampleSkewness,
  sampleExcessKurtosis: risk.sampleExcessKurtosis,
  sharpeRatio: (r, _, year) => ratios.sharpeRatio(r, year),
  sharpeRatioOverRiskFree: (r, _, year) => ratios.sharpeRatio(r, year, 0.0001),
  sortinoRatio: (r, _, year) => ratios.sortinoRatio(r, year),
  sortinoRatioRequired: (r, _, year) => ratios.sortinoRatio(r, year, 0.0002),
  adjustedSortino: (r, _, year) => ratios.adjustedSortino(r, year),
  calmarRatio: (r, _, year) => ratios.calmarRatio(r, year),
  omegaRatio: (r, _, year) => ratios.omegaRatio(r, year),
  omegaRatioRequired: (r, _, year) => ratios.omegaRatio(r, year, 0.05, 0.0001),
  stability: ratios.stability,
  gainToPain: ratios.gainToPain,
  autocorrelationPenalty: ratios.autocorrelationPenalty,
  smartSharpe: (r, _, year) => ratios.smartSharpe(r, year),
  smartSortino: (r, _, year) => ratios.smartSortino(r, year),
  riskReturnRatio: ratios.riskReturnRatio,
  probabilisticSharpe: (r) => probabilisticSharpe(sharpeEvidence(r)),
  maxDrawdown: drawdowns.maxDrawdown,
  ulcerIndex: drawdowns.ulcerIndex,
  ulcerPerformance: drawdowns.ulcerPerformance,
  serenityIndex: drawdowns.serenityIndex,
  recoveryFactor: drawdowns.recoveryFactor,
  tailRatio: tails.tailRatio,
  valueAtRisk: (r) => tails.valueAtRisk(r),
  valueAtRisk1: (r) => tails.valueAtRisk(r, 0.01),
  conditionalValueAtRisk: (r) => tails.conditionalValueAtRisk(r),
  conditionalValueAtRisk1: (r) => tails.conditionalValueAtRisk(r, 0.01),
  parametricValueAtRisk: (r) => tails.parametricValueAtRisk(r),
  parametricConditionalValueAtRisk: (r) => tails.parametricConditionalValueAtRisk(r),
  averageReturn: wins.averageReturn,
  averageWin: wins.averageWin,
  averageLoss: wins.averageLoss,
  winRate: wins.winRate,
  payoffRatio: wins.payoffRatio,
  profitRatio: wins.profitRatio,
  profitFactor: wins.profitFactor,
  cpcIndex: wins.cpcIndex,
  commonSenseRatio: wins.commonSenseRatio,
  outlierWinRatio: (r) => wins.outlierWinRatio(r),
  outlierLossRatio: (r) => wins.outlierLossRatio(r),
  kellyCriterion: wins.kellyCriterion,
  riskOfRuin: wins.riskOfRuin,
  consecutiveWins: wins.consecutiveWins,
  consecutiveLosses: wins.consecutiveLosses,
  beta: versus.beta,
  alpha: versus.alpha,
  alphaOverRiskFree: (r, b, year) => versus.alpha(r, b, year, 0.0001),
  arithmeticAlpha: versus.arithmeticAlpha,
  informationRatio: versus.informationRatio,
  rSquared: versus.rSquared,
  treynorRatio: versus.treynorRatio,
  upAlpha: (r, b, year) => versus.whenUp((x, y) => versus.alpha(x, y, year))(r, b),
  upBeta: versus.whenUp(versus.beta),
  downAlpha: (r, b, year) => versus.whenDown((x, y) => versus.alpha(x, y, year))(r, b),
  downBeta: versus.whenDown(versus.beta),
  battingAll: (r, b) => versus.battingAverage(r, b).all,
  battingUp: (r, b) => versus.battingAverage(r, b).up,
  battingDown: (r, b) => versus.battingAverage(r, b).down,
  betaFragility: versus.betaFragility,
  capture: versus.capture,
  upCapture: versus.upCapture,
  downCapture: versus.downCapture,
  upDownCapture: versus.upDownCapture,
  'pareto threshold': (r) => tails.paretoTail(r).threshold,
  'pareto scale': (r) => tails.paretoTail(r).scale,
  'pareto shape': (r) => tails.paretoTail(r).shape,
  'pareto valueAtRisk': (r) => tails.paretoTail(r).valueAtRisk,
  'pareto expectedShortfall': (r) => tails.paretoTail(r).expectedShortfall,
  cumulativeReturns: (r) => (r.length === 0 ? Number.NaN : total(growth.cumulativeReturns(r))),
  'last weekly': lastPeriod('week'),
  'last monthly': lastPeriod('month'),
  'last quarterly': lastPeriod('quarter'),
  'last yearly': lastPeriod('year'),
  'roll annualVolatility': lastWindow((r, _, year) => risk.annualVolatility(r, year)),
  'roll sharpeRatio': lastWindow((r, _, year) => ratios.sharpeRatio(r, year)),
  'roll sortinoRatio': lastWindow((r, _, year) => ratios.sortinoRatio(r, year)),
  'roll maxDrawdown': lastWindow(drawdowns.maxDrawdown),
  'roll beta': lastWindow(versus.beta),
  'roll alpha': lastWindow(versus.alpha),
  'roll alphaBeta': lastWindow(versus.alpha),
  'roll upCapture': lastWindow(versus.upCapture),
  'roll downCapture': lastWindow(versus.downCapture),
  'roll upDownCapture': lastWindow(versus.upDownCapture),
  comp: growth.totalReturn,
  compsum: (r) => total(growth.cumulativeReturns(r)),
  best: max,
  worst: min,
  volatility: (r, _, year) => risk.annualVolatility(r, year),
  sharpe: (r, _, year) => ratios.sharpeRatio(r, year),
  sortino: (r, _, year) => ratios.sortinoRatio(r, year),
  omega: (r, _, year) => ratios.omegaRatio(r, year),
  calmar: (r, _, year) => ratios.calmarRatio(observed(r), year),
  cagr: (r, _, year) => growth.annualReturn(observed(r), year),
  max_drawdown: drawdowns.maxDrawdown,
  to_drawdown_series: (r) => total(drawdowns.drawdownSeries(r)),
  tail_ratio: (r) => {
    const ratio = tails.tailRatio(r)
    return Number.isFinite(ratio) ? ratio : Number.NaN
  },
  exposure: wholeShare,
  rar: (r, _, year) => (ratios.exposureAdjustedReturn(observed(r), year) * ratios.activeShare(r)) / wholeShare(r),
  outliers: (r) => total(tails.outliers(r)),
  'outliers, number': (r) => tails.outliers(r).length,
  remove_outliers: (r) => total(tails.withoutOutliers(r)),
  'remove_outliers, number': (r) => tails.withoutOutliers(r).length,
  pct_rank: (r) => total(ranks(r)),
  'pct_rank, last': (r) => ranks(r).at(-1)!,
  'adjusted_sortino, smart': (r, _, year) => ratios.adjustedSortino(r, year) / ratios.autocorrelationPenalty(r),
  'probabilistic_sharpe_ratio, smart': (r) => probabilisticRatio(r, (x) => ratios.smartSharpe(x, 1)),
  probabilistic_sortino_ratio: (r) => probabilisticRatio(r, (x) => ratios.sortinoRatio(x, 1)),
  'probabilistic_sortino_ratio, smart': (r) => probabilisticRatio(r, (x) => ratios.smartSortino(x, 1)),
  probabilistic_adjusted_sortino_ratio: (r) => probabilisticRatio(r, (x) => ratios.adjustedSortino(x, 1)),
  'probabilistic_adjusted_sortino_ratio, smart': (r) =>
    probabilisticRatio(r, (x) => ratios.adjustedSortino(x, 1) / ratios.autocorrelationPenalty(x)),
  rolling_sharpe: (r, b, year) => FIGURES['roll sharpeRatio'](observed(r), b, year),
  rolling_volatility: (r, b, year) => FIGURES['roll annualVolatility'](observed(r), b, year),
  rolling_sortino: (r, b, year) => FIGURES['roll sortinoRatio'](observed(r), b, year),
  'rolling_greeks, beta': lastWindow(versus.beta),
  'rolling_greeks, alpha': lastWindow((r, b) => versus.arithmeticAlpha(r, b, 1)),
  'greeks, beta': (r, b) => versus.beta(r, b),
  information_ratio: versus.informationRatio,
  compare: (r, b) => total(months(r, b).map(({ multiple }) => multiple)),
  'compare, won': (r, b) => months(r, b).filter(({ won }) => won).length,
}

const away = (actual: number, expected: number) =>
  Object.is(actual, expected) || actual === expected ? 0 : Math.abs(actual - expected) / Math.max(1, Math.abs(expected))

describe('figures of returns, as empyrical and quantstats answer them, to 1e-10', () => {
  it('is asked of more than sixty series', () => {
    expect(asked.cases.length).toBeGreaterThan(60)
    const names = new Set(asked.cases.flatMap(({ answers }) => Object.keys(answers['252'])))
    expect([...names].sort()).toEqual(Object.keys(FIGURES).sort())
  })

  for (const one of asked.cases) {
    it(one.name, () => {
      const [r, b] = seriesOf(one)
      const wrong: string[] = []
      for (const [year, answers] of Object.entries(one.answers))
        for (const [name, cell] of Object.entries(answers)) {
          const expected = parse(cell)
          const actual = FIGURES[name](r, b, Number(year))
          if (!(away(actual, expected) < 1e-10)) wrong.push(`${name} (${year}): ${actual}, expected ${expected}`)
        }
      expect(wrong).toEqual([])
    })
  }

  it('over rolling windows, each on the last session of its window', () => {
    const { row, length, window, answers } = asked.rolling
    const [r, b] = stretch(row, length)
    for (const [name, cells] of Object.entries(answers)) {
      const actual = rolling(r, window, (x, y) => FIGURES[name](x, y, 252), b)
      expect(actual.subarray(0, window - 1).every(Number.isNaN)).toBe(true)
      const wrong = cells.filter((cell, i) => !(away(actual[window - 1 + i], parse(cell)) < 1e-10))
      expect([name, wrong]).toEqual([name, []])
    }
  })

  it('over the weeks, months, quarters and years of SPY', () => {
    const names = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' } as const
    for (const [name, expected] of Object.entries(asked.periods)) {
      const actual = growth.periodReturns(dates, spy, names[name as keyof typeof names])
      expect([...actual.keys()].sort()).toEqual(Object.keys(expected).sort())
      for (const [key, value] of Object.entries(expected)) expect(away(actual.get(key)!, value)).toBeLessThan(1e-10)
    }
  })
})
