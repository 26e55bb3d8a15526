import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GROUPING, type Kernels } from '../../native/interface.js'
import { addon, bytesOf, implementations, reference, refusalOf } from './implementations.js'

type Kind = keyof typeof GROUPING
const KINDS = Object.keys(GROUPING) as Kind[]

interface Request {
  readonly columns: readonly (readonly number[])[]
  readonly kinds: readonly Kind[]
  readonly bounds: readonly number[]
}

function group(kernels: Kernels, { columns, kinds, bounds }: Request): Float64Array {
  const out = new Float64Array(kinds.length * (bounds.length - 1))
  const numbers = Int32Array.from(kinds, (kind) => GROUPING[kind])
  kernels.groupRows(Float64Array.from(columns.flat()), Int32Array.from(bounds), numbers, out)
  return out
}

/** Group by group, on lists without what is missing. */
function naive({ columns, kinds, bounds }: Request): number[] {
  return kinds.flatMap((kind, k) =>
    bounds.slice(1).map((end, i) => {
      const present = columns[k].slice(bounds[i], end).filter((value) => !Number.isNaN(value))
      if (kind === 'sum') return present.reduce((sum, value) => sum + value, 0)
      if (present.length === 0) return Number.NaN
      if (kind === 'first') return present[0]
      if (kind === 'last') return present[present.length - 1]
      const extreme = kind === 'max' ? Math.max(...present) : Math.min(...present)
      // The first of equals: 0 and -0 are.
      return present.find((value) => value === extreme)!
    }),
  )
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
)

const requests: fc.Arbitrary<Request> = fc
  .record({ rows: fc.nat(40), kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 6 }) })
  .chain(({ rows, kinds }) =>
    fc.record({
      kinds: fc.constant(kinds),
      columns: fc.tuple(...kinds.map(() => fc.array(value, { minLength: rows, maxLength: rows }))),
      bounds: fc.array(fc.nat(rows), { minLength: 1, maxLength: 12 }).map((bounds) => bounds.sort((a, b) => a - b)),
    }),
  )

for (const kernels of implementations) {
  describe(`rows in groups, ${kernels.mode}`, () => {
    it('makes bars by hand', () => {
      const bars = {
        columns: [
          [Number.NaN, 10, 11, 12, 9],
          [Number.NaN, 10.5, 12, 12.5, 9.5],
          [Number.NaN, 9.5, 10, 11, 8],
          [Number.NaN, 10.2, 11.5, 11.2, 8.5],
          [0, 100, 50, 20, 5],
        ],
        kinds: ['first', 'max', 'min', 'last', 'sum'] as const,
        bounds: [0, 1, 3, 3, 5],
      }
      const { NaN: none } = Number
      expect([...group(kernels, bars)]).toEqual([
        ...[none, 10, none, 12],
        ...[none, 12, none, 12.5],
        ...[none, 9.5, none, 8],
        ...[none, 11.5, none, 8.5],
        ...[0, 150, 0, 25],
      ])
    })

    it('is what each group gives when it is reduced alone', () => {
      fc.assert(
        fc.property(requests, (request) => {
          expect(bytesOf(group(kernels, request))).toEqual(bytesOf(Float64Array.from(naive(request))))
        }),
        { numRuns: 500 },
      )
    })

    it('gives the same when groups are made of groups, but for the rounding of sums', () => {
      fc.assert(
        fc.property(requests, fc.nat(11), (request, skip) => {
          const kinds = request.kinds.filter((kind) => kind !== 'sum')
          const columns = request.columns.filter((_, k) => request.kinds[k] !== 'sum')
          if (kinds.length === 0 || request.bounds.length < 3) return
          const { bounds } = request
          const middle = 1 + (skip % (bounds.length - 2))
          const fine = group(kernels, { columns, kinds, bounds })
          const groups = bounds.length - 1
          const parts = kinds.map((_, k) => [...fine.subarray(k * groups, (k + 1) * groups)])
          const coarse = group(kernels, { columns: parts, kinds, bounds: [0, middle, groups] })
          const direct = group(kernels, { columns, kinds, bounds: [bounds[0], bounds[middle], bounds[groups]] })
          expect(bytesOf(coarse)).toEqual(bytesOf(direct))
        }),
      )
    })

    it('refuses bounds that fall or lie outside, reductions that are none, lengths that do not fit, shared memory', () => {
      const refused = (bounds: number[], kinds = [4], out = new Float64Array(Math.max(0, bounds.length - 1))) =>
        refusalOf(() => kernels.groupRows(new Float64Array(4), Int32Array.from(bounds), Int32Array.from(kinds), out))
      expect(refused([0, 3, 2])).toMatchObject({ code: 'RESAMPLE_BOUNDS', at: 2 })
      expect(refused([0, 5])).toMatchObject({ code: 'RESAMPLE_BOUNDS', at: 1 })
      expect(refused([-1, 4])).toMatchObject({ code: 'RESAMPLE_BOUNDS', at: 0 })
      expect(refused([0, 4], [5])).toMatchObject({ code: 'RESAMPLE_KIND', at: 0 })
      expect(refused([0, 2], [4, -1], new Float64Array(2))).toMatchObject({ code: 'RESAMPLE_KIND', at: 1 })
      expect(refused([0, 2], [], new Float64Array(0))).toMatchObject({ code: 'ARRAY_LENGTH' })
      expect(refused([])).toMatchObject({ code: 'ARRAY_LENGTH' })
      expect(refused([0, 1], [4, 4, 4], new Float64Array(3))).toMatchObject({ code: 'ARRAY_LENGTH' })
      expect(refused([0, 4], [4], new Float64Array(2))).toMatchObject({ code: 'ARRAY_LENGTH' })
      const values = new Float64Array(4)
      const over = refusalOf(() =>
        kernels.groupRows(values, Int32Array.of(0, 4), Int32Array.of(4), values.subarray(0, 1)),
      )
      expect(over?.code).toBe('ARRAYS_OVERLAP')
    })
  })
}

if (addon) {
  const rust = addon
  it('rows in groups: the addon gives the bytes of the reference', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(bytesOf(group(rust, request))).toEqual(bytesOf(group(reference, request)))
      }),
      { numRuns: 1000 },
    )
  })
}
