import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import {
  divideExact,
  type Exact,
  exactFromNumber,
  exactToNumber,
  multiplyExact,
  readExact,
  writeExact,
} from '../math/decimal.js'
import { ACCOUNT, FILL, kernels, NUMBERS, SLOT } from '../math/kernels.js'
import { roundDecimals } from '../math/rounding.js'
import { type AccountArrays, accountArrays } from './account-arrays.js'
import { type LedgerCurrency, MOST_CURRENCIES, type Payment, rateMissing, sumsByCurrency } from './ledger-currency.js'
import { emptyPosition, POSITION_ROW, type Position, PositionView } from './position.js'

const BASE_CURRENCY = 0
const NO_POSITIONS = new Float64Array(0)
/** One fill to book: signed amount, price and commission in currency units. */
export interface LedgerFill {
  readonly asset: Asset
  readonly amount: number
  readonly price: number
  readonly commission: number
}

/**
 * The exact account: cash, positions and what they are worth. Its state is one array of 128-bit words that the kernels work on; the
 * plain numbers that everybody reads stand in a second array, refreshed by each kernel call. What trades is booked at once; what
 * positions are worth is known as of the last `mark`.
 */
export class Ledger {
  /** Return since the start, chained over marks, so that deposits do not count as gains. */
  totalReturns = 0
  /** Signed sum that deposits and withdrawals have added, in currency units. */
  readonly startingCash: number
  #arrays: AccountArrays
  #words: BigInt64Array
  #numbers: Float64Array
  /** What `worthAt` works on. */
  #copy: AccountArrays | undefined
  readonly #assets: Asset[] = []
  readonly #slots = new Map<Asset, number>()
  readonly #views: (Position | undefined)[] = []
  #lastSaleAt: number[] = []
  #open: number[] = []
  #held: readonly Asset[] = []
  /** Each slot's sequence when `#open` was listed: while they stay, so does the list. */
  #listed: number[] = []
  #fillValues = new Float64Array(4 * 64)
  #fillWords = new BigInt64Array(FILL.stride * 64)
  #markedPnl = 0
  #markedValue: number
  /** Codes in the order of the words; the account's own is the first. */
  readonly #codes: string[]

  /** Without a `currency`, amounts of all assets are taken to be of one. */
  constructor(
    capital: Exact,
    capacity = 64,
    private readonly currency?: LedgerCurrency,
  ) {
    this.#codes = [currency?.code ?? '']
    this.#arrays = accountArrays(capacity)
    this.#words = this.#arrays.words
    this.#numbers = this.#arrays.numbers
    this.#words[ACCOUNT.nextSequence] = 1n
    this.#words[ACCOUNT.currencies] = 1n
    writeExact(this.#words, ACCOUNT.rate, exactFromNumber(1))
    writeExact(this.#words, ACCOUNT.cash, capital)
    writeExact(this.#words, ACCOUNT.portfolioValue, capital)
    this.#arrays.account.totals()
    this.startingCash = this.cash
    this.#markedValue = this.portfolioValue
  }

  /** All currencies together, in the account's own. */
  get cash(): number {
    return this.#cashOf(this.#words, this.#numbers)
  }
  /** Codes of the currencies that the account has met, its own first; one empty code where it does not tell them apart. */
  get currencies(): readonly string[] {
    return this.#codes
  }
  /** Exact cash in one currency. */
  cashIn(code: string): Exact {
    const index = this.#codes.indexOf(code)
    return index < 0 ? 0n : readExact(this.#words, ACCOUNT.cash + 2 * index)
  }
  /** What one unit of an asset's currency is worth in the account's own, at a moment where it has not been met before. */
  rateOf(asset: Asset, at: number): number {
    if (this.currency === undefined) return 1
    const index = this.#codes.indexOf(asset.currency)
    if (index === BASE_CURRENCY) return 1
    return index < 0
      ? this.currency.rate(asset.currency, at)
      : exactToNumber(readExact(this.#words, ACCOUNT.rate + 2 * index))
  }
  /** The currency in which an asset's trades are paid. */
  currencyOf(asset: Asset): string {
    return this.currency === undefined ? '' : asset.currency
  }
  get portfolioValue(): number {
    return this.#numbers[NUMBERS.portfolioValue]
  }
  /** Gain since the start; deposits do not count. */
  get pnl(): number {
    return this.#numbers[NUMBERS.pnl]
  }
  /** What trades, commissions, dividends and margin have moved in cash since the start. */
  get cashFlow(): number {
    return this.#numbers[NUMBERS.cashFlow]
  }
  get longValue(): number {
    return this.#numbers[NUMBERS.longValue]
  }
  get shortValue(): number {
    return this.#numbers[NUMBERS.shortValue]
  }
  get longExposure(): number {
    return this.#numbers[NUMBERS.longExposure]
  }
  get shortExposure(): number {
    return this.#numbers[NUMBERS.shortExposure]
  }
  get longsCount(): number {
    return this.#numbers[NUMBERS.longs]
  }
  get shortsCount(): number {
    return this.#numbers[NUMBERS.shorts]
  }
  get positionsValue(): number {
    return this.longValue + this.shortValue
  }
  get positionsExposure(): number {
    return this.longExposure + this.shortExposure
  }
  /** Gross and net exposure over portfolio value; infinite where that is zero. */
  get grossLeverage(): number {
    return this.portfolioValue === 0
      ? Number.POSITIVE_INFINITY
      : (this.longExposure - this.shortExposure) / this.portfolioValue
  }
  get netLeverage(): number {
    return this.portfolioValue === 0 ? Number.POSITIVE_INFINITY : this.positionsExposure / this.portfolioValue
  }

  /** Copies cash, values, gains and counts as they stand, in the order of `NUMBERS`, up to `change`. */
  copyTotals(to: Float64Array, at: number): void {
    const numbers = this.#numbers
    for (let i = 0; i < NUMBERS.change; i++) to[at + i] = numbers[i]
    if (this.#codes.length > 1) to[at + NUMBERS.cash] = this.cash
  }

  /** Throws `FX_RATE_MISSING` where an asset's currency has no rate into the account's. */
  checkCurrency(asset: Asset, at: number): void {
    if (this.currency === undefined || this.#codes.includes(asset.currency)) return
    if (!(this.currency.rate(asset.currency, at) > 0)) throw rateMissing(asset.currency, this.#codes[BASE_CURRENCY], at)
  }

  /** Signed units held. */
  amount(asset: Asset): number {
    const slot = this.#slots.get(asset)
    return slot === undefined ? 0 : this.#numbers[NUMBERS.slots + slot * NUMBERS.stride + NUMBERS.amount]
  }

  /** A read-only view that stays current; an asset not held answers an empty position. */
  position(asset: Asset): Position {
    const slot = this.#slots.get(asset)
    return slot === undefined || this.amount(asset) === 0 ? emptyPosition(asset) : this.#view(slot)
  }

  holds(asset: Asset): boolean {
    return this.amount(asset) !== 0
  }

  get positionCount(): number {
    return this.#open.length
  }

  /** What is held, in the order in which it was opened. */
  get held(): readonly Asset[] {
    return this.#held
  }

  /** Open positions, in the order in which they were opened. */
  *positions(): Generator<Position> {
    for (const slot of this.#open) yield this.#view(slot)
  }

  /** Open positions as they stand, `POSITION_ROW` numbers each, in the order in which they were opened. */
  positionRows(): Float64Array {
    const open = this.#open
    if (open.length === 0) return NO_POSITIONS
    const rows = new Float64Array(open.length * POSITION_ROW.stride)
    const numbers = this.#numbers
    const held = this.#held
    for (let i = 0, to = 0; i < open.length; i++, to += POSITION_ROW.stride) {
      const from = NUMBERS.slots + open[i] * NUMBERS.stride
      rows[to + POSITION_ROW.sid] = held[i].sid
      rows[to + POSITION_ROW.amount] = numbers[from + NUMBERS.amount]
      rows[to + POSITION_ROW.costBasis] = numbers[from + NUMBERS.costBasis]
      rows[to + POSITION_ROW.lastSalePrice] = numbers[from + NUMBERS.price]
    }
    return rows
  }

  /** A copy of the account's words in which an asset has its slot: what a kernel begins with that plays whole runs. */
  wordsFor(asset: Asset): BigInt64Array {
    this.#slotOf(asset, Number.NaN)
    return this.#words.slice()
  }

  /** Books one bar's fills: every transaction in order, then every commission. */
  book(fills: readonly LedgerFill[], at: number): void {
    const count = fills.length
    if (count === 0) return
    if (this.#fillValues.length < count * 4) {
      this.#fillValues = new Float64Array(8 * count)
      this.#fillWords = new BigInt64Array(2 * FILL.stride * count)
    }
    this.#convertAt(at)
    const values = this.#fillValues
    for (let i = 0; i < count; i++) {
      const fill = fills[i]
      values[4 * i] = fill.amount
      values[4 * i + 1] = fill.price
      values[4 * i + 2] = fill.commission
      values[4 * i + 3] = 0
    }
    kernels.decimalFromFloat(values.subarray(0, 4 * count), this.#fillWords.subarray(0, FILL.stride * count))
    for (let i = 0; i < count; i++) {
      const slot = this.#slotOf(fills[i].asset, at)
      this.#fillWords[FILL.stride * i + FILL.slot] = BigInt(slot)
      this.#lastSaleAt[slot] = at
    }
    this.#arrays.account.apply(this.#fillWords, count)
    for (let i = 0; i < count; i++) {
      const slot = Number(this.#fillWords[FILL.stride * i + FILL.slot])
      if (this.#sequence(slot) !== this.#listed[slot]) {
        this.#listOpen()
        return
      }
    }
  }

  /** Prices every open position (NaN keeps its last price) and chains the return since the mark before. Where no price has moved there is nothing to work out. */
  mark(priceOf: (asset: Asset) => number, at: number): void {
    const { prices, numbers } = this.#arrays
    const open = this.#open
    const held = this.#held
    const lastSaleAt = this.#lastSaleAt
    let changed = this.#convertAt(at)
    for (let i = 0; i < open.length; i++) {
      const slot = open[i]
      const price = priceOf(held[i])
      prices[slot] = price
      if (Number.isNaN(price)) continue
      lastSaleAt[slot] = at
      changed ||= price !== numbers[NUMBERS.slots + slot * NUMBERS.stride + NUMBERS.price]
    }
    if (changed) this.#arrays.account.mark()
    this.#chainReturns()
  }

  /** Cash and value of all at other prices (NaN: the last one): the account stays as it is, so that looking leaves no trace in its returns. */
  worthAt(priceOf: (asset: Asset) => number): { readonly cash: number; readonly value: number } {
    const { words, numbers, prices, account } = (this.#copy ??= accountArrays(this.#arrays.prices.length))
    words.set(this.#words)
    numbers.set(this.#numbers)
    prices.fill(Number.NaN)
    for (const slot of this.#open) prices[slot] = priceOf(this.#assets[slot])
    account.mark()
    return { cash: this.#cashOf(words, numbers), value: numbers[NUMBERS.portfolioValue] }
  }

  /** Takes a split into account (ratio 0.25: 4:1): whole units, toward zero; the fraction is paid in cash at the new cost basis, to the cent: what that came to is answered. `keepsPrice`: its last price stays. */
  split(asset: Asset, ratio: number, keepsPrice = false): number {
    const slot = this.#slots.get(asset)
    if (slot === undefined || !this.holds(asset)) return 0
    const { costBasis } = this.#view(slot)
    const raw = this.amount(asset) / ratio
    const whole = Math.trunc(raw)
    const basis = roundDecimals(costBasis * ratio, 2)
    this.#write(slot, SLOT.amount, exactFromNumber(whole))
    this.#write(slot, SLOT.costBasis, whole === 0 ? 0n : exactFromNumber(basis))
    if (whole === 0) this.#words[this.#base(slot) + SLOT.sequence] = 0n
    const price = this.#numbers[NUMBERS.slots + slot * NUMBERS.stride + NUMBERS.price]
    this.#write(slot, SLOT.price, exactFromNumber(keepsPrice ? price : price * ratio))
    const paid = roundDecimals((raw - whole) * basis, 2)
    this.#pay(exactFromNumber(paid), this.#currencySlot(slot))
    this.#refresh()
    return paid
  }

  /** Pays cash into the account that counts as gain: a dividend (negative: owed on a short position, or a charge). */
  payCash(amount: Exact, code = this.#codes[BASE_CURRENCY], at = Number.NaN): void {
    this.#pay(amount, this.#indexOf(code, at))
    this.#refresh()
  }

  /** Pays (negative: charges) many amounts, as `payCash` does; doubles enter by their shortest digits. */
  payAll(payments: readonly Payment[], at: number): void {
    for (const [currency, sum] of sumsByCurrency(payments)) this.#pay(sum, this.#indexOf(currency, at))
    this.settle()
  }

  /** Turns cash of one currency into another at the rates of the moment; answers what came of it. */
  exchange(amount: Exact, from: string, to: string, at: number): Exact {
    const [source, target] = [this.#indexOf(from, at), this.#indexOf(to, at)]
    this.#convertAt(at)
    const rate = (index: number) => readExact(this.#words, ACCOUNT.rate + 2 * index)
    const bought = divideExact(multiplyExact(amount, rate(source)), rate(target))
    this.#addCash(source, -amount)
    this.#addCash(target, bought)
    this.#refresh()
    return bought
  }

  /** Exact cash of a dividend of `perShare` on what is held now. */
  dividendOn(asset: Asset, perShare: number): Exact {
    const slot = this.#slots.get(asset)
    return slot === undefined
      ? 0n
      : multiplyExact(readExact(this.#words, this.#base(slot) + SLOT.amount), exactFromNumber(perShare))
  }

  /** Adds units that cost nothing: a stock dividend. A position that it opens has no price until the next mark. */
  receive(asset: Asset, amount: number, at = Number.NaN): void {
    const slot = this.#slotOf(asset, at)
    const base = this.#base(slot)
    const held = readExact(this.#words, base + SLOT.amount)
    const total = held + exactFromNumber(amount)
    if (held === 0n) {
      this.#words[base + SLOT.sequence] = this.#words[ACCOUNT.nextSequence]++
      this.#write(slot, SLOT.price, 0n)
    }
    if (total === 0n) this.#words[base + SLOT.sequence] = 0n
    this.#write(slot, SLOT.amount, total)
    this.#refresh()
  }

  /** Deposits (or withdraws) capital: cash and value, but neither gain nor return. */
  changeCapital(amount: Exact): void {
    this.settle()
    writeExact(this.#words, ACCOUNT.cash, readExact(this.#words, ACCOUNT.cash) + amount)
    writeExact(this.#words, ACCOUNT.portfolioValue, readExact(this.#words, ACCOUNT.portfolioValue) + amount)
    this.settle()
  }

  /** Chains what cash movements have done since the last mark, without new prices. */
  settle(): void {
    this.#arrays.account.totals()
    this.#chainReturns()
  }

  #chainReturns(): void {
    const gain = this.pnl - this.#markedPnl
    if (gain !== 0 && this.#markedValue !== 0) {
      this.totalReturns = (1 + this.totalReturns) * (1 + gain / this.#markedValue) - 1
    }
    this.#markedPnl = this.pnl
    this.#markedValue = this.portfolioValue
  }

  #cashOf(words: BigInt64Array, numbers: Float64Array): number {
    return this.#codes.length === 1 ? numbers[NUMBERS.cash] : exactToNumber(readExact(words, ACCOUNT.totalCash))
  }

  #pay(amount: Exact, currency: number): void {
    const flow = multiplyExact(amount, readExact(this.#words, ACCOUNT.rate + 2 * currency))
    this.#addCash(currency, amount)
    writeExact(this.#words, ACCOUNT.cashFlow, readExact(this.#words, ACCOUNT.cashFlow) + flow)
  }

  #addCash(currency: number, amount: Exact): void {
    const cash = ACCOUNT.cash + 2 * currency
    writeExact(this.#words, cash, readExact(this.#words, cash) + amount)
  }

  /** The rates of a moment into the words; one that is missing stays as it was. Answers whether one has changed. */
  #convertAt(at: number): boolean {
    let changed = false
    for (let index = 1; index < this.#codes.length; index++) {
      const rate = this.currency!.rate(this.#codes[index], at)
      if (Number.isNaN(rate)) continue
      const exact = exactFromNumber(rate)
      changed ||= exact !== readExact(this.#words, ACCOUNT.rate + 2 * index)
      writeExact(this.#words, ACCOUNT.rate + 2 * index, exact)
    }
    return changed
  }

  #currencySlot(slot: number): number {
    return Number(this.#words[this.#base(slot) + SLOT.currency])
  }

  /** Where a currency stands in the words; one that is new gets its place and its rate. */
  #indexOf(code: string, at: number): number {
    const known = this.#codes.indexOf(code)
    if (known >= 0) return known
    const account = this.#codes[BASE_CURRENCY]
    const rate = this.currency!.rate(code, at)
    if (!(rate > 0)) throw rateMissing(code, account, at)
    const index = this.#codes.length
    if (index === MOST_CURRENCIES)
      throw new RustybtError(
        'CURRENCIES_TOO_MANY',
        `an account has room for ${MOST_CURRENCIES} currencies: ${code} is one more`,
      )
    this.#codes.push(code)
    this.#words[ACCOUNT.currencies] = BigInt(index + 1)
    writeExact(this.#words, ACCOUNT.rate + 2 * index, exactFromNumber(rate))
    return index
  }

  #refresh(): void {
    this.#arrays.account.totals()
    this.#listOpen()
  }

  #base(slot: number): number {
    return ACCOUNT.slots + slot * ACCOUNT.stride
  }

  #write(slot: number, field: number, value: Exact): void {
    writeExact(this.#words, this.#base(slot) + field, value)
  }

  /** When the slot's position was opened, counting positions from 1; 0: nothing is held. */
  #sequence(slot: number): number {
    return this.#numbers[NUMBERS.slots + slot * NUMBERS.stride + NUMBERS.sequence]
  }

  #listOpen(): void {
    const listed = this.#assets.map((_, slot) => this.#sequence(slot))
    const open: number[] = []
    for (let slot = 0; slot < listed.length; slot++) if (listed[slot] > 0) open.push(slot)
    this.#open = open.sort((a, b) => listed[a] - listed[b])
    this.#held = this.#open.map((slot) => this.#assets[slot])
    this.#listed = listed
  }

  #slotOf(asset: Asset, at: number): number {
    const known = this.#slots.get(asset)
    if (known !== undefined) return known
    const currency = this.currency === undefined ? BASE_CURRENCY : this.#indexOf(asset.currency, at)
    const slot = this.#assets.length
    if (slot === Number(this.#words[ACCOUNT.capacity])) this.#grow()
    this.#assets.push(asset)
    this.#slots.set(asset, slot)
    this.#words[ACCOUNT.used] = BigInt(slot + 1)
    this.#write(slot, SLOT.multiplier, exactFromNumber(asset.multiplier))
    this.#words[this.#base(slot) + SLOT.kind] = asset.kind === 'future' ? 1n : 0n
    this.#words[this.#base(slot) + SLOT.currency] = BigInt(currency)
    return slot
  }

  #grow(): void {
    this.#arrays = accountArrays(2 * this.#arrays.prices.length, this.#arrays)
    this.#words = this.#arrays.words
    this.#numbers = this.#arrays.numbers
    this.#copy = undefined
  }

  #view(slot: number): Position {
    const known = this.#views[slot]
    if (known) return known
    const read = (field: number) => this.#numbers[NUMBERS.slots + slot * NUMBERS.stride + field]
    const view = new PositionView(this.#assets[slot], read, () => this.#lastSaleAt[slot])
    this.#views[slot] = view
    return view
  }
}
