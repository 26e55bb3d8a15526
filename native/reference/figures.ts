import { NativeError } from '../errors.js'
import { RISK_FIGURES, SESSION, SESSION_FIGURES } from '../figures.js'
import { NUMBERS } from '../interface.js'
import { requireApart } from './arrays.js'

export function sessionFigures(rows: Float64Array, out: Float64Array): void {
  requireApart(rows, out)
  const sessions = rows.length / SESSION.stride
  if (out.length !== sessions * SESSION_FIGURES.length) throw new NativeError('ARRAY_LENGTH')
  let totalReturns = 0
  let cashFlow = 0
  let maxLeverage = 0
  for (let i = 0; i < sessions; i++) {
    const row = rows.subarray(i * SESSION.stride, (i + 1) * SESSION.stride)
    const start = row.subarray(SESSION.start)
    const end = row.subarray(SESSION.end)
    const value = end[NUMBERS.portfolioValue]
    const exposure = end[NUMBERS.longExposure] + end[NUMBERS.shortExposure]
    const gross = ratio(end[NUMBERS.longExposure] - end[NUMBERS.shortExposure], value)
    maxLeverage = greater(greater(maxLeverage, row[SESSION.maxLeverage]), gross)
    const figures = [
      (row[SESSION.totalReturns] + 1) / (totalReturns + 1) - 1,
      end[NUMBERS.pnl] - start[NUMBERS.pnl],
      end[NUMBERS.cashFlow] - cashFlow,
      start[NUMBERS.longExposure] + start[NUMBERS.shortExposure],
      exposure,
      start[NUMBERS.longValue] + start[NUMBERS.shortValue],
      end[NUMBERS.longValue] + end[NUMBERS.shortValue],
      start[NUMBERS.cash],
      end[NUMBERS.cash],
      value,
      end[NUMBERS.longs],
      end[NUMBERS.shorts],
      end[NUMBERS.longValue],
      end[NUMBERS.shortValue],
      end[NUMBERS.longExposure],
      end[NUMBERS.shortExposure],
      gross,
      ratio(exposure, value),
      row[SESSION.totalReturns],
      maxLeverage,
    ]
    for (let k = 0; k < figures.length; k++) out[k * sessions + i] = figures[k]
    totalReturns = row[SESSION.totalReturns]
    cashFlow = end[NUMBERS.cashFlow]
  }
}

const ratio = (exposure: number, value: number) => (value === 0 ? Number.POSITIVE_INFINITY : exposure / value)

/** A NaN stays. */
const greater = (a: number, b: number) => (b > a || Number.isNaN(b) ? b : a)
const less = (a: number, b: number) => (b < a || Number.isNaN(b) ? b : a)

/** At constant cost a session: means and squared deviations by Welford's recurrences. */
export function riskFigures(returns: Float64Array, benchmark: Float64Array, perYear: number, out: Float64Array): void {
  requireApart(returns, out)
  requireApart(benchmark, out)
  const sessions = returns.length
  if (benchmark.length !== sessions || out.length !== sessions * RISK_FIGURES.length)
    throw new NativeError('ARRAY_LENGTH')
  let mean = 0
  let m2 = 0
  let downside = 0
  let benchmarkMean = 0
  let benchmarkM2 = 0
  let comoment = 0
  let wealth = 100
  let peak = 100
  let drawdown = 0
  let benchmarkWealth = 1
  const year = Math.sqrt(perYear)
  for (let i = 0; i < sessions; i++) {
    const n = i + 1
    const r = returns[i]
    const delta = r - mean
    mean += delta / n
    m2 += delta * (r - mean)
    const benchmarkDelta = benchmark[i] - benchmarkMean
    benchmarkMean += benchmarkDelta / n
    benchmarkM2 += benchmarkDelta * (benchmark[i] - benchmarkMean)
    comoment += benchmarkDelta * (r - mean)
    if (r < 0) downside += r * r
    wealth *= 1 + r
    if (wealth > peak) peak = wealth
    drawdown = less(drawdown, (wealth - peak) / peak)
    benchmarkWealth *= 1 + benchmark[i]
    const few = n < 2
    const beta = few || benchmarkM2 / n < 1e-30 ? Number.NaN : comoment / n / (benchmarkM2 / n)
    const spread = few ? Number.NaN : Math.sqrt(m2 / (n - 1))
    const figures = [
      spread * year,
      benchmarkWealth - 1,
      few ? Number.NaN : Math.sqrt(benchmarkM2 / (n - 1)) * year,
      1 + mean - beta * benchmarkMean,
      beta,
      finite((mean / spread) * year),
      few ? Number.NaN : finite((mean * perYear) / (Math.sqrt(downside / n) * year)),
      drawdown,
    ]
    for (let k = 0; k < figures.length; k++) out[k * sessions + i] = figures[k]
  }
}

const finite = (x: number) => (Number.isFinite(x) ? x : Number.NaN)
