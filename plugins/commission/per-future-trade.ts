import type { ByRoot } from './by-root.js'
import { PerContract } from './per-contract.js'

/** So much an order in a future, however many contracts, charged with its first fill; one number, or numbers by root symbol. */
export class PerFutureTrade extends PerContract {
  constructor(cost: ByRoot = 0) {
    super(0, cost, 0)
  }
}
