import type { TableColumn, TableColumns } from '../../data/table-file.js'
import { mean } from '../../math/statistics.js'
import { DAY } from '../../time/instant.js'
import { dayOf } from '../../time/session.js'
import type { FactorEvaluation, PeriodEvaluation } from './evaluation.js'

type Column = readonly [name: string, column: TableColumn]

const number = (name: string, values: ArrayLike<number>): Column => [
  name,
  { kind: 'number', values: values instanceof Float64Array ? values : Float64Array.from(values) },
]
const whole = (name: string, values: ArrayLike<number>): Column => [
  name,
  { kind: 'whole', values: Float64Array.from(values) },
]
const text = (name: string, values: readonly string[]): Column => [name, { kind: 'text', values }]
const dates = (name: string, sessions: readonly string[]): Column => [
  name,
  { kind: 'date', values: Float64Array.from(sessions, (session) => dayOf(session) * DAY) },
]

/** A period as a column: `5D`. */
export const periodName = (period: number): string => `${period}D`

/** All that an evaluation found, table by table; a table is a file. */
export function evaluationTables(evaluation: FactorEvaluation): Map<string, TableColumns> {
  const { data, periods, groups } = { ...evaluation, groups: evaluation.data.groups }
  const bySession = (of: (period: PeriodEvaluation) => Float64Array): TableColumns =>
    new Map([dates('session', data.sessions), ...periods.map((one) => number(periodName(one.period), of(one)))])
  const months = [...periods[0].monthlyInformation.keys()]
  const tables: [string, TableColumns | undefined][] = [
    ['factor_data', factorTable(evaluation)],
    ['quantile_statistics', bucketTable(evaluation)],
    ['returns', returnsTable(evaluation)],
    ['quantile_returns', quantileReturns(evaluation)],
    [
      'quantile_returns_by_date',
      byDate(evaluation, ['mean', (one) => one.byDate.mean], ['std_error', (one) => one.byDate.error]),
    ],
    ['quantile_returns_by_group', groups && groupReturns(evaluation)],
    ['factor_returns', bySession((one) => one.portfolio)],
    ['cumulative_returns', cumulativeTable(evaluation)],
    [
      'spread',
      new Map([
        ...bySession((one) => one.spread.mean),
        ...periods.map((one) => number(`${periodName(one.period)}_std_error`, one.spread.error)),
      ]),
    ],
    ['information', bySession((one) => one.information)],
    ['information_statistics', informationTable(evaluation)],
    [
      'information_by_month',
      new Map([
        text('month', months),
        ...periods.map((one) => number(periodName(one.period), [...one.monthlyInformation.values()])),
      ]),
    ],
    [
      'information_by_group',
      groups &&
        new Map([
          text('group', groups.names),
          ...periods.map((one) => number(periodName(one.period), one.groupInformation!)),
        ]),
    ],
    ['turnover', byDate(evaluation, ['turnover', (one) => one.turnover])],
    ['turnover_statistics', turnoverTable(evaluation)],
    ['rank_autocorrelation', bySession((one) => one.autocorrelation)],
    ['decay', decayTable(evaluation)],
  ]
  return new Map(tables.flatMap(([name, table]) => (table && table.size > 0 ? [[name, table] as const] : [])))
}

function factorTable({ data, forward, periods }: FactorEvaluation): TableColumns {
  const { sessions, assets, begins, places, values, buckets, groups } = data
  const session: string[] = []
  for (let i = 0; i < sessions.length; i++)
    for (let row = begins[i]; row < begins[i + 1]; row++) session.push(sessions[i])
  return new Map([
    dates('session', session),
    whole(
      'sid',
      Array.from(places, (place) => assets[place].sid),
    ),
    text(
      'symbol',
      Array.from(places, (place) => assets[place].symbol),
    ),
    number('factor', values),
    whole('quantile', buckets),
    ...(groups
      ? [
          text(
            'group',
            Array.from(groups.codes, (code) => groups.names[code]),
          ),
        ]
      : []),
    ...periods.map(({ period }, k) => number(periodName(period), forward[k])),
  ])
}

function bucketTable({ bucketStatistics: rows }: FactorEvaluation): TableColumns {
  const columns = ['min', 'max', 'mean', 'std'] as const
  return new Map([
    whole(
      'quantile',
      rows.map(({ bucket }) => bucket),
    ),
    ...columns.map((name) =>
      number(
        name,
        rows.map((row) => row[name]),
      ),
    ),
    whole(
      'count',
      rows.map(({ count }) => count),
    ),
    number(
      'share',
      rows.map(({ share }) => share),
    ),
  ])
}

/** Returns of the first and last bucket and of their spread, as rates of the shortest period. */
export function endReturns({ rates, spread }: PeriodEvaluation): { top: number; bottom: number; spread: number } {
  const there = rates.filter((rate) => !Number.isNaN(rate))
  return { top: there[there.length - 1], bottom: there[0], spread: mean(spread.mean) }
}

function returnsTable({ periods }: FactorEvaluation): TableColumns {
  const ends = periods.map(endReturns)
  return new Map([
    text(
      'period',
      periods.map(({ period }) => periodName(period)),
    ),
    number(
      'annual_alpha',
      periods.map(({ alphaBeta }) => alphaBeta.alpha),
    ),
    number(
      'beta',
      periods.map(({ alphaBeta }) => alphaBeta.beta),
    ),
    number(
      'top_quantile_return',
      ends.map(({ top }) => top),
    ),
    number(
      'bottom_quantile_return',
      ends.map(({ bottom }) => bottom),
    ),
    number(
      'spread',
      ends.map(({ spread }) => spread),
    ),
  ])
}

function quantileReturns({ periods, data }: FactorEvaluation): TableColumns {
  const buckets = Array.from({ length: data.bucketCount }, (_, k) => k + 1)
  return new Map([
    text(
      'period',
      periods.flatMap(({ period }) => buckets.map(() => periodName(period))),
    ),
    whole(
      'quantile',
      periods.flatMap(() => buckets),
    ),
    number(
      'mean',
      periods.flatMap((one) => [...one.buckets.mean]),
    ),
    number(
      'std_error',
      periods.flatMap((one) => [...one.buckets.error]),
    ),
    number(
      'rate',
      periods.flatMap(({ rates }) => [...rates]),
    ),
  ])
}

function groupReturns({ periods, data }: FactorEvaluation): TableColumns {
  const { names } = data.groups!
  const cells = names.flatMap((group) =>
    Array.from({ length: data.bucketCount }, (_, k) => ({ group, quantile: k + 1 })),
  )
  return new Map([
    text(
      'period',
      periods.flatMap(({ period }) => cells.map(() => periodName(period))),
    ),
    text(
      'group',
      periods.flatMap(() => cells.map(({ group }) => group)),
    ),
    whole(
      'quantile',
      periods.flatMap(() => cells.map(({ quantile }) => quantile)),
    ),
    number(
      'mean',
      periods.flatMap((one) => [...one.groupBuckets!.mean]),
    ),
    number(
      'std_error',
      periods.flatMap((one) => [...one.groupBuckets!.error]),
    ),
  ])
}

/** Buckets × sessions as rows. */
function byDate(
  { periods, data }: FactorEvaluation,
  ...columns: readonly (readonly [name: string, of: (period: PeriodEvaluation) => Float64Array])[]
): TableColumns {
  const cells = Array.from({ length: data.bucketCount }, (_, k) => data.sessions.map(() => k + 1)).flat()
  return new Map([
    dates(
      'session',
      periods.flatMap(() => cells.map((_, i) => data.sessions[i % data.sessions.length])),
    ),
    text(
      'period',
      periods.flatMap(({ period }) => cells.map(() => periodName(period))),
    ),
    whole(
      'quantile',
      periods.flatMap(() => cells),
    ),
    ...columns.map(([name, of]) =>
      number(
        name,
        periods.flatMap((one) => [...of(one)]),
      ),
    ),
  ])
}

function cumulativeTable({ cumulative, data }: FactorEvaluation): TableColumns | undefined {
  if (cumulative === undefined) return undefined
  return new Map([
    dates('session', data.sessions),
    number('factor', cumulative.portfolio),
    ...cumulative.buckets.map((values, k) => number(`quantile_${k + 1}`, values)),
  ])
}

function informationTable({ periods }: FactorEvaluation): TableColumns {
  const columns = {
    mean: 'mean',
    std: 'std',
    risk_adjusted: 'riskAdjusted',
    t_statistic: 'tStatistic',
    p_value: 'pValue',
    skew: 'skew',
    kurtosis: 'kurtosis',
  } as const
  return new Map([
    text(
      'period',
      periods.map(({ period }) => periodName(period)),
    ),
    ...Object.entries(columns).map(([name, key]) =>
      number(
        name,
        periods.map((one) => one.informationStatistics[key]),
      ),
    ),
  ])
}

/** Mean turnover of each bucket. */
export function meanTurnover({ turnover }: PeriodEvaluation, sessions: number): number[] {
  return Array.from({ length: turnover.length / sessions }, (_, k) =>
    mean(turnover.subarray(k * sessions, (k + 1) * sessions)),
  )
}

function turnoverTable({ periods, data }: FactorEvaluation): TableColumns {
  const buckets = Array.from({ length: data.bucketCount }, (_, k) => k + 1)
  return new Map([
    text(
      'period',
      periods.flatMap(({ period }) => buckets.map(() => periodName(period))),
    ),
    whole(
      'quantile',
      periods.flatMap(() => buckets),
    ),
    number(
      'mean',
      periods.flatMap((one) => meanTurnover(one, data.sessions.length)),
    ),
  ])
}

function decayTable({ decay, data }: FactorEvaluation): TableColumns {
  const columns = [
    whole(
      'horizon',
      decay.map(({ horizon }) => horizon),
    ),
    number(
      'information',
      decay.map(({ information }) => information.mean),
    ),
    number(
      't_statistic',
      decay.map(({ information }) => information.tStatistic),
    ),
    number(
      'p_value',
      decay.map(({ information }) => information.pValue),
    ),
    number(
      'single_information',
      decay.map(({ single }) => single),
    ),
    number(
      'rank_autocorrelation',
      decay.map(({ autocorrelation }) => autocorrelation),
    ),
    ...Array.from({ length: data.bucketCount }, (_, k) =>
      number(
        `quantile_${k + 1}`,
        decay.map(({ buckets }) => buckets.mean[k] ?? Number.NaN),
      ),
    ),
  ]
  return new Map(decay.length === 0 ? [] : columns)
}
