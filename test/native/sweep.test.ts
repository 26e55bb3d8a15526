import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Kernels, SWEEP, SWEEP_COMMISSION, SWEEP_SLIPPAGE } from '../../native/interface.js'
import { Book } from './account-book.js'
import { addon, bytesOf, implementations, reference, refusalOf } from './implementations.js'

interface Sweep {
  /** Price, volume and mark of each bar. */
  readonly bars: readonly (readonly [number, number, number])[]
  readonly targets: readonly number[]
  readonly terms: readonly number[]
}

function played(kernels: Kernels, { bars, targets, terms }: Sweep): Float64Array {
  const account = new Book(kernels, ['10000'], [{}]).words
  const market = Float64Array.from([0, 1, 2].flatMap((part) => bars.map((bar) => bar[part])))
  const runs = targets.length / bars.length
  const out = new Float64Array(Math.ceil(runs) * (bars.length + SWEEP.extra))
  kernels.sweepTargets(market, Float64Array.from(targets), Float64Array.from(terms), account, out)
  return out
}

const FREE = [SWEEP_SLIPPAGE.fixed, 0, 0, SWEEP_COMMISSION.perTrade, 0, 0, 1]
const BARS = [
  [10, 100, 10],
  [11, 100, 11],
  [12, 100, 12],
] as const

for (const kernels of implementations) {
  describe(`a sweep of targets, ${kernels.mode}`, () => {
    it('fills on the next bar, charges, and values at the mark', () => {
      const terms = [SWEEP_SLIPPAGE.basisPoints, 100, 0.5, SWEEP_COMMISSION.perShare, 0.1, 2, 1]
      // Half of 100 is offered: 50 at 11 and a hundredth more, then the other 10 and, ordered twice, 40 of the next 10.
      expect([...played(kernels, { bars: BARS, targets: [60, Number.NaN, Number.NaN], terms })]).toEqual([
        10_000,
        10_000 - 50 * 0.11 - 5,
        10_000 - 50 * 0.11 - 5 + 50 - 10 * 0.12 - 1,
        2,
        6,
      ])
    })

    it('fills nothing on a bar without volume, and keeps the mark', () => {
      const bars = [BARS[0], [Number.NaN, 0, 10], BARS[2]] as const
      expect([...played(kernels, { bars, targets: [5, 5, 5], terms: FREE })]).toEqual([10_000, 10_000, 10_000, 2, 0])
    })

    it('refuses shapes, models and numbers that cannot be', () => {
      const refused = (change: Partial<Sweep>) =>
        refusalOf(() => played(kernels, { bars: BARS, targets: [1, 1, 1], terms: FREE, ...change }))
      expect(refused({ targets: [1, 1] })?.code).toBe('ARRAY_LENGTH')
      expect(refused({ terms: FREE.slice(1) })?.code).toBe('ARRAY_LENGTH')
      expect(refused({ terms: [7, ...FREE.slice(1)] })?.code).toBe('SWEEP_TERMS')
      expect(refused({ terms: [...FREE.slice(0, 6), -1] })?.code).toBe('SWEEP_TERMS')
      expect(refused({ targets: [1, 1, 1, 1, Number.NEGATIVE_INFINITY, 1] })).toMatchObject({
        code: 'DECIMAL_NOT_FINITE',
        at: 1,
      })
    })
  })
}

if (addon) {
  describe('a sweep, native and reference', () => {
    const price = fc.integer({ min: 1, max: 1e6 }).map((cents) => cents / 100)
    const bar = fc.tuple(
      fc.oneof(price, fc.constant(Number.NaN)),
      fc.nat(2_000),
      fc.oneof(price, fc.constant(Number.NaN)),
    )
    const sweeps = fc.record({
      bars: fc.array(bar, { minLength: 3, maxLength: 12 }),
      runs: fc.integer({ min: 1, max: 5 }),
      target: fc.infiniteStream(fc.oneof(fc.integer({ min: -500, max: 500 }), fc.constant(Number.NaN))),
      slippage: fc.constantFrom(...Object.values(SWEEP_SLIPPAGE)),
      commission: fc.constantFrom(...Object.values(SWEEP_COMMISSION)),
      first: fc.constantFrom(0, 0.05, 0.5),
      second: fc.constantFrom(0, 0.1, 0.3),
      threads: fc.nat(3),
    })

    it('give the same bytes on any number of threads', () => {
      fc.assert(
        fc.property(sweeps, ({ bars, runs, target, slippage, commission, first, second, threads }) => {
          const targets = [...target.take(runs * bars.length)]
          const terms = [slippage, first, second, commission, second, first, threads]
          const [ours, theirs] = [addon!, reference].map((kernels) =>
            bytesOf(played(kernels, { bars, targets, terms })),
          )
          expect(ours).toEqual(theirs)
        }),
        { numRuns: 300 },
      )
    })
  })
}
