import { PERFORMANCE_COLUMNS, type Performance } from '../../core/engine/metrics.js'
import { beta } from '../../core/math/returns/benchmark.js'
import { drawdownSeries } from '../../core/math/returns/drawdowns.js'
import { sharpeRatio, sortinoRatio } from '../../core/math/returns/ratios.js'
import { annualVolatility } from '../../core/math/returns/risk.js'
import { rolling } from '../../core/math/returns/rolling.js'
import { indexOfMax, indexOfMin, mean, std } from '../../core/math/statistics.js'
import { type Cone, coneOf } from './cone.js'
import { exposure, turnover } from './exposure.js'
import { makeFormats } from './page/formats.js'
import { boundaryText } from './periods.js'
import { shorten } from './plain-text.js'
import type { ChartBlock, ChartSeries } from './report-data.js'
import type { RunView } from './run-view.js'

/** Sessions of the rolling figures: a quarter of a year of an exchange. */
export const ROLLING_WINDOW = 63

const { show } = makeFormats()
/** To the cent. */
const money = (values: Float64Array) =>
  series(
    values.map((value) => Math.round(value * 100) / 100),
    15,
  )
export const series = (values: Float64Array, digits = 5): (number | null)[] =>
  Array.from(values, (value) => shorten(value, digits))

/**
 * The benchmark lent or borrowed up to the strategy's volatility: each of its returns times the ratio of the two deviations. Undefined
 * where there is no such ratio. Source: pyfolio `plot_rolling_returns(volatility_match=True)`, which scales the strategy instead.
 */
export function volatilityMatched(returns: Float64Array, benchmark: Float64Array): Float64Array | undefined {
  const times = std(returns) / std(benchmark)
  return times > 0 && Number.isFinite(times) ? benchmark.map((r) => r * times) : undefined
}

export function equityChart(view: RunView): ChartBlock {
  const { performance, capital, returns, benchmark, benchmarkName } = view
  const { length, sessions, columns } = performance
  const value = columns.portfolio_value.subarray(0, length)
  const growth = (of: Float64Array | undefined) => {
    let wealth = capital
    return of?.map((r) => (wealth *= 1 + r))
  }
  const grown = growth(benchmark)
  const matched = growth(benchmark && volatilityMatched(returns, benchmark))
  const cone = coneOf(view)
  const [low, high] = [indexOfMin(value), indexOfMax(value)]
  const at = (row: number) => `${show('money', value[row])} on ${sessions[row]}`
  return {
    kind: 'chart',
    id: 'equity',
    title: 'Portfolio value',
    format: 'money',
    height: 320,
    logarithmic: [...value, ...(grown ?? []), ...(matched ?? []), ...(cone?.bands[0].low ?? [])].every((x) => x > 0),
    summary: `From ${show('money', capital)} to ${at(length - 1)}; highest ${at(high)}, lowest ${at(low)}.${
      grown ? ` The same capital in the benchmark would have become ${show('money', grown[length - 1])}` : ''
    }${matched ? `, and ${show('money', matched[length - 1])} at the strategy’s volatility` : ''}${grown ? '.' : ''}${boundaryText(view)}${cone ? coneText(cone) : ''}`,
    ...(cone ? { bands: cone.bands } : {}),
    series: [
      { label: 'Strategy', color: 'strategy', values: money(value) },
      ...optional(
        grown,
        (values): ChartSeries => ({ label: benchmarkName, color: 'benchmark', values: money(values) }),
      ),
      ...optional(
        matched,
        (values): ChartSeries => ({
          label: `${benchmarkName} at the strategy’s volatility`,
          color: 'other',
          dashed: true,
          values: money(values),
        }),
      ),
    ],
  }
}

function coneText({ away }: Cone): string {
  const sides = `${show('ratio', Math.abs(away))} deviations ${away < 0 ? 'below' : 'above'}`
  return ` The cone is what in-sample returns lead to, within 1, 1.5 and 2 deviations; in the end the strategy stands ${sides} its middle.`
}

export function drawdownChart({ performance, returns, benchmark, benchmarkName }: RunView): ChartBlock {
  const below = drawdownSeries(returns)
  const deepest = indexOfMin(below)
  const under = below.filter((x) => x < 0).length / below.length
  return {
    kind: 'chart',
    id: 'drawdown',
    title: 'Drawdown',
    format: 'percent',
    height: 180,
    summary: `Deepest ${show('percent', below[deepest])} on ${performance.sessions[deepest]}; below an earlier peak in ${show('percent', under)} of sessions.`,
    series: [
      { label: 'Strategy', color: 'loss', area: true, values: series(below) },
      ...optional(
        benchmark,
        (r): ChartSeries => ({ label: benchmarkName, color: 'benchmark', values: series(drawdownSeries(r)) }),
      ),
    ],
  }
}

export function exposureChart({ performance }: RunView): ChartBlock {
  const { long, short, gross, net } = exposure(performance)
  const shorted = short.some((x) => x !== 0)
  const levered = gross.some((x, row) => Math.abs(x - long[row]) > 1e-9)
  return {
    kind: 'chart',
    id: 'exposure',
    title: 'Exposure and leverage',
    format: 'percent',
    height: 200,
    summary: `Positions over portfolio value: on average ${show('percent', mean(gross))} gross and ${show('percent', mean(net))} net, at most ${show('percent', gross[indexOfMax(gross)])} gross.`,
    series: [
      { label: shorted ? 'Long' : 'Exposure', color: 'strategy', area: true, values: series(long) },
      ...(shorted ? [{ label: 'Short', color: 'loss', area: true, values: series(short) } as const] : []),
      ...(shorted ? [{ label: 'Net', color: 'benchmark', dashed: true, values: series(net) } as const] : []),
      ...(levered ? [{ label: 'Gross', color: 'other', values: series(gross) } as const] : []),
    ],
  }
}

export function rollingCharts({ performance, returns, benchmark, benchmarkName, perYear }: RunView): ChartBlock[] {
  if (returns.length <= ROLLING_WINDOW) return []
  const chart = (
    about: Omit<ChartBlock, 'kind' | 'series' | 'summary' | 'height'>,
    measure: (part: Float64Array) => number,
  ): ChartBlock => {
    const own = rolling(returns, ROLLING_WINDOW, measure)
    const [low, high] = [indexOfMin(own), indexOfMax(own)]
    const values = (r: Float64Array) => series(rolling(r, ROLLING_WINDOW, measure))
    return {
      kind: 'chart',
      ...about,
      height: 180,
      summary: `Of the last ${ROLLING_WINDOW} sessions each: between ${show(about.format, own[low])} and ${show(about.format, own[high])}, in the end ${show(about.format, own[own.length - 1])}.`,
      series: [
        { label: 'Strategy', color: 'strategy', values: series(own) },
        ...optional(benchmark, (r): ChartSeries => ({ label: benchmarkName, color: 'benchmark', values: values(r) })),
      ],
    }
  }
  return [
    ...(benchmark === undefined ? [] : [betaChart(returns, benchmark, benchmarkName)]),
    chart({ id: 'volatility', title: 'Rolling volatility', format: 'percent' }, (r) => annualVolatility(r, perYear)),
    chart({ id: 'sharpe', title: 'Rolling Sharpe ratio', format: 'ratio' }, (r) => sharpeRatio(r, perYear)),
    chart({ id: 'sortino', title: 'Rolling Sortino ratio', format: 'ratio' }, (r) => {
      const ratio = sortinoRatio(r, perYear)
      return Number.isFinite(ratio) ? ratio : Number.NaN
    }),
    ...turnoverChart(performance, perYear),
  ]
}

function turnoverChart(performance: Performance, perYear: number): ChartBlock[] {
  const daily = turnover(performance)
  if (daily.every((x) => x === 0)) return []
  const own = rolling(daily, ROLLING_WINDOW, (part) => mean(part) * perYear)
  const at = (row: number) => show('percent', own[row])
  return [
    {
      kind: 'chart',
      id: 'turnover',
      title: 'Rolling turnover a year',
      format: 'percent',
      height: 180,
      summary: `Half of what was bought and sold over portfolio value, of the last ${ROLLING_WINDOW} sessions each: between ${at(indexOfMin(own))} and ${at(indexOfMax(own))}, in the end ${at(own.length - 1)}.`,
      series: [{ label: 'Turnover', color: 'strategy', values: series(own) }],
    },
  ]
}

function betaChart(returns: Float64Array, benchmark: Float64Array, name: string): ChartBlock {
  const own = rolling(returns, ROLLING_WINDOW, beta, benchmark)
  return {
    kind: 'chart',
    id: 'beta',
    title: `Rolling beta to ${name}`,
    format: 'ratio',
    height: 180,
    summary: `Of the last ${ROLLING_WINDOW} sessions each: between ${show('ratio', own[indexOfMin(own)])} and ${show('ratio', own[indexOfMax(own)])}, in the end ${show('ratio', own[own.length - 1])}.`,
    series: [{ label: 'Beta', color: 'strategy', values: series(own) }],
  }
}

/** Recorded values that are drawn at most. */
const MOST_RECORDED = 30_000

const COLUMNS: ReadonlySet<string> = new Set(PERFORMANCE_COLUMNS)

/** A small chart for each variable that was recorded, by the strategy or an observer, and is a number wherever it is anything; and why not of the others. */
export function recordedCharts({ length, added, recorded, sessions }: Performance): {
  charts: ChartBlock[]
  others: (readonly [name: string, why: string])[]
} {
  const found: ChartBlock[] = []
  const others: (readonly [name: string, why: string])[] = []
  for (const [name, all] of [...(added ?? []), ...recorded]) {
    if (COLUMNS.has(name)) continue
    const values = Array.from({ length }, (_, row) => all[row])
    const present = values.filter((value) => value !== undefined && value !== null && !Number.isNaN(value))
    if (present.length === 0 || !present.every((value) => typeof value === 'number')) {
      others.push([name, 'its values are no numbers'])
      continue
    }
    if ((found.length + 1) * length > MOST_RECORDED) {
      others.push([name, 'there is no room for so many'])
      continue
    }
    const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
    const at = (row: number) => (row < 0 ? '–' : `${show('units', shorten(numbers[row], 6))} on ${sessions[row]}`)
    found.push({
      kind: 'chart',
      id: `recorded-${found.length}`,
      title: name,
      format: 'units',
      height: 150,
      summary: `Lowest ${at(indexOfMin(numbers))}, highest ${at(indexOfMax(numbers))}.`,
      series: [{ label: name, color: 'strategy', values: series(numbers) }],
    })
  }
  return { charts: found, others }
}

function optional<T, U>(value: T | undefined, make: (value: T) => U): U[] {
  return value === undefined ? [] : [make(value)]
}
