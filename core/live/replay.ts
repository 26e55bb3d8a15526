import type { MinuteReader } from '../data/minutes.js'
import type { BarReader } from '../data/reader.js'
import { MINUTE } from '../time/instant.js'
import { ReplayClock } from './replay-clock.js'
import type { MarketStream, StreamBar, StreamBatch, StreamSession } from './stream.js'

/** Plays the run's own data as if they came now, so many times as fast as they were, or as fast as they can be taken. */
export function replay(speed: number | 'max'): MarketStream {
  return { clock: (from) => new ReplayClock(from, speed), open: batches }
}

function* batches({ dataset, frequency, sessions, first, last }: StreamSession): Generator<StreamBatch> {
  const { reader, minutes } = dataset
  const sids = dataset.finder.all.map(({ sid }) => sid).filter((sid) => reader.firstRow(sid) >= 0)
  for (let row = first; row <= last; row++) {
    const { closes } = frequency === 'minute' ? reader.sessions : sessions
    const at = closes[row]
    if (frequency === 'minute') yield* minutesOf(minutes!, sids, row)
    const bars = dayBars(reader, sids, row)
    const ended = sids.filter((sid) => reader.lastRow(sid) < row && (row === first || reader.lastRow(sid) === row - 1))
    yield { at, bars, ended, whole: true, ofSession: frequency === 'minute' }
  }
}

function dayBars(reader: BarReader, sids: readonly number[], row: number): StreamBar[] {
  const bars: StreamBar[] = []
  for (const sid of sids) {
    const [begin, end] = [reader.firstRow(sid), reader.lastRow(sid)]
    if (row < begin || row > end) continue
    const of = (field: Exclude<keyof StreamBar, 'sid'>) => reader.column(sid, field)[row]
    const bar = { sid, open: of('open'), high: of('high'), low: of('low'), close: of('close'), volume: of('volume') }
    // The first and the last are told even where nothing traded: between them an asset is known.
    if (row === begin || row === end || isTraded(bar)) bars.push(bar)
  }
  return bars
}

function* minutesOf(minutes: MinuteReader, sids: readonly number[], row: number): Generator<StreamBatch> {
  const { axis } = minutes
  const chunk = axis.chunkOf(row)
  const start = axis.chunkStart(chunk)
  const from = axis.starts[row]
  const length = axis.starts[row + 1] - from
  // A block is good until another chunk is asked for, and the run asks for its own between two batches.
  const blocks = sids.map((sid) => {
    const part = (field: Exclude<keyof StreamBar, 'sid'>) =>
      minutes.block(sid, field, chunk).slice(from - start, from - start + length)
    return {
      sid,
      open: part('open'),
      high: part('high'),
      low: part('low'),
      close: part('close'),
      volume: part('volume'),
    }
  })
  for (let i = 0; i < length; i++) {
    const bars: StreamBar[] = []
    for (const { sid, open, high, low, close, volume } of blocks) {
      const bar = { sid, open: open[i], high: high[i], low: low[i], close: close[i], volume: volume[i] }
      if (isTraded(bar)) bars.push(bar)
    }
    yield { at: axis.sessions.opens[row] + (i + 1) * MINUTE, bars, whole: true }
  }
}

const isTraded = ({ open, close, volume }: StreamBar): boolean =>
  volume !== 0 || !Number.isNaN(close) || !Number.isNaN(open)
