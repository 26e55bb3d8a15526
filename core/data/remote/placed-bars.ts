import { DAY, isoText } from '../../time/instant.js'
import { dateOf, dayOf, rowOfMinute, type SessionTable } from '../../time/session.js'
import { BAR_FIELDS, type BarField } from '../reader.js'
import type { Bars, DataRequest, Notice } from '../source.js'

/** Bars as a vendor gives them: rows in any order, some empty (NaN), twice, or outside of sessions. Times are those of `Bars`. */
export type GivenBars = Readonly<Record<'times' | BarField, ArrayLike<number>>>

export interface Owner {
  readonly sid: number
  readonly symbol: string
}

export interface Placing {
  /** Values may be below zero: rates and differences, no prices. */
  readonly signed?: boolean
}

/** Rounding of prices may let a close stand above its high by this share. */
const ROUNDING = 1e-6

/**
 * The rows of a request, each in its session, in rising time. Left out, and said in notices: rows in no session, rows that make no sense,
 * a second row for the same time, and the bar of a session (or minute) that is not over at `now`, epoch ms. Rows without prices are days
 * without trades.
 */
export function placeBars(
  given: GivenBars,
  owner: Owner,
  request: DataRequest,
  now: number,
  { signed = false }: Placing = {},
): [Bars, Notice[]] {
  const { times } = given
  const isDaily = request.frequency === 'daily'
  const sessions = sessionsAround(given, request)
  const left = new LeftOut(owner, request)
  const kept: number[] = []
  for (const row of risingRows(times)) {
    const time = times[row]
    const session = isDaily ? sessions.indexOf(dateOf(Math.floor(time / DAY))) : rowOfMinute(sessions, time)
    const date = session < 0 ? dateOf(Math.floor(time / DAY)) : sessions.date(session)
    if ((request.start !== undefined && date < request.start) || (request.end !== undefined && date > request.end))
      continue
    if (Number.isNaN(given.close[row]) && Number.isNaN(given.open[row])) continue
    const fault = faultOf(given, row, signed)
    if (session < 0) left.add('outside', time)
    else if ((isDaily ? sessions.closes[session] : time) > now) left.add('unfinished', time)
    else if (fault !== undefined) left.add('invalid', time, fault)
    else if (kept.length > 0 && times[kept[kept.length - 1]] === time) {
      if (!isSame(given, kept[kept.length - 1], row)) left.add('twice', time)
      kept[kept.length - 1] = row
    } else kept.push(row)
  }
  const column = (name: 'times' | BarField) => Float64Array.from(kept, (row) => given[name][row])
  const [open, high, low, close, volume] = BAR_FIELDS.map(column)
  // What has no volume, as an index has none, has traded nothing.
  for (let i = 0; i < volume.length; i++) if (Number.isNaN(volume[i])) volume[i] = 0
  return [{ sid: owner.sid, times: column('times'), open, high, low, close, volume }, left.notices()]
}

function risingRows(times: ArrayLike<number>): number[] {
  const rows = Array.from(times, (_, i) => i)
  return rows.every((row) => row === 0 || times[row - 1] <= times[row])
    ? rows
    : rows.sort((a, b) => times[a] - times[b] || a - b)
}

/** From a day before to a day after: a session may open the evening before its date. */
function sessionsAround({ times }: GivenBars, { calendar }: DataRequest): SessionTable {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < times.length; i++) {
    if (times[i] < first) first = times[i]
    if (times[i] > last) last = times[i]
  }
  const from = clamp(first, -1, dayOf(calendar.firstDate), dayOf(calendar.lastDate))
  const to = clamp(last, 1, dayOf(calendar.firstDate), dayOf(calendar.lastDate))
  return calendar.sessions(dateOf(Math.min(from, to)), dateOf(to))
}

function clamp(time: number, days: number, first: number, last: number): number {
  return Math.min(last, Math.max(first, Number.isFinite(time) ? Math.floor(time / DAY) + days : first))
}

function faultOf({ open, high, low, close, volume }: GivenBars, row: number, signed: boolean): string | undefined {
  const [o, h, l, c] = [open[row], high[row], low[row], close[row]]
  const slack = ROUNDING * Math.abs(h)
  if ((l >= 0 || signed) && h + slack >= Math.max(o, c) && l <= Math.min(o, c) + slack && !(volume[row] < 0))
    return undefined
  return `open ${o}, high ${h}, low ${l}, close ${c}, volume ${volume[row]}`
}

const isSame = (given: GivenBars, a: number, b: number): boolean =>
  BAR_FIELDS.every((field) => Object.is(given[field][a], given[field][b]))

type Reason = 'outside' | 'unfinished' | 'invalid' | 'twice'

/** Counts what is left out, so that each reason is said once an asset, with the first time and its values. */
class LeftOut {
  readonly #seen = new Map<Reason, { count: number; time: number; detail?: string }>()

  constructor(
    private readonly owner: Owner,
    private readonly request: DataRequest,
  ) {}

  add(reason: Reason, time: number, detail?: string): void {
    const seen = this.#seen.get(reason)
    if (seen === undefined) this.#seen.set(reason, { count: 1, time, detail })
    else seen.count++
  }

  notices(): Notice[] {
    return [...this.#seen].map(([reason, { count, time, detail }]) => {
      const date = dateOf(Math.floor(time / DAY))
      const [code, what] = this.#told(reason, count === 1 ? '1 bar' : `${count} bars`)
      const first = this.request.frequency === 'daily' ? date : isoText(time)
      const values = detail === undefined ? '' : ` (${detail})`
      return {
        code,
        sid: this.owner.sid,
        date,
        message: `${this.owner.symbol}: ${what}, the first of ${first}${values}`,
      }
    })
  }

  #told(reason: Reason, bars: string): readonly [string, string] {
    if (reason === 'outside')
      return ['DATA_OUTSIDE_SESSIONS', `${bars} left out that lie in no session of ${this.request.calendar.name}`]
    if (reason === 'unfinished') return ['DATA_UNFINISHED', `${bars} left out that are not over yet`]
    if (reason === 'invalid') return ['DATA_ROW_INVALID', `${bars} left out whose prices make no sense`]
    return ['DATA_DATE_DUPLICATE', `${bars} given twice with other values, the last one kept`]
  }
}
