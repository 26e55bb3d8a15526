import type { BarField } from '../../data/reader.js'
import { std } from '../../math/statistics.js'
import type { PipelineData } from '../attached.js'
import type { FactorRows } from './factor-rows.js'

/** An asset's prices over the axis of sessions, in units that do not change, the last known where there was none. */
export type Prices = (place: number) => Float64Array

/** Prices with every split, dividend and merger in them, as they look in the end: ratios between them are what an owner gained. */
export function adjustedPrices({ reader, adjustments }: PipelineData, sid: number, field: BarField): Float64Array {
  const { length } = reader.sessions
  if (reader.firstRow(sid) < 0) return new Float64Array(length).fill(Number.NaN)
  const prices = reader.column(sid, field).slice()
  const { rows, price } = adjustments.factors(sid)
  let factor = 1
  for (let row = length - 1, k = rows.length - 1; row >= 0; row--) {
    for (; k >= 0 && rows[k] > row; k--) factor *= price[k]
    prices[row] *= factor
  }
  for (let row = 1; row < length; row++) if (Number.isNaN(prices[row])) prices[row] = prices[row - 1]
  return prices
}

export interface ForwardOptions {
  /** Returns farther than so many standard deviations from the asset's mean are left out; none where undefined. */
  readonly filterZscore?: number
  /** Of the last session alone: from the one before it. */
  readonly single?: boolean
}

/** Rows of `FactorRows` by asset, and where its sessions are on the axis of prices. */
export interface Held {
  readonly rows: FactorRows
  /** Row on the prices' axis of each session. */
  readonly axis: Int32Array
  readonly prices: Prices
  /** Rows asset after asset, and where each asset's begin. */
  readonly order: Int32Array
  readonly starts: Int32Array
  /** The session of each row. */
  readonly session: Int32Array
}

export function hold(rows: FactorRows, axis: Int32Array, prices: Prices): Held {
  const { begins, places, assets, sessions } = rows
  const starts = new Int32Array(assets.length + 1)
  for (const place of places) starts[place + 1]++
  for (let j = 0; j < assets.length; j++) starts[j + 1] += starts[j]
  const next = starts.slice()
  const order = new Int32Array(places.length)
  const session = new Int32Array(places.length)
  for (let i = 0; i < sessions.length; i++)
    for (let row = begins[i]; row < begins[i + 1]; row++) {
      session[row] = i
      order[next[places[row]]++] = row
    }
  return { rows, axis, prices, order, starts, session }
}

/**
 * What each row's asset gained from its session's price to the price `period` sessions later, as a share of the first; NaN where the
 * prices end before. Source: alphalens' `compute_forward_returns`.
 */
export function forwardReturns(
  held: Held,
  period: number,
  { filterZscore, single }: ForwardOptions = {},
): Float64Array {
  const { rows, axis, prices, order, starts, session } = held
  const out = new Float64Array(order.length).fill(Number.NaN)
  const returns = new Float64Array(axis.length)
  for (let place = 0; place < rows.assets.length; place++) {
    if (starts[place] === starts[place + 1]) continue
    const price = prices(place)
    for (let i = 0; i < axis.length; i++) {
      const to = axis[i] + period
      const from = single ? to - 1 : axis[i]
      returns[i] = to < price.length ? price[to] / price[from] - 1 : Number.NaN
    }
    if (filterZscore !== undefined) leaveOut(returns, filterZscore)
    for (let k = starts[place]; k < starts[place + 1]; k++) out[order[k]] = returns[session[order[k]]]
  }
  return out
}

function leaveOut(returns: Float64Array, distance: number): void {
  let sum = 0
  let count = 0
  for (const value of returns)
    if (!Number.isNaN(value)) {
      sum += value
      count++
    }
  const mean = sum / count
  const most = distance * std(returns)
  for (let i = 0; i < returns.length; i++) if (Math.abs(returns[i] - mean) > most) returns[i] = Number.NaN
}
