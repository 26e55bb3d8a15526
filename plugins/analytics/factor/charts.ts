import { mean } from '../../../core/math/statistics.js'
import type { FactorEvaluation, PeriodEvaluation } from '../../../core/pipeline/evaluation/evaluation.js'
import { periodName } from '../../../core/pipeline/evaluation/tables.js'
import { makeFormats } from '../page/formats.js'
import { shorten } from '../plain-text.js'
import type { ChartData, ChartSeries } from '../report-data.js'

/** Sessions of a moving mean: about a month. */
export const MONTH = 22

const { show } = makeFormats()
const values = (series: Float64Array): (number | null)[] => Array.from(series, (value) => shorten(value, 8))
const LINES = ['strategy', 'loss', 'other', 'benchmark'] as const

/** Charts over the evaluation's sessions, by the part of the page that shows them. */
export interface FactorCharts {
  readonly returns: readonly ChartData[]
  readonly spread: readonly ChartData[]
  readonly information: readonly ChartData[]
  readonly turnover: readonly ChartData[]
}

export function factorCharts(evaluation: FactorEvaluation): FactorCharts {
  const { periods } = evaluation
  return {
    returns: cumulativeCharts(evaluation),
    spread: periods.map(spreadChart),
    information: periods.map(informationChart),
    turnover: [...periods.map((one) => turnoverChart(one, evaluation)), autocorrelationChart(evaluation)],
  }
}

function cumulativeCharts({ cumulative }: FactorEvaluation): ChartData[] {
  if (cumulative === undefined) return []
  const last = (series: Float64Array) => show('ratio', series[series.length - 1])
  const { portfolio, buckets } = cumulative
  return [
    {
      id: 'cumulative',
      title: 'What 1 becomes, weighted by the factor',
      format: 'ratio',
      height: 260,
      logarithmic: portfolio.every((value) => value > 0),
      summary: `Bought anew each session and held for one, without costs: ${last(portfolio)} in the end.`,
      series: [{ label: 'Factor-weighted', color: 'strategy', values: values(portfolio) }],
    },
    {
      id: 'cumulative-quantiles',
      title: 'What 1 becomes in each quantile',
      format: 'ratio',
      height: 260,
      logarithmic: buckets.every((bucket) => bucket.every((value) => value > 0)),
      summary: `Held for one session each: the lowest quantile becomes ${last(buckets[0])}, the highest ${last(buckets[buckets.length - 1])}.`,
      series: buckets.map(
        (bucket, k): ChartSeries => ({ label: `Quantile ${k + 1}`, color: `bucket-${k + 1}`, values: values(bucket) }),
      ),
    },
  ]
}

/** Means of the last so many values that are there. */
function moving(series: Float64Array): Float64Array {
  return series.map((_, i) => (i + 1 < MONTH ? Number.NaN : mean(series.subarray(i + 1 - MONTH, i + 1))))
}

function spreadChart({ period, spread }: PeriodEvaluation): ChartData {
  const own = spread.mean.filter((value) => !Number.isNaN(value))
  const above = own.filter((value) => value > 0).length / own.length
  return {
    id: `spread-${period}`,
    title: `Highest less lowest quantile, ${periodName(period)}`,
    format: 'percent',
    height: 180,
    summary: `Half long, half short: on average ${show('points', mean(own))} bps a session, above 0 in ${show('percent', above)} of sessions.`,
    series: [
      { label: 'Session', color: 'benchmark', values: values(spread.mean) },
      { label: `Mean of ${MONTH}`, color: 'strategy', values: values(moving(spread.mean)) },
    ],
  }
}

function informationChart({ period, information, informationStatistics }: PeriodEvaluation): ChartData {
  const { mean: center, std, tStatistic } = informationStatistics
  return {
    id: `information-${period}`,
    title: `Information coefficient, ${periodName(period)}`,
    format: 'coefficient',
    height: 180,
    summary: `Mean ${show('coefficient', center)}, standard deviation ${show('coefficient', std)}, t-statistic ${show('ratio', tStatistic)}.`,
    series: [
      { label: 'Session', color: 'benchmark', values: values(information) },
      { label: `Mean of ${MONTH}`, color: 'strategy', values: values(moving(information)) },
    ],
  }
}

function turnoverChart({ period, turnover }: PeriodEvaluation, { data }: FactorEvaluation): ChartData {
  const { length } = data.sessions
  const part = (bucket: number) => turnover.subarray((bucket - 1) * length, bucket * length)
  const [bottom, top] = [part(1), part(data.bucketCount)]
  return {
    id: `turnover-${period}`,
    title: `New in the quantile after ${periodName(period)}`,
    format: 'percent',
    height: 180,
    summary: `On average ${show('percent', mean(top))} of the highest quantile and ${show('percent', mean(bottom))} of the lowest were not in it ${period} ${period === 1 ? 'session' : 'sessions'} before.`,
    series: [
      { label: 'Highest', color: `bucket-${data.bucketCount}`, values: values(top) },
      { label: 'Lowest', color: 'bucket-1', values: values(bottom) },
    ],
  }
}

function autocorrelationChart({ periods }: FactorEvaluation): ChartData {
  return {
    id: 'autocorrelation',
    title: 'Rank autocorrelation',
    format: 'coefficient',
    height: 180,
    summary: `Correlation of the factor's ranks with those before: ${periods.map(({ period, autocorrelation }) => `${show('coefficient', mean(autocorrelation))} after ${periodName(period)}`).join(', ')}.`,
    series: periods.map(
      ({ period, autocorrelation }, k): ChartSeries => ({
        label: periodName(period),
        color: LINES[k % LINES.length],
        dashed: k >= LINES.length,
        values: values(autocorrelation),
      }),
    ),
  }
}
