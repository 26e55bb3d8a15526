import * as versus from '../../core/math/returns/benchmark.js'
import * as falls from '../../core/math/returns/drawdowns.js'
import { annualReturn, geometricMean, periodReturns, totalReturn } from '../../core/math/returns/growth.js'
import * as ratios from '../../core/math/returns/ratios.js'
import * as risk from '../../core/math/returns/risk.js'
import { probabilisticSharpe, sharpeEvidence } from '../../core/math/returns/significance.js'
import * as tails from '../../core/math/returns/tails.js'
import * as wins from '../../core/math/returns/wins.js'
import { indexOfMax, indexOfMin } from '../../core/math/statistics.js'
import { cell } from './blocks.js'
import type { FormatName } from './page/formats.js'
import { boundaryText, type Period, periods } from './periods.js'
import type { FiguresBlock, StatisticGroup } from './report-data.js'
import type { RunView } from './run-view.js'

type Measure = (returns: Float64Array) => number
type Line = readonly [label: string, format: FormatName, measure: Measure, explanation: string]

const largest: Measure = (values) => values[indexOfMax(values)] ?? Number.NaN
const smallest: Measure = (values) => values[indexOfMin(values)] ?? Number.NaN

/** All figures of returns: of a strategy, of a benchmark, or of several runs side by side. */
export function returnGroups(perYear: number, sessions: readonly string[]): (readonly [string, readonly Line[]])[] {
  const monthly =
    (measure: Measure): Measure =>
    (r) =>
      measure(Float64Array.from(periodReturns(sessions, r, 'month').values()))
  const yearly =
    (measure: Measure): Measure =>
    (r) =>
      measure(Float64Array.from(periodReturns(sessions, r, 'year').values()))
  return [
    [
      'Return',
      [
        ['Total return', 'percent', totalReturn, 'Growth from the first session to the last.'],
        [
          'Annual return',
          'percent',
          (r) => annualReturn(r, perYear),
          `The yearly rate that compounds to it (CAGR), at ${perYear} sessions a year.`,
        ],
        [
          'Mean session',
          'percent',
          geometricMean,
          'The return of every session that compounds to the total (geometric mean).',
        ],
        ['Best session', 'percent', largest, 'Largest gain of one session.'],
        ['Worst session', 'percent', smallest, 'Largest loss of one session.'],
        ['Best month', 'percent', monthly(largest), 'Largest gain of a calendar month.'],
        ['Worst month', 'percent', monthly(smallest), 'Largest loss of a calendar month.'],
        ['Best year', 'percent', yearly(largest), 'Largest gain of a calendar year, or the part of one.'],
        ['Worst year', 'percent', yearly(smallest), 'Largest loss of a calendar year, or the part of one.'],
      ],
    ],
    [
      'Risk',
      [
        [
          'Volatility',
          'percent',
          (r) => risk.annualVolatility(r, perYear),
          'Standard deviation of session returns, a year.',
        ],
        [
          'Downside risk',
          'percent',
          (r) => risk.downsideRisk(r, perYear),
          'The same of losses alone, around zero, a year.',
        ],
        ['Maximum drawdown', 'percent', falls.maxDrawdown, 'Deepest fall from a peak.'],
        [
          'Longest drawdown',
          'sessions',
          (r) => falls.drawdowns(r).reduce((most, { length }) => Math.max(most, length), 0),
          'Sessions from a peak until it was reached again, or to the end.',
        ],
        [
          'Ulcer index',
          'percent',
          falls.ulcerIndex,
          'Root of the mean squared drawdown: deep and long falls weigh most.',
        ],
        ['Value at risk', 'percent', (r) => tails.valueAtRisk(r), 'One session in twenty was worse than this.'],
        [
          'Expected shortfall',
          'percent',
          (r) => tails.conditionalValueAtRisk(r),
          'Mean of the worst twentieth of sessions (CVaR).',
        ],
        ['Skewness', 'ratio', risk.skewness, 'Below 0: large losses are more frequent than large gains.'],
        [
          'Excess kurtosis',
          'ratio',
          risk.excessKurtosis,
          'Above 0: extremes are more frequent than with a normal curve.',
        ],
        ['Tail ratio', 'ratio', tails.tailRatio, 'Size of the 95th percentile over that of the 5th.'],
      ],
    ],
    [
      'Return for the risk',
      [
        [
          'Sharpe ratio',
          'ratio',
          (r) => ratios.sharpeRatio(r, perYear),
          'Mean return over its standard deviation, a year; risk-free rate 0.',
        ],
        [
          'Smart Sharpe',
          'ratio',
          (r) => ratios.smartSharpe(r, perYear),
          'The same with the deviation widened for returns that follow the one before.',
        ],
        [
          'Probabilistic Sharpe',
          'percent',
          (r) => probabilisticSharpe(sharpeEvidence(r)),
          'Probability that the true Sharpe ratio is above 0, given length, skewness and tails (Bailey and López de Prado).',
        ],
        ['Sortino ratio', 'ratio', (r) => ratios.sortinoRatio(r, perYear), 'Mean yearly return over downside risk.'],
        [
          'Calmar ratio',
          'ratio',
          (r) => ratios.calmarRatio(r, perYear),
          'Annual return over the size of the maximum drawdown.',
        ],
        ['Omega ratio', 'ratio', (r) => ratios.omegaRatio(r, perYear), 'Sum of gains over sum of losses.'],
        ['Gain to pain', 'ratio', ratios.gainToPain, 'Sum of returns over the sum of losses.'],
        ['Ulcer performance', 'ratio', falls.ulcerPerformance, 'Total return over the ulcer index.'],
        ['Serenity index', 'ratio', falls.serenityIndex, 'Sum of returns over ulcer index and the tail of drawdowns.'],
        ['Recovery factor', 'ratio', falls.recoveryFactor, 'Sum of returns over the maximum drawdown.'],
        [
          'Stability',
          'ratio',
          ratios.stability,
          'R² of a straight line through the logarithm of wealth: 1 is steady growth.',
        ],
      ],
    ],
    [
      'Winning sessions',
      [
        ['Winning sessions', 'percent', wins.winRate, 'Share of gains among sessions that moved.'],
        ['Winning months', 'percent', monthly(wins.winRate), 'The same of calendar months.'],
        ['Average win', 'percent', wins.averageWin, 'Mean of the sessions that gained.'],
        ['Average loss', 'percent', wins.averageLoss, 'Mean of the sessions that lost.'],
        ['Payoff ratio', 'ratio', wins.payoffRatio, 'Average win over the size of the average loss.'],
        ['Profit factor', 'ratio', wins.profitFactor, 'Sum of gains over the size of the sum of losses.'],
        ['Common sense ratio', 'ratio', wins.commonSenseRatio, 'Profit factor times tail ratio.'],
        [
          'Kelly criterion',
          'percent',
          wins.kellyCriterion,
          'Share of capital that maximizes growth, from payoff and win rate.',
        ],
        ['Wins in a row', 'count', wins.consecutiveWins, 'Most gains one session after the other.'],
        ['Losses in a row', 'count', wins.consecutiveLosses, 'Most losses one session after the other.'],
      ],
    ],
  ]
}

/** Figures of returns beside a benchmark's. */
function benchmarkLines(b: Float64Array, perYear: number): readonly Line[] {
  return [
    [
      'Ahead of the benchmark',
      'percent',
      (r) => totalReturn(r) - totalReturn(b),
      'Total return less the benchmark’s, in percentage points.',
    ],
    [
      'Alpha',
      'percent',
      (r) => versus.alpha(r, b, perYear),
      'Yearly return that beta times the benchmark does not explain.',
    ],
    ['Beta', 'ratio', (r) => versus.beta(r, b), 'How far a session moves when the benchmark moves by one.'],
    ['Correlation²', 'ratio', (r) => versus.rSquared(r, b), 'Share of variance that moves with the benchmark (R²).'],
    [
      'Information ratio',
      'ratio',
      (r) => versus.informationRatio(r, b) * Math.sqrt(perYear),
      'Mean of what is ahead of the benchmark over its deviation, a year.',
    ],
    [
      'Tracking error',
      'percent',
      (r) => versus.trackingError(r, b, perYear),
      'Deviation of what is ahead of the benchmark, a year.',
    ],
    ['Treynor ratio', 'percent', (r) => versus.treynorRatio(r, b), 'Total return over beta.'],
    [
      'Up capture',
      'percent',
      (r) => versus.upCapture(r, b, perYear),
      'Annual return over the benchmark’s, of the sessions in which that rose.',
    ],
    ['Down capture', 'percent', (r) => versus.downCapture(r, b, perYear), 'The same of the sessions in which it fell.'],
    [
      'Batting average',
      'percent',
      (r) => versus.battingAverage(r, b).all,
      'Share of sessions better than the benchmark.',
    ],
  ]
}

/** What figures are of: the returns of some sessions. */
export type Measured = Pick<RunView, 'sessions' | 'returns' | 'perYear'>

/** The figures of returns, a column each. */
export function measuredReturns(columns: readonly Measured[]): StatisticGroup[] {
  return beside(columns.map(({ sessions, returns, perYear }) => measured(returnGroups(perYear, sessions), returns)))
}

function measured(groups: readonly (readonly [string, readonly Line[]])[], returns: Float64Array): StatisticGroup[] {
  return groups.map(([title, lines]) => ({
    title,
    statistics: lines.map(([label, format, measure, explanation]) => ({
      label,
      format,
      values: [cell(measure(returns))],
      explanation,
    })),
  }))
}

/** The same figures of several, in a column each. */
function beside(all: readonly (readonly StatisticGroup[])[]): StatisticGroup[] {
  return all[0].map(({ title, statistics }, g) => ({
    title,
    statistics: statistics.map((one, s) => ({
      ...one,
      values: all.map((groups) => groups[g].statistics[s].values[0]),
    })),
  }))
}

/** Every statistic of a run, in-sample and out-of-sample apart where it has both, the benchmark's beside where that says something. */
export function statisticsBlock(view: RunView): FiguresBlock {
  const { benchmark, benchmarkName, perYear, sessions } = view
  const parts = periods(view)
  const columns: Measured[] = benchmark ? [...parts, { sessions, returns: benchmark, perYear }] : [...parts]
  const versus = ({ returns: r, benchmark: b = r }: Period) =>
    measured([['Beside the benchmark', benchmarkLines(b, perYear)]], r)
  return {
    kind: 'figures',
    id: 'statistics',
    title: 'Statistics',
    summary: `Risk-free rate 0. A dash: not defined for this run.${boundaryText(view)}`,
    columns: [...parts.map(({ name }) => name), ...(benchmark ? [benchmarkName] : [])],
    groups: [...measuredReturns(columns), ...(benchmark ? beside(parts.map(versus)) : [])],
  }
}
