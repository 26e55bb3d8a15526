import { ACCOUNT, type AccountKernels, FILL, type Kernels, NUMBERS, SLOT } from '../../native/interface.js'
import { fromText, readExact, toText, writeExact } from '../../native/reference/decimal.js'

export interface SlotTerms {
  readonly multiplier?: string
  readonly future?: boolean
  readonly currency?: number
}

export interface Fill {
  readonly slot: number
  readonly amount: bigint
  readonly price: bigint
  readonly commission: bigint
}

/** An account laid out for tests: `cash` and `rates` by currency, one slot for each of `slots`. */
export class Book {
  readonly words: BigInt64Array
  readonly numbers: Float64Array
  readonly prices: Float64Array
  readonly account: AccountKernels

  constructor(
    readonly kernels: Kernels,
    cash: readonly string[],
    slots: readonly SlotTerms[],
    rates: readonly string[] = ['1'],
  ) {
    this.words = new BigInt64Array(ACCOUNT.slots + slots.length * ACCOUNT.stride)
    this.numbers = new Float64Array(NUMBERS.slots + slots.length * NUMBERS.stride)
    this.prices = new Float64Array(slots.length)
    this.account = kernels.accountOpen(this.words, this.numbers, this.prices)
    this.words[ACCOUNT.capacity] = this.words[ACCOUNT.used] = BigInt(slots.length)
    this.words[ACCOUNT.nextSequence] = 1n
    this.words[ACCOUNT.currencies] = BigInt(cash.length)
    cash.forEach((amount, i) => {
      writeExact(this.words, ACCOUNT.cash + 2 * i, fromText(amount))
      writeExact(this.words, ACCOUNT.rate + 2 * i, fromText(rates[i]))
    })
    slots.forEach(({ multiplier = '1', future = false, currency = 0 }, i) => {
      writeExact(this.words, this.base(i) + SLOT.multiplier, fromText(multiplier))
      this.words[this.base(i) + SLOT.kind] = future ? 1n : 0n
      this.words[this.base(i) + SLOT.currency] = BigInt(currency)
    })
    // What is there at the start is no gain.
    this.account.totals()
    writeExact(this.words, ACCOUNT.pnl, 0n)
    this.account.totals()
  }

  book(...fills: readonly Fill[]): void {
    const words = new BigInt64Array(FILL.stride * fills.length)
    fills.forEach(({ slot, amount, price, commission }, i) => {
      writeExact(words, i * FILL.stride + FILL.amount, amount)
      writeExact(words, i * FILL.stride + FILL.price, price)
      writeExact(words, i * FILL.stride + FILL.commission, commission)
      words[i * FILL.stride + FILL.slot] = BigInt(slot)
    })
    this.account.apply(words, fills.length)
  }

  trade(slot: number, amount: string, price: string, commission = '0'): void {
    this.book({ slot, amount: fromText(amount), price: fromText(price), commission: fromText(commission) })
  }

  mark(...prices: number[]): void {
    this.prices.set(prices)
    this.account.mark()
  }

  /** A field of the header as text. */
  total(field: keyof typeof ACCOUNT): string {
    return toText(this.exact(ACCOUNT[field]))
  }

  /** What a slot holds, as text, and its number in the order of opening. */
  position(slot: number) {
    const read = (field: number) => toText(this.exact(this.base(slot) + field))
    return {
      amount: read(SLOT.amount),
      costBasis: read(SLOT.costBasis),
      price: read(SLOT.price),
      sequence: Number(this.words[this.base(slot) + SLOT.sequence]),
    }
  }

  exact(offset: number): bigint {
    return readExact(this.words, offset)
  }

  base(slot: number): number {
    return ACCOUNT.slots + slot * ACCOUNT.stride
  }
}
