import { BAR_FIELDS, type BarField } from '../data/reader.js'
import type { Bars } from '../data/source.js'
import { RustybtError } from '../kernel/errors.js'
import type { TestAxis } from './axis.js'

/** A bar with its prices; what is left out follows the close, and a million units trade. */
export interface PricedBar {
  /** ISO date of a daily bar; of a minute bar the instant at which it ends, UTC where it names no offset. */
  readonly date?: string
  readonly open?: number
  readonly high?: number
  readonly low?: number
  readonly close: number
  readonly volume?: number
}

/** A number is a bar that opens, stays and closes at one price; null is a bar on which nothing trades. */
export type TestBar = number | null | PricedBar

/**
 * Bars by symbol. Without dates they fill one session (or minute) after the other from the start, equally many for each symbol; a
 * symbol whose bars all have dates begins and ends where they do.
 */
export type TestBars = Readonly<Record<string, readonly TestBar[]>>

export const VOLUME = 1_000_000

/** Numbers every symbol in the order given and puts its bars on the axis. Throws `BAR_…` and `BARS_…`, naming symbol and bar. */
export function layOutBars(given: TestBars, axis: TestAxis): Bars[] {
  return Object.entries(given).map(([symbol, bars], sid) => {
    const times = isDated(bars) ? datedTimes(symbol, bars, axis) : axis.times(bars.length)
    const columns = Object.fromEntries(BAR_FIELDS.map((field) => [field, new Float64Array(bars.length)]))
    bars.forEach((bar, i) => {
      const values = valuesOf(bar)
      checkValues(values, barLabel(symbol, i, bar))
      for (const field of BAR_FIELDS) columns[field][i] = values[field]
    })
    return { sid, times, ...(columns as Record<BarField, Float64Array>) }
  })
}

/** Refuses what can't be put on any axis; answers how many bars those without dates have. */
export function checkLengths(given: TestBars): number {
  const lists = Object.entries(given)
  const empty = lists.find(([, bars]) => bars.length === 0)
  if (lists.length === 0)
    throw new RustybtError('BARS_EMPTY', 'there are no bars', { hint: 'bars: { AAPL: [10, 11, 12] }' })
  if (empty !== undefined) throw new RustybtError('BARS_EMPTY', `${empty[0]} has no bars`)
  const undated = lists.filter(([, bars]) => !isDated(bars))
  const [first, ...others] = undated
  const other = others.find(([, bars]) => bars.length !== first[1].length)
  if (other !== undefined) {
    throw new RustybtError('BARS_UNEQUAL', `${first[0]} has ${count(first[1])}, ${other[0]} ${count(other[1])}`, {
      hint: 'write null where nothing trades, or give the bars of a shorter life their dates',
    })
  }
  return first?.[1].length ?? 0
}

/** All the dates that bars have, as written. */
export function datesOf(given: TestBars): string[] {
  return Object.values(given).flatMap((bars) => bars.flatMap((bar) => dateOfBar(bar) ?? []))
}

function datedTimes(symbol: string, bars: readonly TestBar[], axis: TestAxis): Float64Array {
  const times = new Float64Array(bars.length)
  bars.forEach((bar, i) => {
    const date = dateOfBar(bar)
    const label = barLabel(symbol, i, bar)
    if (date === undefined) {
      const hint = 'give all bars of a symbol their dates, or none'
      throw new RustybtError('BARS_MIXED', `${label} has no date, while others of ${symbol} have one`, { hint })
    }
    times[i] = axis.time(date, label)
    if (i === 0 || times[i] > times[i - 1]) return
    throw new RustybtError('BARS_UNSORTED', `${label} does not come after ${dateOfBar(bars[i - 1])}`, {
      hint: 'bars are given oldest first, each date once',
    })
  })
  return times
}

type Values = Readonly<Record<BarField, number>>

function valuesOf(bar: TestBar): Values {
  if (bar === null) return { open: Number.NaN, high: Number.NaN, low: Number.NaN, close: Number.NaN, volume: 0 }
  if (typeof bar === 'number') return { open: bar, high: bar, low: bar, close: bar, volume: VOLUME }
  const { close, open = close, volume = VOLUME } = bar
  return { open, high: bar.high ?? Math.max(open, close), low: bar.low ?? Math.min(open, close), close, volume }
}

function checkValues(values: Values, label: string): void {
  const { open, high, low, close, volume } = values
  if (Number.isNaN(close) && volume === 0) return
  const wrong = BAR_FIELDS.find((field) => !(values[field] >= 0 && Number.isFinite(values[field])))
  if (wrong !== undefined)
    throw new RustybtError('BAR_INVALID', `${label}: its ${wrong} is ${values[wrong]}, not a number from 0 on`)
  if (high >= Math.max(open, close) && low <= Math.min(open, close)) return
  throw new RustybtError('BAR_INVALID', `${label}: open ${open} and close ${close} do not lie in ${low} to ${high}`)
}

const dateOfBar = (bar: TestBar): string | undefined => (typeof bar === 'object' && bar !== null ? bar.date : undefined)

const isDated = (bars: readonly TestBar[]): boolean => bars.some((bar) => dateOfBar(bar) !== undefined)

const count = ({ length }: readonly TestBar[]): string => `${length} ${length === 1 ? 'bar' : 'bars'}`

/** `AAPL, bar 3 (2024-01-04)`; bars are counted from 1. */
function barLabel(symbol: string, i: number, bar: TestBar): string {
  const date = dateOfBar(bar)
  return `${symbol}, bar ${i + 1}${date === undefined ? '' : ` (${date})`}`
}
