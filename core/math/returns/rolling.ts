/**
 * The last `window` returns of each session judged by `figure`; NaN before there are that many. Source: empyrical's `roll_*`, with the
 * answer on the window's last session. A figure over benchmark returns too is `rolling(r, w, figure, benchmark)`.
 */
export function rolling(
  returns: Float64Array,
  window: number,
  figure: (part: Float64Array, benchmark: Float64Array) => number,
  benchmark: Float64Array = returns,
): Float64Array {
  const out = new Float64Array(returns.length).fill(Number.NaN)
  for (let i = window - 1; i < returns.length; i++) {
    const from = i - window + 1
    out[i] = figure(returns.subarray(from, i + 1), benchmark.subarray(from, i + 1))
  }
  return out
}
