import { RustybtError } from '../kernel/errors.js'
import { dateOf, dayOf } from './session.js'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** How far apart a zone is probed for changes: less than the month for which some interrupt summer time during Ramadan. */
const STEP = 10 * DAY
/** Changes are found in pieces of so much time, each when first asked for. */
const SPAN = 36 * STEP

/** Offsets from UTC in one piece of time: `offsets[0]` from its start, `offsets[i]` from `changes[i - 1]` on. Epoch ms, ms. */
interface Piece {
  readonly changes: readonly number[]
  readonly offsets: readonly number[]
}

interface Zone {
  readonly ask: (instant: number) => number
  readonly pieces: Map<number, Piece>
  /** What was answered last, and from when until before when it holds: days in order mostly ask for the same again. */
  last: { readonly from: number; readonly to: number; readonly offset: number }
}

const zones = new Map<string, Zone>([['UTC', zoneThat(() => 0)]])

/** Local time minus UTC at an instant, in ms: -18 000 000 for New York in winter. `ZONE_UNKNOWN` where there is no such zone. */
export function zoneOffset(instant: number, name: string): number {
  return offsetIn(zoneOf(name), instant)
}

/**
 * Instant at which clocks in the zone show a wall time, both in epoch ms (the wall time as if it were UTC). Where clocks were set back and
 * show it twice, the first. Where they were set forward past it, as many minutes after the change as it lies in the gap.
 */
export function fromWall(wall: number, name: string): number {
  const zone = zoneOf(name)
  const before = offsetIn(zone, wall - DAY)
  const after = offsetIn(zone, wall + DAY)
  if (before === after) return wall - before
  if (offsetIn(zone, wall - before) === before) return wall - before
  return offsetIn(zone, wall - after) === after ? wall - after : wall - before
}

/** Wall time in the zone at an instant, as epoch ms of the same reading in UTC. */
export function toWall(instant: number, name: string): number {
  return instant + zoneOffset(instant, name)
}

/** Day (since 1970-01-01) on which an instant falls in the zone. */
export function dayIn(instant: number, name: string): number {
  return Math.floor(toWall(instant, name) / DAY)
}

/** `2020-01-02T16:00:00-05:00`; a fraction of a second is written with six digits, as Python does. */
export function isoText(instant: number, name = 'UTC'): string {
  const offset = zoneOffset(instant, name)
  const wall = Math.round((instant + offset) * 1000) / 1000
  if (!Number.isFinite(wall)) throw new RustybtError('INSTANT_INVALID', `${instant} is no instant`)
  const inDay = wall - Math.floor(wall / DAY) * DAY
  const micros = Math.round((inDay % SECOND) * 1000)
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`
  return `${dateOf(Math.floor(wall / DAY))}T${clockText(inDay)}${fraction}${offsetText(offset)}`
}

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?)?$/i

/** Epoch ms of an ISO date or instant. Without an offset it is a wall time of `zone`. `INSTANT_INVALID` where it is neither. */
export function parseInstant(text: string, zone = 'UTC'): number {
  const parts = ISO.exec(text)
  if (parts === null) throw invalidInstant(text)
  const [, date, hours = '00', minutes = '00', seconds = '00', fraction = '', offset] = parts
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) throw invalidInstant(text)
  const clock = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  const wall = parseDay(date, text) * DAY + clock + Number(`0.${fraction || '0'}`) * SECOND
  return offset === undefined ? fromWall(wall, zone) : wall - parseOffset(offset)
}

/** The ISO date that a text names: a date itself, or the date part of an instant as it is written. */
export function parseDate(text: string): string {
  parseInstant(text)
  return text.slice(0, 10)
}

function parseDay(date: string, text: string): number {
  try {
    return dayOf(date)
  } catch (cause) {
    throw invalidInstant(text, cause)
  }
}

function parseOffset(text: string): number {
  if (text === 'Z' || text === 'z') return 0
  const numbers = text.slice(1).replaceAll(':', '')
  const [hours, minutes, seconds] = [numbers.slice(0, 2), numbers.slice(2, 4), numbers.slice(4, 6)].map(Number)
  return (text[0] === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE + seconds * SECOND)
}

function invalidInstant(text: string, cause?: unknown): RustybtError {
  const hint = "write '2020-01-31', or '2020-01-31T16:00:00-05:00' with the offset from UTC"
  return new RustybtError('INSTANT_INVALID', `'${text}' is neither a date nor an instant`, { hint, cause })
}

function offsetText(offset: number): string {
  const text = clockText(Math.abs(offset))
  return `${offset < 0 ? '-' : '+'}${text.endsWith(':00') ? text.slice(0, 5) : text}`
}

function clockText(ms: number): string {
  const parts = [Math.floor(ms / HOUR), Math.floor(ms / MINUTE) % 60, Math.floor(ms / SECOND) % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function offsetIn(zone: Zone, instant: number): number {
  const { last } = zone
  if (instant >= last.from && instant < last.to) return last.offset
  const index = Math.floor(instant / SPAN)
  let piece = zone.pieces.get(index)
  if (piece === undefined) zone.pieces.set(index, (piece = pieceOf(zone, index * SPAN)))
  const { changes, offsets } = piece
  let i = 0
  while (i < changes.length && changes[i] <= instant) i++
  zone.last = { from: changes[i - 1] ?? index * SPAN, to: changes[i] ?? (index + 1) * SPAN, offset: offsets[i] }
  return offsets[i]
}

function pieceOf(zone: Zone, start: number): Piece {
  const changes: number[] = []
  const offsets = [zone.ask(start)]
  for (let from = start; from < start + SPAN; from += STEP) {
    const to = Math.min(from + STEP, start + SPAN - SECOND)
    const offset = zone.ask(to)
    if (offset === offsets[offsets.length - 1]) continue
    changes.push(changeBetween(zone, from, to))
    offsets.push(offset)
  }
  return { changes, offsets }
}

/** First whole second whose offset is that of `to`. */
function changeBetween(zone: Zone, from: number, to: number): number {
  const target = zone.ask(to)
  let low = Math.floor(from / SECOND)
  let high = Math.floor(to / SECOND)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zone.ask(middle * SECOND) === target) high = middle
    else low = middle
  }
  return high * SECOND
}

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = zoneThat(asking(name))
  zones.set(name, zone)
  return zone
}

function zoneThat(ask: Zone['ask']): Zone {
  return { ask, pieces: new Map(), last: { from: 0, to: 0, offset: 0 } }
}

/** The platform's own tables are asked, a few microseconds a time: so it is asked seldom, and the answers kept. */
function asking(name: string): (instant: number) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  } catch (cause) {
    const hint = "zones have IANA names, such as 'America/New_York'"
    throw new RustybtError('ZONE_UNKNOWN', `no time zone called '${name}'`, { hint, cause })
  }
  const offsets = new Map([['', 0]])
  return (instant) => {
    const text = format.format(instant)
    const written = text.slice(text.lastIndexOf('GMT') + 3)
    let offset = offsets.get(written)
    if (offset === undefined) offsets.set(written, (offset = parseOffset(written)))
    return offset
  }
}
