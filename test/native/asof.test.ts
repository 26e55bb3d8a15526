import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { ASOF, type SeriesKernels } from '../../native/interface.js'
import { referenceSeries } from '../../native/reference/series.js'
import { guardSeries } from '../../native/series-guard.js'
import { refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardSeries(referenceSeries, NativeError.from)
const addon = 'series' in answer ? guardSeries(answer.series, NativeError.from) : undefined
const implementations = addon ? [reference, addon] : [reference]

type Kind = keyof typeof ASOF
const KINDS = Object.keys(ASOF) as Kind[]

interface Join {
  readonly kind: Kind
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly tolerance: number
}

function join(kernels: SeriesKernels, { kind, left, right, tolerance }: Join): { rows: number[]; found: number } {
  const out = new Int32Array(left.length).fill(7)
  const found = kernels.joinAsof(ASOF[kind], Float64Array.from(left), Float64Array.from(right), tolerance, out)
  return { rows: [...out], found }
}

/** Each time by itself, looking at every row of the other side. */
function naive({ kind, left, right, tolerance }: Join): number[] {
  return left.map((time) => {
    const before = right.findLastIndex((other) => (kind === 'before' ? other < time : other <= time))
    const after = right.findIndex((other) => (kind === 'after' ? other > time : other >= time))
    const isAfterNearer = before < 0 || (after >= 0 && right[after] - time < time - right[before])
    const isForward = kind === 'forward' || kind === 'after' || (kind === 'nearest' && isAfterNearer)
    const row = isForward ? after : before
    return row >= 0 && Math.abs(right[row] - time) <= tolerance ? row : -1
  })
}

const times = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -20, max: 20, noNaN: true })), {
  maxLength: 40,
})
const joins: fc.Arbitrary<Join> = fc.record({
  kind: fc.constantFrom(...KINDS),
  left: times.map((all) => all.sort((a, b) => a - b)),
  right: times.map((all) => all.sort((a, b) => a - b)),
  tolerance: fc.oneof(fc.constantFrom(0, Number.POSITIVE_INFINITY), fc.double({ min: 0, max: 9, noNaN: true })),
})

const pandas = JSON.parse(readFileSync(new URL('asof/vectors.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly (Omit<Join, 'tolerance'> & { tolerance: number | null; rows: number[] })[]
}

for (const kernels of implementations) {
  describe(`joins as of a time, ${kernels.mode}`, () => {
    it('are those of pandas', () => {
      for (const { rows, tolerance, ...sides } of pandas.cases)
        expect(join(kernels, { ...sides, tolerance: tolerance ?? Number.POSITIVE_INFINITY }).rows).toEqual(rows)
    })

    it('are what each time finds when it looks by itself', () => {
      fc.assert(
        fc.property(joins, (each) => {
          const { rows, found } = join(kernels, each)
          expect(rows).toEqual(naive(each))
          expect(found).toBe(rows.filter((row) => row >= 0).length)
        }),
        { numRuns: 500 },
      )
    })

    it('never go back as time goes on', () => {
      fc.assert(
        fc.property(joins, (each) => {
          const rows = join(kernels, each).rows.filter((row) => row >= 0)
          expect(rows).toEqual(rows.toSorted((a, b) => a - b))
        }),
      )
    })

    it('refuse times that fall or are missing, kinds and tolerances that are none, lengths that do not fit, shared memory', () => {
      const refused = (left: number[], right: number[], kind = 0, tolerance = 1, room = left.length) =>
        refusalOf(() =>
          kernels.joinAsof(kind, Float64Array.from(left), Float64Array.from(right), tolerance, new Int32Array(room)),
        )
      expect(refused([1, 3, 2], [1])).toMatchObject({ code: 'ASOF_ORDER', at: 2 })
      expect(refused([1], [1, 2, Number.NaN])).toMatchObject({ code: 'ASOF_ORDER', at: 2 })
      expect(refused([Number.NaN], [1])).toMatchObject({ code: 'ASOF_ORDER', at: 0 })
      expect(refused([1], [1], 5)).toMatchObject({ code: 'ASOF_KIND' })
      expect(refused([1], [1], 0.5)).toMatchObject({ code: 'ASOF_KIND' })
      expect(refused([1], [1], 0, -1)).toMatchObject({ code: 'ASOF_KIND' })
      expect(refused([1], [1], 0, Number.NaN)).toMatchObject({ code: 'ASOF_KIND' })
      expect(refused([1], [1], 0, 0, 2)).toMatchObject({ code: 'ARRAY_LENGTH' })
      const left = new Float64Array(2)
      const over = refusalOf(() => kernels.joinAsof(0, left, left, 0, new Int32Array(left.buffer, 0, 2)))
      expect(over?.code).toBe('ARRAYS_OVERLAP')
    })
  })
}

if (addon) {
  const rust = addon
  it('joins as of a time: the addon answers as the reference does', () => {
    fc.assert(
      fc.property(joins, (each) => {
        expect(join(rust, each)).toEqual(join(reference, each))
      }),
      { numRuns: 1000 },
    )
  })
}
