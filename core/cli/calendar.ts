import { RustybtError } from '../kernel/errors.js'
import { allSessions, Calendar } from '../time/calendar.js'
import { isoText } from '../time/instant.js'
import { dayOf, type SessionTable, sliceSessions } from '../time/session.js'
import type { Command, Invocation } from './command.js'
import { formatTable } from './terminal/table.js'
import { UsageError } from './usage.js'

interface Flags {
  readonly year?: string
  readonly start?: string
  readonly end?: string
  readonly json?: boolean
}

/** A session in UTC; breaks are null where the market has none that day. */
interface Row {
  readonly session: string
  readonly open: string
  readonly close: string
  readonly break_start: string | null
  readonly break_end: string | null
}

export const calendar: Command = {
  name: 'calendar',
  summary: 'show the sessions of an exchange',
  describe(flags) {
    flags
      .argument('<name>', 'a calendar: XNYS, XLON, 24/7, … (`rustybt plugins` lists them)')
      .option('--year <year>', 'the sessions of one year (this year, if no dates are given)')
      .option('-s, --start <date>', 'the first date')
      .option('-e, --end <date>', 'the last date')
      .option('--json', 'print sessions, opens, closes and breaks in UTC as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  rustybt calendar XNYS --year 2026\n  rustybt calendar XHKG -s 2024-01-01 -e 2024-02-01 --json\n',
      )
  },
  async run({ shell, operands, options }: Invocation): Promise<number> {
    const flags = options as Flags
    const kernel = await shell.kernel(await shell.config(undefined))
    const found = await kernel.create(Calendar, operands[0])
    const { start, end } = span(flags, found)
    const sessions = sliceSessions(allSessions(found), start, end)
    const rows = Array.from({ length: sessions.length }, (_, row) => rowOf(sessions, row))
    if (flags.json) {
      shell.print(JSON.stringify(rows, null, 2))
      return 0
    }
    const zone = found.zone
    const local = (text: string | null) =>
      text === null ? '' : isoText(Date.parse(text), zone).slice(0, 16).replace('T', ' ')
    const withBreaks = rows.some((row) => row.break_start !== null)
    const head = ['session', `open (${zone})`, 'close', ...(withBreaks ? ['break', 'until'] : []), '']
    const body = rows.map((row, i) => [
      row.session,
      local(row.open),
      local(row.close),
      ...(withBreaks ? [local(row.break_start), local(row.break_end)] : []),
      sessions.halfDays?.[i] === 1 ? 'closes early' : '',
    ])
    shell.print(formatTable([head, ...body]))
    shell.tell(`${rows.length} sessions of ${found.name} from ${start} to ${end}`)
    return 0
  },
}

function span(flags: Flags, found: Calendar): { start: string; end: string } {
  if (flags.year !== undefined && (flags.start !== undefined || flags.end !== undefined))
    throw new UsageError('--year stands alone: give a year, or --start and --end')
  if (flags.year !== undefined && !/^\d{4}$/.test(flags.year))
    throw new UsageError(`--year: '${flags.year}' is no year`)
  const whole = flags.start === undefined && flags.end === undefined
  const year = flags.year ?? (whole ? String(new Date().getUTCFullYear()) : undefined)
  const start = flags.start ?? (year ? `${year}-01-01` : found.firstDate)
  const end = flags.end ?? (year ? `${year}-12-31` : found.lastDate)
  for (const date of [start, end]) dayOf(date)
  if (start > end) throw new UsageError(`--start ${start} is after --end ${end}`)
  if (end < found.firstDate || start > found.lastDate)
    throw new RustybtError(
      'CALENDAR_OUT_OF_RANGE',
      `calendar ${found.name} covers ${found.firstDate} to ${found.lastDate}, and none of ${start} to ${end}`,
    )
  return { start: start < found.firstDate ? found.firstDate : start, end: end > found.lastDate ? found.lastDate : end }
}

function rowOf(sessions: SessionTable, row: number): Row {
  const { opens, closes, breakStarts, breakEnds } = sessions
  const text = (at: number | undefined) => (at === undefined || Number.isNaN(at) ? null : isoText(at))
  return {
    session: sessions.date(row),
    open: isoText(opens[row]),
    close: isoText(closes[row]),
    break_start: text(breakStarts?.[row]),
    break_end: text(breakEnds?.[row]),
  }
}
