import { normalQuantile } from '../../../core/math/distributions.js'
import { quantile } from '../../../core/math/statistics.js'
import type { FactorEvaluation, PeriodEvaluation } from '../../../core/pipeline/evaluation/evaluation.js'
import type { FactorAbout } from '../../../core/pipeline/evaluation/report.js'
import { endReturns, meanTurnover, periodName } from '../../../core/pipeline/evaluation/tables.js'
import { type Html, html } from '../html.js'
import { type FormatName, makeFormats } from '../page/formats.js'
import type { Section } from '../page-frame.js'
import { plainText } from '../plain-text.js'
import { chart, HOW_TO_READ } from '../sections.js'
import type { FactorCharts } from './charts.js'
import { bars, figure, histogram, lines, scatter } from './pictures.js'

const { show } = makeFormats()
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The page from top to bottom. */
export function factorSections(evaluation: FactorEvaluation, charts: FactorCharts, about: FactorAbout): Section[] {
  return [
    { id: 'returns', title: 'Returns', content: returnsContent(evaluation, charts) },
    {
      id: 'spread',
      title: 'Spread over time',
      short: 'Spread',
      content: html`${charts.spread.map((one) => chart(one))}`,
    },
    { id: 'information', title: 'Information', content: informationContent(evaluation, charts) },
    { id: 'decay', title: 'Decay', content: decayContent(evaluation) },
    { id: 'groups', title: 'Groups', content: groupContent(evaluation) },
    { id: 'turnover', title: 'Turnover', content: turnoverContent(evaluation, charts) },
    { id: 'quantiles', title: 'Quantiles', content: quantileTable(evaluation) },
    { id: 'about', title: 'What was judged', short: 'About', content: aboutContent(evaluation, about) },
  ]
}

type Row = readonly [name: string, of: (period: PeriodEvaluation) => number, format: FormatName, explanation: string]

/** A table with a column for each period. */
function periodTable(name: string, { periods }: FactorEvaluation, rows: readonly Row[], caption: string): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">
<table class="statistics"><caption>${caption}</caption>
<thead><tr><th scope="col">${name}</th>${periods.map(({ period }) => html`<th scope="col" class="number">${periodName(period)}</th>`)}<th scope="col" class="wide">What it says</th></tr></thead>
<tbody>${rows.map(([label, of, format, explanation]) => html`<tr><th scope="row">${label}</th>${periods.map((one) => html`<td class="number">${show(format, of(one))}</td>`)}<td class="wide">${explanation}</td></tr>`)}</tbody>
</table></div>`
}

function returnsContent(evaluation: FactorEvaluation, charts: FactorCharts): Html {
  const { periods, data } = evaluation
  const base = periodName(periods[0].period)
  const picture = figure({
    id: 'quantile-returns',
    title: 'Mean return of each quantile',
    summary: `In hundredths of a per cent, as rates of ${base}; whiskers are a standard error to either side.`,
    drawing: bars(
      periods.map((one) => ({
        label: periodName(one.period),
        bars: Array.from(one.rates, (value, k) => ({
          value,
          error: one.buckets.error[k] / Math.sqrt(one.period / periods[0].period),
          color: `bucket-${k + 1}`,
          label: `${periodName(one.period)}, quantile ${k + 1}`,
        })),
      })),
      'points',
    ),
    keys: Array.from({ length: data.bucketCount }, (_, k) => [`Quantile ${k + 1}`, `bucket-${k + 1}`] as const),
  })
  const table = periodTable(
    'Returns',
    evaluation,
    [
      [
        'Annual alpha',
        ({ alphaBeta }) => alphaBeta.alpha,
        'percent',
        'What the factor-weighted portfolio earned beside its universe, in 252 sessions.',
      ],
      ['Beta', ({ alphaBeta }) => alphaBeta.beta, 'ratio', 'How it moves with the mean of its universe.'],
      [
        'Highest quantile, bps',
        (one) => endReturns(one).top,
        'points',
        'Mean return, as a rate of the shortest period.',
      ],
      ['Lowest quantile, bps', (one) => endReturns(one).bottom, 'points', 'The same.'],
      ['Spread, bps', (one) => endReturns(one).spread, 'points', 'Highest less lowest, half long and half short.'],
    ],
    'Without costs. A bp is a hundredth of a per cent.',
  )
  return html`${table}<h3>By quantile</h3><div class="pictures">${picture}</div>${charts.returns.length > 0 ? html`<h3>Over time</h3>${charts.returns.map((one, k) => chart(one, k === 0 ? HOW_TO_READ : undefined))}` : html`<p class="hint">What 1 becomes is shown where 1 is among the periods: returns over longer ones overlap.</p>`}`
}

function informationContent(evaluation: FactorEvaluation, charts: FactorCharts): Html {
  const { periods } = evaluation
  const table = periodTable(
    'Information',
    evaluation,
    [
      [
        'Mean',
        ({ informationStatistics }) => informationStatistics.mean,
        'coefficient',
        'Rank correlation of the factor with the returns that followed.',
      ],
      [
        'Standard deviation',
        ({ informationStatistics }) => informationStatistics.std,
        'coefficient',
        'Of the sessions’ coefficients.',
      ],
      [
        'Risk-adjusted',
        ({ informationStatistics }) => informationStatistics.riskAdjusted,
        'coefficient',
        'Mean over standard deviation.',
      ],
      [
        't-statistic',
        ({ informationStatistics }) => informationStatistics.tStatistic,
        'ratio',
        'Of the mean against 0. Over more than one session returns overlap, which makes it look surer than it is.',
      ],
      [
        'p-value',
        ({ informationStatistics }) => informationStatistics.pValue,
        'coefficient',
        'How often chance alone would look as good.',
      ],
      [
        'Skew',
        ({ informationStatistics }) => informationStatistics.skew,
        'ratio',
        'Above 0: the long tail is on the good side.',
      ],
      [
        'Kurtosis',
        ({ informationStatistics }) => informationStatistics.kurtosis,
        'ratio',
        'Above 0: more extremes than in a normal distribution.',
      ],
    ],
    'Spearman’s correlation, session by session.',
  )
  const pictures = periods.flatMap((one) => distribution(one))
  return html`${table}<h3>Over time</h3>${charts.information.map((one) => chart(one))}<h3>Distribution</h3><div class="pictures">${pictures}</div>
<h3>By month</h3>${periods.map((one) => monthTable(one))}`
}

function distribution({ period, information, informationStatistics: { mean, std } }: PeriodEvaluation): Html[] {
  const there = [...information].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  if (there.length < 2) return []
  const points = there.map((value, k): [number, number] => [
    normalQuantile((k + 0.5) / there.length),
    (value - mean) / std,
  ])
  // As many points as the eye can tell apart.
  const every = Math.max(1, Math.floor(points.length / 400))
  const positive = there.filter((value) => value > 0).length / there.length
  return [
    figure({
      id: `histogram-${period}`,
      title: `Coefficients, ${periodName(period)}`,
      summary: `Above 0 in ${show('percent', positive)} of sessions; the dashed line is the mean, ${show('coefficient', mean)}.`,
      drawing: histogram(there, mean, 'coefficient'),
    }),
    figure({
      id: `normal-${period}`,
      title: `Against a normal distribution, ${periodName(period)}`,
      summary: `Across: where a normal distribution would have them; up: where they are, both in standard deviations. Normal ones lie on the line.`,
      drawing: scatter(
        points.filter((_, k) => k % every === 0 || k === points.length - 1),
        'ratio',
      ),
    }),
  ]
}

function monthTable({ period, monthlyInformation }: PeriodEvaluation): Html {
  const years = [...new Set(Array.from(monthlyInformation.keys(), (month) => month.slice(0, 4)))]
  const sizes = Float64Array.from(monthlyInformation.values(), Math.abs)
  const strongest = quantile(sizes, 0.9)
  const cell = (value: number | undefined) => {
    if (value === undefined || Number.isNaN(value)) return html`<td class="none"></td>`
    const strength = Math.min(1, strongest > 0 ? Math.abs(value) / strongest : 0).toFixed(2)
    return html`<td class="${value < 0 ? 'down' : 'up'}" style="--heat:${strength}">${show('coefficient', value)}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Mean coefficient by month, ${periodName(period)}">
<table class="heat"><caption>Mean coefficient of each month, ${periodName(period)}. Blue above 0, orange below; the stronger, the farther.</caption>
<thead><tr><th scope="col">Year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}</tr></thead>
<tbody>${years.map((year) => html`<tr><th scope="row">${year}</th>${MONTHS.map((_, i) => cell(monthlyInformation.get(`${year}-${String(i + 1).padStart(2, '0')}`)))}</tr>`)}</tbody>
</table></div>`
}

function decayContent({ decay, data }: FactorEvaluation): Html | undefined {
  if (decay.length === 0) return undefined
  const horizons = decay.map(({ horizon }) => horizon)
  const last = decay[decay.length - 1]
  const buckets = Array.from({ length: data.bucketCount }, (_, k) => k)
  return html`<div class="pictures">${figure({
    id: 'decay-information',
    title: 'Information, sessions ahead',
    summary: `Mean coefficient ${show('coefficient', decay[0].information.mean)} with the first session’s return; ${show('coefficient', last.information.mean)} with that of ${last.horizon} sessions, ${show('coefficient', last.single)} with that of the last of them alone.`,
    drawing: lines(
      horizons,
      [
        { label: 'Up to the session', color: 'strategy', values: decay.map(({ information }) => information.mean) },
        { label: 'The session alone', color: 'loss', values: decay.map(({ single }) => single), dashed: true },
      ],
      'coefficient',
    ),
    keys: [
      ['Up to the session', 'strategy'],
      ['The session alone', 'loss'],
    ],
  })}${figure({
    id: 'decay-quantiles',
    title: 'Mean return of each quantile, sessions ahead',
    summary: `After ${last.horizon} sessions ${show('percent', last.buckets.mean[data.bucketCount - 1])} in the highest, ${show('percent', last.buckets.mean[0])} in the lowest.`,
    drawing: lines(
      horizons,
      buckets.map((k) => ({
        label: `Quantile ${k + 1}`,
        color: `bucket-${k + 1}`,
        values: decay.map((one) => one.buckets.mean[k] ?? Number.NaN),
      })),
      'percent',
    ),
    keys: buckets.map((k) => [`Quantile ${k + 1}`, `bucket-${k + 1}`] as const),
  })}${figure({
    id: 'decay-ranks',
    title: 'Rank autocorrelation, sessions later',
    summary: `Correlation of the ranks with those before: ${show('coefficient', decay[0].autocorrelation)} after one session, ${show('coefficient', last.autocorrelation)} after ${last.horizon}.`,
    drawing: lines(
      horizons,
      [{ label: 'Ranks', color: 'strategy', values: decay.map(({ autocorrelation }) => autocorrelation) }],
      'coefficient',
    ),
  })}</div><p class="hint">All over the same values: those whose future is known for ${last.horizon} sessions.</p>`
}

function groupContent({ periods, data }: FactorEvaluation): Html | undefined {
  const { groups, bucketCount } = data
  if (groups === undefined) return undefined
  const colors = ['strategy', 'loss', 'other', 'benchmark']
  const coefficient = figure({
    id: 'group-information',
    title: 'Mean coefficient of each group',
    summary: 'Ranks are within the group.',
    drawing: bars(
      groups.names.map((name, g) => ({
        label: name,
        bars: periods.map((one, k) => ({
          value: one.groupInformation![g],
          color: colors[k % colors.length],
          label: `${name}, ${periodName(one.period)}`,
        })),
      })),
      'coefficient',
    ),
    keys: periods.map(({ period }, k) => [periodName(period), colors[k % colors.length]] as const),
  })
  const returns = groups.names.map((name, g) =>
    figure({
      id: `group-${g}`,
      title: `Quantiles of ${name}`,
      summary: 'Mean return, in hundredths of a per cent over the period.',
      drawing: bars(
        periods.map((one) => ({
          label: periodName(one.period),
          bars: Array.from({ length: bucketCount }, (_, k) => ({
            value: one.groupBuckets!.mean[g * bucketCount + k],
            color: `bucket-${k + 1}`,
            label: `${name}, ${periodName(one.period)}, quantile ${k + 1}`,
          })),
        })),
        'points',
      ),
    }),
  )
  return html`<div class="pictures">${coefficient}${returns}</div>`
}

function turnoverContent(evaluation: FactorEvaluation, charts: FactorCharts): Html {
  const { bucketStatistics, data } = evaluation
  const table = periodTable(
    'Turnover',
    evaluation,
    bucketStatistics.map(
      ({ bucket }): Row => [
        `Quantile ${bucket}`,
        (one) => meanTurnover(one, data.sessions.length)[bucket - 1],
        'percent',
        'Of its assets were not in it so many sessions before, on average.',
      ],
    ),
    'What is new has to be bought, what is gone to be sold.',
  )
  return html`${table}<h3>Over time</h3>${charts.turnover.map((one) => chart(one))}`
}

function quantileTable({ bucketStatistics }: FactorEvaluation): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Quantiles">
<table><caption>The factor’s values in each quantile, over all sessions.</caption>
<thead><tr><th scope="col">Quantile</th>${['Least', 'Greatest', 'Mean', 'Standard deviation', 'Values', 'Share'].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${bucketStatistics.map((one) => html`<tr><th scope="row">${one.bucket}</th>${[one.min, one.max, one.mean, one.std].map((value) => html`<td class="number">${show('price', value)}</td>`)}<td class="number">${show('count', one.count)}</td><td class="number">${show('percent', one.share)}</td></tr>`)}</tbody>
</table></div>`
}

function aboutContent({ data: { lost, values }, options }: FactorEvaluation, about: FactorAbout): Html {
  const share = (count: number) => `${show('count', count)} (${show('percent', count / lost.given)})`
  const pairs: (readonly [string, unknown])[] = [
    ['File', about.file],
    ['Calendar', about.calendar],
    ...Object.entries(about.details),
    ['Values judged', share(values.length)],
    ['Without a value, group or forward return', share(lost.incomplete)],
    ['Without a quantile', share(lost.unplaced)],
    ['Quantiles', options.bins === undefined ? (options.quantiles ?? 5) : `bins ${plainText(options.bins)}`],
    [
      'Portfolio',
      `${options.longShort === false ? 'long only' : 'long and short'}${options.groupNeutral ? ', neutral to groups' : ''}${options.equalWeight ? ', equal weights' : ''}`,
    ],
    [
      'Returns left out beyond',
      options.filterZscore === undefined ? 'none' : `${options.filterZscore} standard deviations`,
    ],
  ]
  return html`<dl class="details">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${plainText(value)}</dd></div>`)}</dl>
<h3>How to read it</h3><p class="prose">A session’s factor knows what was known before it opened; returns run from that session’s price to the price as many sessions later, splits and dividends taken in, an asset that is gone keeping its last price. No costs are taken off. That a factor looked good in the past, chosen among many, promises nothing.</p>`
}
