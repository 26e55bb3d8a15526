/**
 * Compounds returns over each period, in order of time. `sessions` are ISO dates: their first 7 characters are the month, their first
 * 4 the year. A missing return counts as none. Source: empyrical `aggregate_returns`.
 */
export function periodReturns(
  sessions: readonly string[],
  returns: Float64Array,
  period: 'month' | 'year',
): Map<string, number> {
  const out = new Map<string, number>()
  for (let i = 0; i < returns.length; i++) {
    const key = sessions[i].slice(0, period === 'month' ? 7 : 4)
    out.set(key, (1 + (out.get(key) ?? 0)) * (1 + (Number.isNaN(returns[i]) ? 0 : returns[i])) - 1)
  }
  return out
}

export interface YearOfReturns {
  readonly year: string
  /** January to December; undefined where the run has no session in the month. */
  readonly months: readonly (number | undefined)[]
  readonly total: number
}

/** Years in rows, as the table shows them. */
export function monthlyReturns(sessions: readonly string[], returns: Float64Array): YearOfReturns[] {
  const months = periodReturns(sessions, returns, 'month')
  return Array.from(periodReturns(sessions, returns, 'year'), ([year, total]) => ({
    year,
    months: Array.from({ length: 12 }, (_, i) => months.get(`${year}-${String(i + 1).padStart(2, '0')}`)),
    total,
  }))
}
