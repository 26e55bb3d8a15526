import type { AdjustmentRecords } from '../data/adjustments.js'
import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import { dayOf, type SessionTable } from '../time/session.js'

/** From `date` on the price is multiplied by `ratio`: 0.25 makes four shares of one. */
export interface TestSplit {
  readonly symbol: string
  readonly date: string
  readonly ratio: number
}

/** Cash for each share held as the ex date begins, paid on the pay date, or on the ex date itself. */
export interface TestDividend {
  readonly symbol: string
  readonly exDate: string
  readonly payDate?: string
  readonly amount: number
}

/** `ratio` shares of `paidIn` (of the same symbol, where left out) for each share held as the ex date begins. */
export interface TestStockDividend {
  readonly symbol: string
  readonly exDate: string
  readonly payDate?: string
  readonly ratio: number
  readonly paidIn?: string
}

export interface TestCorporateActions {
  readonly splits?: readonly TestSplit[]
  readonly dividends?: readonly TestDividend[]
  readonly stockDividends?: readonly TestStockDividend[]
}

/** Under the numbers that the symbols have. Throws `SYMBOL_NOT_FOUND`, `ACTION_OUTSIDE_SESSIONS` and `ACTION_INVALID`. */
export function adjustmentRecords(
  { splits = [], dividends = [], stockDividends = [] }: TestCorporateActions,
  symbols: readonly string[],
  sessions: SessionTable,
): AdjustmentRecords {
  const check = (label: string, date: string, name: string, value: number) => {
    if (!(value > 0 && Number.isFinite(value)))
      throw new RustybtError('ACTION_INVALID', `${label}: its ${name} is ${value}, but must be more than 0`)
    if (sessions.indexOf(date) >= 0) return
    const hint = `the bars run from ${sessions.date(0)} to ${sessions.date(sessions.length - 1)}`
    throw new RustybtError('ACTION_OUTSIDE_SESSIONS', `${label} falls on none of the test's sessions`, { hint })
  }
  return {
    splits: splits.map(({ symbol, date, ratio }) => {
      const label = `split of ${symbol} on ${date}`
      check(label, date, 'ratio', ratio)
      return { sid: sidOf(symbol, symbols, label), effectiveDate: date, ratio }
    }),
    dividends: dividends.map(({ symbol, exDate, payDate = exDate, amount }) => {
      const label = `dividend of ${symbol} on ${exDate}`
      check(label, exDate, 'amount', amount)
      return { sid: sidOf(symbol, symbols, label), exDate, amount, ...paid(exDate, payDate, label) }
    }),
    stockDividends: stockDividends.map(({ symbol, exDate, payDate = exDate, ratio, paidIn = symbol }) => {
      const label = `stock dividend of ${symbol} on ${exDate}`
      check(label, exDate, 'ratio', ratio)
      const sids = { sid: sidOf(symbol, symbols, label), paymentSid: sidOf(paidIn, symbols, label) }
      return { ...sids, exDate, ratio, ...paid(exDate, payDate, label) }
    }),
    mergers: [],
  }
}

function paid(exDate: string, payDate: string, label: string): { readonly payDate: string } {
  if (dayOf(payDate) >= dayOf(exDate)) return { payDate }
  throw new RustybtError('ACTION_INVALID', `${label} is paid on ${payDate}, before it`)
}

function sidOf(symbol: string, symbols: readonly string[], label: string): number {
  const sid = symbols.indexOf(symbol)
  if (sid >= 0) return sid
  const meant = nearest(symbol, symbols)
  const hint = `the test has bars of ${symbols.join(', ')}${meant === undefined ? '' : `; did you mean ${meant}?`}`
  throw new RustybtError('SYMBOL_NOT_FOUND', `${label}: there are no bars of ${symbol}`, { hint })
}
