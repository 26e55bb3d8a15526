import type { Asset } from '../assets/asset.js'
import { AssetFinder } from '../assets/finder.js'
import type { SupplementaryPeriod } from '../assets/supplementary.js'
import type { SymbolPeriod } from '../assets/symbols.js'
import { type SessionColumns, type SessionTable, sessionTable } from '../time/session.js'
import { type AdjustmentRecords, Adjustments } from './adjustments.js'
import type { Dataset } from './dataset.js'
import { MinuteAxis, type MinuteBlocks, type MinuteReader, noMinutes } from './minutes.js'
import { BAR_FIELDS, type BarField, type BarReader, barsMissing, type LaidOut } from './reader.js'

/** A data set as plain data over shared memory: what can be posted to other threads, where all look at one copy of the bars. */
export interface SharedDataset {
  readonly sessions: SessionColumns
  readonly assets: readonly Asset[]
  readonly symbols?: readonly SymbolPeriod[]
  readonly supplementary: readonly SupplementaryPeriod[]
  readonly records: AdjustmentRecords
  readonly bars: ReadonlyMap<number, LaidOut>
  readonly minutes?: ReadonlyMap<number, MinuteBlocks>
}

/** Copies the bars into shared memory. Undefined where the minutes are read a piece at a time and are not held in memory as a whole. */
export function shareDataset({ finder, reader, minutes, adjustments }: Dataset): SharedDataset | undefined {
  if (minutes !== undefined && minutes.axis.chunks !== 1) return undefined
  const { days, opens, closes, breakStarts, breakEnds, halfDays } = reader.sessions
  const withBars = finder.all.filter(({ sid }) => reader.firstRow(sid) >= 0)
  return {
    sessions: { days, opens, closes, breakStarts, breakEnds, halfDays },
    assets: finder.all,
    symbols: finder.symbols,
    supplementary: finder.supplementary,
    records: adjustments.records,
    bars: new Map(
      withBars.map(({ sid }) => [
        sid,
        {
          columns: sharedColumns((field) => reader.column(sid, field)),
          first: reader.firstRow(sid),
          last: reader.lastRow(sid),
        },
      ]),
    ),
    minutes:
      minutes && new Map(withBars.map(({ sid }) => [sid, sharedColumns((field) => minutes.block(sid, field, 0))])),
  }
}

export function openShared(shared: SharedDataset): Dataset {
  const sessions = sessionTable(shared.sessions)
  const reader = new SharedBars(sessions, shared.bars)
  return {
    finder: new AssetFinder(shared.assets, shared.symbols, shared.supplementary),
    reader,
    minutes: shared.minutes && new SharedMinutes(new MinuteAxis(sessions), shared.minutes),
    adjustments: new Adjustments(shared.records, reader),
    notices: [],
  }
}

function sharedColumns(of: (field: BarField) => Float64Array): Record<BarField, Float64Array> {
  const shared = (values: Float64Array) => {
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
    copy.set(values)
    return copy
  }
  return Object.fromEntries(BAR_FIELDS.map((field) => [field, shared(of(field))])) as Record<BarField, Float64Array>
}

class SharedBars implements BarReader {
  constructor(
    readonly sessions: SessionTable,
    private readonly bars: ReadonlyMap<number, LaidOut>,
  ) {}

  column(sid: number, field: BarField): Float64Array {
    const bars = this.bars.get(sid)
    if (bars === undefined) throw barsMissing(sid)
    return bars.columns[field]
  }
  firstRow(sid: number): number {
    return this.bars.get(sid)?.first ?? -1
  }
  lastRow(sid: number): number {
    return this.bars.get(sid)?.last ?? -1
  }
}

class SharedMinutes implements MinuteReader {
  readonly #missing: MinuteBlocks

  constructor(
    readonly axis: MinuteAxis,
    private readonly blocks: ReadonlyMap<number, MinuteBlocks>,
  ) {
    this.#missing = noMinutes(axis.length)
  }

  block(sid: number, field: BarField): Float64Array {
    return (this.blocks.get(sid) ?? this.#missing)[field]
  }
}
