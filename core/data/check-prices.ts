import { seriesKernels } from '../math/series-kernels.js'
import { dateOf } from '../time/session.js'
import type { Preset, Report } from './finding.js'
import type { Bars } from './source.js'

const MS_PER_DAY = 86_400_000
/** As those that `doubtfulBar` lets pass. */
const ROUNDING = 1e-6
const PRICES = ['open', 'high', 'low', 'close'] as const

/** Each bar by itself: four prices or none, above zero, open and close between low and high, a volume that is a number. */
export function checkPrices(bars: Bars, preset: Preset, report: Report): void {
  for (let i = doubtfulBar(bars, 1); i < bars.times.length; i = doubtfulBar(bars, 1, i + 1))
    checkBar(bars, i, preset, report)
}

/**
 * The first bar from row `from` on that is not plainly good, or how many there are: others need no look of their own. Good is one with all
 * four prices above zero, open and close between low and high, a volume up to 2^53 - 1, and a time after the one before that is a
 * multiple of `unit` ms.
 */
export function doubtfulBar(bars: Omit<Bars, 'sid'>, unit: number, from = 0): number {
  const { times, open, high, low, close, volume } = bars
  return seriesKernels.barsDoubtful(times, open, high, low, close, volume, unit, from)
}

function checkBar(bars: Bars, i: number, preset: Preset, report: Report): void {
  const date = timeText(bars.times[i])
  const prices = PRICES.map((name) => bars[name][i])
  const missing = prices.filter(Number.isNaN).length
  checkVolume(bars.volume[i], missing === 4, date, report)
  if (missing === 4) return
  const wrong = wrongPrices(bars, i)
  if (wrong !== undefined) report({ ...wrong, rule: 'prices', severity: 'error', date })
  const low = PRICES.find((name) => bars[name][i] <= 0)
  if (low === undefined) return
  const value = bars[low][i]
  const severity = preset.belowZero ? 'info' : 'error'
  report({ code: 'PRICE_NOT_POSITIVE', rule: 'prices', severity, date, message: `${low} is ${value}`, value })
}

function wrongPrices(bars: Bars, i: number): { code: string; message: string; value?: number } | undefined {
  const empty = PRICES.filter((name) => Number.isNaN(bars[name][i]))
  if (empty.length > 0) return { code: 'PRICES_INCOMPLETE', message: `has other prices, but no ${empty.join(', ')}` }
  const endless = PRICES.find((name) => !Number.isFinite(bars[name][i]))
  if (endless !== undefined) return { code: 'PRICE_INVALID', message: `${endless} is ${bars[endless][i]}` }
  const [high, low] = [bars.high[i], bars.low[i]]
  const slack = ROUNDING * Math.abs(high)
  const code = 'OHLC_INCONSISTENT'
  if (high + slack < low) return { code, message: `high ${high} is below low ${low}`, value: high }
  for (const name of ['open', 'close'] as const) {
    const value = bars[name][i]
    if (value > high + slack || value < low - slack)
      return { code, message: `${name} ${value} is outside ${low} to ${high}`, value }
  }
  return undefined
}

function checkVolume(value: number, hasNoPrices: boolean, date: string, report: Report): void {
  const rule = 'volume'
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    report({ code: 'VOLUME_INVALID', rule, severity: 'error', date, message: `volume is ${value}`, value })
  else if (hasNoPrices && value > 0)
    report({
      code: 'VOLUME_WITHOUT_PRICES',
      rule,
      severity: 'error',
      date,
      message: `${value} traded at no price`,
      value,
    })
  else if (value > Number.MAX_SAFE_INTEGER) {
    const message = `volume ${value} is above 2^53: its last digits are those of the nearest double`
    report({ code: 'VOLUME_INEXACT', rule, severity: 'info', date, message, value })
  }
}

/** A daily bar's date, a minute's instant. */
export function timeText(time: number): string {
  return time % MS_PER_DAY === 0 ? dateOf(time / MS_PER_DAY) : new Date(time).toISOString()
}
