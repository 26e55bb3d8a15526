import { RustybtError } from '../kernel/errors.js'
import { timeText } from './check-prices.js'
import { BAR_FIELDS } from './reader.js'
import type { Bars } from './source.js'

/** Prices are told apart from the old ones times a number only if they lie further from it than rounding to cents may bring them. */
const ROUNDING = 0.005
const FEWEST = 3

const AGAIN = 'ingest without --append to take the bars as they are now; runs on earlier ingestions stay as they were'

/** Rows `from` to `to` of bars. */
export function sliceBars({ sid, times, open, high, low, close, volume }: Bars, from: number, to: number): Bars {
  const part = (column: Float64Array) => column.subarray(from, to)
  return {
    sid,
    times: part(times),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
  }
}

/**
 * Throws where bars that are ingested already are not those that the source has now: `APPEND_SPLIT` where all prices are the old ones
 * times one number, else `APPEND_REVISED` with the first that differs.
 */
export function checkHistory(old: Bars, now: Bars, symbol: string): void {
  const at = firstDifference(old, now)
  if (at === undefined) return
  const ratio = commonRatio(old, now)
  if (ratio !== undefined) {
    const times = `times ${Number(ratio.toPrecision(6))}`
    const message = `${symbol}: the source now has the prices until ${timeText(old.times.at(-1)!)} ${times}, as after a split`
    throw new RustybtError('APPEND_SPLIT', message, { hint: AGAIN })
  }
  throw new RustybtError('APPEND_REVISED', `${symbol} ${at}`, { hint: AGAIN })
}

export function revised(message: string): RustybtError {
  return new RustybtError('APPEND_REVISED', message, { hint: AGAIN })
}

function firstDifference(old: Bars, now: Bars): string | undefined {
  const length = Math.max(old.times.length, now.times.length)
  for (let i = 0; i < length; i++) {
    const [was, is] = [old.times[i], now.times[i]]
    if (was !== is) {
      if (is === undefined || was < is) return `${timeText(was)}: the bar was ingested, and the source no longer has it`
      return `${timeText(is)}: the source now has a bar that was not ingested`
    }
    for (const field of BAR_FIELDS) {
      const [before, after] = [old[field][i], now[field][i]]
      if (before !== after && !(Number.isNaN(before) && Number.isNaN(after)))
        return `${timeText(was)}: ${field} was ${before}, and is now ${after}`
    }
  }
  return undefined
}

/** The number by which all closes were multiplied. */
function commonRatio(old: Bars, now: Bars): number | undefined {
  if (old.times.length < FEWEST || old.times.length !== now.times.length) return undefined
  const ratios = old.close.map((close, i) => now.close[i] / close).filter((ratio) => !Number.isNaN(ratio))
  if (ratios.length < FEWEST) return undefined
  // The highest price is the least rounded.
  const ratio = ratios.toSorted()[ratios.length >> 1]
  const isOne = Math.abs(ratio - 1) < 2 * ROUNDING
  return isOne || ratios.some((each) => Math.abs(each / ratio - 1) > ROUNDING) ? undefined : ratio
}
