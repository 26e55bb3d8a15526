import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Asset, Equity, Future } from '../../../core/assets/asset.js'
import type { AdjustmentRecords } from '../../../core/data/adjustments.js'
import type { Bars, DataBatch, DataSource } from '../../../core/data/source.js'
import { RustybtError } from '../../../core/kernel/errors.js'
import { ruleCalendar } from '../../../core/time/calendar.js'

/** Weekdays without a holiday. */
export const weekdays = ruleCalendar({
  name: 'weekdays',
  zone: 'America/New_York',
  weekmask: '1111100',
  open: '09:30',
  close: '16:00',
  holidays: [],
  firstDate: '2000-01-01',
  lastDate: '2030-12-31',
})

export const NO_RECORDS: AdjustmentRecords = { splits: [], dividends: [], stockDividends: [], mergers: [] }

export function equity(sid: number, fields: Partial<Equity> = {}): Equity {
  return {
    kind: 'equity',
    sid,
    symbol: `S${sid}`,
    name: `Company ${sid}`,
    exchange: 'TEST',
    country: 'US',
    currency: 'USD',
    startDate: '2020-01-01',
    endDate: '2021-12-31',
    tickSize: 0.01,
    multiplier: 1,
    autoCloseDate: undefined,
    ...fields,
  }
}

export function future(sid: number, fields: Partial<Future> = {}): Future {
  return {
    ...equity(sid),
    kind: 'future',
    rootSymbol: 'CL',
    noticeDate: undefined,
    expirationDate: undefined,
    ...fields,
  }
}

/** One bar a session from a date on, at these closes; opens and the like lie around them. */
export function barsAt(sid: number, from: string, closes: readonly number[]): Bars {
  const { days } = weekdays.sessions(from, '2030-12-31')
  const close = Float64Array.from(closes)
  return {
    sid,
    times: Float64Array.from(closes, (_, i) => days[i] * 86_400_000),
    open: close.map((price) => price * 0.999),
    high: close.map((price) => price * 1.01),
    low: close.map((price) => price * 0.99),
    close,
    volume: close.map((_, i) => 1000 + i),
  }
}

/** Prices that move a little, without a jump. */
export function quietCloses(count: number, start = 100): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(start * (1 + Math.sin(i * 1.7) / 50) * 100) / 100)
}

export function sourceOf(
  assets: readonly Asset[],
  bars: Iterable<Bars>,
  records: Partial<AdjustmentRecords> = {},
  rest: Partial<Extract<DataBatch, { kind: 'assets' }>> = {},
): DataSource {
  return {
    async *fetch() {
      yield { kind: 'assets', assets, ...rest }
      for (const each of bars) yield { kind: 'bars', bars: each }
      yield { kind: 'adjustments', ...NO_RECORDS, ...records }
    },
  }
}

const made: string[] = []

/** A folder to be RUSTYBT_ROOT. */
export function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'rustybt-root-'))
  made.push(root)
  return root
}

export function removeRoots(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true })
}

/** All that lies in a bundle's folder, hidden names too; none where there is no folder. */
export const namesIn = (root: string, bundle: string): string[] =>
  existsSync(join(root, 'data', bundle)) ? readdirSync(join(root, 'data', bundle)).sort() : []

/** The coded error in which `run` ends. */
export async function refusalOf(run: () => unknown): Promise<RustybtError> {
  try {
    await run()
  } catch (error) {
    if (error instanceof RustybtError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
