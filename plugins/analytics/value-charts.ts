import { drawdownSeries } from '../../core/math/returns/drawdowns.js'
import { indexOfMax, indexOfMin, std } from '../../core/math/statistics.js'
import { series } from './blocks.js'
import { type Cone, coneOf } from './cone.js'
import { makeFormats } from './page/formats.js'
import { boundaryText } from './periods.js'
import type { ChartBlock, ChartSeries } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()
/** To the cent. */
const money = (values: Float64Array) =>
  series(
    values.map((value) => Math.round(value * 100) / 100),
    15,
  )

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
      ...(grown ? [{ label: benchmarkName, color: 'benchmark', values: money(grown) } satisfies ChartSeries] : []),
      ...(matched
        ? [
            {
              label: `${benchmarkName} at the strategy’s volatility`,
              color: 'other',
              dashed: true,
              values: money(matched),
            } satisfies ChartSeries,
          ]
        : []),
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
      ...(benchmark
        ? [
            {
              label: benchmarkName,
              color: 'benchmark',
              values: series(drawdownSeries(benchmark)),
            } satisfies ChartSeries,
          ]
        : []),
    ],
  }
}
