import { NativeError } from '../errors.js'
import { ACCOUNT, FILL, NUMBERS, SWEEP, SWEEP_COMMISSION, SWEEP_SLIPPAGE } from '../interface.js'
import { accountOpen } from './account.js'
import { isSize, requireApart } from './arrays.js'
import { decimalFromFloat } from './decimal.js'

const AMOUNT = NUMBERS.slots + NUMBERS.amount
const PRICE = NUMBERS.slots + NUMBERS.price

interface Order {
  readonly amount: number
  filled: number
  commission: number
}

interface Fill {
  readonly price: number
  readonly amount: number
}

/** Bars of the market: what orders fill at, the volume, and what positions are worth. */
interface Market {
  readonly prices: Float64Array
  readonly volumes: Float64Array
  readonly marks: Float64Array
}

export function sweepTargets(
  market: Float64Array,
  targets: Float64Array,
  terms: Float64Array,
  account: BigInt64Array,
  out: Float64Array,
): void {
  for (const array of [market, targets, terms]) requireApart(array, out)
  const bars = market.length / 3
  if (!isSize(bars) || bars === 0 || targets.length % bars !== 0 || terms.length !== SWEEP.terms)
    throw new NativeError('ARRAY_LENGTH')
  const runs = targets.length / bars
  const stride = bars + SWEEP.extra
  if (out.length !== runs * stride) throw new NativeError('ARRAY_LENGTH')
  const isKind = (kind: number, kinds: Readonly<Record<string, number>>) => Object.values(kinds).includes(kind)
  if (
    !isKind(terms[SWEEP.slippage], SWEEP_SLIPPAGE) ||
    !isKind(terms[SWEEP.commission], SWEEP_COMMISSION) ||
    !isSize(terms[SWEEP.threads])
  )
    throw new NativeError('SWEEP_TERMS')
  const [prices, volumes, marks] = [0, 1, 2].map((part) => market.subarray(part * bars, (part + 1) * bars))
  const words = new BigInt64Array(account.length)
  for (let run = 0; run < runs; run++) {
    words.set(account)
    try {
      const wishes = targets.subarray(run * bars, (run + 1) * bars)
      play({ prices, volumes, marks }, wishes, terms, words, out.subarray(run * stride, (run + 1) * stride))
    } catch (error) {
      throw error instanceof NativeError ? new NativeError(error.code, run) : error
    }
  }
}

function play(
  market: Market,
  targets: Float64Array,
  terms: Float64Array,
  words: BigInt64Array,
  out: Float64Array,
): void {
  const slots = Math.trunc((words.length - ACCOUNT.slots) / ACCOUNT.stride)
  const numbers = new Float64Array(NUMBERS.slots + slots * NUMBERS.stride)
  const mark = new Float64Array(1)
  let open: Order[] = []
  let count = 0
  let charged = 0
  const account = accountOpen(words, numbers, mark)
  account.totals()
  for (let bar = 0; bar < targets.length; bar++) {
    if (open.length > 0 && market.volumes[bar] > 0 && !Number.isNaN(market.prices[bar])) {
      const fills = trade(open, terms, market.prices[bar], market.volumes[bar])
      open = open.filter(({ amount, filled }) => filled !== amount)
      if (fills.length > 0) account.apply(fillWords(fills), fills.length)
      count += fills.length
      for (const { charge } of fills) charged += charge
    }
    if (!Number.isNaN(targets[bar])) order(open, targets[bar] - numbers[AMOUNT])
    mark[0] = market.marks[bar]
    if (numbers[AMOUNT] !== 0 && !Number.isNaN(mark[0]) && mark[0] !== numbers[PRICE]) account.mark()
    out[bar] = numbers[NUMBERS.portfolioValue]
  }
  out[targets.length] = count
  out[targets.length + 1] = charged
}

/** To the nearest whole unit within 1e-4 of one, else toward zero. */
function order(open: Order[], wish: number): void {
  if (!Number.isFinite(wish)) throw new NativeError('DECIMAL_NOT_FINITE')
  const floor = Math.floor(wish)
  const half = wish - floor === 0.5
  const nearest = half ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(wish)
  const amount = Math.trunc(Math.abs(wish - nearest) <= 1e-4 ? nearest : wish)
  if (amount !== 0) open.push({ amount, filled: 0, commission: 0 })
}

/** Offers the open orders to the bar, oldest first. */
function trade(open: readonly Order[], terms: Float64Array, price: number, volume: number): (Fill & Charged)[] {
  const fills: (Fill & Charged)[] = []
  let used = 0
  for (const order of open) {
    const fill = offered(terms, order.amount - order.filled, price, volume, used)
    if (fill === 'exhausted') break
    if (fill === undefined) continue
    const charge = charged(terms, order, fill)
    fills.push({ ...fill, charge })
    order.filled += fill.amount
    order.commission += charge
    used += Math.abs(fill.amount)
  }
  return fills
}

interface Charged {
  readonly charge: number
}

function fillWords(fills: readonly (Fill & Charged)[]): BigInt64Array {
  const words = new BigInt64Array(fills.length * FILL.stride)
  const values = fills.flatMap(({ amount, price, charge }) => [amount, price, charge, 0])
  decimalFromFloat(Float64Array.from(values), words)
  // A fill has as many words as four exact values; the last are the slot, which is the first.
  return words
}

function offered(
  terms: Float64Array,
  open: number,
  price: number,
  volume: number,
  used: number,
): Fill | 'exhausted' | undefined {
  const [a, b] = [terms[SWEEP.slippage + 1], terms[SWEEP.slippage + 2]]
  const direction = open > 0 ? 1 : -1
  if (terms[SWEEP.slippage] === SWEEP_SLIPPAGE.fixed) return { price: price + (a / 2) * direction, amount: open }
  if (terms[SWEEP.slippage] === SWEEP_SLIPPAGE.basisPoints) {
    const units = Math.min(Math.abs(open), Math.trunc(b * volume) - used)
    return units === 0 ? 'exhausted' : { price: price + price * ((a / 10_000) * direction), amount: units * direction }
  }
  const remaining = a * volume - used
  if (remaining < 1) return 'exhausted'
  const units = Math.trunc(Math.min(remaining, Math.abs(open)))
  if (units === 0) return undefined
  const share = Math.min((used + units) / volume, a)
  return { price: price + share * share * (Math.abs(b) * direction) * price, amount: units * direction }
}

function charged(terms: Float64Array, { filled, commission }: Order, { amount, price }: Fill): number {
  const [a, b] = [terms[SWEEP.commission + 1], terms[SWEEP.commission + 2]]
  if (terms[SWEEP.commission] === SWEEP_COMMISSION.perDollar) return Math.abs(amount) * (price * a)
  if (terms[SWEEP.commission] === SWEEP_COMMISSION.perTrade) return commission === 0 ? a : 0
  const additional = Math.abs(amount * a)
  if (commission === 0) return Math.max(b, additional)
  const total = Math.abs(filled * a) + additional
  return total < b ? 0 : total - commission
}
