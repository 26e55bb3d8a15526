import { RustybtError } from '../kernel/errors.js'
import { doubtfulBar } from './check-prices.js'
import type { Bars } from './source.js'

/** Times must be whole and rise, also from batch to batch. */
export function requireOrder(bars: Bars, last: number | undefined, symbol: string): void {
  const { sid, times } = bars
  let before = last ?? Number.NEGATIVE_INFINITY
  if (times[0] > before && doubtfulBar(bars, 1) === times.length) return
  for (let i = 0; i < times.length; i++) {
    const time = times[i]
    if (Number.isSafeInteger(time) && time > before) {
      before = time
      continue
    }
    const what = Number.isSafeInteger(time)
      ? `is not after ${new Date(before).toISOString()}, the bar before it`
      : 'is no whole number of milliseconds'
    const at = Number.isFinite(time) ? new Date(time).toISOString() : String(time)
    throw new RustybtError('BARS_DISORDERED', `${symbol} (sid ${sid}): bar ${i}, at ${at}, ${what}`, {
      hint: 'a source gives the bars of an asset in the order of time, each once',
    })
  }
}
