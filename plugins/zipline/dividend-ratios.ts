import type { Bars, Dividend, Merger, Notice } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import { dayOf } from '../../core/time/session.js'

export interface CheckedRatios {
  /** Ratios that no dividend explains, to be kept as they are. */
  readonly unexplained: readonly Merger[]
  readonly notices: readonly Notice[]
}

/**
 * Zipline keeps, beside a dividend's amount, the ratio 1 − amount ÷ close of the session before, which multiplies earlier prices. Ours
 * is worked out of amount and close when it is needed; a ratio that would then be lost, because no dividend stands beside it, is kept
 * as a merger's, which does the same to prices.
 */
export function checkRatios(
  sid: number,
  ratios: readonly Merger[],
  dividends: readonly Dividend[],
  daily: Bars | undefined,
): CheckedRatios {
  const unexplained: Merger[] = []
  const notices: Notice[] = []
  const left = [...dividends]
  for (const ratio of ratios) {
    const own = left.filter(({ exDate }) => exDate === ratio.effectiveDate)
    const exact = own.find((dividend) => daily !== undefined && ratioOf(dividend, daily) === ratio.ratio)
    const found = exact ?? own[0]
    if (found === undefined) unexplained.push(ratio)
    else left.splice(left.indexOf(found), 1)
    if (exact !== undefined) continue
    const message =
      found === undefined
        ? `the dividend ratio ${ratio.ratio} on ${ratio.effectiveDate} has no dividend beside it: it adjusts prices, and pays nothing`
        : `the dividend ratio ${ratio.ratio} on ${ratio.effectiveDate} does not follow from the dividend of ${found.amount}, which is what is kept`
    notices.push({ code: 'ZIPLINE_DIVIDEND_RATIO', sid, date: ratio.effectiveDate, message })
  }
  return { unexplained, notices }
}

/** As Zipline works it out: on closes as it reads them. */
function ratioOf({ exDate, amount }: Dividend, { times, close }: Bars): number {
  const day = dayOf(exDate) * DAY
  let row = times.length - 1
  while (row >= 0 && times[row] >= day) row--
  return row < 0 ? Number.NaN : 1 - amount / (Math.round(close[row] * 1000) * 0.001)
}
