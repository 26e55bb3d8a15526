import type { FactorEvaluation } from '../../pipeline/evaluation/evaluation.js'
import { endReturns, meanTurnover, periodName } from '../../pipeline/evaluation/tables.js'
import { type Cell, formatTable } from '../terminal/table.js'

/** Where results go; absolute paths. */
export interface FactorPlaces {
  readonly output?: string
  readonly report?: string
}

const digits = (value: number, places = 3): string => (Number.isNaN(value) ? '-' : value.toFixed(places))
const points = (value: number): string => digits(value * 10_000, 2)
const mean = (values: Float64Array): number => {
  const there = values.filter((value) => !Number.isNaN(value))
  return there.reduce((sum, value) => sum + value, 0) / there.length
}

/** The tables that are printed; returns in hundredths of a per cent over the shortest period. */
export function factorText(evaluation: FactorEvaluation, factor: string, { output, report }: FactorPlaces): string {
  const { data, periods, bucketStatistics, decay } = evaluation
  const { sessions, lost, values, places } = data
  const head = (first: string): Cell[] => [first, ...periods.map(({ period }) => periodName(period))]
  const line = (name: string, of: (one: (typeof periods)[number]) => string): Cell[] => [name, ...periods.map(of)]
  const ends = new Map(periods.map((one) => [one, endReturns(one)]))
  const right = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const share = (count: number) => `${digits((100 * count) / lost.given, 1)} %`
  const information = formatTable(
    [
      head('information'),
      line('mean', ({ informationStatistics: { mean } }) => digits(mean)),
      line('std', ({ informationStatistics: { std } }) => digits(std)),
      line('risk-adjusted', ({ informationStatistics: { riskAdjusted } }) => digits(riskAdjusted)),
      line('t-statistic', ({ informationStatistics: { tStatistic } }) => digits(tStatistic)),
      line('p-value', ({ informationStatistics: { pValue } }) => digits(pValue)),
      line('skew', ({ informationStatistics: { skew } }) => digits(skew)),
      line('kurtosis', ({ informationStatistics: { kurtosis } }) => digits(kurtosis)),
    ],
    right,
  )
  const returns = formatTable(
    [
      head('returns'),
      line('annual alpha', ({ alphaBeta }) => digits(alphaBeta.alpha)),
      line('beta', ({ alphaBeta }) => digits(alphaBeta.beta)),
      line('top quantile, bps', (one) => points(ends.get(one)!.top)),
      line('bottom quantile, bps', (one) => points(ends.get(one)!.bottom)),
      line('spread, bps', (one) => points(ends.get(one)!.spread)),
    ],
    right,
  )
  const turnover = formatTable(
    [
      head('turnover'),
      ...bucketStatistics.map(({ bucket }) =>
        line(`quantile ${bucket}`, (one) => digits(meanTurnover(one, sessions.length)[bucket - 1])),
      ),
      line('rank autocorrelation', ({ autocorrelation }) => digits(mean(autocorrelation))),
    ],
    right,
  )
  const buckets = formatTable(
    [
      ['quantile', 'min', 'max', 'mean', 'std', 'count', 'share'],
      ...bucketStatistics.map((one): Cell[] => [
        one.bucket,
        digits(one.min, 4),
        digits(one.max, 4),
        digits(one.mean, 4),
        digits(one.std, 4),
        one.count,
        `${digits(100 * one.share, 1)} %`,
      ]),
    ],
    right,
  )
  const shown = decay.filter(({ horizon }) => horizon === 1 || horizon % 5 === 0 || horizon === decay.length)
  const followed = formatTable(
    [
      ['decay, sessions', ...shown.map(({ horizon }) => horizon)],
      ['information', ...shown.map((one) => digits(one.information.mean))],
      ['of the last session', ...shown.map(({ single }) => digits(single))],
    ],
    right,
  )
  return [
    `${factor} from ${sessions[0]} to ${sessions.at(-1)}: ${values.length} values of ${new Set(places).size} assets on ${sessions.length} sessions`,
    `left out: ${share(lost.incomplete)} without a value, a group or a forward return, ${share(lost.unplaced)} without a quantile`,
    '',
    information,
    returns,
    buckets,
    turnover,
    ...(decay.length > 0 ? [followed] : []),
    ...(output === undefined ? [] : [`tables   ${output}`]),
    ...(report === undefined ? [] : [`report   ${report}`]),
  ].join('\n')
}

/** The same as plain data; what is not defined is null. */
export function factorJson(evaluation: FactorEvaluation, factor: string, { output, report }: FactorPlaces) {
  const { data, periods, bucketStatistics, decay } = evaluation
  return {
    factor,
    start: data.sessions[0],
    end: data.sessions.at(-1),
    sessions: data.sessions.length,
    assets: new Set(data.places).size,
    values: data.values.length,
    lost: data.lost,
    periods: periods.map((one) => ({
      period: one.period,
      information: one.informationStatistics,
      alpha: one.alphaBeta.alpha,
      beta: one.alphaBeta.beta,
      ...endReturns(one),
      quantileReturns: [...one.buckets.mean],
      quantileErrors: [...one.buckets.error],
      turnover: meanTurnover(one, data.sessions.length),
      rankAutocorrelation: mean(one.autocorrelation),
      ...(data.groups && {
        groups: Object.fromEntries(data.groups.names.map((name, k) => [name, one.groupInformation![k]])),
      }),
    })),
    quantiles: bucketStatistics,
    decay: decay.map(({ horizon, information, single, autocorrelation, buckets }) => ({
      horizon,
      information: information.mean,
      tStatistic: information.tStatistic,
      single,
      rankAutocorrelation: autocorrelation,
      quantileReturns: [...buckets.mean],
    })),
    output: output ?? null,
    report: report ?? null,
  }
}
