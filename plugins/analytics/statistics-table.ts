import type { Performance } from '../../core/engine/metrics.js'
import { alpha, beta } from '../../core/math/returns/benchmark.js'
import { drawdowns, maxDrawdown } from '../../core/math/returns/drawdowns.js'
import { annualReturn, periodReturns, totalReturn } from '../../core/math/returns/growth.js'
import { calmarRatio, sharpeRatio, sortinoRatio } from '../../core/math/returns/ratios.js'
import { annualVolatility, downsideRisk } from '../../core/math/returns/risk.js'
import { winRate } from '../../core/math/returns/wins.js'
import { indexOfMax, indexOfMin, max, mean } from '../../core/math/statistics.js'
import { annualTurnover, exposure, timeInMarket } from './exposure.js'
import { finalOrders } from './fill-commissions.js'
import type { FormatName } from './page/formats.js'
import type { Statistic, StatisticGroup } from './report-data.js'
import type { RoundTrip } from './round-trips.js'
import { tripFigures } from './trip-figures.js'

export interface StatisticsInput {
  readonly performance: Performance
  /** One a session. */
  readonly returns: Float64Array
  readonly benchmark: Float64Array | undefined
  readonly perYear: number
  readonly trips: readonly RoundTrip[]
}

/** The statistics of a run in groups, each with what it means. */
export function statisticGroups(input: StatisticsInput): StatisticGroup[] {
  return [
    { title: 'Return', statistics: returnStatistics(input) },
    { title: 'Risk', statistics: riskStatistics(input) },
    { title: 'Return for the risk', statistics: ratioStatistics(input) },
    { title: 'Round trips', statistics: tripStatistics(input) },
    { title: 'Trading and exposure', statistics: tradingStatistics(input) },
  ]
}

type Measure = (returns: Float64Array) => number

/** Makes a line that is also worked out for the benchmark, where there is one. */
function compare({ returns, benchmark }: StatisticsInput) {
  return (label: string, format: FormatName, measure: Measure, explanation: string, note?: string): Statistic => ({
    label,
    format,
    value: plain(measure(returns)),
    benchmark: benchmark && plain(measure(benchmark)),
    explanation,
    note,
  })
}

function returnStatistics(input: StatisticsInput): Statistic[] {
  const { returns, perYear, performance, benchmark } = input
  const both = compare(input)
  const { sessions } = performance
  const months = periodReturns(sessions, returns, 'month')
  const monthly = Float64Array.from(months.values())
  const monthsOf = (r: Float64Array) => Float64Array.from(periodReturns(sessions, r, 'month').values())
  const best: Measure = (r) => r[indexOfMax(r)] ?? Number.NaN
  const worst: Measure = (r) => r[indexOfMin(r)] ?? Number.NaN
  const monthOf = (row: number) => [...months.keys()][row]
  const excess: Statistic[] = benchmark
    ? [
        {
          label: 'Ahead of the benchmark',
          format: 'percent',
          value: plain(totalReturn(returns) - totalReturn(benchmark)),
          explanation: 'Total return less the benchmark’s, in percentage points.',
        },
      ]
    : []
  return [
    both('Total return', 'percent', totalReturn, 'Growth from the first session to the last.'),
    ...excess,
    both(
      'Annual return',
      'percent',
      (r) => annualReturn(r, perYear),
      `The yearly rate that compounds to it, at ${perYear} sessions a year.`,
    ),
    both('Best session', 'percent', best, 'Largest gain of one session.', sessions[indexOfMax(returns)]),
    both('Worst session', 'percent', worst, 'Largest loss of one session.', sessions[indexOfMin(returns)]),
    both(
      'Best month',
      'percent',
      (r) => best(monthsOf(r)),
      'Largest gain of a calendar month.',
      monthOf(indexOfMax(monthly)),
    ),
    both(
      'Worst month',
      'percent',
      (r) => worst(monthsOf(r)),
      'Largest loss of a calendar month.',
      monthOf(indexOfMin(monthly)),
    ),
    both('Winning sessions', 'percent', winRate, 'Share of gains among sessions that moved.'),
  ]
}

function riskStatistics(input: StatisticsInput): Statistic[] {
  const { perYear } = input
  const both = compare(input)
  const longest: Measure = (r) => drawdowns(r).reduce((most, { length }) => Math.max(most, length), 0)
  return [
    both(
      'Volatility',
      'percent',
      (r) => annualVolatility(r, perYear),
      'Standard deviation of session returns, a year.',
    ),
    both('Downside risk', 'percent', (r) => downsideRisk(r, perYear), 'The same of losses alone, around zero, a year.'),
    both('Maximum drawdown', 'percent', maxDrawdown, 'Deepest fall from a peak.'),
    both('Longest drawdown', 'sessions', longest, 'Sessions from a peak until it was reached again, or to the end.'),
  ]
}

function ratioStatistics(input: StatisticsInput): Statistic[] {
  const { returns, benchmark, perYear } = input
  const both = compare(input)
  const against: Statistic[] = benchmark
    ? [
        {
          label: 'Alpha',
          format: 'percent',
          value: plain(alpha(returns, benchmark, perYear)),
          explanation: 'Yearly return that beta times the benchmark does not explain.',
        },
        {
          label: 'Beta',
          format: 'ratio',
          value: plain(beta(returns, benchmark)),
          explanation: 'How far a session moves when the benchmark moves by one.',
        },
      ]
    : []
  return [
    both(
      'Sharpe ratio',
      'ratio',
      (r) => sharpeRatio(r, perYear),
      'Mean return over its standard deviation, a year; risk-free rate 0.',
    ),
    both('Sortino ratio', 'ratio', (r) => sortinoRatio(r, perYear), 'Mean yearly return over downside risk.'),
    both(
      'Calmar ratio',
      'ratio',
      (r) => calmarRatio(r, perYear),
      'Annual return over the size of the maximum drawdown.',
    ),
    ...against,
  ]
}

function tripStatistics({ trips }: StatisticsInput): Statistic[] {
  const { count, winRate: won, profitFactor, averageWin, averageLoss, averageSessions } = tripFigures(trips)
  return [
    only('Round trips', 'count', count, 'Units bought and sold again, first in first out; closed ones only.'),
    only('Winning trips', 'percent', won, 'Share that made a profit after commissions.'),
    only('Profit factor', 'ratio', profitFactor, 'Sum of profits over sum of losses.'),
    only('Average win', 'money', averageWin, 'Mean profit of the trips that won.'),
    only('Average loss', 'money', averageLoss, 'Mean loss of the trips that lost.'),
    only('Average holding', 'sessions', averageSessions, 'Sessions from entry to exit.'),
  ]
}

function tradingStatistics({ performance, perYear }: StatisticsInput): Statistic[] {
  const { gross, net } = exposure(performance)
  const orders = finalOrders(performance.orders)
  const commissions = [...orders.values()].reduce((sum, order) => sum + order.commission, 0)
  return [
    only('Orders', 'count', orders.size, 'Orders placed.'),
    only('Fills', 'count', performance.transactions.flat().length, 'Transactions, automatic closes included.'),
    only('Commissions', 'money', commissions, 'Paid on all orders.'),
    only(
      'Turnover a year',
      'percent',
      annualTurnover(performance, perYear),
      'Half of what was bought and sold, over portfolio value.',
    ),
    only('Time in the market', 'percent', timeInMarket(performance), 'Share of sessions that ended with a position.'),
    only('Average exposure', 'percent', mean(gross), 'Longs and shorts together, over portfolio value.'),
    only('Average net exposure', 'percent', mean(net), 'Longs less shorts, over portfolio value.'),
    only('Highest leverage', 'ratio', max(gross), 'Largest exposure over portfolio value at a session’s end.'),
  ]
}

function only(label: string, format: FormatName, value: number, explanation: string): Statistic {
  return { label, format, value: plain(value), explanation }
}

const plain = (value: number): number | null => (Number.isFinite(value) ? value : null)
