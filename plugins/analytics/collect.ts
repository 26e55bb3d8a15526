import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { deepestDrawdowns } from '../../core/math/returns/drawdowns.js'
import { charts, recordedCharts } from './charts.js'
import { holdings } from './holdings.js'
import { monthlyReturns } from './monthly-returns.js'
import { plainText } from './plain-text.js'
import type { AboutData, Figure, ReportData, StatisticGroup } from './report-data.js'
import { roundTrips } from './round-trips.js'
import { statisticGroups } from './statistics-table.js'
import { fillsTable, holdingsTable, timeWriter, tripsTable, unfilledTable } from './tables.js'

const LISTED_DRAWDOWNS = 5

/** Works out all that the report shows. */
export function collect(result: RunResult, about: RunAbout): ReportData {
  const { performance } = result
  const { length, columns, sessions } = performance
  const returns = columns.returns.subarray(0, length)
  const benchmark = benchmarkReturns(result, about)
  const benchmarkName = about.benchmark ?? 'Benchmark'
  const perYear = about.sessionsPerYear
  const trips = roundTrips(performance, about.finder)
  const held = holdings(performance, about.finder, trips)
  const timeOf = timeWriter(performance, about.frequency)
  const statistics = statisticGroups({ performance, returns, benchmark, perYear, trips: trips.closed })
  const recorded = recordedCharts(performance)
  const capital = Number(about.capital)
  const gained = columns.pnl.subarray(0, length).reduce((sum, pnl) => sum + pnl, 0)
  const byTrips = exactToNumber(held.reduce((sum, one) => sum + one.realized + one.unrealized, 0n))
  return {
    about: aboutData(result, about, benchmark && benchmarkName),
    headline: headline(statistics, capital, columns.portfolio_value[length - 1], benchmarkName),
    statistics,
    sessions,
    charts: charts({ performance, capital, returns, benchmark, benchmarkName, perYear }),
    recorded: recorded.charts,
    notDrawn: recorded.others,
    months: monthlyReturns(sessions, returns).map((year) => ({ ...year, months: year.months.map((m) => m ?? null) })),
    drawdowns: deepestDrawdowns(returns, LISTED_DRAWDOWNS).map((one) => ({
      depth: one.depth,
      peak: one.peak < 0 ? 'the start' : sessions[one.peak],
      trough: sessions[one.trough],
      recovery: one.recovery === undefined ? null : sessions[one.recovery],
      length: one.length,
    })),
    holdings: holdingsTable(held, performance),
    gain: { trips: byTrips, rest: gained - byTrips, total: gained },
    trips: tripsTable(trips, timeOf),
    fills: fillsTable(performance, timeOf),
    unfilled: unfilledTable(performance, timeOf),
  }
}

/** The benchmark's daily returns, taken back out of its cumulative ones; undefined where the run had none. */
function benchmarkReturns({ performance }: RunResult, about: RunAbout): Float64Array | undefined {
  const total = performance.columns.benchmark_period_return.subarray(0, performance.length)
  if (about.benchmark === undefined && total.every((r) => r === 0 || Number.isNaN(r))) return undefined
  return total.map((r, row) => (1 + r) / (1 + (row === 0 ? 0 : total[row - 1])) - 1)
}

function headline(
  statistics: readonly StatisticGroup[],
  capital: number,
  endValue: number,
  benchmarkName: string,
): Figure[] {
  const all = statistics.flatMap((group) => group.statistics)
  const figure = (label: string, shown = label): Figure[] => {
    const found = all.find((one) => one.label === label)
    return found ? [{ label: shown, value: found.value, format: found.format }] : []
  }
  const benchmark = all.find((one) => one.label === 'Total return')?.benchmark
  return [
    {
      label: 'End value',
      value: endValue,
      format: 'money',
      note: `from ${new Intl.NumberFormat('en-US').format(capital)}`,
    },
    ...figure('Total return'),
    ...figure('Annual return'),
    ...(benchmark === undefined
      ? []
      : [{ label: benchmarkName, value: benchmark, format: 'percent', note: 'total return' } as const]),
    ...figure('Maximum drawdown', 'Max drawdown'),
    ...figure('Volatility'),
    ...figure('Sharpe ratio'),
  ]
}

/** Names of settings as labels: 'commission' is written 'Commission'. */
function capitalized(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  )
}

function aboutData(result: RunResult, about: RunAbout, benchmark: string | undefined): AboutData {
  const { length, sessions } = result.performance
  const texts = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([name, value]) => [name, plainText(value)] as const)
  return {
    strategy: about.strategy,
    first: sessions[0] ?? about.start,
    last: sessions[length - 1] ?? about.end,
    sessions: length,
    interrupted: result.interrupted,
    currency: about.currency ?? '',
    benchmark,
    details: texts({
      Asked: `${about.start} to ${about.end}`,
      Capital:
        `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 18 }).format(Number(about.capital))} ${about.currency ?? ''}`.trim(),
      Calendar: `${about.calendar}, ${about.sessionsPerYear} sessions a year`,
      Frequency: about.frequency,
      Profile: about.profile,
      Benchmark: benchmark ?? 'none',
      ...capitalized(about.details ?? {}),
      'RustyBT version': about.version,
    }),
    parameters: texts(about.parameters),
    version: about.version,
  }
}
