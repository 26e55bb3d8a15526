import type { Asset } from '../assets/asset.js'
import type { AdjustmentRecords } from '../data/adjustments.js'
import type { Bars, DataRequest, DataSource } from '../data/source.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY } from '../time/instant.js'
import { dayOf } from '../time/session.js'

export interface MemoryData extends Partial<AdjustmentRecords> {
  readonly assets: readonly Asset[]
  /** One entry an asset, of the frequency that will be asked for. */
  readonly bars: readonly Bars[]
}

/** A source of what is in memory already: a request's symbols and dates; nothing is resampled. Throws `SYMBOL_NOT_FOUND`. */
export function memorySource(data: MemoryData): DataSource {
  return {
    async *fetch(request) {
      const { symbols } = request
      const unknown = symbols?.find((each) => !data.assets.some(({ symbol }) => symbol === each))
      if (unknown !== undefined) throw new RustybtError('SYMBOL_NOT_FOUND', `there is no symbol '${unknown}' in memory`)
      const assets = data.assets.filter(({ symbol }) => symbols === undefined || symbols.includes(symbol))
      const sids = new Set(assets.map(({ sid }) => sid))
      const isAsked = ({ sid }: { readonly sid: number }) => sids.has(sid)
      yield { kind: 'assets', assets }
      for (const bars of data.bars.filter(isAsked)) {
        request.signal?.throwIfAborted()
        yield { kind: 'bars', bars: between(bars, request) }
      }
      yield {
        kind: 'adjustments',
        splits: data.splits?.filter(isAsked) ?? [],
        dividends: data.dividends?.filter(isAsked) ?? [],
        stockDividends: data.stockDividends?.filter(isAsked) ?? [],
        mergers: data.mergers?.filter(isAsked) ?? [],
      }
      request.progress?.(1)
    },
  }
}

/** The bars of the days asked for; a minute's day is UTC's. */
function between(bars: Bars, { start, end }: DataRequest): Bars {
  if (start === undefined && end === undefined) return bars
  const from = start === undefined ? Number.NEGATIVE_INFINITY : dayOf(start) * DAY
  const to = end === undefined ? Number.POSITIVE_INFINITY : (dayOf(end) + 1) * DAY
  const { times } = bars
  let first = 0
  while (first < times.length && times[first] < from) first++
  let last = first
  while (last < times.length && times[last] < to) last++
  const cut = (column: Float64Array) => column.subarray(first, last)
  const [open, high, low, close, volume] = [bars.open, bars.high, bars.low, bars.close, bars.volume].map(cut)
  return { sid: bars.sid, times: cut(times), open, high, low, close, volume }
}
