import { normalQuantile } from '../../core/math/distributions.js'
import { deepestDrawdowns } from '../../core/math/returns/drawdowns.js'
import { periodReturns, type ReturnPeriod } from '../../core/math/returns/growth.js'
import { mean, median, quantile, std } from '../../core/math/statistics.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { histogram } from './histogram.js'
import { monthlyReturns } from './monthly-returns.js'
import { makeFormats } from './page/formats.js'
import { shorten } from './plain-text.js'
import type { BarsBlock, BoxesBlock, MonthsBlock, ScatterBlock, Tab } from './report-data.js'
import { rollingCharts } from './rolling-charts.js'
import type { RunView } from './run-view.js'

const LISTED_DRAWDOWNS = 10
const { show } = makeFormats()

export function returnsTab(view: RunView): Tab {
  const blocks =
    view.returns.length === 0
      ? []
      : [
          yearsBlock(view),
          ...rollingCharts(view),
          histogramBlock(view),
          ...normalBlock(view),
          ...boxesBlock(view),
          quantilesBlock(view),
          ...drawdownsBlock(view),
        ].flat()
  return { id: 'returns', title: 'Returns', blocks }
}

export function monthsBlock({ sessions, returns }: RunView): MonthsBlock {
  return {
    kind: 'months',
    id: 'months',
    title: 'Monthly returns',
    summary: 'Return of each calendar month and year, in per cent. Blue gained, orange lost; the stronger, the more.',
    years: monthlyReturns(sessions, returns).map(({ year, months, total }) => ({
      year,
      months: months.map((month) => cell(month)),
      total: cell(total),
    })),
  }
}

function yearsBlock({ sessions, returns }: RunView): BarsBlock {
  const years = [...periodReturns(sessions, returns, 'year')]
  const best = years.reduce((most, one) => (one[1] > most[1] ? one : most))
  const worst = years.reduce((least, one) => (one[1] < least[1] ? one : least))
  return {
    kind: 'bars',
    id: 'years',
    title: 'Calendar years',
    format: 'percent',
    summary: `Best ${best[0]} with ${show('percent', best[1])}, worst ${worst[0]} with ${show('percent', worst[1])}; the first and the last may be parts of a year.`,
    bars: years.map(([label, value]) => ({ label, value })),
  }
}

/** Months where there are enough of them, else sessions. */
function histogramBlock({ sessions, returns }: RunView): BarsBlock[] {
  const months = Float64Array.from(periodReturns(sessions, returns, 'month').values())
  const [values, what] = months.length >= 24 ? [months, 'month'] : [returns.filter((r) => !Number.isNaN(r)), 'session']
  if (values.length < 12) return []
  const found = histogram(values)
  if (!found) return []
  const { bars, width } = found
  return [
    {
      kind: 'bars',
      id: 'distribution',
      title: `Distribution of ${what}s`,
      format: 'count',
      summary: `How many ${what}s returned how much, in steps of ${show('percent', width)}; what is farther out stands in the last bars. Median ${show('percent', median(values))}.`,
      bars,
    },
  ]
}

/** Hundredths of the returns beside those of a normal curve of the same mean and deviation. */
function normalBlock({ returns }: RunView): ScatterBlock[] {
  const values = returns.filter((r) => !Number.isNaN(r))
  const deviation = std(values)
  if (values.length < 100 || !(deviation > 0)) return []
  const middle = mean(values)
  const points = Array.from({ length: 99 }, (_, i) => {
    const [p, x] = [(i + 1) / 100, middle + deviation * normalQuantile((i + 1) / 100)]
    const y = quantile(values, p)
    return { label: `${i + 1} % of sessions`, x: shorten(x, 6) ?? 0, y: shorten(y, 6) ?? 0, gained: y >= x }
  })
  const [low, high] = [points[0], points[98]]
  const side = (y: number, x: number) => `${show('percent', y)} where a normal curve has ${show('percent', x)}`
  return [
    {
      kind: 'scatter',
      id: 'normal',
      title: 'Returns of sessions beside a normal curve',
      summary: `A point a hundredth of the sessions: on the line where returns are as a normal curve has them, above it where they are higher. The worst hundredth begins at ${side(low.y, low.x)}, the best at ${side(high.y, high.x)}.`,
      format: 'percent',
      x: 'normal curve',
      y: 'returns',
      diagonal: true,
      points,
    },
  ]
}

/** A box reaches so many times its own breadth beyond itself. Source: Tukey (1977). */
const REACH = 1.5

function boxesBlock({ sessions, returns }: RunView): BoxesBlock[] {
  const short = (value: number) => shorten(value, 6) ?? 0
  const boxes = (['session', 'week', 'month'] as const).flatMap((period) => {
    const all = period === 'session' ? returns : Float64Array.from(periodReturns(sessions, returns, period).values())
    const values = all.filter((r) => !Number.isNaN(r)).sort()
    if (values.length < 12) return []
    const [first, middle, third] = [0.25, 0.5, 0.75].map((q) => quantile(values, q))
    const reach = REACH * (third - first)
    const within = values.filter((value) => value >= first - reach && value <= third + reach)
    const outliers = values.filter((value) => value < first - reach || value > third + reach)
    const ends = [within[0], first, middle, third, within[within.length - 1]].map(short)
    return [
      {
        label: `${period}s`,
        values: ends as unknown as BoxesBlock['boxes'][number]['values'],
        outliers: Array.from(outliers, short),
      },
    ]
  })
  if (boxes.length === 0) return []
  return [
    {
      kind: 'boxes',
      id: 'boxes',
      title: 'Returns by length of period',
      format: 'percent',
      summary: `A box is the middle half, its line the median; whiskers reach ${REACH} times its breadth beyond it, and points lie farther out.`,
      boxes,
    },
  ]
}

function quantilesBlock({ sessions, returns }: RunView) {
  const periods: (ReturnPeriod | 'session')[] = ['session', 'week', 'month', 'quarter', 'year']
  const rows = periods.flatMap((period) => {
    const values = period === 'session' ? returns : Float64Array.from(periodReturns(sessions, returns, period).values())
    if (values.length < 5) return []
    const [low, high] = [quantile(values, 0.25), quantile(values, 0.75)]
    const reach = REACH * (high - low)
    const outside = values.filter((value) => value < low - reach || value > high + reach).length
    return [[period, values.length, ...[0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((q) => quantile(values, q)), outside]]
  })
  const columns = [
    column('Period'),
    column('Number', 'count'),
    ...['Lowest', '5 %', '25 %', 'Median', '75 %', '95 %', 'Highest'].map((label) => column(label, 'percent')),
    column('Outliers', 'count'),
  ]
  const summary = 'Outliers lie more than one and a half times the middle half’s breadth outside of it.'
  return tableBlock('quantiles', 'Quantiles of returns', table(columns, rows), summary)
}

function drawdownsBlock({ sessions, returns }: RunView) {
  const rows = deepestDrawdowns(returns, LISTED_DRAWDOWNS).map((one, i) => [
    i + 1,
    one.depth,
    one.peak < 0 ? 'the start' : sessions[one.peak],
    sessions[one.trough],
    one.recovery === undefined ? 'not yet' : sessions[one.recovery],
    one.trough - one.peak,
    one.length,
  ])
  const columns = [
    column('Rank', 'count'),
    column('Depth', 'percent'),
    column('Peak'),
    column('Trough'),
    column('Recovery'),
    column('To the trough', 'count'),
    column('Length', 'count'),
  ]
  return tableBlock(
    'drawdowns',
    'Deepest drawdowns',
    table(columns, rows),
    'Stretches below an earlier peak, which never overlap. Lengths in sessions, to the recovery or to the end.',
  )
}
