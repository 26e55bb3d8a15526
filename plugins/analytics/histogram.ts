import { quantile } from '../../core/math/statistics.js'
import { makeFormats } from './page/formats.js'
import type { BarsBlock } from './report-data.js'

const { axis } = makeFormats()

/** Steps of 1, 2 or 5 times a power of ten. */
function niceWidth(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].find((digit) => digit * power >= rough)! * power
}

export interface Histogram {
  readonly bars: BarsBlock['bars']
  /** Of a step. */
  readonly width: number
}

/**
 * How many values lie in each step, those beyond the outer hundredths in the last ones; undefined where they do not vary. The bar in which
 * `own` lies is marked.
 */
export function histogram(values: Float64Array, own?: number): Histogram | undefined {
  const [low, high] = [quantile(values, 0.01), quantile(values, 0.99)]
  const count = Math.max(8, Math.min(30, Math.ceil(Math.sqrt(values.length) * 1.5)))
  const width = niceWidth((high - low) / count)
  if (!(width > 0)) return undefined
  const first = Math.floor(low / width)
  const last = Math.floor(high / width)
  const placeOf = (value: number) => Math.max(0, Math.min(last - first, Math.floor(value / width) - first))
  const counts = new Array<number>(last - first + 1).fill(0)
  for (const value of values) counts[placeOf(value)]++
  const starts = counts.map((_, i) => (first + i) * width)
  const marked = own === undefined ? -1 : placeOf(own)
  const bars = axis('percent', starts).map((label, i) => ({
    ...{ label, value: counts[i] },
    ...(i === marked ? { marked: true } : {}),
  }))
  return { bars, width }
}
