import { RustybtError } from '../kernel/errors.js'
import { dateOf } from '../time/session.js'
import type { AdjustmentRecords } from './adjustments.js'
import type { Bars, Notice, Split } from './source.js'

/** What becomes of listed splits that the prices do not show: the account and history take them, or they are left out. */
export type SplitTreatment = 'apply' | 'ignore'

/** A split that is listed but not in the prices (they are adjusted already), or a jump of the price like a split's that is not listed. */
export interface SplitFinding {
  readonly kind: 'not-in-prices' | 'not-listed'
  readonly sid: number
  readonly date: string
  /** New price for old: as listed, or as the jump looks. */
  readonly ratio: number
  /** The closes before the date and on it (or on the first day with a bar after it). */
  readonly before: number
  readonly after: number
}

const MS_PER_DAY = 86_400_000
/** A ratio nearer to 1 than this is not told apart from a day's ordinary move. */
const TELLING = Math.log(1.25)
/** New price for old, or old for new, below which a jump is not looked at: the smallest split is 2:1. */
const SMALLEST_JUMP = 1.9
/** Shares for one that splits give, or take in reverse. */
const SPLITS = [2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100]
/** How far from such a number a jump may lie: the day's ordinary move comes on top of the split. */
const NEAR = 0.03
const NEAR_AT_OPEN = 0.08
/** Across a longer gap a price says nothing about splits. */
const LONGEST_GAP = 7 * MS_PER_DAY
/** A dividend as large as this share of the price makes a jump of its own. */
const LARGE_DIVIDEND = 0.2

/** Holds one asset's raw prices against the splits that are listed for it. Records of other assets count for nothing. */
export function checkSplits(bars: Bars, records: AdjustmentRecords): SplitFinding[] {
  const splits = records.splits.filter(({ sid }) => sid === bars.sid)
  const missing = splits.flatMap((split) => notInPrices(bars, split) ?? [])
  const explained = explainedDays(bars, records)
  const jumps = splitLikeJumps(bars).filter(({ at }) => {
    const from = bars.times[at - 1]
    const to = bars.times[at]
    return !explained.some((time) => time > from && time <= to + MS_PER_DAY - 1)
  })
  const unlisted = jumps.map(({ at, ratio }): SplitFinding => {
    const [before, after] = [bars.close[at - 1], bars.close[at]]
    return { kind: 'not-listed', sid: bars.sid, date: day(bars.times[at]), ratio, before, after }
  })
  return [...missing, ...unlisted].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/** Bars (by index) whose price stands to the one before as after a split: at the open and at the close, and the bars around are of the same mind. */
export function splitLikeJumps({ times, open, close }: Bars): { readonly at: number; readonly ratio: number }[] {
  const found: { at: number; ratio: number }[] = []
  for (let at = 1; at < times.length; at++) {
    const moved = close[at] / close[at - 1]
    if (moved < SMALLEST_JUMP && moved * SMALLEST_JUMP > 1) continue
    if (!(moved > 0) || times[at] - times[at - 1] > LONGEST_GAP) continue
    const shares = SPLITS.find((n) => isNear(moved < 1 ? moved * n : moved / n, NEAR))
    if (shares === undefined) continue
    const ratio = moved < 1 ? 1 / shares : shares
    const gapsAtOpen = Number.isNaN(open[at]) || isNear(open[at] / close[at - 1] / ratio, NEAR_AT_OPEN)
    // One wrong price makes two jumps: there and back.
    const stays = isNearer(close[at + 1], close[at], close[at - 1])
    const stood = isNearer(close[at - 2], close[at - 1], close[at])
    if (gapsAtOpen && stays && stood) found.push({ at, ratio })
  }
  return found
}

/** Whether a price is nearer to one than to another; one that is not there does not say no. */
function isNearer(price: number | undefined, to: number, than: number): boolean {
  if (price === undefined || !(price > 0)) return true
  return Math.abs(Math.log(price / to)) <= Math.abs(Math.log(price / than))
}

const isNear = (quotient: number, tolerance: number): boolean => Math.abs(quotient - 1) <= tolerance

function notInPrices({ times, close }: Bars, split: Split): SplitFinding | undefined {
  const expected = Math.log(split.ratio)
  if (Math.abs(expected) < TELLING) return undefined
  const midnight = Date.parse(split.effectiveDate)
  const at = times.findIndex((time, i) => time >= midnight && close[i] > 0)
  let last = at - 1
  while (last >= 0 && (times[last] >= midnight || !(close[last] > 0))) last--
  if (at < 0 || last < 0) return undefined
  const [before, after] = [close[last], close[at]]
  const moved = Math.log(after / before)
  if (Math.abs(moved - expected) < Math.abs(moved)) return undefined
  const { sid, effectiveDate: date, ratio } = split
  return { kind: 'not-in-prices', sid, date, ratio, before, after }
}

/** Midnights of the days on which something listed moves the price. */
function explainedDays(bars: Bars, { splits, stockDividends, mergers, dividends }: AdjustmentRecords): number[] {
  const own = ({ sid }: { sid: number }) => sid === bars.sid
  const isLarge = ({ exDate, amount }: { exDate: string; amount: number }) => {
    const at = bars.times.findIndex((time) => time >= Date.parse(exDate))
    return at < 1 || amount >= LARGE_DIVIDEND * bars.close[at - 1]
  }
  return [
    ...splits.filter(own).map(({ effectiveDate }) => effectiveDate),
    ...mergers.filter(own).map(({ effectiveDate }) => effectiveDate),
    ...stockDividends.filter(own).map(({ exDate }) => exDate),
    ...dividends.filter((dividend) => own(dividend) && isLarge(dividend)).map(({ exDate }) => exDate),
  ].map((date) => Date.parse(date))
}

/** `AAPL 2014-06-09: …`, one line a finding. */
export function tellFinding({ kind, date, ratio, before, after }: SplitFinding, symbol: string): string {
  const prices = `the close goes from ${price(before)} to ${price(after)}`
  return kind === 'not-in-prices'
    ? `${symbol} ${date}: the split ${told(ratio)} is listed, but not in the prices: ${prices}`
    : `${symbol} ${date}: ${prices}, as by a split ${told(ratio)}, but none is listed`
}

const SHOWN = 20

/** The error where nobody has said what is to be done about them, with a line for each. */
export function inconsistent(lines: readonly string[]): RustybtError {
  const more = lines.length > SHOWN ? [`… and ${lines.length - SHOWN} more`] : []
  const message = ['listed splits and prices do not agree:', ...lines.slice(0, SHOWN), ...more].join('\n  ')
  return new RustybtError('SPLITS_INCONSISTENT', message, {
    hint: '--splits apply keeps the listed ones, --splits ignore leaves out those that are not in the prices',
  })
}

/** The notice that stays where an ingest goes on in spite of a finding. */
export function noticeOf(finding: SplitFinding, symbol: string, treatment: SplitTreatment): Notice {
  const { kind, sid, date } = finding
  const isDropped = kind === 'not-in-prices' && treatment === 'ignore'
  const code = kind === 'not-listed' ? 'SPLIT_NOT_LISTED' : isDropped ? 'SPLIT_IGNORED' : 'SPLIT_NOT_IN_PRICES'
  const end = kind === 'not-listed' ? '' : isDropped ? '; it is left out' : '; it is applied as listed'
  return { code, sid, date, message: tellFinding(finding, symbol) + end }
}

/** 0.25 → `4:1`, 10 → `1:10`. */
function told(ratio: number): string {
  return ratio < 1 ? `${price(1 / ratio)}:1` : `1:${price(ratio)}`
}

const price = (value: number): string => String(Number(value.toPrecision(6)))
const day = (time: number): string => dateOf(Math.floor(time / MS_PER_DAY))
