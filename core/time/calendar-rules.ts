import { RustybtError } from '../kernel/errors.js'
import { DAY, HOUR, MINUTE, SECOND, zoneOffset } from './instant.js'
import { dateOf, dayOf } from './session.js'

/**
 * A wall time relative to the session's date: `09:30`, with seconds `09:30:15`, on the evening before `18:00-1`, at the midnight that
 * ends the date `00:00+1` or `24:00`.
 */
export type WallTime = string

/** Regular hours that hold from a date on, over those before; what is left out stays as it was. */
export interface HoursChange {
  /** ISO date. */
  readonly from: string
  /** Trading days from Monday to Sunday: `1111100`. */
  readonly weekmask?: string
  /** Weekdays, written the same way, whose hours change; left out, all. */
  readonly weekdays?: string
  readonly open?: WallTime
  readonly close?: WallTime
  /** Pause at midday; null ends it. */
  readonly break?: readonly [WallTime, WallTime] | null
}

/** A calendar as plain data, which JSON can hold. Exchanges' come from tables; a user's own is written by hand. */
export interface CalendarRules {
  readonly name: string
  /** IANA zone of all its times. */
  readonly zone: string
  /** Trading days from Monday to Sunday: `1111100`. */
  readonly weekmask: string
  readonly open: WallTime
  readonly close: WallTime
  readonly break?: readonly [WallTime, WallTime] | null
  /** In rising order of their dates; a later one lies over an earlier. */
  readonly changes?: readonly HoursChange[]
  /** ISO dates of the week's trading days on which there is no session. */
  readonly holidays?: readonly string[]
  /** ISO dates outside the week's trading days on which there is one, such as a Saturday's. */
  readonly extraSessions?: readonly string[]
  /** Hours of single dates. A session that closes before its regular hour is a half day, and has no break unless one is given for it. */
  readonly specialOpens?: Readonly<Record<string, WallTime>>
  readonly specialCloses?: Readonly<Record<string, WallTime>>
  readonly specialBreaks?: Readonly<Record<string, readonly [WallTime, WallTime] | null>>
  /** Where bars and rules keep to a part of the session: ms after the open and before the close. */
  readonly execution?: { readonly afterOpen: number; readonly beforeClose: number }
  /** For annualizing; 252 where left out. */
  readonly sessionsPerYear?: number
  /** First and last ISO date that the rules cover. */
  readonly firstDate: string
  readonly lastDate: string
}

/** A session's wall times in ms from the midnight that begins its date; NaN where there is no break. */
export interface DayHours {
  readonly open: number
  readonly close: number
  readonly breakStart: number
  readonly breakEnd: number
  /** Whether it closes before its regular hour. */
  readonly half: boolean
}

/** Hours of a day (since 1970-01-01), undefined where it is no session. */
export type DayRules = (day: number) => DayHours | undefined

type Pause = readonly [number, number] | null

/** What holds from a day on: whether the market trades and when, for each weekday from Monday. */
interface Regime {
  readonly from: number
  readonly trades: readonly boolean[]
  readonly hours: readonly DayHours[]
}

const NO_PAUSE = { breakStart: Number.NaN, breakEnd: Number.NaN }

/** Reads the data once and answers day by day; throws `CALENDAR_RULES_INVALID` naming the field that is not sound. */
export function dayRules(rules: CalendarRules): DayRules {
  const regimes = regimesOf(rules)
  const holidays = daySet(rules, 'holidays')
  const extras = daySet(rules, 'extraSessions')
  const opens = specials(rules, 'specialOpens', timeOf)
  const closes = specials(rules, 'specialCloses', timeOf)
  const pauses = specials(rules, 'specialBreaks', pauseOf)
  const special = new Set([...opens.keys(), ...closes.keys(), ...pauses.keys()])
  checkSpan(rules)
  let regime = regimes[0]
  let until = endOf(regimes, regime)
  return (day) => {
    if (day < regime.from || day >= until) {
      regime = regimeAt(regimes, day)
      until = endOf(regimes, regime)
    }
    const weekday = weekdayOf(day)
    if (holidays.has(day) || !(regime.trades[weekday] || extras.has(day))) return undefined
    const regular = regime.hours[weekday]
    if (!special.has(day)) return regular
    const close = closes.get(day) ?? regular.close
    const half = close < regular.close
    const given = pauses.get(day)
    const pause = given === undefined ? (half ? NO_PAUSE : regular) : breakOf(given)
    return { open: opens.get(day) ?? regular.open, close, breakStart: pause.breakStart, breakEnd: pause.breakEnd, half }
  }
}

/** Monday is 0: 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

function regimesOf(rules: CalendarRules): Regime[] {
  const base = {
    open: timeOf(rules.open, 'open'),
    close: timeOf(rules.close, 'close'),
    ...breakOf(pauseOf(rules.break ?? null, 'break')),
    half: false,
  }
  const trades = maskOf(rules.weekmask, 'weekmask')
  const regimes: Regime[] = [{ from: Number.NEGATIVE_INFINITY, trades, hours: trades.map(() => base) }]
  for (const [i, change] of (rules.changes ?? []).entries()) {
    const before = regimes[regimes.length - 1]
    const next = changed(before, change, `changes[${i}]`)
    if (next.from < before.from) throw invalid(`changes[${i}].from`, `${change.from} comes before the change above it`)
    if (next.from === before.from) regimes.pop()
    regimes.push(next)
  }
  return regimes
}

function changed(before: Regime, change: HoursChange, field: string): Regime {
  const affected = maskOf(change.weekdays ?? '1111111', `${field}.weekdays`)
  const open = change.open === undefined ? undefined : timeOf(change.open, `${field}.open`)
  const close = change.close === undefined ? undefined : timeOf(change.close, `${field}.close`)
  const pause = change.break === undefined ? undefined : breakOf(pauseOf(change.break, `${field}.break`))
  return {
    from: dayIn(change.from, `${field}.from`),
    trades: change.weekmask === undefined ? before.trades : maskOf(change.weekmask, `${field}.weekmask`),
    hours: before.hours.map((hours, weekday) =>
      affected[weekday] ? { ...hours, open: open ?? hours.open, close: close ?? hours.close, ...pause } : hours,
    ),
  }
}

function regimeAt(regimes: readonly Regime[], day: number): Regime {
  let i = regimes.length - 1
  while (regimes[i].from > day) i--
  return regimes[i]
}

function endOf(regimes: readonly Regime[], regime: Regime): number {
  return regimes[regimes.indexOf(regime) + 1]?.from ?? Number.POSITIVE_INFINITY
}

const TIME = /^(\d{2}):(\d{2})(?::(\d{2}))?([+-]\d)?$/

function timeOf(text: WallTime, field: string): number {
  const [, hours, minutes, seconds = '0', days = '0'] = TIME.exec(text) ?? []
  const ms = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  if (!(ms <= DAY && Number(minutes) < 60 && Number(seconds) < 60))
    throw invalid(field, `'${text}' is no time`, "write '09:30', or '18:00-1' for the evening before")
  return ms + Number(days) * DAY
}

function pauseOf(pause: readonly [WallTime, WallTime] | null, field: string): Pause {
  return pause === null ? null : [timeOf(pause[0], `${field}[0]`), timeOf(pause[1], `${field}[1]`)]
}

function breakOf(pause: Pause): Pick<DayHours, 'breakStart' | 'breakEnd'> {
  return pause === null ? NO_PAUSE : { breakStart: pause[0], breakEnd: pause[1] }
}

function maskOf(mask: string, field: string): boolean[] {
  if (!/^[01]{7}$/.test(mask)) throw invalid(field, `'${mask}' is no week`, "write Monday to Sunday as '1111100'")
  return [...mask].map((letter) => letter === '1')
}

function daySet(rules: CalendarRules, field: 'holidays' | 'extraSessions'): Set<number> {
  return new Set((rules[field] ?? []).map((date, i) => dayIn(date, `${field}[${i}]`)))
}

function specials<T, Text>(
  rules: CalendarRules,
  field: 'specialOpens' | 'specialCloses' | 'specialBreaks',
  read: (text: Text, field: string) => T,
): Map<number, T> {
  const entries = Object.entries((rules[field] ?? {}) as Record<string, Text>)
  return new Map(entries.map(([date, text]) => [dayIn(date, `${field}['${date}']`), read(text, `${field}['${date}']`)]))
}

function checkSpan(rules: CalendarRules): void {
  zoneOffset(0, rules.zone)
  const [first, last] = [dayIn(rules.firstDate, 'firstDate'), dayIn(rules.lastDate, 'lastDate')]
  if (first > last) throw invalid('lastDate', `${dateOf(last)} lies before firstDate`)
}

function dayIn(date: string, field: string): number {
  try {
    return dayOf(date)
  } catch (cause) {
    throw invalid(field, `'${date}' is not a date`, "write it as '2020-01-31'", cause)
  }
}

function invalid(field: string, what: string, hint?: string, cause?: unknown): RustybtError {
  return new RustybtError('CALENDAR_RULES_INVALID', `calendar rules, ${field}: ${what}`, { hint, cause })
}
