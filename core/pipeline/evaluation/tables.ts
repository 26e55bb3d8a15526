import type { TableColumn, TableColumns } from '../../data/table-file.js'
import { mean } from '../../math/statistics.js'
import { DAY } from '../../time/instant.js'
import { dayOf } from '../../time/session.js'
import type { FactorEvaluation, PeriodEvaluation } from './evaluation.js'

/** What a column's values are, and how a row gives one; a date is a session's. */
type Cell<Row> =
  | readonly [kind: 'number' | 'whole', of: (row: Row) => number]
  | readonly [kind: 'text', of: (row: Row) => string]
  | readonly [kind: 'date', of: (row: Row) => string]
type Cells<Row> = Readonly<Record<string, Cell<Row>>>

function table<Row>(rows: readonly Row[], cells: Cells<Row>): TableColumns {
  const columns = Object.entries(cells).map(([name, cell]) => [name, column(rows, cell)] as const)
  return new Map(rows.length === 0 ? [] : columns)
}

function column<Row>(rows: readonly Row[], [kind, of]: Cell<Row>): TableColumn {
  if (kind === 'text') return { kind, values: rows.map(of) }
  if (kind === 'date') return { kind, values: Float64Array.from(rows, (row) => dayOf(of(row)) * DAY) }
  return { kind, values: Float64Array.from(rows, of) }
}

/** Cells of the same kind, one a key. */
const each = <Key, Row>(
  keys: Iterable<Key>,
  name: (key: Key) => string,
  of: (row: Row, key: Key) => number,
): Cells<Row> => Object.fromEntries(Array.from(keys, (key) => [name(key), ['number', (row: Row) => of(row, key)]]))

/** A period as a column: `5D`. */
export const periodName = (period: number): string => `${period}D`

/** Returns of the first and last bucket and of their spread, as rates of the shortest period. */
export function endReturns({ rates, spread }: PeriodEvaluation): { top: number; bottom: number; spread: number } {
  const there = rates.filter((rate) => !Number.isNaN(rate))
  return { top: there[there.length - 1], bottom: there[0], spread: mean(spread.mean) }
}

/** Mean turnover of each bucket. */
export function meanTurnover({ turnover }: PeriodEvaluation, sessions: number): number[] {
  return Array.from({ length: turnover.length / sessions }, (_, k) =>
    mean(turnover.subarray(k * sessions, (k + 1) * sessions)),
  )
}

/** All that an evaluation found, table by table; a table is a file, and one without a row is left out. */
export function evaluationTables(evaluation: FactorEvaluation): Map<string, TableColumns> {
  const { data, periods, decay, bucketStatistics, cumulative } = evaluation
  const { sessions, assets, places, values, buckets, groups } = data
  const period: Cell<{ one: PeriodEvaluation }> = ['text', ({ one }) => periodName(one.period)]
  const session: Cell<{ day: number }> = ['date', ({ day }) => sessions[day]]
  const quantile: Cell<{ bucket: number }> = ['whole', ({ bucket }) => bucket + 1]

  const days = sessions.map((_, day) => ({ day }))
  const ones = periods.map((one) => ({ one }))
  const bucketNumbers = Array.from({ length: data.bucketCount }, (_, bucket) => ({ bucket }))
  const ofBuckets = ones.flatMap(({ one }) => bucketNumbers.map(({ bucket }) => ({ one, bucket })))
  const ofDays = ofBuckets.flatMap((row) =>
    days.map(({ day }) => ({ ...row, day, at: row.bucket * sessions.length + day })),
  )
  const ofGroups = ones.flatMap(({ one }) =>
    (groups?.names ?? []).flatMap((group, g) =>
      bucketNumbers.map(({ bucket }) => ({ one, group, bucket, at: g * data.bucketCount + bucket })),
    ),
  )
  const byPeriod = <Row>(of: (one: PeriodEvaluation, row: Row) => number): Cells<Row> =>
    each(
      periods,
      (one) => periodName(one.period),
      (row, one) => of(one, row),
    )
  const bySession = (of: (one: PeriodEvaluation) => Float64Array): TableColumns =>
    table(days, { session, ...byPeriod((one, { day }) => of(one)[day]) })

  const tables: Record<string, TableColumns> = {
    factor_data: table(factorRows(evaluation), {
      session,
      sid: ['whole', ({ row }) => assets[places[row]].sid],
      symbol: ['text', ({ row }) => assets[places[row]].symbol],
      factor: ['number', ({ row }) => values[row]],
      quantile: ['whole', ({ row }) => buckets[row]],
      ...(groups ? { group: ['text', ({ row }) => groups.names[groups.codes[row]]] } : {}),
      ...each(
        periods.keys(),
        (k) => periodName(periods[k].period),
        ({ row }, k) => evaluation.forward[k][row],
      ),
    }),
    quantile_statistics: table(bucketStatistics, {
      quantile: ['whole', ({ bucket }) => bucket],
      ...each(
        ['min', 'max', 'mean', 'std'] as const,
        (name) => name,
        (row, name) => row[name],
      ),
      count: ['whole', ({ count }) => count],
      share: ['number', ({ share }) => share],
    }),
    returns: table(
      ones.map(({ one }) => ({ one, ends: endReturns(one) })),
      {
        period,
        annual_alpha: ['number', ({ one }) => one.alphaBeta.alpha],
        beta: ['number', ({ one }) => one.alphaBeta.beta],
        top_quantile_return: ['number', ({ ends }) => ends.top],
        bottom_quantile_return: ['number', ({ ends }) => ends.bottom],
        spread: ['number', ({ ends }) => ends.spread],
      },
    ),
    quantile_returns: table(ofBuckets, {
      period,
      quantile,
      mean: ['number', ({ one, bucket }) => one.buckets.mean[bucket]],
      std_error: ['number', ({ one, bucket }) => one.buckets.error[bucket]],
      rate: ['number', ({ one, bucket }) => one.rates[bucket]],
    }),
    quantile_returns_by_date: table(ofDays, {
      session,
      period,
      quantile,
      mean: ['number', ({ one, at }) => one.byDate.mean[at]],
      std_error: ['number', ({ one, at }) => one.byDate.error[at]],
    }),
    quantile_returns_by_group: table(ofGroups, {
      period,
      group: ['text', ({ group }) => group],
      quantile,
      mean: ['number', ({ one, at }) => one.groupBuckets!.mean[at]],
      std_error: ['number', ({ one, at }) => one.groupBuckets!.error[at]],
    }),
    factor_returns: bySession((one) => one.portfolio),
    cumulative_returns: table(cumulative ? days : [], {
      session,
      factor: ['number', ({ day }) => cumulative!.portfolio[day]],
      ...each(
        (cumulative?.buckets ?? []).keys(),
        (k) => `quantile_${k + 1}`,
        ({ day }, k) => cumulative!.buckets[k][day],
      ),
    }),
    spread: table(days, {
      session,
      ...byPeriod((one, { day }) => one.spread.mean[day]),
      ...each(
        periods,
        (one) => `${periodName(one.period)}_std_error`,
        ({ day }, one) => one.spread.error[day],
      ),
    }),
    information: bySession((one) => one.information),
    information_statistics: table(ones, {
      period,
      mean: ['number', ({ one }) => one.informationStatistics.mean],
      std: ['number', ({ one }) => one.informationStatistics.std],
      risk_adjusted: ['number', ({ one }) => one.informationStatistics.riskAdjusted],
      t_statistic: ['number', ({ one }) => one.informationStatistics.tStatistic],
      p_value: ['number', ({ one }) => one.informationStatistics.pValue],
      skew: ['number', ({ one }) => one.informationStatistics.skew],
      kurtosis: ['number', ({ one }) => one.informationStatistics.kurtosis],
    }),
    information_by_month: table([...periods[0].monthlyInformation.keys()], {
      month: ['text', (month) => month],
      ...byPeriod((one, month) => one.monthlyInformation.get(month) ?? Number.NaN),
    }),
    information_by_group: table([...(groups?.names ?? []).entries()], {
      group: ['text', ([, name]) => name],
      ...byPeriod((one, [g]) => one.groupInformation![g]),
    }),
    turnover: table(ofDays, { session, period, quantile, turnover: ['number', ({ one, at }) => one.turnover[at]] }),
    turnover_statistics: table(
      ones.flatMap(({ one }) =>
        meanTurnover(one, sessions.length).map((turnover, bucket) => ({ one, turnover, bucket })),
      ),
      { period, quantile, mean: ['number', ({ turnover }) => turnover] },
    ),
    rank_autocorrelation: bySession((one) => one.autocorrelation),
    decay: table(decay, {
      horizon: ['whole', ({ horizon }) => horizon],
      information: ['number', ({ information }) => information.mean],
      t_statistic: ['number', ({ information }) => information.tStatistic],
      p_value: ['number', ({ information }) => information.pValue],
      single_information: ['number', ({ single }) => single],
      rank_autocorrelation: ['number', ({ autocorrelation }) => autocorrelation],
      ...each(
        bucketNumbers,
        ({ bucket }) => `quantile_${bucket + 1}`,
        ({ buckets: { mean } }, { bucket }) => mean[bucket] ?? Number.NaN,
      ),
    }),
  }
  return new Map(Object.entries(tables).filter(([, { size }]) => size > 0))
}

/** A factor's rows, each with its session's place. */
function factorRows({ data: { sessions, begins } }: FactorEvaluation): { row: number; day: number }[] {
  return sessions.flatMap((_, day) =>
    Array.from({ length: begins[day + 1] - begins[day] }, (_, k) => ({ row: begins[day] + k, day })),
  )
}
