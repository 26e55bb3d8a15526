import { periodReturns } from '../../core/math/returns/growth.js'

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
