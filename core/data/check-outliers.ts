import type { AdjustmentRecords } from './adjustments.js'
import { timeText } from './check-prices.js'
import type { Preset, Report } from './finding.js'
import type { Bars } from './source.js'

/** Fewer moves than these say nothing about what is usual. */
const FEWEST = 10
/** A median absolute deviation times this is the standard deviation of normal moves. */
const NORMAL = 1.4826

/** Moves of the close and volumes far from what is usual for the asset. Days of splits, mergers and stock dividends are left out. */
export function checkOutliers(bars: Bars, records: AdjustmentRecords, preset: Preset, report: Report): void {
  checkMoves(bars, records, preset, report)
  checkVolumes(bars, preset, report)
}

function checkMoves({ times, close }: Bars, records: AdjustmentRecords, preset: Preset, report: Report): void {
  // Mostly there is nothing to be looked at, and then no need to know what is usual.
  if (!(largestRatio(close) > 1 + preset.move)) return
  const traded = Int32Array.from(close.keys()).filter((i) => close[i] > 0)
  const count = traded.length
  if (count <= FEWEST) return
  const moves = new Float64Array(count)
  for (let k = 1; k < count; k++) moves[k - 1] = Math.log(close[traded[k]] / close[traded[k - 1]])
  const floor = Math.log(1 + preset.move)
  const limit = Math.max(preset.sigmas * spread(moves.subarray(0, count - 1)), floor)
  const explained = [
    ...[...records.splits, ...records.mergers].map(({ effectiveDate }) => effectiveDate),
    ...records.stockDividends.map(({ exDate }) => exDate),
  ].map((date) => Date.parse(date))
  for (let k = 1; k < count; k++) {
    const move = moves[k - 1]
    if (!(Math.abs(move) > limit)) continue
    const [before, at] = [traded[k - 1], traded[k]]
    if (explained.some((day) => day > times[before] && day <= times[at])) continue
    const value = close[at] / close[before] - 1
    const comesBack = k + 1 < count && moves[k] * Math.sign(move) < -0.5 * Math.abs(move)
    const percent = `${value > 0 ? '+' : ''}${(value * 100).toPrecision(3)} %`
    const message = `the close goes from ${close[before]} to ${close[at]} (${percent})${comesBack ? ' and back' : ''}`
    report({ code: 'PRICE_OUTLIER', rule: 'outlier', severity: 'warning', date: timeText(times[at]), message, value })
  }
}

/** Of a close and the one before, the higher for the lower. */
function largestRatio(close: Float64Array): number {
  let largest = 1
  let before = Number.NaN
  for (let i = 0; i < close.length; i++) {
    const price = close[i]
    if (!(price > 0)) continue
    if (price > before * largest) largest = price / before
    else if (before > price * largest) largest = before / price
    before = price
  }
  return largest
}

/** The standard deviation, as far as a few wild values don't matter. */
function spread(moves: Float64Array): number {
  const middle = median(moves.slice())
  return NORMAL * median(moves.map((move) => Math.abs(move - middle)))
}

function checkVolumes({ times, volume }: Bars, preset: Preset, report: Report): void {
  if (!mayBeOutliers(volume, preset.volume)) return
  const traded = volume.filter((each) => each > 0)
  if (traded.length <= FEWEST) return
  const limit = preset.volume * median(traded)
  const usual = limit / preset.volume
  volume.forEach((value, i) => {
    if (!(value > limit)) return
    const message = `volume ${value} is ${(value / usual).toPrecision(3)} times the usual ${usual}`
    report({ code: 'VOLUME_OUTLIER', rule: 'outlier', severity: 'info', date: timeText(times[i]), message, value })
  })
}

/** The largest volume is beyond `times` the median only if more than half of them are below that share of it. */
function mayBeOutliers(volume: Float64Array, times: number): boolean {
  let largest = 0
  for (let i = 0; i < volume.length; i++) if (volume[i] > largest) largest = volume[i]
  const share = (largest / times) * (1 + 1e-9)
  let traded = 0
  let below = 0
  for (let i = 0; i < volume.length; i++) {
    if (volume[i] > 0) traded++
    if (volume[i] > 0 && volume[i] < share) below++
  }
  return below > traded >> 1
}

/** The upper of the two in the middle, where there are two. Puts the values into another order. */
function median(values: Float64Array): number {
  const middle = values.length >> 1
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const pivot = values[(low + high) >> 1]
    let [i, j] = [low, high]
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i > j) break
      const held = values[i]
      values[i++] = values[j]
      values[j--] = held
    }
    if (middle <= j) high = j
    else if (middle >= i) low = i
    else break
  }
  return values[middle]
}
