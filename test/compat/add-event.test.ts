import { describe, expect, it } from '@jest/globals'
import {
  AfterOpen,
  Always,
  add_event,
  BeforeClose,
  ComposedRule,
  type Context,
  EventRule,
  NDaysBeforeLastTradingDayOfMonth,
  NDaysBeforeLastTradingDayOfWeek,
  Never,
  NotHalfDay,
  NthTradingDayOfMonth,
  NthTradingDayOfWeek,
  OncePerDay,
  run_algorithm,
  schedule_function,
  Timedelta,
  type Timestamp,
} from '../../compat/index.js'
import { answersOf, DATA } from './answers.js'

type Fired = [count: number, sum: number, first: number[], last: number[]]
const answers = answersOf<Record<'daily' | 'minute', { fired: Record<string, Fired>; order: string[] }>>('add_event')

const RULES: Record<string, () => EventRule> = {
  Always: () => Always(),
  Never: () => Never(),
  AfterOpen: () => AfterOpen(),
  'AfterOpen 30': () => AfterOpen({ minutes: 30 }),
  'AfterOpen 6:30': () => AfterOpen({ hours: 6, minutes: 30 }),
  'AfterOpen offset': () => AfterOpen(Timedelta({ minutes: 45 })),
  BeforeClose: () => BeforeClose(),
  'BeforeClose 4h': () => BeforeClose({ hours: 4 }),
  NotHalfDay: () => NotHalfDay(),
  'NthTradingDayOfWeek 1': () => NthTradingDayOfWeek(1),
  'NDaysBeforeLastTradingDayOfWeek 0': () => NDaysBeforeLastTradingDayOfWeek(0),
  'NthTradingDayOfMonth 2': () => NthTradingDayOfMonth(2),
  'NDaysBeforeLastTradingDayOfMonth 1': () => NDaysBeforeLastTradingDayOfMonth(1),
  OncePerDay: () => OncePerDay(),
  'OncePerDay AfterOpen 10': () => OncePerDay(AfterOpen({ minutes: 10 })),
  'AfterOpen & NotHalfDay': () => AfterOpen().and(NotHalfDay()),
  'week & close': () => NthTradingDayOfWeek(0).and_(BeforeClose({ minutes: 5 })),
}
const runs = {
  daily: { start: '2020-11-02', end: '2020-12-31', capital_base: 1e5, csv: DATA.daily },
  minute: { start: '2020-11-20', end: '2020-12-04', capital_base: 1e5, csv: DATA.minute, data_frequency: 'minute' },
} as const

describe('add_event', () => {
  it.each(['daily', 'minute'] as const)('calls on the bars on which Zipline calls, in its order: %s', async (kind) => {
    const fired: Record<string, number[]> = {}
    const order: string[] = []
    await run_algorithm({
      ...runs[kind],
      initialize(context: Context) {
        for (const [name, make] of Object.entries(RULES)) {
          fired[name] = []
          context.add_event(make(), () => fired[name].push(context.datetime.valueOf() / 60_000))
        }
        add_event(Always(), () => order.push('first event'))
        schedule_function(() => order.push('scheduled'))
        add_event(Always(), () => order.push('second event'))
      },
      handle_data: () => void order.push('handle_data'),
    })
    const told = Object.entries(fired).map(([name, at]): [string, Fired] => [
      name,
      [at.length, at.reduce((sum, each) => sum + each, 0), at.slice(0, 3), at.slice(-3)],
    ])
    expect(Object.fromEntries(told)).toEqual(answers[kind].fired)
    expect(order.slice(0, 8)).toEqual(answers[kind].order)
  })

  it('takes rules of one’s own, which know the calendar', async () => {
    class Fridays extends EventRule {
      should_trigger(dt: Timestamp) {
        return dt.weekday() === 4 && this.cal!.is_session(dt)
      }
    }
    const days: string[] = []
    await run_algorithm({
      ...runs.daily,
      end: '2020-11-20',
      initialize: (context) =>
        add_event(OncePerDay(new Fridays()), () => days.push(context.datetime.isoformat().slice(0, 10))),
    })
    expect(days).toEqual(['2020-11-06', '2020-11-13', '2020-11-20'])
  })

  it('composes by any function of the two', async () => {
    let count = 0
    const either = ComposedRule(
      NthTradingDayOfWeek(0),
      NthTradingDayOfWeek(1),
      (first, second, dt) => first(dt) || second(dt),
    )
    await run_algorithm({ ...runs.daily, end: '2020-11-13', initialize: () => add_event(either, () => void count++) })
    expect(count).toBe(4)
  })

  it('refuses what is no rule', async () => {
    const wrong = run_algorithm({ ...runs.daily, initialize: () => add_event({} as EventRule, () => {}) })
    await expect(wrong).rejects.toMatchObject({ code: 'EVENT_RULE' })
    expect(() => Always().and(OncePerDay() as never)).toThrow('Only two StatelessRules can be composed')
  })
})
