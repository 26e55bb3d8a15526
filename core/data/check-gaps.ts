import type { Asset } from '../assets/asset.js'
import { dateOf, dayOf, type SessionTable } from '../time/session.js'
import type { Preset, Report } from './finding.js'
import type { Bars, Notice } from './source.js'

const MS_PER_DAY = 86_400_000

/** Sessions without a bar between an asset's first and last bar, one finding for each run of them. Bars in no session are one too. */
export function checkGaps({ times }: Bars, sessions: SessionTable, preset: Preset, report: Report): void {
  if (times.length === 0) return
  const dayAt = (i: number) => Math.floor(times[i] / MS_PER_DAY)
  let row = sessions.atOrAfter(dateOf(dayAt(0)))
  if (row < 0) row = sessions.length
  for (let i = 0; i < times.length; i++) {
    const day = dayAt(i)
    const from = row
    while (row < sessions.length && sessions.days[row] < day) row++
    if (row > from) gap(sessions, from, row, preset, report)
    if (sessions.days[row] === day) row++
    else {
      const message = 'has a bar on a day that is no session'
      report({ code: 'BAR_OUTSIDE_SESSIONS', rule: 'gap', severity: 'error', date: dateOf(day), message })
    }
  }
}

function gap(sessions: SessionTable, from: number, to: number, preset: Preset, report: Report): void {
  const value = to - from
  const date = sessions.date(from)
  const message = value === 1 ? 'has no bar' : `has no bar for ${value} sessions, until ${sessions.date(to - 1)}`
  const severity = value > preset.gap ? 'warning' : 'info'
  report({ code: 'SESSIONS_WITHOUT_BARS', rule: 'gap', severity, date, message, value })
}

/** The same of all that an asset has, in one notice, given each bar's row of the sessions from its first to its last. */
export function sessionsWithoutBars({ sid }: Bars, rows: Int32Array, sessions: SessionTable, symbol: string): Notice {
  const missing = sessions.length - rows.length
  const first = rows.findIndex((row, i) => row !== i)
  const date = sessions.date(first)
  const message = `${symbol} has no bar on ${missing} ${missing === 1 ? 'session' : 'sessions'} of its life, the first on ${date}`
  return { code: 'SESSIONS_WITHOUT_BARS', sid, date, message }
}

/** Bars before the asset's start or after its end: no run ever sees them. */
export function checkLife({ times }: Bars, { startDate, endDate }: Asset, report: Report): void {
  const start = dayOf(startDate) * MS_PER_DAY
  const end = (dayOf(endDate) + 1) * MS_PER_DAY
  if (times.length === 0 || (times[0] >= start && times[times.length - 1] < end)) return
  const before = times.findIndex((time) => time >= start)
  const early = before < 0 ? times.length : before
  const after = times.findIndex((time) => time >= end)
  const late = after < 0 ? 0 : times.length - Math.max(after, early)
  const tell = (value: number, i: number, what: string) => {
    const message = `has ${value} ${value === 1 ? 'bar' : 'bars'} ${what}, the first on ${dateOf(Math.floor(times[i] / MS_PER_DAY))}`
    const date = dateOf(Math.floor(times[i] / MS_PER_DAY))
    report({ code: 'BARS_OUTSIDE_LIFE', rule: 'life', severity: 'warning', date, message, value })
  }
  if (early > 0) tell(early, 0, `before it starts on ${startDate}`)
  if (late > 0) tell(late, times.length - late, `after it ends on ${endDate}`)
}
