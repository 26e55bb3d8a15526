import type { CashFlow, FinancingModel, FinancingPoint, Holding } from '../finance/financing.js'
import type { Ledger } from '../finance/ledger.js'
import { exactToNumber } from '../math/decimal.js'
import type { SessionTable } from '../time/session.js'
import type { ClockEvent } from './event.js'

/** Charges a run's positions and debts as time passes, and adds what was charged to the session's flows. */
export class Financing {
  #due = Number.POSITIVE_INFINITY
  readonly #nightly: readonly FinancingModel[]
  readonly #timed: { readonly model: FinancingModel; since: number; next: number }[] = []
  #lastRow = -1

  constructor(
    models: readonly FinancingModel[],
    private readonly sessions: SessionTable,
    start: number,
    private readonly flows: CashFlow[],
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
    const point = new Point(at, fromDay, toDay, since, ledger)
    const { flows } = this
    const before = flows.length
    for (const model of models)
      for (const { kind, asset, currency, amount } of model.charge(point))
        flows.push({ at, kind, asset, currency, amount: -charged(amount) + 0 })
    if (flows.length > before) ledger.payAll(before === 0 ? flows : flows.slice(before), at)
  }
}

/** Holdings and cash are listed where a model asks for them. */
class Point implements FinancingPoint {
  #holdings: readonly Holding[] | undefined
  #cash: ReadonlyMap<string, number> | undefined

  constructor(
    readonly at: number,
    readonly fromDay: number,
    readonly toDay: number,
    readonly since: number,
    private readonly ledger: Ledger,
  ) {}

  get holdings(): readonly Holding[] {
    return (this.#holdings ??= holdingsOf(this.ledger))
  }

  get cash(): ReadonlyMap<string, number> {
    return (this.#cash ??= cashOf(this.ledger))
  }
}

function holdingsOf(ledger: Ledger): Holding[] {
  return ledger.held.map((asset) => {
    const { amount, lastSalePrice } = ledger.position(asset)
    return { asset, amount, value: amount * lastSalePrice * asset.multiplier, currency: ledger.currencyOf(asset) }
  })
}

function cashOf(ledger: Ledger): ReadonlyMap<string, number> {
  const { currencies } = ledger
  if (currencies.length === 1) return new Map([[currencies[0], ledger.cash]])
  return new Map(currencies.map((code) => [code, exactToNumber(ledger.cashIn(code))]))
}

/** To the eighth place, half up: far below what anybody pays. */
function charged(amount: number): number {
  return Math.abs(amount) < 1e7 ? Math.round(amount * 1e8) / 1e8 : amount
}
