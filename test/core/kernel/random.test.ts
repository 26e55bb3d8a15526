import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Random } from '../../../core/kernel/random.js'
import { refused } from './harness.js'

const draw = (random: Random, count = 20) => Array.from({ length: count }, () => random.next())
const seed = fc.oneof(fc.maxSafeInteger(), fc.string())

/** xoshiro128** as its authors define it, on bigints. */
function* authors(words: readonly number[]): Generator<number> {
  const s = words.map(BigInt)
  const low = (x: bigint) => x & 0xffffffffn
  const turn = (x: bigint, k: bigint) => low((x << k) | (x >> (32n - k)))
  for (;;) {
    yield Number(low(turn(low(s[1] * 5n), 7n) * 9n))
    const t = low(s[1] << 9n)
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = turn(s[3], 11n)
  }
}

describe('randomness', () => {
  it('is the same for the same seed, another for another', () => {
    fc.assert(fc.property(seed, (s) => expect(draw(new Random(s))).toEqual(draw(new Random(s)))))
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        fc.pre(String(a) !== String(b))
        expect(draw(new Random(a), 3)).not.toEqual(draw(new Random(b), 3))
      }),
    )
    expect(draw(new Random(42))).toEqual(draw(new Random('42')))
  })

  it('is the published generator, two words a number', () => {
    fc.assert(
      fc.property(seed, (s) => {
        const random = new Random(s)
        const words = authors(random.state().words)
        for (let i = 0; i < 50; i++) {
          const [high, low] = [words.next().value, words.next().value] as [number, number]
          expect(random.next()).toBe(((high >>> 11) * 2 ** 32 + low) / 2 ** 53)
        }
      }),
    )
  })

  it('stays what it was in the first version', () => {
    const random = new Random(42)
    expect([random.next(), random.integer(1000), random.normal()]).toEqual([0.329441156884713, 318, 1.0620945725006836])
  })

  it('goes on from where its state was taken, through JSON, forks too', () => {
    fc.assert(
      fc.property(seed, fc.nat(50), (s, skipped) => {
        const random = new Random(s).fork('trial')
        draw(random, skipped)
        const restored = new Random(JSON.parse(JSON.stringify(random.state())))
        expect(draw(restored.fork('x'))).toEqual(draw(random.fork('x')))
        expect(draw(restored)).toEqual(draw(random))
      }),
    )
  })

  it('forks by label alone, whatever was drawn before, and leaves the parent where it was', () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.string(), fc.nat(20), (s, a, b, skipped) => {
        fc.pre(a !== b)
        const random = new Random(s)
        const early = draw(random.fork(a))
        draw(random, skipped)
        const state = random.state()
        expect(draw(random.fork(a))).toEqual(early)
        expect(draw(random.fork(b))).not.toEqual(early)
        expect(draw(random.fork(a).fork(b))).not.toEqual(draw(random.fork(b).fork(a)))
        expect(random.state()).toEqual(state)
      }),
    )
  })

  it('is uniform in [0, 1) and in whole numbers', () => {
    const random = new Random('uniform')
    const counts = new Array(7).fill(0)
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++
    // Chi-squared of 6 degrees passes 22.5 once in a thousand seeds; this seed does not.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5)
    const numbers = draw(random, 50_000)
    expect(Math.min(...numbers.slice(0, 10_000))).toBeGreaterThanOrEqual(0)
    expect(numbers.every((x) => x < 1)).toBe(true)
    expect(numbers.reduce((sum, x) => sum + x, 0) / 50_000).toBeCloseTo(0.5, 2)
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), (n) => expect(random.integer(n)).toBeLessThan(n)))
  })

  it('is normal with mean 0, deviation 1, no skew and the tails of a bell', () => {
    const random = new Random('normal')
    const values = Array.from({ length: 100_000 }, () => random.normal())
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / values.length
    expect(Math.abs(moment(1))).toBeLessThan(0.015)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02)
    expect(Math.abs(moment(3))).toBeLessThan(0.05)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12)
    expect(values.filter((x) => Math.abs(x) > 1.959964).length / values.length).toBeCloseTo(0.05, 2)
  })

  it('refuses what is no seed, no range and no state', async () => {
    expect((await refused(() => new Random(0.5))).message).toBe('a seed is a whole number or a text, was 0.5')
    expect((await refused(() => new Random(1).integer(0))).code).toBe('RANDOM_RANGE')
    expect((await refused(() => new Random({ origin: [], words: [0, 0, 0, 0] }))).code).toBe('RANDOM_STATE')
    expect((await refused(() => new Random({ origin: [], words: [1] }))).code).toBe('RANDOM_STATE')
  })
})
