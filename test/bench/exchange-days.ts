const DAY = 86_400_000

/** New York's closed days from 2010 to 2019 that no rule below gives: Good Fridays, a hurricane, a day of mourning. */
const CLOSED = [
  ...['2010-04-02', '2011-04-22', '2012-04-06', '2013-03-29', '2014-04-18'],
  ...['2015-04-03', '2016-03-25', '2017-04-14', '2018-03-30', '2019-04-19'],
  ...['2012-10-29', '2012-10-30', '2018-12-05'],
]

/** ISO dates of New York's sessions from 2010 to 2019, both dates included. */
export function exchangeDays(from: string, to: string): string[] {
  const days: string[] = []
  const closed = new Set(CLOSED)
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const holiday of holidays(year)) closed.add(holiday)
  }
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY) {
    const weekday = new Date(time).getUTCDay()
    const date = isoDate(time)
    if (weekday > 0 && weekday < 6 && !closed.has(date)) days.push(date)
  }
  return days
}

/** Minute bars' ends (epoch ms) of a session: to 16:00 in New York, to 13:00 before Independence Day and Christmas and after Thanksgiving. */
export function exchangeMinutes(date: string): number[] {
  const midnight = Date.parse(date)
  const offset = isSummer(midnight) ? 4 : 5
  const count = closesEarly(date) ? 210 : 390
  return Array.from({ length: count }, (_, i) => midnight + (offset + 9.5) * 3_600_000 + (i + 1) * 60_000)
}

function holidays(year: number): string[] {
  return [
    observed(year, 0, 1),
    nth(year, 0, 1, 3),
    nth(year, 1, 1, 3),
    lastMonday(year, 4),
    observed(year, 6, 4),
    nth(year, 8, 1, 1),
    nth(year, 10, 4, 4),
    observed(year, 11, 25),
  ]
}

/** A Sunday's holiday moves to Monday, a Saturday's to Friday; New Year's Day never into the old year. */
function observed(year: number, month: number, day: number): string {
  const time = Date.UTC(year, month, day)
  const weekday = new Date(time).getUTCDay()
  if (weekday === 6 && month === 0) return isoDate(time)
  return isoDate(time + (weekday === 0 ? DAY : weekday === 6 ? -DAY : 0))
}

function nth(year: number, month: number, weekday: number, n: number): string {
  const first = Date.UTC(year, month, 1)
  return isoDate(first + (((weekday - new Date(first).getUTCDay() + 7) % 7) + 7 * (n - 1)) * DAY)
}

function lastMonday(year: number, month: number): string {
  const last = Date.UTC(year, month + 1, 0)
  return isoDate(last - ((new Date(last).getUTCDay() + 6) % 7) * DAY)
}

function closesEarly(date: string): boolean {
  const year = Number(date.slice(0, 4))
  const weekday = new Date(date).getUTCDay()
  if (date.endsWith('-07-03')) return weekday >= 1 && weekday <= 4
  if (date.endsWith('-12-24')) return true
  return date === isoDate(Date.parse(nth(year, 10, 4, 4)) + DAY)
}

/** Between the second Sunday of March and the first of November. */
function isSummer(midnight: number): boolean {
  const year = new Date(midnight).getUTCFullYear()
  return midnight >= Date.parse(nth(year, 2, 0, 2)) && midnight < Date.parse(nth(year, 10, 0, 1))
}

const isoDate = (time: number) => new Date(time).toISOString().slice(0, 10)
