import type { Asset } from '../assets/asset.js'
import { AssetFinder } from '../assets/finder.js'
import { RustybtError } from '../kernel/errors.js'
import { dateOf, type SessionTable } from '../time/session.js'
import { type AdjustmentRecords, Adjustments } from './adjustments.js'
import { dailyFromMinutes, MemoryMinutes, type MinuteReader } from './minutes.js'
import type { Quirks } from './quirks.js'
import { type BarReader, MemoryBars, span } from './reader.js'
import { assetsAsKept } from './single-precision.js'
import type { Bars, DataRequest, DataSource, Notice } from './source.js'

/** All that a run reads of the market: assets, bars over an axis of sessions, and what adjusts them. */
export interface Dataset {
  readonly finder: AssetFinder
  readonly reader: BarReader
  /** Where the data have minutes; daily bars are there as well. */
  readonly minutes?: MinuteReader
  readonly adjustments: Adjustments
  readonly notices: readonly Notice[]
}

/** Reads a source whole into memory. Throws what the source throws, and `DATA_EMPTY` where it has no bar. */
export async function readDataset(source: DataSource, request: DataRequest, quirks: Quirks): Promise<Dataset> {
  const assets: Asset[] = []
  const all: Bars[] = []
  const notices: Notice[] = []
  const records = { splits: [], dividends: [], stockDividends: [], mergers: [] } as Mutable<AdjustmentRecords>
  for await (const batch of source.fetch(request)) {
    request.signal?.throwIfAborted()
    if (batch.kind === 'assets') assets.push(...batch.assets)
    else if (batch.kind === 'bars') all.push(batch.bars)
    else if (batch.kind === 'notice') notices.push(batch.notice)
    else {
      records.splits.push(...batch.splits)
      records.dividends.push(...batch.dividends)
      records.stockDividends.push(...batch.stockDividends)
      records.mergers.push(...batch.mergers)
    }
  }
  const days = span(all)
  if (!days)
    throw new RustybtError('DATA_EMPTY', 'the source has no bars', {
      hint: 'check the folder, the symbols and the dates',
    })
  const sessions = sessionsOver(request, days)
  const reader = new MemoryBars(sessions, quirks)
  const minutes = request.frequency === 'minute' ? new MemoryMinutes(sessions, quirks) : undefined
  for (const bars of all) {
    minutes?.add(bars)
    reader.add(minutes ? dailyFromMinutes(bars, sessions) : bars)
  }
  const adjustments = new Adjustments(records, reader)
  return {
    finder: new AssetFinder(assetsAsKept(assets, quirks)),
    reader,
    minutes,
    adjustments,
    notices: [...notices, ...adjustments.notices],
  }
}

/** The sessions that the bars lie in; a session may open on the evening before its date, so minutes look a day further. */
function sessionsOver(
  { calendar, frequency }: DataRequest,
  { first, last }: { first: number; last: number },
): SessionTable {
  const clamp = (date: string) =>
    date < calendar.firstDate ? calendar.firstDate : date > calendar.lastDate ? calendar.lastDate : date
  return frequency === 'daily'
    ? calendar.sessions(dateOf(first), dateOf(last))
    : calendar.sessions(clamp(dateOf(first)), clamp(dateOf(last + 1)))
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] }
