import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { DAY, MINUTE } from '../core/time/instant.js'
import {
  type DateRule,
  everyDay,
  marketClose,
  marketOpen,
  monthEnd,
  monthStart,
  never,
  notHalfDay,
  type TimeOfSession,
  timeOffset,
  weekEnd,
  weekStart,
} from '../core/time/schedule.js'
import { dateOf, dayOf, rowOfMinute, type SessionTable, sliceSessions } from '../core/time/session.js'
import type { Timestamp } from './timestamp.js'
import { TradingCalendar } from './trading-calendar.js'

/** Says on which bars an event happens. A rule of one's own extends it: `should_trigger` is asked on every bar, with the bar's time. */
export abstract class EventRule {
  /** The run's calendar, from `add_event` on. */
  cal: TradingCalendar | null = null

  abstract should_trigger(dt: Timestamp): boolean

  /** Called when the rule is added to a run. */
  bind(run: RunContext): void {
    this.cal = new TradingCalendar(run.calendar)
  }
}

/** A rule whose answer depends on the time alone. */
export abstract class StatelessRule extends EventRule {
  /** Python's `&`: both must agree; the second is asked only where the first does. */
  and_(rule: StatelessRule): StatelessRule {
    return new Composed(this, rule)
  }
  and(rule: StatelessRule): StatelessRule {
    return this.and_(rule)
  }
}

type Should = (dt: Timestamp) => boolean
type Composer = (first: Should, second: Should, dt: Timestamp) => boolean

class Composed extends StatelessRule {
  constructor(
    private readonly first: StatelessRule,
    private readonly second: StatelessRule,
    private readonly composer: Composer = (a, b, dt) => a(dt) && b(dt),
  ) {
    super()
    if (!(first instanceof StatelessRule && second instanceof StatelessRule))
      throw new RustybtError('EVENT_RULE', 'Only two StatelessRules can be composed')
  }

  override bind(run: RunContext): void {
    super.bind(run)
    this.first.bind(run)
    this.second.bind(run)
  }

  should_trigger(dt: Timestamp): boolean {
    return this.composer(
      (at) => this.first.should_trigger(at),
      (at) => this.second.should_trigger(at),
      dt,
    )
  }
}

/** Rules that know the run's sessions. */
abstract class SessionRule extends StatelessRule {
  protected sessions!: SessionTable

  override bind(run: RunContext): void {
    super.bind(run)
    this.sessions = sliceSessions(run.hours, run.start, run.end)
  }

  should_trigger(dt: Timestamp): boolean {
    const row = rowOfMinute(this.sessions, dt.valueOf())
    return row >= 0 && this.triggers(row, dt.valueOf())
  }

  protected abstract triggers(row: number, at: number): boolean
}

class OnDays extends SessionRule {
  #fires!: Uint8Array

  constructor(private readonly rule: DateRule) {
    super()
  }

  override bind(run: RunContext): void {
    super.bind(run)
    this.#fires = this.rule(this.sessions, sessionsAround(run))
  }

  protected triggers(row: number): boolean {
    return this.#fires[row] === 1
  }
}

class AtTime extends SessionRule {
  constructor(private readonly time: TimeOfSession) {
    super()
  }

  protected triggers(row: number, at: number): boolean {
    return this.time(this.sessions, row) === at
  }
}

/** A time, in ms or as a Timedelta, or in hours and minutes. */
export interface OffsetArguments {
  readonly offset?: number | { valueOf(): number } | null
  readonly hours?: number
  readonly minutes?: number
}
type Offset = number | { valueOf(): number } | OffsetArguments

function offsetOf(given: Offset = {}): number {
  const whole = given.valueOf()
  const { offset, hours, minutes } = (typeof whole === 'number' ? { offset: whole } : given) as OffsetArguments
  return timeOffset({ offset: offset?.valueOf(), hours, minutes }) ?? MINUTE
}

/** Every bar. */
export const Always = (): StatelessRule => new OnDays(everyDay())
export const Never = (): StatelessRule => new OnDays(never())
/** The bar that ends so long after the open: a minute, where nothing is said. */
export const AfterOpen = (offset?: Offset): StatelessRule => new AtTime(marketOpen(offsetOf(offset)))
/** The bar that ends so long before the close: a minute, where nothing is said. */
export const BeforeClose = (offset?: Offset): StatelessRule => new AtTime(marketClose(offsetOf(offset)))
/** Every bar of days that close at their regular hour. */
export const NotHalfDay = (): StatelessRule => new OnDays(notHalfDay())
/** Every bar of the nth trading day of the week, from 0. */
export const NthTradingDayOfWeek = (n: number): StatelessRule => new OnDays(weekStart(n))
export const NDaysBeforeLastTradingDayOfWeek = (n: number): StatelessRule => new OnDays(weekEnd(n))
/** Every bar of the nth trading day of the month, from 0. */
export const NthTradingDayOfMonth = (n: number): StatelessRule => new OnDays(monthStart(n))
export const NDaysBeforeLastTradingDayOfMonth = (n: number): StatelessRule => new OnDays(monthEnd(n))

class Once extends EventRule {
  #dayEnds = Number.NEGATIVE_INFINITY
  #triggered = false
  #session = ''
  #run!: RunContext

  constructor(private readonly rule: EventRule = Always()) {
    super()
  }

  override bind(run: RunContext): void {
    super.bind(run)
    this.#run = run
    this.rule.bind(run)
  }

  should_trigger(dt: Timestamp): boolean {
    const at = dt.valueOf()
    const { session, quirks } = this.#run
    if (quirks.scheduledOncePer24Hours ? at >= this.#dayEnds : session !== this.#session) {
      this.#triggered = false
      this.#dayEnds = at + DAY
      this.#session = session
    }
    if (this.#triggered || !this.rule.should_trigger(dt)) return false
    this.#triggered = true
    return true
  }
}
/** The first bar of a day on which the rule agrees. */
export const OncePerDay = (rule?: EventRule): EventRule => new Once(rule)
/** Two rules, and a function that asks them. */
export const ComposedRule = (first: StatelessRule, second: StatelessRule, composer?: Composer): StatelessRule =>
  new Composed(first, second, composer)

/** Zipline's rules as they stand under its schedules: for `add_event`. */
export const events = {
  EventRule,
  StatelessRule,
  Always,
  Never,
  AfterOpen,
  BeforeClose,
  NotHalfDay,
  NthTradingDayOfWeek,
  NDaysBeforeLastTradingDayOfWeek,
  NthTradingDayOfMonth,
  NDaysBeforeLastTradingDayOfMonth,
  OncePerDay,
  ComposedRule,
}

/** The run's sessions and a month on either side, since rules count in whole months and weeks. */
export function sessionsAround({ calendar, start, end }: RunContext): SessionTable {
  const from = dateOf(dayOf(start) - 31)
  const to = dateOf(dayOf(end) + 31)
  return calendar.sessions(
    from < calendar.firstDate ? calendar.firstDate : from,
    to > calendar.lastDate ? calendar.lastDate : to,
  )
}
