import { RustybtError } from './errors.js'

/** Where a generator stands, as JSON can hold it. */
export interface RandomState {
  /** The seed, followed by the labels of the forks that led here. */
  readonly origin: readonly string[]
  /** Four unsigned 32-bit words. */
  readonly words: readonly number[]
}

const TWO_32 = 2 ** 32
const TWO_53 = 2 ** 53
/** Half the height of the box in which the ratio of uniforms for the normal curve is drawn. */
const NORMAL_BOX = Math.sqrt(2 / Math.E)

/**
 * A seeded source of randomness (xoshiro128**): one seed gives one sequence on every platform. Nothing else in the
 * package draws random numbers. The seed 42 and the seed '42' are the same.
 */
export class Random {
  readonly #origin: readonly string[]
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: number | bigint | string | RandomState) {
    const { origin, words } = typeof seed === 'object' ? checkState(seed) : seedState([seedText(seed)])
    this.#origin = origin
    ;[this.#a, this.#b, this.#c, this.#d] = words.map((word) => word | 0)
  }

  /** Uniform in [0, 1), of 53 random bits. */
  next(): number {
    return this.#bits53() / TWO_53
  }

  /** A whole number in [0, n), each equally likely; n up to 2^53. */
  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= TWO_53)) {
      throw new RustybtError('RANDOM_RANGE', `integer(n) needs a whole n from 1 to 2^53, was ${n}`)
    }
    const end = TWO_53 - (TWO_53 % n)
    let drawn = this.#bits53()
    while (drawn >= end) drawn = this.#bits53()
    return drawn % n
  }

  /** Standard normal. The value is one division: no function that platforms round differently goes into it. */
  normal(): number {
    for (;;) {
      const u = 1 - this.next()
      const value = ((2 * this.next() - 1) * NORMAL_BOX) / u
      if (value * value <= -4 * Math.log(u)) return value
    }
  }

  /** A generator of its own that depends on this one's seed and the label alone, not on what was drawn before. */
  fork(label: string | number): Random {
    return new Random(seedState([...this.#origin, String(label)]))
  }

  /** Given to `new Random`, goes on where this one stands. */
  state(): RandomState {
    return { origin: this.#origin, words: [this.#a, this.#b, this.#c, this.#d].map((word) => word >>> 0) }
  }

  #bits53(): number {
    const high = this.#word() >>> 11
    return high * TWO_32 + this.#word()
  }

  #word(): number {
    const times5 = Math.imul(this.#b, 5)
    const drawn = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return drawn
  }
}

function seedText(seed: number | bigint | string): string {
  if (typeof seed !== 'number' || Number.isSafeInteger(seed)) return String(seed === 0 ? 0 : seed)
  throw new RustybtError('RANDOM_SEED', `a seed is a whole number or a text, was ${seed}`)
}

function seedState(origin: readonly string[]): RandomState {
  const text = JSON.stringify(origin)
  const words = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    for (let k = 0; k < 4; k++) words[k] = scramble(words[k] ^ words[(k + 3) % 4] ^ Math.imul(code + k, 0x01000193))
  }
  // A state of zeros would stay so.
  return { origin, words: words.every((word) => word === 0) ? [1, 0, 0, 0] : words }
}

/** The finishing step of MurmurHash3: each bit of the input turns half of the output's. */
function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function checkState(state: RandomState): RandomState {
  const { origin, words } = state
  const isWord = (word: unknown) => Number.isInteger(word) && (word as number) >= 0 && (word as number) < TWO_32
  if (
    Array.isArray(origin) &&
    Array.isArray(words) &&
    words.length === 4 &&
    words.every(isWord) &&
    words.some((word) => word > 0)
  ) {
    return state
  }
  throw new RustybtError('RANDOM_STATE', 'not the state of a generator: it has an origin and four words, not all zero')
}
