import type { CashFlow } from '../finance/financing.js'
import type { Ledger } from '../finance/ledger.js'
import { exactFromNumber } from '../math/decimal.js'

/**
 * Capital paid in or out during a run: so much more (`delta`, negative: less), or whatever brings the portfolio to a value (`target`).
 * `at` is epoch ms: a session's midnight, or in minute data the end of a bar, where it comes before the bar's fills.
 */
export interface CapitalChange {
  readonly at: number
  readonly type: 'delta' | 'target'
  readonly value: number
}

/** A run's capital changes, taken as their time comes. One that falls on no midnight of a session and on no minute never is. */
export class CapitalChanges {
  /** What was added, by time. */
  readonly deltas = new Map<number, number>()
  readonly #due: Map<number, CapitalChange>

  constructor(changes: readonly CapitalChange[]) {
    this.#due = new Map(changes.map((change) => [change.at, change]))
  }

  /** Neither gain nor return: only cash and value change. `ledger` is marked to the event before. */
  takeDue(at: number, ledger: Ledger, flows: CashFlow[]): void {
    const change = this.#due.get(at)
    if (change === undefined) return
    this.#due.delete(at)
    const delta = change.type === 'target' ? change.value - ledger.portfolioValue : change.value
    ledger.changeCapital(exactFromNumber(delta))
    this.deltas.set(at, delta)
    flows.push({ at, kind: 'deposit', asset: undefined, currency: '', amount: delta })
  }
}
