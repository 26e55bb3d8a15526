import type { Split } from '../../data/source.js'
import { DAY } from '../../time/instant.js'
import { dayOf } from '../../time/session.js'
import type { Adjustment } from '../adjustment.js'
import type { BoundColumn } from '../dataset.js'
import { instantOf } from './events.js'

/** Amounts a share that were divided by splits up to a day: what each session's windows show is in the shares of that session. */
export interface SplitAdjusting {
  readonly columns: readonly BoundColumn[]
  /** ISO date, or epoch ms of its midnight: splits up to then are in the amounts already, later ones in what became known after them. */
  readonly asOf: string | number
  readonly splits: readonly Split[]
}

/** An asset's splits on the rows that are loaded: the first row that knows of it, and its day's midnight. */
interface KnownSplit {
  readonly row: number
  readonly instant: number
  readonly ratio: number
}

/** What an asset's splits make of one column's amounts. */
export interface SplitRows {
  /** The last row up to which amounts are as of `asOf`; -1 where all are later. */
  readonly asOfRow: number
  readonly before: readonly KnownSplit[]
  readonly after: readonly KnownSplit[]
  /** The first row that may know something of the quarter that was not known before an instant; its splits are in that. */
  freshRow(quarter: number, instant: number): number
}

export function splitRows(
  { asOf, splits }: SplitAdjusting,
  sid: number,
  midnights: Float64Array,
  estimates: readonly { readonly quarter: number; readonly known: number }[],
): SplitRows {
  const rows = midnights.length
  const until = instantOf(asOf)
  const asOfRow = until < midnights[0] ? -1 : Math.min(rowFrom(midnights, until), rows - 1)
  const known = splits
    .filter((split) => split.sid === sid)
    .map(({ effectiveDate, ratio }) => ({ instant: dayOf(effectiveDate) * DAY, ratio }))
    .filter(({ instant }) => instant >= midnights[0] && instant <= midnights[rows - 1])
    .sort((a, b) => a.instant - b.instant)
    .map((split) => ({ ...split, row: rowFrom(midnights, split.instant) }))
  return {
    asOfRow,
    before: known.filter(({ row }) => row <= asOfRow),
    after: known.filter(({ row }) => row > asOfRow),
    freshRow(quarter, instant) {
      const later = estimates.filter((one) => one.quarter === quarter && one.known >= instant).map((one) => one.known)
      return later.length === 0 ? rows : rowFrom(midnights, Math.min(...later))
    },
  }
}

const times = (at: number, first: number, last: number, column: number, value: number): Adjustment => ({
  at,
  first,
  last,
  column,
  kind: 'multiply',
  value,
})

/**
 * The splits again on what was overwritten when another quarter's turn came on row `at`: those that windows had seen by then. Source:
 * Zipline's `NextSplitAdjustedEarningsEstimatesLoader`.
 */
export function splitsOfOverwritten(splits: SplitRows, at: number, quarter: number, column: number): Adjustment[] {
  const { asOfRow, before, after } = splits
  const last = at - 1
  if (at <= asOfRow && before.length > 0) {
    const undone = before.map(({ ratio }) => times(at, 0, last, column, 1 / ratio))
    const again = before.filter(({ row }) => row < at).map(({ ratio }) => times(at, 0, last, column, ratio))
    return [...undone, ...again]
  }
  return after
    .filter(({ row }) => row < at)
    .map(({ instant, ratio }) => times(at, 0, staleUntil(splits, quarter, instant, last), column, ratio))
}

/** Up to `asOf` splits are taken out of everything on the first row, and put in again when they happen; later ones into what is older. */
export function splitAdjustments(splits: SplitRows, asked: Float64Array, column: number): Adjustment[] {
  const { asOfRow, before, after } = splits
  const early = [
    ...before.map(({ ratio }) => times(0, 0, asOfRow, column, 1 / ratio)),
    ...before.map(({ row, ratio }) => times(row, 0, asOfRow, column, ratio)),
  ]
  const late = quarterRuns(asked).flatMap(({ quarter, first, last }) =>
    after.flatMap(({ row, instant, ratio }) => {
      const until = staleUntil(splits, quarter, instant, last)
      return first <= until ? [times(Math.max(first, row), first, until, column, ratio)] : []
    }),
  )
  return [...early, ...late]
}

/** The last row of those up to `last` on which nothing newer than the split is known of the quarter. */
function staleUntil(splits: SplitRows, quarter: number, instant: number, last: number): number {
  const fresh = splits.freshRow(quarter, instant)
  return fresh <= last ? fresh - 1 : last
}

/** Rows in a row that ask for one quarter; rows that ask for none between them do not part them. */
function quarterRuns(asked: Float64Array): { quarter: number; first: number; last: number }[] {
  const runs: { quarter: number; first: number; last: number }[] = []
  for (const [row, quarter] of asked.entries()) {
    if (Number.isNaN(quarter)) continue
    const run = runs.at(-1)
    if (run?.quarter === quarter) run.last = row
    else runs.push({ quarter, first: row, last: row })
  }
  return runs
}

/** First place whose time is not before an instant. */
export function rowFrom(times: Float64Array, instant: number): number {
  const place = times.findIndex((time) => time >= instant)
  return place < 0 ? times.length : place
}
