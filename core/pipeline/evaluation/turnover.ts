import { correlation } from '../../math/statistics.js'
import type { FactorData } from './factor-data.js'

/** Calls `pair` with the rows of each asset that is there both on session `i` and `period` sessions before; rows are in the order of assets. */
function eachStayed(
  { begins, places }: FactorData,
  i: number,
  period: number,
  pair: (now: number, before: number) => void,
): void {
  let [a, b] = [begins[i], begins[i - period]]
  while (a < begins[i + 1] && b < begins[i - period + 1]) {
    if (places[a] === places[b]) pair(a++, b++)
    else if (places[a] < places[b]) a++
    else b++
  }
}

/**
 * The share of a bucket's assets that were not in it `period` sessions before: buckets × sessions, NaN where it was empty then or is now.
 * Source: alphalens' `quantile_turnover`.
 */
export function bucketTurnover(data: FactorData, period: number): Float64Array {
  const { begins, buckets, bucketCount } = data
  const sessions = begins.length - 1
  const sizes = new Float64Array(bucketCount * sessions)
  for (let i = 0; i < sessions; i++)
    for (let row = begins[i]; row < begins[i + 1]; row++) sizes[(buckets[row] - 1) * sessions + i]++
  const out = new Float64Array(bucketCount * sessions).fill(Number.NaN)
  const stayed = new Float64Array(bucketCount)
  for (let i = period; i < sessions; i++) {
    stayed.fill(0)
    eachStayed(data, i, period, (now, before) => {
      if (buckets[now] === buckets[before]) stayed[buckets[now] - 1]++
    })
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      const at = bucket * sessions + i
      if (sizes[at] > 0 && sizes[at - period] > 0) out[at] = (sizes[at] - stayed[bucket]) / sizes[at]
    }
  }
  return out
}

/**
 * Correlation of the ranks with those `period` sessions before, over the assets that are there on both; NaN before there are any.
 * Source: alphalens' `factor_rank_autocorrelation`.
 */
export function rankAutocorrelation(data: FactorData, ranks: Float64Array, period: number): Float64Array {
  const sessions = data.begins.length - 1
  const out = new Float64Array(sessions).fill(Number.NaN)
  const [now, before] = [new Float64Array(data.assets.length), new Float64Array(data.assets.length)]
  for (let i = period; i < sessions; i++) {
    let count = 0
    eachStayed(data, i, period, (a, b) => {
      now[count] = ranks[a]
      before[count++] = ranks[b]
    })
    out[i] = correlation(now.subarray(0, count), before.subarray(0, count))
  }
  return out
}
