import type { Asset } from '../../core/assets/asset.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { divideExact, type Exact, exactFromNumber, exactToNumber, multiplyExact } from '../../core/math/decimal.js'

/** Which units a closing fill takes: the oldest, the newest, or the same part of all at their average cost. */
export type Matching = 'fifo' | 'lifo' | 'average'
export const MATCHINGS: readonly Matching[] = ['fifo', 'lifo', 'average']

/** Units bought (or sold short) at one time. Exact values are signed, in units and in currency units. */
export interface Lot {
  readonly entered: number
  readonly enteredRow: number
  readonly tag: string | undefined
  /** Where the stop against the entry stood, in units of the entry; undefined: nowhere, or lots have come together. */
  stop: number | undefined
  quantity: Exact
  /** Quantity times price times multiplier. */
  cost: Exact
  commission: Exact
  /** Rows on which the units were multiplied by a split, and by what. */
  readonly scales: (readonly [row: number, factor: number])[]
}

/** What a fill closed of a lot, and for how much. */
export interface Closed {
  readonly lot: Readonly<Lot>
  readonly proceeds: Exact
  /** The exit's alone. */
  readonly commission: Exact
}

const size = (value: Exact) => (value < 0n ? -value : value)
const share = (value: Exact, part: Exact, whole: Exact) =>
  part === whole ? value : divideExact(multiplyExact(value, part), whole)

/** Price of a unit that a value of so many units comes to. */
export function unitPrice(value: Exact, quantity: Exact, { multiplier }: Asset): number {
  return quantity === 0n ? Number.NaN : exactToNumber(divideExact(value, quantity)) / multiplier
}

/** Value of an amount at a price: both doubles enter by their shortest digits. */
export function exactValue(amount: number, price: number, { multiplier }: Asset): Exact {
  return multiplyExact(multiplyExact(exactFromNumber(amount), exactFromNumber(price)), exactFromNumber(multiplier))
}

/** The units of one asset that are held, and what they cost. What is divided leaves its remainder with the last part: nothing is lost. */
export class LotBook {
  readonly lots: Lot[] = []

  constructor(
    private readonly asset: Asset,
    private readonly matching: Matching,
  ) {}

  /** All that is held, signed. */
  get units(): Exact {
    return this.lots.reduce((sum, { quantity }) => sum + quantity, 0n)
  }

  /** Closes what the fill closes and opens a lot with the rest; a reversal does both. */
  book(fill: Transaction, row: number, commission: Exact, tag?: string): Closed[] {
    const amount = exactFromNumber(fill.amount)
    const value = exactValue(fill.amount, fill.price, this.asset)
    const closed: Closed[] = []
    let [rest, restValue, restCommission] = [amount, value, commission]
    while (rest !== 0n) {
      const at = this.matching === 'lifo' ? this.lots.length - 1 : 0
      const lot = this.lots[at]
      if (lot === undefined || lot.quantity > 0n === rest > 0n) break
      const quantity = size(rest) >= size(lot.quantity) ? lot.quantity : -rest
      const proceeds = -share(restValue, -quantity, rest)
      const paid = share(restCommission, -quantity, rest)
      closed.push({ lot: this.#take(at, quantity), proceeds, commission: paid })
      rest += quantity
      restValue += proceeds
      restCommission -= paid
    }
    if (rest !== 0n)
      this.#open({ entered: fill.at, enteredRow: row, tag, stop: fill.stop }, rest, restValue, restCommission)
    return closed
  }

  /** All that is held ends for so much: what a split that leaves no whole unit has paid, or what it is worth at last. */
  end(cash: Exact): Closed[] {
    let { units } = this
    return this.lots.splice(0).map((lot) => {
      const proceeds = share(cash, lot.quantity, units)
      cash -= proceeds
      units -= lot.quantity
      return { lot, proceeds, commission: 0n }
    })
  }

  /** A split or a stock dividend: units become `to`, not 0, in all, for the same cost; units out of nothing have cost nothing. */
  adjust(to: Exact, at: number, row: number): void {
    const from = this.units
    if (from === to) return
    if (from === 0n) this.#open({ entered: at, enteredRow: row, tag: undefined, stop: undefined }, to, 0n, 0n)
    else {
      const factor = exactToNumber(to) / exactToNumber(from)
      let left = to
      this.lots.forEach((lot, i) => {
        const scaled = i === this.lots.length - 1 ? left : share(lot.quantity, to, from)
        left -= scaled
        lot.quantity = scaled
        lot.scales.push([row, factor])
      })
    }
  }

  #open(entry: Pick<Lot, 'entered' | 'enteredRow' | 'tag' | 'stop'>, quantity: Exact, cost: Exact, commission: Exact) {
    const [held] = this.lots
    if (this.matching === 'average' && held !== undefined) {
      held.quantity += quantity
      held.cost += cost
      held.commission += commission
      held.stop = undefined
    } else this.lots.push({ ...entry, quantity, cost, commission, scales: [] })
  }

  #take(at: number, quantity: Exact): Lot {
    const lot = this.lots[at]
    const taken = {
      ...lot,
      quantity,
      cost: share(lot.cost, quantity, lot.quantity),
      commission: share(lot.commission, quantity, lot.quantity),
    }
    lot.cost -= taken.cost
    lot.commission -= taken.commission
    lot.quantity -= quantity
    if (lot.quantity === 0n) this.lots.splice(at, 1)
    return taken
  }
}
