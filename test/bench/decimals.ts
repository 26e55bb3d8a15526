/**
 * Times the exact account's arithmetic against decimal.js, a million operations each, and the marking of 500 positions:
 *
 *     npm run bench:decimals
 *
 * decimal.js works at 28 digits, as Python's decimal does. The best of seven runs in turns, in seconds of the processor.
 */
import { loadavg } from 'node:os'
import { Decimal } from 'decimal.js'
import { ACCOUNT, kernels, NUMBERS, SLOT } from '../../core/math/kernels.js'

const COUNT = 1_000_000
const RUNS = 7
const Exact = Decimal.clone({ precision: 28 })
let seed = 7
/** Of eleven decimals at most, as prices times amounts have. */
const random = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
  return seed
}
const texts = () =>
  Array.from({ length: COUNT }, () => `${(random() % 100_000) + 1}.${String(random() % 10_000).padStart(4, '0')}`)
const [left, right] = [texts(), texts()]
const words = (values: readonly string[]) => {
  const out = new BigInt64Array(2 * COUNT)
  kernels.decimalFromFloat(Float64Array.from(values, Number), out)
  return out
}
const [a, b, out] = [words(left), words(right), new BigInt64Array(2 * COUNT)]
const [x, y] = [left, right].map((values) => values.map((text) => new Exact(text)))
const answers = new Array<Decimal>(COUNT)

const OPERATIONS = [
  { name: 'add', target: 25, ours: () => kernels.decimalAdd(a, b, out), theirs: (i: number) => x[i].plus(y[i]) },
  {
    name: 'multiply',
    target: 10,
    ours: () => kernels.decimalMultiply(a, b, out),
    theirs: (i: number) => x[i].times(y[i]),
  },
  { name: 'divide', target: 40, ours: () => kernels.decimalDivide(a, b, out), theirs: (i: number) => x[i].div(y[i]) },
]

console.log(`kernels ${kernels.mode}, node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`)
console.log('| a million | rustybt ms | decimal.js ms | times | target |')
console.log('| --- | ---: | ---: | ---: | ---: |')
for (const { name, target, ours, theirs } of OPERATIONS) {
  let [mine, peer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let run = 0; run < RUNS; run++) {
    mine = Math.min(mine, timed(ours))
    peer = Math.min(
      peer,
      timed(() => {
        for (let i = 0; i < COUNT; i++) answers[i] = theirs(i)
      }),
    )
  }
  const milliseconds = (seconds: number) => (seconds * 1e3).toFixed(2)
  console.log(`| ${name} | ${milliseconds(mine)} | ${milliseconds(peer)} | ${(peer / mine).toFixed(1)} | ${target} |`)
}

console.log('\n| marking 500 positions | µs | target |')
console.log('| --- | ---: | ---: |')
for (const [what, price] of [
  ['in cents', () => Math.round(5_000 + (random() % 20_000)) / 100],
  ['in millionths', () => (5_000_000 + (random() % 900_000_000)) / 1e6],
  ['of 16 or 17 digits', () => 50 + random() / 2 ** 24 + random() / 2 ** 55],
] as const) {
  console.log(`| ${what} | ${marking(price).toFixed(1)} | 25 |`)
}

/** Microseconds a mark of 500 open positions at new prices, of a thousand. */
function marking(price: () => number): number {
  const slots = 500
  const words = new BigInt64Array(ACCOUNT.slots + slots * ACCOUNT.stride)
  const numbers = new Float64Array(NUMBERS.slots + slots * NUMBERS.stride)
  const prices = new Float64Array(slots)
  words.set([BigInt(slots), BigInt(slots), 1n, 1n])
  const one = 10n ** 18n
  words[ACCOUNT.rate] = one
  for (let slot = 0; slot < slots; slot++) {
    const base = ACCOUNT.slots + slot * ACCOUNT.stride
    const amount = BigInt(100 + slot) * one
    words[base + SLOT.amount] = BigInt.asIntN(64, amount)
    words[base + SLOT.amount + 1] = amount >> 64n
    words[base + SLOT.multiplier] = one
  }
  const account = kernels.accountOpen(words, numbers, prices)
  const days = Array.from({ length: 64 }, () => Float64Array.from({ length: slots }, price))
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const seconds = timed(() => {
      for (let day = 0; day < 1000; day++) {
        prices.set(days[day % days.length])
        account.mark()
      }
    })
    best = Math.min(best, seconds)
  }
  return best * 1e3
}

function timed(run: () => void): number {
  const begun = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1e6
}
