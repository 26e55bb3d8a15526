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
  const traded = new Int32Array(close.length)
  const moves = new Float64Array(close.length)
  const floor = Math.log(1 + preset.move)
  let count = 0
  let largest = 0
  for (let i = 0; i < close.length; i++) {
    if (!(close[i] > 0)) continue
    if (count > 0) moves[count - 1] = Math.log(close[i] / close[traded[count - 1]])
    if (count > 0) largest = Math.max(largest, Math.abs(moves[count - 1]))
    traded[count++] = i
  }
  // Mostly there is nothing to be looked at, and then no need to know what is usual.
  if (count <= FEWEST || !(largest > floor)) return
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

/** The standard deviation, as far as a few wild values don't matter. */
function spread(moves: Float64Array): number {
  const middle = median(moves.slice())
  return NORMAL * median(moves.map((move) => Math.abs(move - middle)))
}

function checkVolumes({ times, volume }: Bars, preset: Preset, report: Report): void {
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
