import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Asset } from '../../../core/assets/asset.js'
import type { Bars, DataRequest, Notice, RootSymbol } from '../../../core/data/source.js'
import { RustybtError } from '../../../core/kernel/errors.js'
import { type Calendar, ruleCalendar } from '../../../core/time/calendar.js'
import type { Adjustments } from '../../../plugins/csv/adjustments.js'
import { csvOptions } from '../../../plugins/csv/options.js'
import { csvSource } from '../../../plugins/csv/source.js'

const made: string[] = []

/** A folder with these files; names that end in `.gz` are zipped. */
export function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'rustybt-csv-'))
  made.push(dir)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), name.endsWith('.gz') ? gzipSync(text) : text)
  }
  return dir
}

export function removeFolders(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true })
}

/** Weekdays, 09:30 to 16:00 in New York, without holidays but the given ones. */
export function weekdays(holidays: readonly string[] = [], specialCloses: Record<string, string> = {}): Calendar {
  return ruleCalendar({
    name: 'weekdays',
    zone: 'America/New_York',
    weekmask: '1111100',
    open: '09:30',
    close: '16:00',
    holidays,
    specialCloses,
    firstDate: '2000-01-01',
    lastDate: '2030-12-31',
  })
}

/** The weekdays between two dates that are not among these dates. */
export function holidaysOf(dates: readonly string[]): string[] {
  const sessions = new Set(dates)
  const table = weekdays().sessions(dates[0], dates[dates.length - 1])
  return Array.from(table.days, (_, i) => table.date(i)).filter((date) => !sessions.has(date))
}

export interface Collected {
  assets: readonly Asset[]
  roots?: readonly RootSymbol[]
  bars: Map<number, Bars>
  adjustments: Adjustments
  notices: Notice[]
  kinds: string[]
}

export async function collect(
  dir: string,
  request: Partial<DataRequest> = {},
  options: object = {},
): Promise<Collected> {
  const source = csvSource(csvOptions.parse({ dir, ...options }))
  const all: Collected = {
    assets: [],
    bars: new Map(),
    adjustments: { kind: 'adjustments', splits: [], dividends: [], stockDividends: [], mergers: [] },
    notices: [],
    kinds: [],
  }
  for await (const batch of source.fetch({ frequency: 'daily', calendar: weekdays(), ...request })) {
    all.kinds.push(batch.kind)
    if (batch.kind === 'assets') {
      all.assets = [...all.assets, ...batch.assets]
      all.roots = batch.roots ?? all.roots
    } else if (batch.kind === 'bars') all.bars.set(batch.bars.sid, batch.bars)
    else if (batch.kind === 'notice') all.notices.push(batch.notice)
    else if (batch.kind === 'adjustments') all.adjustments = batch
  }
  return all
}

/** The coded error that reading the folder ends in. */
export async function refusal(dir: string, request: Partial<DataRequest> = {}): Promise<RustybtError> {
  try {
    await collect(dir, request)
  } catch (error) {
    if (error instanceof RustybtError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export const HEADER = 'date,open,high,low,close,volume'

/** A file of daily bars with good rows. */
export function good(...dates: string[]): string {
  return [HEADER, ...dates.map((date) => `${date},10,11,9,10.5,100`)].join('\n')
}

export const dayTime = (date: string): number => Date.parse(`${date}T00:00:00Z`)
