import type { TimeMapping } from '../core/math/labels.js'
import { DAY, fromWall, isoText, parseInstant, toWall } from '../core/time/instant.js'
import { callable } from './callable.js'
import { dayOfYear, strftime, weekdayName, weekdayOf } from './strftime.js'
import { Timedelta, type TimedeltaParts } from './timedelta.js'

export { Timedelta }

/** An IANA name, or null: without a zone, as sessions are. */
type Zone = string | null
type ZoneOption = Zone | { readonly tz?: Zone }

/**
 * A date as algorithms see it, with the methods of pandas that they use. A number is epoch ms and in UTC; a text without an
 * offset is a wall time of the zone given, or has none. `valueOf` is epoch ms, so `<`, `>` and `-` work.
 */
class PandasTimestamp {
  readonly #ms: number
  readonly #zone: Zone

  constructor(value: string | number | Date | Timestamp | CalendarDate, zone?: ZoneOption) {
    const given = typeof zone === 'object' && zone !== null ? zone.tz : zone
    if (typeof value === 'string') {
      this.#ms = parseInstant(value, given ?? 'UTC')
      this.#zone = given === undefined ? (/[T ].*(Z|[+-]\d\d:?\d*)$/i.test(value) ? 'UTC' : null) : given
    } else {
      this.#ms = value.valueOf()
      const own = value instanceof PandasTimestamp ? value.#zone : value instanceof CalendarDate ? null : 'UTC'
      this.#zone = given === undefined ? own : given
    }
  }

  static now(zone: Zone = 'UTC'): Timestamp {
    return new PandasTimestamp(Date.now(), zone)
  }

  get tz(): Zone {
    return this.#zone
  }

  get year(): number {
    return this.#reading().getUTCFullYear()
  }

  get month(): number {
    return this.#reading().getUTCMonth() + 1
  }

  get day(): number {
    return this.#reading().getUTCDate()
  }

  get hour(): number {
    return this.#reading().getUTCHours()
  }

  get minute(): number {
    return this.#reading().getUTCMinutes()
  }

  get second(): number {
    return this.#reading().getUTCSeconds()
  }

  get microsecond(): number {
    return Math.round((this.#ms - Math.floor(this.#ms / 1000) * 1000) * 1000)
  }

  /** 0 is Monday. */
  get dayofweek(): number {
    return this.weekday()
  }

  get day_of_week(): number {
    return this.weekday()
  }

  get dayofyear(): number {
    return dayOfYear(this.#wall())
  }

  get quarter(): number {
    return Math.ceil(this.month / 3)
  }

  weekday(): number {
    return weekdayOf(this.#wall())
  }

  day_name(): string {
    return weekdayName(this.#wall())
  }

  date(): CalendarDate {
    return new CalendarDate(this.#wall())
  }

  isoformat(): string {
    return this.#zone === null ? isoText(this.#ms).slice(0, -'+00:00'.length) : isoText(this.#ms, this.#zone)
  }

  strftime(format: string): string {
    const offset = this.#zone === null ? '' : this.isoformat().slice(-6).replace(':', '')
    const wantsName = this.#zone !== null && format.includes('%Z')
    return strftime(this.#wall(), format, offset, wantsName ? zoneText(this.#ms, this.#zone as string) : '')
  }

  /** The same instant as clocks in another zone show it. */
  tz_convert(zone: Zone): Timestamp {
    return new PandasTimestamp(this.#ms, zone)
  }

  /** The same reading, in a zone (null: in none). */
  tz_localize(zone: Zone): Timestamp {
    return atWall(this.#wall(), zone)
  }

  /** Midnight of its day, in its zone. */
  normalize(): Timestamp {
    return atWall(Math.floor(this.#wall() / DAY) * DAY, this.#zone)
  }

  /** The same reading with some parts changed. */
  replace(parts: {
    year?: number
    month?: number
    day?: number
    hour?: number
    minute?: number
    second?: number
  }): Timestamp {
    const { year = this.year, month = this.month, day = this.day } = parts
    const { hour = this.hour, minute = this.minute, second = this.second } = parts
    const wall = Date.UTC(year, month - 1, day, hour, minute, second)
    return atWall(wall + (((this.#ms % 1000) + 1000) % 1000), this.#zone)
  }

  add(delta: Timedelta | TimedeltaParts): Timestamp {
    return new PandasTimestamp(this.#ms + Timedelta(delta).valueOf(), this.#zone)
  }

  subtract(other: Timestamp): Timedelta
  subtract(other: Timedelta | TimedeltaParts): Timestamp
  subtract(other: Timestamp | Timedelta | TimedeltaParts): Timestamp | Timedelta {
    if (other instanceof PandasTimestamp) return Timedelta(this.#ms - other.#ms)
    return new PandasTimestamp(this.#ms - Timedelta(other).valueOf(), this.#zone)
  }

  equals(other: unknown): boolean {
    return other instanceof PandasTimestamp && other.#ms === this.#ms
  }

  /** Seconds since 1970. */
  timestamp(): number {
    return this.#ms / 1000
  }

  to_pydatetime(): Date {
    return new Date(this.#ms)
  }

  valueOf(): number {
    return this.#ms
  }

  toString(): string {
    return this.isoformat().replace('T', ' ')
  }

  toJSON(): string {
    return this.isoformat()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Timestamp('${this}'${this.#zone === null ? '' : `, tz='${this.#zone}'`})`
  }

  /** What clocks show, as epoch ms of the same reading in UTC. */
  #wall(): number {
    return this.#zone === null ? this.#ms : toWall(this.#ms, this.#zone)
  }

  #reading(): Date {
    return new Date(this.#wall())
  }
}

/** A day without a time: `String()` is its ISO date, `valueOf` its midnight in UTC. */
export class CalendarDate {
  readonly #ms: number

  constructor(wall: number) {
    this.#ms = Math.floor(wall / DAY) * DAY
  }

  get year(): number {
    return new Date(this.#ms).getUTCFullYear()
  }

  get month(): number {
    return new Date(this.#ms).getUTCMonth() + 1
  }

  get day(): number {
    return new Date(this.#ms).getUTCDate()
  }

  weekday(): number {
    return weekdayOf(this.#ms)
  }

  strftime(format: string): string {
    return strftime(this.#ms, format)
  }

  isoformat(): string {
    return strftime(this.#ms, '%F')
  }

  valueOf(): number {
    return this.#ms
  }

  toString(): string {
    return this.isoformat()
  }

  toJSON(): string {
    return this.isoformat()
  }
}

function atWall(wall: number, zone: Zone): Timestamp {
  return new PandasTimestamp(zone === null ? wall : fromWall(wall, zone), zone)
}

/** `EST`, `UTC`: what the zone is called at that instant. */
function zoneText(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }).formatToParts(ms)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

export type Timestamp = PandasTimestamp
export const Timestamp = callable(PandasTimestamp)

const timeOf = (label: Timestamp | string | Date) => (typeof label === 'string' ? parseInstant(label) : label.valueOf())

/** Labels of minutes: instants in UTC. */
export const instantLabels: TimeMapping<Timestamp> = {
  label: (time) => new PandasTimestamp(time, 'UTC'),
  time: timeOf,
}

/** Labels of sessions: midnights without a zone, as Zipline's daily history has. */
export const sessionLabels: TimeMapping<Timestamp> = {
  label: (time) => new PandasTimestamp(time, null),
  time: timeOf,
  text: (label) => label.date().isoformat(),
}
