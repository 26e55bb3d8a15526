import type { Asset } from '../assets/asset.js'
import { AssetFinder } from '../assets/finder.js'
import type { SupplementaryPeriod } from '../assets/supplementary.js'
import { ownSymbols, type SymbolPeriod } from '../assets/symbols.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY } from '../time/instant.js'
import { dateOf, type SessionTable } from '../time/session.js'
import { type AdjustmentRecords, Adjustments } from './adjustments.js'
import { MemoryMinutes, type MinuteReader, sessionsOfMinutes } from './minutes.js'
import type { Quirks } from './quirks.js'
import { type BarReader, joinedBars, MemoryBars, type Span, span } from './reader.js'
import { dailyFromMinutes } from './resample.js'
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
  const symbols: SymbolPeriod[] = []
  const supplementary: SupplementaryPeriod[] = []
  const batches = new Map<number, Bars[]>()
  const daily = new Map<number, Bars>()
  const notices: Notice[] = []
  const records = { splits: [], dividends: [], stockDividends: [], mergers: [] } as Mutable<AdjustmentRecords>
  for await (const batch of source.fetch(request)) {
    request.signal?.throwIfAborted()
    if (batch.kind === 'assets') {
      assets.push(...batch.assets)
      symbols.push(...(batch.symbols ?? ownSymbols(batch.assets)))
      supplementary.push(...(batch.supplementary ?? []))
    } else if (batch.kind === 'bars') addTo(batches, batch.bars)
    else if (batch.kind === 'sessions') daily.set(batch.bars.sid, batch.bars)
    else if (batch.kind === 'notice') notices.push(batch.notice)
    else {
      records.splits.push(...batch.splits)
      records.dividends.push(...batch.dividends)
      records.stockDividends.push(...batch.stockDividends)
      records.mergers.push(...batch.mergers)
    }
  }
  const all = Array.from(batches.values(), joinedBars)
  const spanned = span(all)
  if (!spanned)
    throw new RustybtError('DATA_EMPTY', 'the source has no bars', {
      hint: 'check the folder, the symbols and the dates',
    })
  const sessions = sessionsOver(request, spanned, span([...daily.values()]))
  const reader = new MemoryBars(sessions, quirks)
  const minutes = request.frequency === 'minute' ? new MemoryMinutes(sessions, quirks) : undefined
  for (const bars of all) {
    minutes?.add(bars)
    if (!daily.has(bars.sid)) reader.add(minutes ? dailyFromMinutes(bars, sessions) : bars)
  }
  for (const bars of daily.values()) reader.add(bars)
  const adjustments = new Adjustments(records, reader)
  return {
    finder: new AssetFinder(assetsAsKept(assets, quirks), symbols, supplementary),
    reader,
    minutes,
    adjustments,
    notices: [...notices, ...adjustments.notices],
  }
}

function addTo(batches: Map<number, Bars[]>, bars: Bars): void {
  const earlier = batches.get(bars.sid)
  if (earlier === undefined) batches.set(bars.sid, [bars])
  else earlier.push(bars)
}

/** The sessions that the bars lie in, from the first one's to the last one's; `daily` is the span of sessions beside minutes. */
function sessionsOver({ calendar, frequency }: DataRequest, { first, last }: Span, daily?: Span): SessionTable {
  const dates = (from: number, to: number) => [dateOf(Math.floor(from / DAY)), dateOf(Math.floor(to / DAY))] as const
  if (frequency === 'daily') return calendar.sessions(...dates(first, last))
  const ofMinutes = sessionsOfMinutes(calendar, first, last)
  if (daily === undefined) return ofMinutes
  const [from, to] = dates(daily.first, daily.last)
  const lastDate = ofMinutes.date(ofMinutes.length - 1)
  return calendar.sessions(from < ofMinutes.date(0) ? from : ofMinutes.date(0), to > lastDate ? to : lastDate)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] }
