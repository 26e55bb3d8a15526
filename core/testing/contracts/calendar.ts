import type { Strategy } from '../../engine/strategy.js'
import { Calendar } from '../../time/calendar.js'
import { dateOf, dayOf, type SessionTable } from '../../time/session.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { demand, isPromise, refused, shown } from './deeds.js'

/** A date with what the market does on it. Times are ISO instants, such as '2024-01-02T14:30:00Z'. */
export type CalendarCase =
  | { readonly date: string; readonly expect: 'closed' }
  | { readonly date: string; readonly expect: { readonly open: string; readonly close: string } }

export interface CalendarTables {
  readonly valid?: readonly CalendarCase[]
}

/** What a calendar promises, and dates of its own: `calendarContract({ plugin, use: 'ACME', valid: [{ date, expect: 'closed' }] })`. */
export function calendarContract(subject: Subject<Calendar> & CalendarTables): void {
  testContract(Calendar, subject, calendarBehaviours(subject))
}

const DAY = 86_400_000
const MINUTE = 60_000

/** The last sessions that it covers, four years of them at most: its rules of today. */
function recent(calendar: Calendar): SessionTable {
  const last = dayOf(calendar.lastDate)
  return calendar.sessions(dateOf(Math.max(dayOf(calendar.firstDate), last - 4 * 365)), calendar.lastDate)
}

/** Looks at each of the recent sessions. */
const eachSession = (
  name: string,
  check: (row: number, table: SessionTable, date: string, calendar: Calendar) => void,
): Behaviour<Calendar> => ({
  name,
  check: async (make) => {
    const calendar = await make()
    const table = recent(calendar)
    for (let row = 0; row < table.length; row++) check(row, table, dateOf(table.days[row]), calendar)
  },
})

const isoDate = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

export function calendarBehaviours({ valid = [] }: CalendarTables = {}): readonly Behaviour<Calendar>[] {
  return [
    {
      name: 'has a name',
      check: async (make) => {
        const { name } = await make()
        demand(typeof name === 'string' && name.trim() !== '', () => `expected a name, was ${shown(name)}`)
      },
    },
    {
      name: 'is written in a zone that there is',
      check: async (make) => {
        const { zone } = await make()
        demand(isZone(zone), () => `expected an IANA zone such as 'Europe/Berlin', was ${shown(zone)}`)
      },
    },
    {
      name: 'says how many sessions a year has, as nearly as it has them',
      check: async (make) => {
        const calendar = await make()
        const table = recent(calendar)
        const years = (dayOf(calendar.lastDate) - table.days[0]) / 365.25
        const a = calendar.sessionsPerYear
        demand(a > 0 && a <= 366, () => `expected sessionsPerYear from 1 to 366, was ${a}`)
        const counted = table.length / years
        demand(
          years < 1 || Math.abs(counted / a - 1) < 0.1,
          () => `sessionsPerYear is ${a}, but it has about ${Math.round(counted)} a year`,
        )
      },
    },
    {
      name: 'covers dates that are written as ISO dates, the first before the last',
      check: async (make) => {
        const { firstDate, lastDate } = await make()
        demand(isoDate(firstDate) && isoDate(lastDate), () => `expected ISO dates, were ${firstDate} and ${lastDate}`)
        demand(firstDate <= lastDate, () => `it begins on ${firstDate}, after its end on ${lastDate}`)
      },
    },
    {
      name: 'answers at once, and has sessions',
      check: async (make) => {
        const table = recent(await make())
        demand(!isPromise(table), 'expected a table at once, was a Promise')
        demand(table.length > 0, 'there is not one session in the last four years that it covers')
      },
    },
    {
      name: 'has columns of one length',
      check: async (make) => {
        const { length, days, opens, closes, breakStarts, breakEnds, halfDays } = recent(await make())
        for (const [name, column] of Object.entries({ days, opens, closes, breakStarts, breakEnds, halfDays }))
          demand(
            column === undefined || column.length === length,
            () => `${name} has ${column!.length} rows, the table ${length}`,
          )
      },
    },
    eachSession('has each session once, in order', (row, { days }, date) =>
      demand(row === 0 || days[row] > days[row - 1], () => `${date} does not come after the session before it`),
    ),
    eachSession('closes after it opens', (row, { opens, closes }, date) =>
      demand(closes[row] >= opens[row] + MINUTE, () => `${date} closes before its first minute has ended`),
    ),
    eachSession('opens only when the session before has closed', (row, { opens, closes }, date) =>
      demand(row === 0 || opens[row] >= closes[row - 1], () => `${date} opens before the session before it has closed`),
    ),
    eachSession('trades around the day that a session is named after', (row, { days, opens, closes }, date) => {
      const midnight = days[row] * DAY
      demand(
        opens[row] > midnight - 1.5 * DAY && closes[row] < midnight + 2.5 * DAY,
        () => `${date} trades from ${instant(opens[row])} to ${instant(closes[row])}`,
      )
    }),
    eachSession('pauses inside its hours', (row, { opens, closes, breakStarts, breakEnds }, date) => {
      const [start, end] = [breakStarts?.[row] ?? Number.NaN, breakEnds?.[row] ?? Number.NaN]
      if (Number.isNaN(start) && Number.isNaN(end)) return
      demand(
        opens[row] <= start && start < end && end <= closes[row],
        () => `${date} pauses from ${instant(start)} to ${instant(end)}, outside its hours`,
      )
    }),
    {
      name: 'plays a part of each session that there is, where simulations play a part',
      check: async (make) => {
        const calendar = await make()
        const { afterOpen, beforeClose } = calendar.execution ?? { afterOpen: 0, beforeClose: 0 }
        const { opens, closes } = recent(calendar)
        for (let row = 0; row < opens.length; row++)
          demand(
            afterOpen >= 0 && beforeClose >= 0 && afterOpen + beforeClose < closes[row] - opens[row],
            () => `execution leaves nothing of the session that opens at ${instant(opens[row])}`,
          )
      },
    },
    {
      name: 'finds its rows by date',
      check: async (make) => {
        const table = recent(await make())
        const row = Math.floor(table.length / 2)
        const date = table.date(row)
        demand(
          date === dateOf(table.days[row]),
          () => `row ${row} is called ${date}, its day is ${dateOf(table.days[row])}`,
        )
        const found = [table.indexOf(date), table.atOrBefore(date), table.atOrAfter(date)]
        demand(
          found.every((each) => each === row),
          () => `${date} is row ${row}; indexOf, atOrBefore and atOrAfter find ${found.join(', ')}`,
        )
      },
    },
    {
      name: 'answers both ends of what is asked, and no more',
      check: async (make) => {
        const calendar = await make()
        const all = recent(calendar)
        const [from, to] = [0, Math.min(5, all.length - 1)]
        const part = calendar.sessions(dateOf(all.days[from]), dateOf(all.days[to]))
        const expected = shown(all.days.subarray(from, to + 1))
        demand(shown(part.days) === expected, () => `asked for days ${expected}, it answers ${shown(part.days)}`)
        demand(
          part.opens[0] === all.opens[from] && part.closes[to] === all.closes[to],
          'a part of its sessions has other hours than the whole',
        )
      },
    },
    {
      name: 'answers an empty table where nothing trades between two dates',
      check: async (make) => {
        const calendar = await make()
        const { days } = recent(calendar)
        const row = days.findIndex((day, i) => i > 0 && day > days[i - 1] + 1)
        if (row < 0) return
        const table = calendar.sessions(dateOf(days[row - 1] + 1), dateOf(days[row] - 1))
        demand(table.length === 0, () => `between two sessions it answers ${shown(table.days)}`)
      },
    },
    {
      name: 'refuses dates that it does not cover',
      check: async (make) => {
        const calendar = await make()
        const after = dateOf(dayOf(calendar.lastDate) + 1)
        await refused(`sessions up to ${after}`, ['CALENDAR_OUT_OF_RANGE'], () =>
          calendar.sessions(calendar.lastDate, after),
        )
      },
    },
    {
      name: 'refuses dates that are the wrong way round',
      check: async (make) => {
        const calendar = await make()
        const { firstDate, lastDate } = calendar
        if (firstDate === lastDate) return
        await refused('sessions backwards', ['DATES_REVERSED'], () => calendar.sessions(lastDate, firstDate))
      },
    },
    {
      name: 'refuses what is no date',
      check: async (make) => {
        const calendar = await make()
        await refused("sessions from '2024-13-45'", [], () => calendar.sessions('2024-13-45', calendar.lastDate))
      },
    },
    {
      name: 'answers the same when asked again, and in the next run',
      check: async (make) => {
        const calendar = await make()
        const answers = [calendar, calendar, await make()]
          .map(recent)
          .map(({ days, opens, closes }) => shown([sum(days), sum(opens), sum(closes)]))
        demand(new Set(answers).size === 1, () => `the same dates have sums of ${[...new Set(answers)].join(' and ')}`)
      },
    },
    {
      name: 'carries a backtest, a session a bar',
      check: async (make) => {
        const calendar = await make()
        const table = recent(calendar)
        const start = dateOf(table.days[0])
        const asked = Math.min(5, table.length)
        const bars = Array.from({ length: asked }, (_, i) => 10 + i)
        const { sessions } = await runStrategy(idle, { bars: { TEST: bars }, calendar, start })
        const expected = Array.from(table.days.subarray(0, asked), dateOf)
        demand(
          sessions.join() === expected.join(),
          () => `a run of ${asked} bars has the sessions ${sessions.join(', ')}`,
        )
      },
    },
    ...valid.map((row): Behaviour<Calendar> => {
      const { date, expect } = row
      const words = expect === 'closed' ? 'is closed' : `trades from ${expect.open} to ${expect.close}`
      return {
        name: `${words} on ${date}`,
        check: async (make) => {
          const table = (await make()).sessions(date, date)
          const was = table.length === 0 ? 'closed' : { open: instant(table.opens[0]), close: instant(table.closes[0]) }
          const wanted =
            expect === 'closed'
              ? expect
              : { open: instant(Date.parse(expect.open)), close: instant(Date.parse(expect.close)) }
          demand(shown(was) === shown(wanted), () => `expected ${shown(wanted)}, was ${shown(was)}`)
        },
      }
    }),
  ]
}

const idle: Strategy = {}

const sum = (column: Int32Array | Float64Array): number => {
  let total = 0
  for (const value of column) total += value
  return total
}

const instant = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms))

function isZone(zone: unknown): boolean {
  try {
    return typeof zone === 'string' && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}
