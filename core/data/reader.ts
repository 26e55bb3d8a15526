import { RustybtError } from '../kernel/errors.js'
import { type AsofRows, joinAsof } from '../math/join-asof.js'
import { DAY } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import type { Quirks } from './quirks.js'
import type { Bars } from './source.js'
import { storedPrices, storedVolumes } from './thousandths.js'

export type BarField = 'open' | 'high' | 'low' | 'close' | 'volume'
export const BAR_FIELDS: readonly BarField[] = ['open', 'high', 'low', 'close', 'volume']

/**
 * Raw bars as columns over one axis of sessions. A column is a `Float64Array` of the axis's length, the same array at every call,
 * never written again: prices NaN and volume 0 where nothing traded.
 */
export interface BarReader {
  readonly sessions: SessionTable
  /** Where bars come while a run goes on: rows before it hold what they will hold for good, later ones nothing yet. */
  readonly known?: number
  column(sid: number, field: BarField): Float64Array
  /** Rows of the asset's first and last bar; -1 where it has none. */
  firstRow(sid: number): number
  lastRow(sid: number): number
}

/** One asset's columns over an axis, with the rows of its first and last bar (-1: it has none). */
export interface LaidOut {
  readonly columns: Readonly<Record<BarField, Float64Array>>
  readonly first: number
  readonly last: number
}

/** Daily bars on the axis of sessions, as a run reads them. Throws `BAR_OUTSIDE_SESSIONS`. */
export function layOut(bars: Bars, sessions: SessionTable, quirks: Quirks): LaidOut {
  const rows = rowsOf(bars, sessions)
  const columns = {} as Record<BarField, Float64Array>
  for (const field of BAR_FIELDS) {
    const column = new Float64Array(sessions.length).fill(field === 'volume' ? 0 : Number.NaN)
    const values = bars[field]
    for (let i = 0; i < rows.length; i++) column[rows[i]] = values[i]
    if (quirks.storeThousandths) field === 'volume' ? storedVolumes(column) : storedPrices(column)
    columns[field] = column
  }
  return { columns, first: rows.length > 0 ? rows[0] : -1, last: rows.length > 0 ? rows[rows.length - 1] : -1 }
}

/** Each bar's row on the axis. Throws `BAR_OUTSIDE_SESSIONS`. */
export function rowsOf({ sid, times }: Bars, sessions: SessionTable): Int32Array {
  const { rows, found } = sessionRows(times, sessions)
  if (found === rows.length) return rows
  const date = new Date(times[rows.indexOf(-1)]).toISOString().slice(0, 10)
  throw new RustybtError('BAR_OUTSIDE_SESSIONS', `sid ${sid} has a bar on ${date}, which is no session of the calendar`)
}

/** The session of each of some rising times, -1 where its day is none, and how many have one. */
export function sessionRows(times: Float64Array, { midnights }: SessionTable): AsofRows {
  return joinAsof(times, midnights, { tolerance: DAY - 1 })
}

/** Bars held in memory, laid out on the axis when they are added. */
export class MemoryBars implements BarReader {
  readonly #assets = new Map<number, LaidOut>()

  constructor(
    readonly sessions: SessionTable,
    private readonly quirks: Quirks,
  ) {}

  add(bars: Bars): void {
    this.#assets.set(bars.sid, layOut(bars, this.sessions, this.quirks))
  }

  column(sid: number, field: BarField): Float64Array {
    const asset = this.#assets.get(sid)
    if (!asset) throw barsMissing(sid)
    return asset.columns[field]
  }

  firstRow(sid: number): number {
    return this.#assets.get(sid)?.first ?? -1
  }

  lastRow(sid: number): number {
    return this.#assets.get(sid)?.last ?? -1
  }
}

export const barsMissing = (sid: number): RustybtError =>
  new RustybtError('BARS_MISSING', `there are no bars for sid ${sid}`)

/** Epoch ms of the first and the last bar. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** The span of all bars; undefined without bars. */
export function span(all: readonly Bars[]): Span | undefined {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { times } of all) {
    if (times.length === 0) continue
    first = Math.min(first, times[0])
    last = Math.max(last, times[times.length - 1])
  }
  return first <= last ? { first, last } : undefined
}

/** One asset's bars of one batch after the other, one at least. */
export function joinedBars(parts: readonly Bars[]): Bars {
  if (parts.length === 1) return parts[0]
  const column = (field: Exclude<keyof Bars, 'sid'>) => {
    const out = new Float64Array(parts.reduce((sum, { times }) => sum + times.length, 0))
    let at = 0
    for (const part of parts) {
      out.set(part[field], at)
      at += part[field].length
    }
    return out
  }
  return {
    sid: parts[0].sid,
    times: column('times'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}
