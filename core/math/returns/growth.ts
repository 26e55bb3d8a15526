import { count, rank } from '../statistics.js'

/**
 * Growth of a series of simple returns, one a session. NaN is a missing return: it grows nothing. `perYear` is the number of
 * sessions in a year. Formulas are empyrical's (`empyrical/stats.py`) where one is named.
 */

/** Changes from each price to the next, one fewer than prices. Source: empyrical `simple_returns`. */
export function simpleReturns(prices: Float64Array): Float64Array {
  const out = new Float64Array(Math.max(0, prices.length - 1))
  for (let i = 0; i < out.length; i++) out[i] = (prices[i + 1] - prices[i]) / prices[i]
  return out
}

/**
 * Place of each price among the last `window` of them, itself included, as a fraction: 1 is the highest, equals share their places. Before
 * there are that many, among those there are. Source: quantstats `pct_rank`, which says per cent.
 */
export function percentileRank(prices: Float64Array, window = 60): Float64Array {
  return prices.map((price, i) => {
    const part = prices.subarray(Math.max(0, i - window + 1), i + 1)
    const places = rank(part)
    return Number.isNaN(price) ? Number.NaN : places[places.length - 1] / count(part)
  })
}

/** ln(1 + r). Source: quantstats `log_returns`. */
export function logReturns(returns: Float64Array): Float64Array {
  return returns.map((r) => Math.log1p(r))
}

/** Less what is free of risk, one rate for every session or one each. Source: empyrical `_adjust_returns`. */
export function excessReturns(returns: Float64Array, riskFree: number | Float64Array): Float64Array {
  if (typeof riskFree !== 'number') return returns.map((r, i) => r - riskFree[i])
  return riskFree === 0 ? returns : returns.map((r) => r - riskFree)
}

/**
 * The product of 1 + r up to each session: less 1 from a starting value of 0, else times the starting value. Source: empyrical
 * `cum_returns`.
 */
export function cumulativeReturns(returns: Float64Array, startingValue = 0): Float64Array {
  let wealth = 1
  return returns.map((r) => {
    if (!Number.isNaN(r)) wealth *= 1 + r
    return startingValue === 0 ? wealth - 1 : wealth * startingValue
  })
}

/** What 1 becomes. NaN of nothing. */
function finalWealth(returns: Float64Array): number {
  if (returns.length === 0) return Number.NaN
  let wealth = 1
  for (const r of returns) if (!Number.isNaN(r)) wealth *= 1 + r
  return wealth
}

/** Return over the whole series. NaN of nothing. Source: empyrical `cum_returns_final`. */
export function totalReturn(returns: Float64Array): number {
  return finalWealth(returns) - 1
}

/** Yearly rate that compounds to the total return (CAGR); missing sessions count as time. Source: empyrical `annual_return`, `cagr`. */
export function annualReturn(returns: Float64Array, perYear: number): number {
  return finalWealth(returns) ** (perYear / returns.length) - 1
}

/** The return of every session that compounds to the total: the geometric mean. Source: quantstats `expected_return`, `ghpr`. */
export function geometricMean(returns: Float64Array): number {
  const observed = count(returns)
  return observed === 0 ? Number.NaN : finalWealth(returns) ** (1 / observed) - 1
}

export type ReturnPeriod = 'week' | 'month' | 'quarter' | 'year'

/**
 * Compounds returns over each period, in order of time. `sessions` are ISO dates; keys are '2020-W01' (ISO weeks), '2020-01', '2020-Q1'
 * and '2020'. A missing return counts as none. Source: empyrical `aggregate_returns`.
 */
export function periodReturns(
  sessions: readonly string[],
  returns: Float64Array,
  period: ReturnPeriod,
): Map<string, number> {
  const out = new Map<string, number>()
  for (let i = 0; i < returns.length; i++) {
    const key = periodOf(sessions[i], period)
    out.set(key, (1 + (out.get(key) ?? 0)) * (1 + (Number.isNaN(returns[i]) ? 0 : returns[i])) - 1)
  }
  return out
}

export function periodOf(session: string, period: ReturnPeriod): string {
  if (period === 'year') return session.slice(0, 4)
  if (period === 'month') return session.slice(0, 7)
  if (period === 'quarter') return `${session.slice(0, 4)}-Q${Math.ceil(Number(session.slice(5, 7)) / 3)}`
  return isoWeek(session)
}

/** A week belongs to the year of its Thursday. Source: ISO 8601. */
function isoWeek(session: string): string {
  const day = Date.parse(`${session}T00:00:00Z`) / 86_400_000
  // 1970-01-01 was a Thursday.
  const thursday = new Date((day - ((((day + 3) % 7) + 7) % 7) + 3) * 86_400_000)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}
