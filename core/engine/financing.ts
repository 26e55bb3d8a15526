import type { CashFlow, FinancingModel, FinancingPoint, Holding } from '../finance/financing.js'
import type { Ledger } from '../finance/ledger.js'
import { exactToNumber } from '../math/decimal.js'
import type { SessionTable } from '../time/session.js'
import type { ClockEvent } from './event.js'

/** Charges a run's positions and debts as time passes, and keeps what was charged in the session. */
export class Financing {
  /** Of the current session. */
  readonly flows: CashFlow[] = []
  #due = Number.POSITIVE_INFINITY
  readonly #nightly: readonly FinancingModel[]
  readonly #timed: { readonly model: FinancingModel; since: number; next: number }[] = []
  #lastRow = -1

  constructor(
    models: readonly FinancingModel[],
    private readonly sessions: SessionTable,
    start: number,
  ) {
    this.#nightly = models.filter(({ nextAt }) => nextAt === undefined)
    for (const model of models) if (model.nextAt) this.#timed.push({ model, since: start, next: model.nextAt(start) })
  }

  /** Whether something is charged by the time of an event. */
  isDue({ kind, at }: ClockEvent): boolean {
    return kind === 'session-start' || at >= this.#due
  }

  /** Books what is due: the nights since the session before with the start of a session, funding as its times pass. */
  charge({ kind, at, row }: ClockEvent, ledger: Ledger): void {
    const { days } = this.sessions
    if (kind === 'session-start') {
      this.flows.length = 0
      if (this.#lastRow >= 0) this.#book(this.#nightly, days[this.#lastRow], days[row], at, at, ledger)
      this.#lastRow = row
    }
    for (const timed of this.#timed) {
      if (timed.next > at) continue
      this.#book([timed.model], days[row], days[row], timed.since, at, ledger)
      timed.since = at
      timed.next = timed.model.nextAt!(at)
    }
    this.#due = Math.min(...this.#timed.map(({ next }) => next))
  }

  #book(
    models: readonly FinancingModel[],
    fromDay: number,
    toDay: number,
    since: number,
    at: number,
    ledger: Ledger,
  ): void {
    const point: FinancingPoint = { at, fromDay, toDay, since, holdings: holdingsOf(ledger), cash: cashOf(ledger) }
    const charges = models.flatMap((model) => [...model.charge(point)])
    for (const { kind, asset, currency, amount } of charges) {
      ledger.payCash(-amount, currency, at)
      this.flows.push({ at, kind, asset, currency, amount: -exactToNumber(amount) + 0 })
    }
    if (charges.length > 0) ledger.settle()
  }
}

function holdingsOf(ledger: Ledger): Holding[] {
  return ledger.held.map((asset) => ({ asset, ...ledger.exactHolding(asset), currency: ledger.currencyOf(asset) }))
}

function cashOf(ledger: Ledger): ReadonlyMap<string, bigint> {
  return new Map(ledger.currencies.map((code) => [code, ledger.cashIn(code)]))
}
