import type { CapitalChange } from '../core/engine/capital-changes.js'
import { RustybtError } from '../core/kernel/errors.js'
import { type ByDate, instantOf, pairsOf } from './dates.js'

/**
 * By the midnight of a session (a date is enough), or in minute data by the end of a bar. A `target` is what the portfolio shall be
 * worth at the prices of the bar before. As in Zipline a change at any other time is never made.
 */
export type CapitalChangesByDate = ByDate<{ readonly type: 'delta' | 'target'; readonly value: number }>

export function capitalChangesOf(given: CapitalChangesByDate): CapitalChange[] {
  return pairsOf(given).map(([date, change]) => {
    const { type, value } = change ?? {}
    if ((type !== 'delta' && type !== 'target') || !Number.isFinite(value)) {
      throw new RustybtError(
        'CAPITAL_CHANGE_INVALID',
        `the capital change of ${String(date)} is ${JSON.stringify(change)}`,
        { hint: "write { type: 'delta', value: 5000 }, or 'target' for what the portfolio shall be worth" },
      )
    }
    return { at: instantOf(date), type, value }
  })
}
