import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import {
  allOf,
  type DateRule,
  everyDay,
  everyMinute,
  firings,
  marketClose,
  marketOpen,
  monthEnd,
  monthStart,
  notHalfDay,
  type TimeOfSession,
  type TimeRule,
  timeOffset,
  weekEnd,
  weekStart,
} from '../core/time/schedule.js'
import { sliceSessions } from '../core/time/session.js'
import { type Arguments, namedArguments } from './arguments.js'
import type { BarData } from './bar-data.js'
import type { Context } from './context.js'
import { currentRun } from './current.js'
import { type EventRule, sessionsAround } from './event-rules.js'
import { Timestamp } from './timestamp.js'

type DaysOffset = number | { readonly days_offset?: number }
const days = (given: DaysOffset = 0) => (typeof given === 'number' ? given : (given.days_offset ?? 0))

/** On which days a scheduled function runs; offsets count trading sessions. */
export const date_rules = {
  every_day: everyDay,
  month_start: (days_offset?: DaysOffset) => monthStart(days(days_offset)),
  month_end: (days_offset?: DaysOffset) => monthEnd(days(days_offset)),
  week_start: (days_offset?: DaysOffset) => weekStart(days(days_offset)),
  week_end: (days_offset?: DaysOffset) => weekEnd(days(days_offset)),
}

/** An offset in ms (a Timedelta counts), or an object of it or of hours and minutes. */
type TimeOffset =
  | number
  | { valueOf(): number }
  | { readonly offset?: number | { valueOf(): number }; readonly hours?: number; readonly minutes?: number }

function offsetOf(given: TimeOffset = {}): number | undefined {
  const whole = given.valueOf()
  if (typeof whole === 'number') return timeOffset({ offset: whole })
  const { offset, hours, minutes } = given as { offset?: { valueOf(): number }; hours?: number; minutes?: number }
  return timeOffset({ offset: offset?.valueOf(), hours, minutes })
}

const timeRules = new WeakSet<object>()
const isTimeRule = (rule: unknown): rule is TimeRule =>
  rule === everyMinute || (typeof rule === 'function' && timeRules.has(rule))

function timeRule(rule: TimeOfSession): TimeRule {
  timeRules.add(rule)
  return rule
}

/** At what time of the day a scheduled function runs; daily data have one bar a day, and no say in it. */
export const time_rules = {
  market_open: (given?: TimeOffset): TimeRule => timeRule(marketOpen(offsetOf(given))),
  market_close: (given?: TimeOffset): TimeRule => timeRule(marketClose(offsetOf(given))),
  every_minute: (): TimeRule => everyMinute,
}

/** Whose calendar a schedule follows; it must be that of the run. */
export const calendars = { US_EQUITIES: 'US_EQUITIES', US_FUTURES: 'US_FUTURES' } as const
type CalendarFamily = (typeof calendars)[keyof typeof calendars]
const FAMILIES: Readonly<Record<CalendarFamily, string>> = { US_EQUITIES: 'XNYS', US_FUTURES: 'us_futures' }

type Callback = (context: Context, data: BarData) => void

interface Scheduled {
  readonly call: Callback
  readonly date: DateRule
  readonly time: TimeRule
  times: Float64Array
  next: number
}

export interface ScheduleOptions {
  readonly date_rule?: DateRule | null
  readonly time_rule?: TimeRule | null
  /** Whether it runs on days that close early too. */
  readonly half_days?: boolean
  readonly calendar?: CalendarFamily | null
}
type ScheduleTail = Arguments<
  ScheduleOptions,
  [
    date_rule?: DateRule | TimeRule | null,
    time_rule?: TimeRule | null,
    half_days?: boolean,
    calendar?: CalendarFamily | null,
  ]
>

/** What a rule decides bar by bar. */
interface Event {
  readonly call: Callback
  readonly rule: EventRule
}

const schedules = new WeakMap<RunContext, (Scheduled | Event)[]>()

/** Calls a function on the bars on which its rule says so, in the order of registration with schedules. */
export function add_event(rule: EventRule, callback: Callback): void {
  const run = currentRun('add_event')
  if (typeof rule?.should_trigger !== 'function' || typeof callback !== 'function')
    throw new RustybtError('EVENT_RULE', 'add_event needs a rule with should_trigger, and a function to call', {
      hint: 'add_event(AfterOpen({ minutes: 30 }), (context, data) => { … })',
    })
  rule.bind?.(run)
  register(run, { call: callback, rule })
}

/** Runs a function on the days and at the time of its rules, after `handle_data`, in the order of registration. */
export function schedule_function(func: Callback, ...tail: ScheduleTail): void {
  const run = currentRun('schedule_function')
  if (typeof func !== 'function')
    throw new RustybtError('SCHEDULE_FUNCTION', `schedule_function needs a function to call, was ${String(func)}`)
  const names = ['date_rule', 'time_rule', 'half_days', 'calendar'] as const
  const {
    date_rule,
    time_rule,
    half_days = true,
    calendar,
  } = namedArguments<ScheduleOptions>('schedule_function', tail, names)
  checkFamily(calendar, run)
  const misplaced = isTimeRule(date_rule)
  if (misplaced)
    run.log(
      'warn',
      'schedule_function got a time rule where its date rule stands: it is taken as the time rule, for every day',
    )
  const date = date_rule && !misplaced ? date_rule : everyDay()
  const scheduled: Scheduled = {
    call: func,
    date: half_days ? date : allOf(date, notHalfDay()),
    time: time_rule ?? (misplaced ? date_rule : everyMinute),
    times: new Float64Array(0),
    next: 0,
  }
  register(run, scheduled)
  if (run.phase !== 'initialize') plan(run, scheduled)
}

function register(run: RunContext, one: Scheduled | Event): void {
  const list = schedules.get(run)
  if (list) list.push(one)
  else schedules.set(run, [one])
}

function checkFamily(family: CalendarFamily | null | undefined, run: RunContext): void {
  if (family == null || FAMILIES[family] === run.calendar.name) return
  throw new RustybtError(
    'SCHEDULE_FUNCTION_INVALID_CALENDAR',
    `schedule_function was given the calendar ${family}, and the run is on ${run.calendar.name}`,
    { hint: `leave the calendar out, or run with --trading-calendar ${FAMILIES[family] ?? 'XNYS'}` },
  )
}

/** Works out when what `initialize` has scheduled is due. */
export function planSchedules(run: RunContext): void {
  for (const one of schedules.get(run) ?? []) if (!('rule' in one)) plan(run, one)
}

/** Calls what is due on the current bar. */
export function runScheduled(run: RunContext, context: Context, data: BarData): void {
  const list = schedules.get(run)
  if (!list) return
  for (const one of list) {
    if ('rule' in one) {
      if (one.rule.should_trigger(new Timestamp(run.now))) one.call(context, data)
      continue
    }
    while (one.times[one.next] < run.now) one.next++
    if (one.times[one.next] === run.now) one.call(context, data)
  }
}

function plan(run: RunContext, scheduled: Scheduled): void {
  const { date, time } = scheduled
  const again = run.quirks.scheduledOncePer24Hours ? '24h' : 'session'
  const simulation = sliceSessions(run.hours, run.start, run.end)
  scheduled.times = firings({ date, time, frequency: run.frequency, again }, simulation, sessionsAround(run))
}
