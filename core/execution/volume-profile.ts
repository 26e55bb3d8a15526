import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'

/**
 * Share of the volume to be expected in slice `i` and those before it, of `slices` slices of `every` bars each from the next bar on: by
 * what traded in such bars over the last `window` sessions before this one. Bars are alike by their minute of the session, in daily data
 * by their day of the week. Even shares where nothing has traded there.
 */
export function cumulativeVolume(
  portal: Portal,
  asset: Asset,
  slices: number,
  every: number,
  window: number,
): Float64Array {
  const usual = portal.minute >= 0 ? minuteVolumes(portal, asset, window) : weekdayVolumes(portal, asset, window)
  const weights = new Float64Array(slices)
  for (let i = 0; i < slices * every; i++) weights[Math.floor(i / every)] += usual.of(i)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return weights.map((weight, i) => {
    sum += total > 0 ? weight / total : 1 / slices
    return i === slices - 1 ? 1 : sum
  })
}

/** Usual volume of the bar that is `ahead` bars after the next one. */
interface Usual {
  of(ahead: number): number
}

function weekdayVolumes(portal: Portal, asset: Asset, window: number): Usual {
  const { sessions, row } = portal
  const sums = new Float64Array(7)
  const counts = new Float64Array(7)
  const count = Math.min(window, row + 1)
  const volumes = portal.history(asset, 'volume', count)
  for (let i = 0; i < count; i++) {
    const weekday = (sessions.days[row - count + 1 + i] + 4) % 7
    sums[weekday] += Number.isNaN(volumes[i]) ? 0 : volumes[i]
    counts[weekday]++
  }
  const mean = volumes.reduce((sum, volume) => sum + (Number.isNaN(volume) ? 0 : volume), 0) / count
  const known = Array.from(counts, (n, day) => ({ n, day })).filter(({ n }) => n > 0)
  // Days of the week come in the order in which the calendar has them: which ones trade is no secret of the future.
  const order = known.map(({ day }) => day)
  const now = order.indexOf((sessions.days[row] + 4) % 7)
  return {
    of(ahead) {
      if (now < 0) return mean
      const day = order[(now + 1 + ahead) % order.length]
      return sums[day] / counts[day]
    },
  }
}

function minuteVolumes(portal: Portal, asset: Asset, window: number): Usual {
  const { row, minute } = portal
  const { starts } = portal.minuteAxis!
  const length = starts[row + 1] - starts[row]
  const sums = new Float64Array(length)
  const first = Math.max(0, row - window)
  const volumes = portal.history(asset, 'volume', minute - starts[first] + 1, '1m')
  for (let session = first; session < row; session++) {
    const end = Math.min(length, starts[session + 1] - starts[session])
    for (let i = 0; i < end; i++) {
      const volume = volumes[starts[session] - starts[first] + i]
      if (volume > 0) sums[i] += volume
    }
  }
  const next = minute - starts[row] + 1
  return { of: (ahead) => sums[(next + ahead) % length] }
}
