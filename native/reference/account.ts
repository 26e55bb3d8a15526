import { NativeError } from '../errors.js'
import { ACCOUNT, type AccountKernels, FILL, NUMBERS, SLOT } from '../interface.js'
import { isSize, requireApart } from './arrays.js'
import {
  checked,
  divide,
  divideHalfEven,
  each,
  fromNumber,
  multiply,
  ONE,
  readExact,
  toNumber,
  writeExact,
} from './decimal.js'

const MOST_CURRENCIES = 8n
const FUTURE = 1n

export function accountOpen(words: BigInt64Array, numbers: Float64Array, prices: Float64Array): AccountKernels {
  requireApart(words, numbers)
  requireApart(words, prices)
  return {
    apply: (fills, count) => apply(words, numbers, fills, count),
    mark: () => mark(words, numbers, prices),
    totals: () => wholeOrNothing(words, numbers, () => {}),
  }
}

function apply(words: BigInt64Array, numbers: Float64Array, fills: BigInt64Array, count: number): void {
  requireApart(words, fills)
  if (!isSize(count) || count * FILL.stride > fills.length) throw new NativeError('ARRAY_LENGTH')
  wholeOrNothing(words, numbers, (used) => {
    const booked = (step: (slot: number, fill: number) => void) => {
      for (let i = 0; i < count; i++) {
        const slot = Number(fills[i * FILL.stride + FILL.slot])
        if (slot < 0 || slot >= used) throw new NativeError('FILL_SLOT', i)
        at(slot, () => step(slot, i * FILL.stride))
      }
    }
    booked((slot, fill) =>
      trade(words, slot, readExact(fills, fill + FILL.amount), readExact(fills, fill + FILL.price)),
    )
    booked((slot, fill) => charge(words, slot, readExact(fills, fill + FILL.commission)))
  })
}

function mark(words: BigInt64Array, numbers: Float64Array, prices: Float64Array): void {
  wholeOrNothing(words, numbers, (used) => {
    if (prices.length < used) throw new NativeError('ARRAY_LENGTH')
    each(used, (slot) => {
      if (!Number.isNaN(prices[slot])) reprice(words, slot, prices[slot])
    })
  })
}

/** Takes the steps and the totals on the words themselves and puts everything back if one of them fails. */
function wholeOrNothing(words: BigInt64Array, numbers: Float64Array, steps: (used: number) => void): void {
  const used = slotsInUse(words)
  if (numbers.length < NUMBERS.slots + used * NUMBERS.stride) throw new NativeError('ARRAY_LENGTH')
  const before = words.slice(0, ACCOUNT.slots + used * ACCOUNT.stride)
  try {
    steps(used)
    mirror(words, numbers, used, total(words, used))
  } catch (error) {
    words.set(before)
    throw error
  }
}

function slotsInUse(words: BigInt64Array): number {
  const room = Math.trunc((words.length - ACCOUNT.slots) / ACCOUNT.stride)
  const [capacity, used, currencies] = [words[ACCOUNT.capacity], words[ACCOUNT.used], words[ACCOUNT.currencies]]
  const fits = words.length >= ACCOUNT.slots && used >= 0n && used <= capacity && capacity <= room
  if (!fits || currencies < 1n || currencies > MOST_CURRENCIES) throw new NativeError('ACCOUNT_LAYOUT')
  return Number(used)
}

function trade(words: BigInt64Array, slot: number, change: bigint, price: bigint): void {
  const base = baseOf(slot)
  const { future, currency } = terms(words, base)
  const amount = readExact(words, base + SLOT.amount)
  const total = checked(amount + change)
  if (future) settle(words, base, currency, price)
  else pay(words, currency, checked(-value(change, price, readExact(words, base + SLOT.multiplier))))
  if (total === 0n) {
    writeExact(words, base + SLOT.costBasis, 0n)
    words[base + SLOT.sequence] = 0n
  } else if (amount === 0n) {
    writeExact(words, base + SLOT.costBasis, price)
    words[base + SLOT.sequence] = words[ACCOUNT.nextSequence]++
  } else if (amount < 0n === change < 0n) {
    const cost = amount * readExact(words, base + SLOT.costBasis) + change * price
    writeExact(words, base + SLOT.costBasis, divideHalfEven(cost, total))
  } else if (amount < 0n !== total < 0n) {
    writeExact(words, base + SLOT.costBasis, price)
  }
  writeExact(words, base + SLOT.amount, total)
  writeExact(words, base + SLOT.price, price)
}

function charge(words: BigInt64Array, slot: number, commission: bigint): void {
  if (commission === 0n) return
  const base = baseOf(slot)
  const { future, currency } = terms(words, base)
  pay(words, currency, checked(-commission))
  const amount = readExact(words, base + SLOT.amount)
  if (amount === 0n) return
  const cost = future ? divide(commission, readExact(words, base + SLOT.multiplier)) : commission
  const basis = divideHalfEven(readExact(words, base + SLOT.costBasis) * amount + cost * ONE, amount)
  writeExact(words, base + SLOT.costBasis, basis)
}

function reprice(words: BigInt64Array, slot: number, mark: number): void {
  const base = baseOf(slot)
  if (readExact(words, base + SLOT.amount) === 0n) return
  const { future, currency } = terms(words, base)
  const price = fromNumber(mark)
  if (future) settle(words, base, currency, price)
  writeExact(words, base + SLOT.price, price)
}

/** Pays what a future has gained since the price it was settled at last. */
function settle(words: BigInt64Array, base: number, currency: number, price: bigint): void {
  const amount = readExact(words, base + SLOT.amount)
  if (amount !== 0n) {
    const change = checked(price - readExact(words, base + SLOT.settledPrice))
    pay(words, currency, value(amount, change, readExact(words, base + SLOT.multiplier)))
  }
  writeExact(words, base + SLOT.settledPrice, price)
}

function pay(words: BigInt64Array, currency: number, amount: bigint): void {
  const flow = multiply(amount, rateOf(words, currency))
  const cash = ACCOUNT.cash + 2 * currency
  writeExact(words, cash, readExact(words, cash) + amount)
  writeExact(words, ACCOUNT.cashFlow, readExact(words, ACCOUNT.cashFlow) + flow)
}

/** Values everything in the base currency and answers how far that moved the portfolio's value. */
function total(words: BigInt64Array, used: number): bigint {
  let cash = 0n
  for (let currency = 0; currency < Number(words[ACCOUNT.currencies]); currency++) {
    cash = checked(cash + multiply(readExact(words, ACCOUNT.cash + 2 * currency), rateOf(words, currency)))
  }
  const long = { value: 0n, exposure: 0n, count: 0n }
  const short = { value: 0n, exposure: 0n, count: 0n }
  each(used, (slot) => {
    const base = baseOf(slot)
    const amount = readExact(words, base + SLOT.amount)
    if (amount === 0n) return
    const { future, currency } = terms(words, base)
    const local = value(amount, readExact(words, base + SLOT.price), readExact(words, base + SLOT.multiplier))
    if (local === 0n) return
    const side = local < 0n ? short : long
    const exposure = multiply(local, rateOf(words, currency))
    side.exposure = checked(side.exposure + exposure)
    if (!future) side.value = checked(side.value + exposure)
    side.count += 1n
  })
  const portfolio = checked(checked(cash + long.value) + short.value)
  const change = checked(portfolio - readExact(words, ACCOUNT.portfolioValue))
  writeExact(words, ACCOUNT.pnl, readExact(words, ACCOUNT.pnl) + change)
  writeExact(words, ACCOUNT.portfolioValue, portfolio)
  writeExact(words, ACCOUNT.totalCash, cash)
  writeExact(words, ACCOUNT.longValue, long.value)
  writeExact(words, ACCOUNT.shortValue, short.value)
  writeExact(words, ACCOUNT.longExposure, long.exposure)
  writeExact(words, ACCOUNT.shortExposure, short.exposure)
  words[ACCOUNT.longs] = long.count
  words[ACCOUNT.shorts] = short.count
  return change
}

const MIRRORED = [
  'cash',
  'portfolioValue',
  'pnl',
  'cashFlow',
  'longValue',
  'shortValue',
  'longExposure',
  'shortExposure',
] as const

function mirror(words: BigInt64Array, numbers: Float64Array, used: number, change: bigint): void {
  for (const name of MIRRORED) numbers[NUMBERS[name]] = toNumber(readExact(words, ACCOUNT[name]))
  numbers[NUMBERS.longs] = Number(words[ACCOUNT.longs])
  numbers[NUMBERS.shorts] = Number(words[ACCOUNT.shorts])
  numbers[NUMBERS.change] = toNumber(change)
  for (let slot = 0; slot < used; slot++) {
    const base = baseOf(slot)
    const row = NUMBERS.slots + slot * NUMBERS.stride
    numbers[row + NUMBERS.amount] = toNumber(readExact(words, base + SLOT.amount))
    numbers[row + NUMBERS.costBasis] = toNumber(readExact(words, base + SLOT.costBasis))
    numbers[row + NUMBERS.price] = toNumber(readExact(words, base + SLOT.price))
    numbers[row + NUMBERS.sequence] = Number(words[base + SLOT.sequence])
  }
}

/** A slot's kind and currency, where they make sense. */
function terms(words: BigInt64Array, base: number): { future: boolean; currency: number } {
  const [kind, currency] = [words[base + SLOT.kind], words[base + SLOT.currency]]
  if (kind < 0n || kind > FUTURE || currency < 0n || currency >= words[ACCOUNT.currencies]) {
    throw new NativeError('ACCOUNT_LAYOUT')
  }
  return { future: kind === FUTURE, currency: Number(currency) }
}

function value(amount: bigint, price: bigint, multiplier: bigint): bigint {
  return multiply(multiply(amount, price), multiplier)
}

function rateOf(words: BigInt64Array, currency: number): bigint {
  return readExact(words, ACCOUNT.rate + 2 * currency)
}

function baseOf(slot: number): number {
  return ACCOUNT.slots + slot * ACCOUNT.stride
}

function at(slot: number, step: () => void): void {
  try {
    step()
  } catch (error) {
    throw error instanceof NativeError ? new NativeError(error.code, slot) : error
  }
}
