import type { Performance } from '../../core/engine/metrics.js'
import { beta } from '../../core/math/returns/benchmark.js'
import { sharpeRatio, sortinoRatio } from '../../core/math/returns/ratios.js'
import { annualVolatility } from '../../core/math/returns/risk.js'
import { rolling } from '../../core/math/returns/rolling.js'
import { indexOfMax, indexOfMin, mean } from '../../core/math/statistics.js'
import { series } from './blocks.js'
import { turnover } from './exposure.js'
import { makeFormats } from './page/formats.js'
import type { ChartBlock, ChartSeries } from './report-data.js'
import type { RunView } from './run-view.js'

/** Sessions of the rolling figures: a quarter of a year of an exchange. */
export const ROLLING_WINDOW = 63

const { show } = makeFormats()

/** None of a figure that no window has. */
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
        ...(benchmark
          ? [{ label: benchmarkName, color: 'benchmark', values: values(benchmark) } satisfies ChartSeries]
          : []),
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
  ].filter(({ series: [own] }) => own.values.some((value) => value !== null))
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
