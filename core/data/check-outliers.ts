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
  const traded = Array.from(close.keys()).filter((i) => close[i] > 0)
  if (traded.length <= FEWEST) return
  const moves = Float64Array.from(traded, (i, k) => (k === 0 ? 0 : Math.log(close[i] / close[traded[k - 1]])))
  const middle = median(moves.subarray(1))
  const sigma = NORMAL * median(moves.subarray(1).map((move) => Math.abs(move - middle)))
  const limit = Math.max(preset.sigmas * sigma, Math.log(1 + preset.move))
  const explained = [
    ...[...records.splits, ...records.mergers].map(({ effectiveDate }) => effectiveDate),
    ...records.stockDividends.map(({ exDate }) => exDate),
  ].map((date) => Date.parse(date))
  for (let k = 1; k < traded.length; k++) {
    if (!(Math.abs(moves[k]) > limit)) continue
    const [before, at] = [traded[k - 1], traded[k]]
    if (explained.some((day) => day > times[before] && day <= times[at])) continue
    const value = close[at] / close[before] - 1
    const comesBack = moves[k + 1] * Math.sign(moves[k]) < -0.5 * Math.abs(moves[k])
    const percent = `${value > 0 ? '+' : ''}${(value * 100).toPrecision(3)} %`
    const message = `the close goes from ${close[before]} to ${close[at]} (${percent})${comesBack ? ' and back' : ''}`
    report({ code: 'PRICE_OUTLIER', rule: 'outlier', severity: 'warning', date: timeText(times[at]), message, value })
  }
}

function checkVolumes({ times, volume }: Bars, preset: Preset, report: Report): void {
  const traded = volume.filter((each) => each > 0)
  if (traded.length <= FEWEST) return
  const usual = median(traded)
  volume.forEach((value, i) => {
    if (!(value > preset.volume * usual)) return
    const message = `volume ${value} is ${(value / usual).toPrecision(3)} times the usual ${usual}`
    report({ code: 'VOLUME_OUTLIER', rule: 'outlier', severity: 'info', date: timeText(times[i]), message, value })
  })
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
