import { RustybtError } from '../../kernel/errors.js'
import { valueAt } from './value-at.js'

/** How a session's values are parted into buckets, numbered from 1. */
export interface Bucketing {
  /** As many values in each: how many buckets, or where they end as shares of the values (`[0, 0.1, 0.9, 1]`). */
  readonly quantiles?: number | readonly number[]
  /** Equally wide by value: how many, or the values where they end. */
  readonly bins?: number | readonly number[]
  /** Values below zero and from zero on each on their own, half of the buckets for either. */
  readonly zeroAware?: boolean
}

export const DEFAULT_QUANTILES = 5

/** Throws `FACTOR_BUCKETS`. */
export function checkBucketing({ quantiles, bins, zeroAware }: Bucketing): void {
  const refuse = (message: string, hint?: string): never => {
    throw new RustybtError('FACTOR_BUCKETS', message, { hint })
  }
  if (quantiles !== undefined && bins !== undefined) refuse('either quantiles or bins, not both')
  const given = quantiles ?? bins ?? DEFAULT_QUANTILES
  const what = bins === undefined ? 'quantiles' : 'bins'
  if (typeof given === 'number') {
    if (!(Number.isInteger(given) && given >= 1)) refuse(`${what} is a whole number from 1, was ${given}`)
    if (zeroAware && given < 2) refuse(`${what} must be 2 or more with zeroAware, was ${given}`)
    return
  }
  if (zeroAware) refuse(`zeroAware needs a number of ${what}, not a list`)
  const rising = given.length >= 2 && given.every((edge, k) => !Number.isNaN(edge) && (k === 0 || edge > given[k - 1]))
  if (!rising) refuse(`${what} as a list are two edges or more, each above the one before, were ${given.join(', ')}`)
  if (bins === undefined && (given[0] < 0 || given[given.length - 1] > 1))
    refuse(`quantiles as a list are shares from 0 to 1, were ${given.join(', ')}`, 'for edges by value give bins')
}

/**
 * The bucket of each value, 0 where it is in none; undefined where several edges are one value. Source: pandas' `qcut` and `cut`.
 */
export function bucketsOf(values: Float64Array, bucketing: Bucketing): Int32Array | undefined {
  const { quantiles, bins, zeroAware } = bucketing
  const given = quantiles ?? bins ?? DEFAULT_QUANTILES
  if (!zeroAware) return place(values, given, bins !== undefined)
  const half = Math.floor((given as number) / 2)
  const out = new Int32Array(values.length)
  for (const positive of [true, false]) {
    const cells = [...values.keys()].filter((i) => values[i] >= 0 === positive)
    const part = place(
      Float64Array.from(cells, (i) => values[i]),
      half,
      bins !== undefined,
    )
    if (part === undefined) return undefined
    for (const [k, i] of cells.entries()) out[i] = part[k] === 0 ? 0 : part[k] + (positive ? half : 0)
  }
  return out
}

function place(values: Float64Array, given: number | readonly number[], byValue: boolean): Int32Array | undefined {
  const sorted = values.slice().sort()
  const edges = byValue ? widths(sorted, given) : shares(sorted, given)
  const tied = edges.some((edge, k) => k > 0 && !(edge > edges[k - 1]))
  if (tied && !(edges.length === 2 && edges[0] === edges[1])) return undefined
  return Int32Array.from(values, (value) => {
    if (!byValue && value === edges[0]) return 1
    let k = 0
    while (k < edges.length && edges[k] < value) k++
    return k === edges.length ? 0 : k
  })
}

/** Values between which given shares of all lie. */
function shares(sorted: Float64Array, given: number | readonly number[]): Float64Array {
  const at = typeof given === 'number' ? equalShares(given) : Float64Array.from(given)
  return at.map((share) => valueAt(sorted, share))
}

/** A share that a double cannot hold is the next above, as in pandas: a value on the edge is below it. */
function equalShares(parts: number): Float64Array {
  return linear(0, 1, parts).map((share, k) => (share * parts === k ? share : above(share)))
}

function above(value: number): number {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)
  bits[0]++
  return new Float64Array(bits.buffer)[0]
}

/** Equal widths from the least to the greatest; the first reaches a thousandth lower, so that the least is in it. */
function widths(sorted: Float64Array, given: number | readonly number[]): Float64Array {
  if (typeof given !== 'number') return Float64Array.from(given)
  if (sorted.length === 0) return Float64Array.of(Number.NaN, Number.NaN)
  const [least, greatest] = [sorted[0], sorted[sorted.length - 1]]
  if (least === greatest) {
    const margin = least === 0 ? 0.001 : 0.001 * Math.abs(least)
    return linear(least - margin, greatest + margin, given)
  }
  const edges = linear(least, greatest, given)
  edges[0] -= (greatest - least) * 0.001
  return edges
}

/** As numpy's linspace. */
function linear(from: number, to: number, parts: number): Float64Array {
  const step = (to - from) / parts
  return Float64Array.from({ length: parts + 1 }, (_, k) => (k === parts ? to : k * step + from))
}
