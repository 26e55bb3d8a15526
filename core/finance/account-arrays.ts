import { ACCOUNT, type AccountKernels, kernels, NUMBERS } from '../math/kernels.js'

/** An account's exact words, the plain numbers beside them, and a price a slot; `account` is what the kernels do with the three. */
export interface AccountArrays {
  readonly words: BigInt64Array
  readonly numbers: Float64Array
  readonly prices: Float64Array
  readonly account: AccountKernels
}

/** Arrays with room for so many positions, which begin with what others hold. */
export function accountArrays(capacity: number, from?: AccountArrays): AccountArrays {
  const words = new BigInt64Array(ACCOUNT.slots + capacity * ACCOUNT.stride)
  const numbers = new Float64Array(NUMBERS.slots + capacity * NUMBERS.stride)
  const prices = new Float64Array(capacity).fill(Number.NaN)
  if (from) {
    words.set(from.words)
    numbers.set(from.numbers)
    prices.set(from.prices)
  }
  words[ACCOUNT.capacity] = BigInt(capacity)
  return { words, numbers, prices, account: kernels.accountOpen(words, numbers, prices) }
}
