import type { AdjustmentRecords } from './adjustments.js'
import type { Report } from './finding.js'
import type { Bars, Dividend } from './source.js'
import { checkSplits, tellFinding } from './split-check.js'

/** Splits that are not in the prices, or in them and not listed; equities alone have any. */
export function checkListedSplits(bars: Bars, records: AdjustmentRecords, report: Report): void {
  for (const finding of checkSplits(bars, records)) {
    const { kind, date, ratio: value } = finding
    const code = kind === 'not-listed' ? 'SPLIT_NOT_LISTED' : 'SPLIT_NOT_IN_PRICES'
    const message = tellFinding(finding, '').split(': ').slice(1).join(': ')
    report({ code, rule: 'split', severity: 'warning', date, message, value })
  }
}

/** Whether one asset's splits, mergers and dividends can be what they say. */
export function checkRecords(bars: Bars, records: AdjustmentRecords, report: Report): void {
  for (const { effectiveDate: date, ratio: value } of [...records.splits, ...records.mergers]) {
    if (value > 0 && value < Number.POSITIVE_INFINITY) continue
    const message = `has an adjustment by the ratio ${value}`
    report({ code: 'RATIO_INVALID', rule: 'split', severity: 'error', date, message, value })
  }
  twice(
    records.splits.map(({ effectiveDate, ratio }) => ({ date: effectiveDate, value: ratio })),
    (date, value) => {
      const message = 'has two splits on one day'
      report({ code: 'SPLIT_TWICE', rule: 'split', severity: 'warning', date, message, value })
    },
  )
  for (const dividend of records.dividends) checkDividend(bars, dividend, report)
  twice(
    records.dividends.map(({ exDate, amount }) => ({ date: exDate, value: amount })),
    (date, value) => {
      const message = `has the dividend of ${value} twice on one day`
      report({ code: 'DIVIDEND_TWICE', rule: 'dividend', severity: 'warning', date, message, value })
    },
    true,
  )
}

function checkDividend({ times, close }: Bars, dividend: Dividend, report: Report): void {
  const { exDate: date, amount: value, recordDate, payDate, declaredDate } = dividend
  const rule = 'dividend'
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    report({ code: 'DIVIDEND_INVALID', rule, severity: 'error', date, message: `pays ${value}`, value })
    return
  }
  const at = Date.parse(date)
  let before = times.length - 1
  while (before >= 0 && !(times[before] < at && close[before] > 0)) before--
  if (before >= 0 && value >= close[before]) {
    const message = `pays ${value}, and the close before was ${close[before]}`
    report({ code: 'DIVIDEND_TOO_LARGE', rule, severity: 'warning', date, message, value })
  }
  const wrong =
    payDate !== undefined && payDate < date
      ? `is paid on ${payDate}, before it goes ex`
      : declaredDate !== undefined && declaredDate > date
        ? `is declared on ${declaredDate}, after it has gone ex`
        : recordDate !== undefined && payDate !== undefined && recordDate > payDate
          ? `is paid on ${payDate}, before its record date ${recordDate}`
          : undefined
  if (wrong !== undefined)
    report({ code: 'DIVIDEND_DATES', rule, severity: 'warning', date, message: `has a dividend that ${wrong}`, value })
}

function twice(
  all: readonly { readonly date: string; readonly value: number }[],
  tell: (date: string, value: number) => void,
  sameValue = false,
): void {
  const seen = new Set<string>()
  for (const { date, value } of all) {
    const key = sameValue ? `${date} ${value}` : date
    if (seen.has(key)) tell(date, value)
    seen.add(key)
  }
}
