import type { FactorData } from './factor-data.js'
import { parted } from './factor-rows.js'

export interface Weighting {
  /** Long what is above the mean, short what is below: weights of both sides are equal. */
  readonly longShort?: boolean
  /** The same in each group, and the groups alike. */
  readonly groupNeutral?: boolean
  /** All assets alike: long above the median (or zero), short below. */
  readonly equalWeight?: boolean
}

/** Weights by the factor's values; the sizes of a session's add up to 1. Source: alphalens' `factor_weights`. */
export function factorWeights(data: FactorData, { longShort = true, groupNeutral, equalWeight = false }: Weighting) {
  const { begins, values, groups } = data
  const out = values.slice()
  for (let i = 0; i + 1 < begins.length; i++) {
    const rows = Array.from({ length: begins[i + 1] - begins[i] }, (_, k) => begins[i] + k)
    if (groupNeutral && groups) {
      for (const part of parted(rows, groups)) weigh(out, part, longShort, equalWeight)
      weigh(out, rows, false, false)
    } else weigh(out, rows, longShort, equalWeight)
  }
  return out
}

function weigh(weights: Float64Array, rows: readonly number[], longShort: boolean, equal: boolean): void {
  const sum = (of: (value: number) => number) => rows.reduce((total, row) => total + of(weights[row]), 0)
  const change = (to: (value: number) => number) => {
    for (const row of rows) weights[row] = to(weights[row])
  }
  if (equal) {
    if (longShort) {
      const middle = medianOf(rows.map((row) => weights[row]))
      change((value) => value - middle)
    }
    change(Math.sign)
    if (longShort) {
      const [longs, shorts] = [sum((value) => Number(value > 0)), sum((value) => Number(value < 0))]
      change((value) => (value > 0 ? value / longs : value < 0 ? value / shorts : value))
    }
  } else if (longShort) {
    const mean = sum((value) => value) / rows.length
    change((value) => value - mean)
  }
  const size = sum(Math.abs)
  change((value) => (size === 0 ? 0 : value / size))
}

function medianOf(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** What the weights gained in each session; NaN where there are no rows. */
export function portfolioReturns({ begins }: FactorData, weights: Float64Array, forward: Float64Array): Float64Array {
  return Float64Array.from({ length: begins.length - 1 }, (_, i) => {
    if (begins[i] === begins[i + 1]) return Number.NaN
    let sum = 0
    for (let row = begins[i]; row < begins[i + 1]; row++) sum += weights[row] * forward[row]
    return sum
  })
}

/** Mean of all rows of each session. */
export function universeReturns({ begins }: FactorData, forward: Float64Array): Float64Array {
  return Float64Array.from({ length: begins.length - 1 }, (_, i) => {
    let sum = 0
    for (let row = begins[i]; row < begins[i + 1]; row++) sum += forward[row]
    return sum / (begins[i + 1] - begins[i])
  })
}

export interface AlphaBeta {
  /** A year's (252 sessions). */
  readonly alpha: number
  readonly beta: number
}

/** Least squares of a portfolio's returns over `period` sessions on its universe's. Source: alphalens' `factor_alpha_beta`. */
export function alphaBeta(portfolio: Float64Array, universe: Float64Array, period: number): AlphaBeta {
  let [n, sx, sy] = [0, 0, 0]
  const there = (i: number) => !Number.isNaN(portfolio[i]) && !Number.isNaN(universe[i])
  for (let i = 0; i < portfolio.length; i++) {
    if (!there(i)) continue
    n++
    sx += universe[i]
    sy += portfolio[i]
  }
  let [xx, xy] = [0, 0]
  for (let i = 0; i < portfolio.length; i++) {
    if (!there(i)) continue
    xx += (universe[i] - sx / n) ** 2
    xy += (universe[i] - sx / n) * (portfolio[i] - sy / n)
  }
  const beta = xy / xx
  const alpha = sy / n - (beta * sx) / n
  return { alpha: (1 + alpha) ** (252 / period) - 1, beta }
}

/** What 1 becomes; a missing return is none. */
export function cumulative(returns: Float64Array): Float64Array {
  let wealth = 1
  return returns.map((value) => (wealth *= 1 + (Number.isNaN(value) ? 0 : value)))
}
