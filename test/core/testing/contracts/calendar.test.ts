import { describe } from '@jest/globals'
import { calendarBehaviours, calendarContract } from '../../../../core/testing/contracts/calendar.js'
import { Calendar, ruleCalendar } from '../../../../core/time/calendar.js'
import type { SessionTable } from '../../../../core/time/session.js'
import calendars from '../../../../plugins/calendars/plugin.js'
import { testCatches } from './wrong.js'

calendarContract({
  plugin: calendars,
  use: 'XNYS',
  valid: [
    { date: '2024-07-04', expect: 'closed' },
    { date: '2024-07-03', expect: { open: '2024-07-03T13:30:00Z', close: '2024-07-03T17:00:00Z' } },
    { date: '2024-12-02', expect: { open: '2024-12-02T14:30:00Z', close: '2024-12-02T21:00:00Z' } },
  ],
})
// A pause at midday, an evening that belongs to the next day, a market that never closes, a week from Sunday on.
for (const use of ['XHKG', 'us_futures', '24/7', 'XSAU']) calendarContract({ plugin: calendars, use })

const right = ruleCalendar({
  name: 'RIGHT',
  zone: 'Europe/Berlin',
  weekmask: '1111100',
  open: '09:00',
  close: '17:30',
  firstDate: '2020-01-01',
  lastDate: '2023-12-29',
  sessionsPerYear: 260,
})

type Columns = { -readonly [K in 'days' | 'opens' | 'closes' | 'breakStarts' | 'breakEnds']?: SessionTable[K] }

/** The right calendar, with something else in its place. */
const but = (other: Partial<Calendar>) => () => ({ ...right, ...other })
/** The right sessions, with columns changed. `table.sessions` of another prototype would lose its methods. */
const columns = (change: (table: SessionTable) => Columns) =>
  but({
    sessions: (from, to) => {
      const table = right.sessions(from, to)
      return Object.assign(Object.create(table) as SessionTable, change(table))
    },
  })
const moved = (column: Float64Array, row: number, by: number) =>
  column.map((value, i) => (i === Math.min(row, column.length - 1) ? value + by : value))
const DAY = 86_400_000
let asked = 0

describe('what is wrong with a calendar', () => {
  testCatches(Calendar, calendarBehaviours(), {
    'has a name': but({ name: ' ' }),
    'is written in a zone that there is': but({ zone: 'Berlin/Mitte' }),
    'says how many sessions a year has, as nearly as it has them': but({ sessionsPerYear: 365 }),
    'covers dates that are written as ISO dates, the first before the last': but({ firstDate: '01.01.2020' }),
    'answers at once, and has sessions': but({
      sessions: (from, to) => Promise.resolve(right.sessions(from, to)) as unknown as SessionTable,
    }),
    'has columns of one length': columns(({ opens }) => ({ opens: opens.subarray(1) })),
    'has each session once, in order': columns(({ days }) => ({
      days: days.map((day, i) => (i === 5 ? days[4] : day)),
    })),
    'closes after it opens': columns(({ opens, closes }) => ({
      closes: closes.map((close, i) => (i === 3 ? opens[3] : close)),
    })),
    'opens only when the session before has closed': columns(({ opens }) => ({ opens: moved(opens, 4, -DAY) })),
    'trades around the day that a session is named after': columns(({ opens, closes }) => ({
      opens: opens.map((open) => open + 5 * DAY),
      closes: closes.map((close) => close + 5 * DAY),
    })),
    'pauses inside its hours': columns(({ opens, closes }) => ({ breakStarts: closes, breakEnds: opens })),
    'plays a part of each session that there is, where simulations play a part': but({
      execution: { afterOpen: DAY / 2, beforeClose: 0 },
    }),
    'finds its rows by date': columns((table) => ({ indexOf: (date: string) => table.indexOf(date) - 1 }) as Columns),
    'answers both ends of what is asked, and no more': but({
      sessions: (from) => right.sessions(from, right.lastDate),
    }),
    'answers an empty table where nothing trades between two dates': but({
      sessions: (from, to) => {
        const table = right.sessions(from, to)
        return table.length > 0 ? table : right.sessions('2020-01-02', '2020-01-02')
      },
    }),
    'refuses dates that it does not cover': but({
      sessions: (from, to) => right.sessions(from, to > right.lastDate ? right.lastDate : to),
    }),
    'refuses dates that are the wrong way round': but({
      sessions: (from, to) => (from > to ? right.sessions(to, from) : right.sessions(from, to)),
    }),
    'refuses what is no date': but({
      sessions: (from, to) => right.sessions(from === '2024-13-45' ? '2023-01-02' : from, to),
    }),
    'answers the same when asked again, and in the next run': columns(({ closes }) => ({
      closes: moved(closes, 9, ++asked),
    })),
    'carries a backtest, a session a bar': columns(() => ({ date: () => '2020-01-02' }) as Columns),
  })
})
