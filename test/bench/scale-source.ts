import type { Equity } from '../../core/assets/asset.js'
import type { Bars, DataRequest, DataSource } from '../../core/data/source.js'
import { MINUTE } from '../../core/time/instant.js'
import type { SessionTable } from '../../core/time/session.js'

export const FIRST_YEAR = 2010
export const YEARS = 10
/** Minutes of New York's sessions in these ten years. */
const MINUTES = 973_000
/** Sessions of a batch: about a month. */
const BATCH = 20

/** First and last day. */
export interface Span {
  readonly from: string
  readonly to: string
}
const TEN_YEARS: Span = { from: `${FIRST_YEAR}-01-04`, to: `${FIRST_YEAR + YEARS - 1}-12-31` }

export const assetsFor = (bars: number): number => Math.max(1, Math.round(bars / MINUTES))

/**
 * Minute bars of so many assets, made when they are asked for: an asset's session is always the same, whatever range it is part of.
 * Prices walk in cents around a level that moves slowly with the days; every minute trades.
 */
export function scaleSource(count: number, span: Span = TEN_YEARS, symbolOf = (sid: number) => `S${sid}`): DataSource {
  const assets = Array.from({ length: count }, (_, sid) => listed(sid, symbolOf(sid), span))
  return {
    async *fetch(request: DataRequest) {
      const { calendar, start = span.from, end = span.to, progress } = request
      const sessions = calendar.sessions(start, end)
      yield { kind: 'assets', assets }
      for (const { sid } of assets) {
        for (let row = 0; row < sessions.length; row += BATCH) {
          yield { kind: 'bars', bars: made(sid, sessions, row, Math.min(row + BATCH, sessions.length)) }
          progress?.((sid + row / sessions.length) / count)
        }
      }
      progress?.(1)
    },
  }
}

const listed = (sid: number, symbol: string, { from, to }: Span): Equity => ({
  kind: 'equity',
  sid,
  symbol,
  name: `Scale ${sid}`,
  exchange: 'NYSE',
  country: 'US',
  currency: 'USD',
  startDate: from,
  endDate: to,
  tickSize: 0.01,
  multiplier: 1,
})

function made(sid: number, { opens, closes, days }: SessionTable, from: number, end: number): Bars {
  let rows = 0
  for (let row = from; row < end; row++) rows += (closes[row] - opens[row]) / MINUTE
  const [times, open, high, low, close, volume] = Array.from({ length: 6 }, () => new Float64Array(rows))
  let i = 0
  for (let row = from; row < end; row++) {
    let state = (Math.imul(days[row], 0x9e3779b1) ^ Math.imul(sid + 1, 0x85ebca6b)) | 1
    let cents = Math.round(5000 + 10 * sid + 1500 * Math.sin(days[row] / 97 + sid))
    for (let time = opens[row] + MINUTE; time <= closes[row]; time += MINUTE, i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const next = cents + (state & 15) - 7
      times[i] = time
      open[i] = cents / 100
      close[i] = next / 100
      high[i] = (Math.max(cents, next) + ((state >>> 4) & 3)) / 100
      low[i] = (Math.min(cents, next) - ((state >>> 6) & 3)) / 100
      volume[i] = 100 * (1 + ((state >>> 8) & 255))
      cents = next
    }
  }
  return { sid, times, open, high, low, close, volume }
}
