import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { type MatrixKernels, RANKING, REDUCTION, WEIGHTING } from '../../native/interface.js'
import { guardMatrix } from '../../native/matrix-guard.js'
import { referenceMatrix } from '../../native/reference/matrix.js'
import { bytesOf, refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardMatrix(referenceMatrix, NativeError.from)
const addon = 'matrix' in answer ? guardMatrix(answer.matrix, NativeError.from) : undefined
const implementations = addon ? [reference, addon] : [reference]

const { NaN: NONE } = Number
const row = (...values: number[]) => Float64Array.from(values)

/** What a kernel writes into an answer of so many doubles. */
function into(length: number, run: (out: Float64Array) => void): number[] {
  const out = new Float64Array(length)
  run(out)
  return [...out]
}

for (const kernels of implementations) {
  describe(`matrices, ${kernels.mode}`, () => {
    it('reduces the windows of each column', () => {
      const values = row(1, 8, 3, NONE, 2, 4)
      const reduce = (kind: number) => into(4, (out) => kernels.matrixReduce(kind, values, 2, 2, out))
      expect(reduce(REDUCTION.mean)).toEqual([2, 8, 2.5, 4])
      expect(reduce(REDUCTION.sum)).toEqual([4, 8, 5, 4])
      expect(reduce(REDUCTION.std)).toEqual([1, 0, 0.5, 0])
      expect(reduce(REDUCTION.min)).toEqual([1, 8, 2, 4])
      expect(reduce(REDUCTION.max)).toEqual([3, 8, 3, 4])
      expect(reduce(REDUCTION.lowest)).toEqual([1, NONE, 2, NONE])
      expect(reduce(REDUCTION.highest)).toEqual([3, NONE, 3, NONE])
      expect(reduce(REDUCTION.argmin)).toEqual([0, 0, 1, 1])
      expect(reduce(REDUCTION.argmax)).toEqual([1, 0, 0, 1])
    })

    it('has no mean, extreme or place of nothing, but a sum', () => {
      const nothing = row(NONE, NONE)
      const reduce = (kind: number) => into(1, (out) => kernels.matrixReduce(kind, nothing, 1, 2, out))
      expect(reduce(REDUCTION.sum)).toEqual([0])
      for (const kind of [REDUCTION.mean, REDUCTION.std, REDUCTION.min, REDUCTION.argmax])
        expect(reduce(kind)).toEqual([NONE])
    })

    it('weighs a window from its first row on', () => {
      const weigh = (kind: number, ...values: number[]) =>
        into(values.length - 1, (out) => kernels.matrixWeighted(kind, row(...values), 1, row(1, 3), 1, out))
      expect(weigh(WEIGHTING.total, 1, 2, 4)).toEqual([7, 14])
      expect(weigh(WEIGHTING.total, NONE, 2, 4)).toEqual([NONE, 14])
      expect(weigh(WEIGHTING.present, NONE, 2, 4)).toEqual([6, 14])
      expect(weigh(WEIGHTING.spread, 1, 5, 5)).toEqual([12, 0])
    })

    it('answers for a long series, whose windows lie side by side, what it does for each window alone', () => {
      const y = Float64Array.from({ length: 1100 }, (_, k) => (k === 700 ? NONE : 1e9 + Math.sin(k * k)))
      const x = Float64Array.from({ length: 1100 }, (_, k) => Math.cos(k * k) - k)
      const windows = y.length - 29
      const each = (run: (at: number, one: Float64Array) => void) =>
        Array.from({ length: windows }, (_, at) => into(1, (one) => run(at, one))[0])
      const seen = (values: Float64Array, at: number) => values.subarray(at, at + 30)
      expect(into(windows, (out) => kernels.matrixPearson(y, x, 1, 30, out))).toEqual(
        each((at, one) => kernels.matrixPearson(seen(y, at), seen(x, at), 1, 30, one)),
      )
      for (const kind of Object.values(REDUCTION))
        expect([kind, into(windows, (out) => kernels.matrixReduce(kind, y, 1, 30, out))]).toEqual([
          kind,
          each((at, one) => kernels.matrixReduce(kind, seen(y, at), 1, 30, one)),
        ])
    })

    it('takes means of rises and falls, and their strength', () => {
      const reduce = (kind: number) => into(2, (out) => kernels.matrixReduce(kind, row(1, 4, 3, 2), 1, 3, out))
      expect(reduce(REDUCTION.rise)).toEqual([1.5, 0])
      expect(reduce(REDUCTION.fall)).toEqual([-0.5, -1])
      expect(reduce(REDUCTION.strength)).toEqual([75, 0])
    })

    it('takes the change from the first row to the last', () => {
      expect(into(2, (out) => kernels.matrixReduce(REDUCTION.change, row(2, 3, 4, 6), 1, 3, out))).toEqual([1, 1])
    })

    it('lays series side by side, lists chosen cells and gathers them', () => {
      const out = new Float64Array(6)
      kernels.matrixTranspose(row(1, 2, 3, 4), 2, out, 3, 1)
      expect([...out]).toEqual([0, 1, 3, 0, 2, 4])
      const [cells, places, begins] = [6, 6, 3].map((length) => new Int32Array(length))
      kernels.matrixChoose(Uint8Array.of(1, 0, 1, 1, 1, 1), Uint8Array.of(1, 1, 0), cells, places, begins)
      expect([[...begins], [...cells.subarray(0, 3)], [...places.subarray(0, 3)]]).toEqual([
        [0, 1, 3],
        [0, 3, 4],
        [0, 0, 1],
      ])
      expect(into(3, (to) => kernels.matrixGather(out, cells.subarray(0, 3), to))).toEqual([0, 0, 2])
      kernels.matrixCodes(Uint8Array.of(1, 0, 1), places.subarray(0, 3))
      expect([...places.subarray(0, 3)]).toEqual([0, -1, 0])
      const refused = refusalOf(() => kernels.matrixGather(out, Int32Array.of(0, 6), new Float64Array(2)))
      expect([refused?.code, refused?.at]).toEqual(['MATRIX_CELL', 1])
      expect(refusalOf(() => kernels.matrixTranspose(row(1, 2), 1, out, 6, 5))?.code).toBe('MATRIX_SHAPE')
    })

    it('sums products, leaving out what is missing', () => {
      const out = into(2, (to) => kernels.matrixProducts(row(1, NONE, 3), row(2, 5, 4), 1, 2, 2, to))
      expect(out).toEqual([1, 6])
    })

    it('ranks by every method, up and down, within groups', () => {
      const values = row(3, 1, NONE, 3, 2)
      const one = Int32Array.of(0, 0, 0, 0, -1)
      const rank = (method: number, descending = false, groups = one, count = 1) =>
        into(5, (out) => kernels.matrixRank(values, 5, groups, count, method, descending, out))
      expect(rank(RANKING.average)).toEqual([2.5, 1, NONE, 2.5, NONE])
      expect(rank(RANKING.min)).toEqual([2, 1, NONE, 2, NONE])
      expect(rank(RANKING.max)).toEqual([3, 1, NONE, 3, NONE])
      expect(rank(RANKING.dense)).toEqual([2, 1, NONE, 2, NONE])
      expect(rank(RANKING.ordinal)).toEqual([2, 1, NONE, 3, NONE])
      expect(rank(RANKING.ordinal, true)).toEqual([1, 3, NONE, 2, NONE])
      expect(rank(RANKING.ordinal, true, Int32Array.of(0, 1, 0, 1, 1), 2)).toEqual([1, 3, NONE, 1, 2])
    })

    it('takes both zeros for one', () => {
      const out = into(2, (to) => kernels.matrixRank(row(0, -0), 2, new Int32Array(2), 1, RANKING.min, false, to))
      expect(out).toEqual([1, 1])
    })

    it('picks the first, of equals those that stand first', () => {
      const top = (size: number, descending: boolean, count = 1, groups = new Int32Array(4)) => {
        const out = new Uint8Array(4)
        kernels.matrixTop(row(3, 1, 3, 2), 4, groups, count, size, descending, out)
        return [...out]
      }
      expect(top(1, true)).toEqual([1, 0, 0, 0])
      expect(top(2, true)).toEqual([1, 0, 1, 0])
      expect(top(2, false)).toEqual([0, 1, 0, 1])
      expect(top(9, true)).toEqual([1, 1, 1, 1])
      expect(top(1, true, 2, Int32Array.of(0, 0, 1, 1))).toEqual([1, 0, 1, 0])
    })

    it('takes means and deviations of groups', () => {
      const demean = (standardized: boolean) =>
        into(4, (out) => kernels.matrixDemean(row(1, 5, 3, 9), 4, Int32Array.of(0, 1, 0, -1), 2, standardized, out))
      expect(demean(false)).toEqual([-1, 0, 1, NONE])
      expect(demean(true)).toEqual([-1, NONE, 1, NONE])
    })

    it('finds percentiles of groups, and bins between them', () => {
      const values = row(1, 2, 3, 4, NONE, 50)
      const [groups, shares] = [Int32Array.of(0, 0, 0, 0, 0, 1), row(0, 0.5, 1)]
      const edges = into(6, (out) => kernels.matrixPercentiles(values, 6, groups, 2, shares, out))
      expect(edges).toEqual([1, 2.5, 4, 50, 50, 50])
      expect(into(6, (out) => kernels.matrixBins(values, 6, groups, 2, row(...edges), -1, out))).toEqual([
        0, 0, 1, 1, -1, 0,
      ])
      const flags = new Uint8Array(6)
      kernels.matrixBetween(values, 6, new Int32Array(6), 1, row(2, 4), flags)
      expect([...flags]).toEqual([0, 1, 1, 1, 0, 0])
      expect(into(2, (out) => kernels.matrixPercentiles(row(NONE), 1, Int32Array.of(0), 1, row(0, 1), out))).toEqual([
        NONE,
        NONE,
      ])
    })

    it('brings in what lies outermost', () => {
      const values = row(5, 1, 3, 9, 4)
      const winsorize = (least: number, greatest: number, groups = new Int32Array(5), count = 1) =>
        into(5, (out) => kernels.matrixWinsorize(values, 5, groups, count, least, greatest, out))
      expect(winsorize(0.2, 0.8)).toEqual([5, 3, 3, 5, 4])
      expect(winsorize(0, 0.8)).toEqual([5, 1, 3, 5, 4])
      expect(winsorize(0.2, 1)).toEqual([5, 3, 3, 9, 4])
      expect(winsorize(0, 0.5, Int32Array.of(0, 1, 0, 1, -1), 2)).toEqual([3, 1, 3, 1, NONE])
    })

    it('picks the greatest by bits: of negative ones the most negative', () => {
      const greatest = (...values: number[]) => {
        const out = new Uint8Array(values.length)
        kernels.matrixMaximum(row(...values), values.length, new Int32Array(values.length), 1, out)
        return [...out]
      }
      expect(greatest(-1, -2, -0.5)).toEqual([0, 1, 0])
      expect(greatest(-1, 2, 2)).toEqual([0, 1, 0])
      expect(greatest(NONE, NONE)).toEqual([0, 0])
    })

    it('makes groups of numbers and of labels, and counts who is in them', () => {
      const codes = new Int32Array(6)
      const count = kernels.matrixGroups(row(7, -3.5, 7, -1, NONE, -3.5), -1, Uint8Array.of(1, 1, 1, 1, 1, 0), codes)
      expect([count, ...codes]).toEqual([2, 0, 1, 0, -1, -1, -1])
      kernels.matrixLabels(Int32Array.of(2, 0, 1, 2, 2, 2), Uint8Array.of(1, 1, 1, 1, 0, 0), codes)
      expect([...codes]).toEqual([1, -1, 0, 1, -1, -1])
      expect(into(6, (out) => kernels.matrixPeers(6, codes, 2, -1, out))).toEqual([2, -1, 1, 2, -1, -1])
    })

    it('finds a line again, and half a correlation', () => {
      const [alpha, beta, r, stderr] = into(4, (out) => kernels.matrixRegress(row(5, 7, 11), row(1, 2, 4), 1, 3, out))
      expect(alpha).toBeCloseTo(3, 12)
      expect(beta).toBeCloseTo(2, 12)
      expect(r).toBeCloseTo(1, 12)
      expect(stderr).toBeCloseTo(0, 7)
      expect(into(1, (out) => kernels.matrixSpearman(row(3, 1, 2), row(1, 2, 4), 1, 3, out))[0]).toBeCloseTo(-0.5, 15)
      expect(into(2, (out) => kernels.matrixPearson(row(1, 3, 2, 2, 3, 1), row(1, 2, 3), 2, 3, out))).toEqual([1, -1])
    })

    it('refuses shapes, kinds and groups that do not fit', () => {
      const out = new Float64Array(2)
      const code = (run: () => void) => refusalOf(run)?.code
      expect(code(() => kernels.matrixReduce(0, row(1, 2, 3), 2, 1, out))).toBe('MATRIX_SHAPE')
      expect(code(() => kernels.matrixReduce(0, row(1, 2), 1, 4, out))).toBe('MATRIX_SHAPE')
      expect(code(() => kernels.matrixReduce(0, row(1, 2), 1, 2, out))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.matrixReduce(13, row(1, 2), 1, 1, out))).toBe('MATRIX_KIND')
      expect(code(() => kernels.matrixReduce(0, out, 1, 1, out))).toBe('ARRAYS_OVERLAP')
      expect(code(() => kernels.matrixPearson(row(1, 2, 3, 4), row(1, 2, 3), 2, 2, out))).toBe('ARRAY_LENGTH')
      const one = new Int32Array(2)
      expect(code(() => kernels.matrixPercentiles(row(1, 2), 2, one, 1, row(2), out.subarray(0, 1)))).toBe(
        'MATRIX_SHAPE',
      )
      expect(code(() => kernels.matrixPercentiles(row(1, 2), 2, one, 1, row(0.5), out))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.matrixBins(row(1, 2), 2, one, 1, row(1), 0, out))).toBe('ARRAY_LENGTH')
      expect(code(() => kernels.matrixWinsorize(row(1, 2), 2, one, 1, 0.5, 0.5, out))).toBe('MATRIX_SHAPE')
      expect(code(() => kernels.matrixPeers(2, one, 0, 0, out))).toBe('MATRIX_SHAPE')
      expect(code(() => kernels.matrixGroups(row(1, 2), 0, new Uint8Array(1), one))).toBe('ARRAY_LENGTH')
      const bad = Int32Array.of(0, 4)
      for (const run of [
        () => kernels.matrixPercentiles(row(1, 2), 2, bad, 1, row(0.5), out.subarray(0, 1)),
        () => kernels.matrixBins(row(1, 2), 2, bad, 1, row(1, 2), 0, out),
        () => kernels.matrixWinsorize(row(1, 2), 2, bad, 1, 0, 1, out),
        () => kernels.matrixMaximum(row(1, 2), 2, bad, 1, new Uint8Array(2)),
        () => kernels.matrixPeers(2, bad, 1, 0, out),
      ])
        expect([refusalOf(run)?.code, refusalOf(run)?.at]).toEqual(['MATRIX_GROUP', 1])
      const refused = refusalOf(() => kernels.matrixDemean(row(1, 2), 2, Int32Array.of(0, 4), 1, false, out))
      expect([refused?.code, refused?.at]).toEqual(['MATRIX_GROUP', 1])
    })
  })
}

interface Request {
  columns: number
  window: number
  values: Float64Array
  other: Float64Array
  groups: Int32Array
  count: number
}

/** Few distinct values among others, so that there are ties; missing ones, infinities and both zeros. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }).map((n) => n / 4) },
  { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(Number.NaN, -0, 0, 1e300, -1e300, Number.POSITIVE_INFINITY) },
)

const requests: fc.Arbitrary<Request> = fc
  .record({
    columns: fc.integer({ min: 1, max: 7 }),
    rows: fc.integer({ min: 1, max: 9 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ columns, rows, count }) => {
    const cells = (of: fc.Arbitrary<number>, length: number) => fc.array(of, { minLength: length, maxLength: length })
    const size = rows * columns
    return fc
      .record({
        values: cells(value, size),
        other: fc.boolean().chain((across) => cells(value, across ? size : rows)),
        groups: cells(fc.integer({ min: -1, max: count - 1 }), size),
        window: fc.integer({ min: 1, max: rows }),
      })
      .map(({ values, other, groups, window }) => ({
        columns,
        count,
        window,
        values: Float64Array.from(values),
        other: Float64Array.from(other),
        groups: Int32Array.from(groups),
      }))
  })

/** Every kernel on a request: the answers' bytes by name. */
function answers(
  kernels: MatrixKernels,
  { columns, window, values, other, groups, count }: Request,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  const windows = (values.length / columns - window + 1) * columns
  const answer = (name: string, length: number, run: (out: Float64Array) => void) => {
    const out = new Float64Array(length)
    run(out)
    found.set(name, bytesOf(out))
  }
  for (const [name, kind] of Object.entries(REDUCTION))
    answer(name, windows, (out) => kernels.matrixReduce(kind, values, columns, window, out))
  const weights = Float64Array.from({ length: window }, (_, k) => 0.9 ** k)
  for (const [name, kind] of Object.entries(WEIGHTING))
    answer(name, windows, (out) => kernels.matrixWeighted(kind, values, columns, weights, 3, out))
  for (const descending of [false, true]) {
    for (const [name, method] of Object.entries(RANKING))
      answer(`${name} ${descending}`, values.length, (out) =>
        kernels.matrixRank(values, columns, groups, count, method, descending, out),
      )
    answer(`demean ${descending}`, values.length, (out) =>
      kernels.matrixDemean(values, columns, groups, count, descending, out),
    )
    const top = new Uint8Array(values.length)
    kernels.matrixTop(values, columns, groups, count, window, descending, top)
    found.set(`top ${descending}`, top)
  }
  const rows = values.length / columns
  const shares = Float64Array.from({ length: window + 1 }, (_, k) => k / window)
  const edges = new Float64Array(rows * count * shares.length)
  kernels.matrixPercentiles(values, columns, groups, count, shares, edges)
  found.set('percentiles', bytesOf(edges))
  answer('bins', values.length, (out) => kernels.matrixBins(values, columns, groups, count, edges, -1, out))
  const flags = new Uint8Array(values.length)
  kernels.matrixBetween(values, columns, groups, count, edges, flags)
  found.set('between', flags.slice())
  kernels.matrixMaximum(values, columns, groups, count, flags)
  found.set('maximum', flags)
  for (const [least, greatest] of [
    [0, 0.7],
    [0.3, 1],
    [0.25, 0.5],
  ])
    answer(`winsorize ${least}`, values.length, (out) =>
      kernels.matrixWinsorize(values, columns, groups, count, least, greatest, out),
    )
  answer('peers', values.length, (out) => kernels.matrixPeers(columns, groups, count, Number.NaN, out))
  const mask = Uint8Array.from(groups, (group) => (group >= 0 ? 1 : 0))
  const codes = new Int32Array(values.length)
  const made = kernels.matrixGroups(values, 0.25, mask, codes)
  found.set('groups', bytesOf(Float64Array.of(made, ...codes)))
  kernels.matrixLabels(groups.map(Math.abs), mask, codes)
  found.set('labels', bytesOf(Float64Array.from(codes)))
  for (const name of ['matrixPearson', 'matrixSpearman'] as const)
    answer(name, windows, (out) => kernels[name](values, other, columns, window, out))
  if (other.length === values.length)
    answer('products', windows, (out) => kernels.matrixProducts(values, other, columns, window, 7, out))
  answer('beta', windows, (out) => kernels.matrixBeta(values, other, columns, window, count - 1, out))
  answer('regress', windows * 4, (out) => kernels.matrixRegress(values, other, columns, window, out))
  return found
}

if (addon) {
  describe('matrices, the addon beside the reference', () => {
    it('gives the same bytes', () => {
      fc.assert(
        fc.property(requests, (request) => {
          const [ours, theirs] = [answers(addon, request), answers(reference, request)]
          for (const [name, bytes] of theirs) expect([name, ours.get(name)]).toEqual([name, bytes])
        }),
        { numRuns: 300 },
      )
    })

    it('gives the same bytes where values differ in their last bits alone', () => {
      const columns = 900
      const values = Float64Array.from({ length: columns * 2 }, (_, i) => 1 + ((i * 7919) % 1009) * Number.EPSILON)
      const groups = new Int32Array(values.length)
      const request = { columns, window: 1, values, other: values.slice(), groups, count: 1 }
      const [ours, theirs] = [answers(addon, request), answers(reference, request)]
      for (const [name, bytes] of theirs) expect([name, Buffer.compare(ours.get(name)!, bytes)]).toEqual([name, 0])
    })

    it('gives the same bytes where threads share the rows', () => {
      const columns = 300
      const values = Float64Array.from({ length: columns * 120 }, (_, i) =>
        i % 211 === 0 ? Number.NaN : Math.round(Math.sin(i) * 4000) / 7,
      )
      const groups = Int32Array.from(values, (_, i) => (i % 6) - 1)
      const request = { columns, window: 20, values, other: values.slice().reverse(), groups, count: 5 }
      const [ours, theirs] = [answers(addon, request), answers(reference, request)]
      for (const [name, bytes] of theirs) expect([name, Buffer.compare(ours.get(name)!, bytes)]).toEqual([name, 0])
    })

    it('gives the same bytes where rows are wider than a block', () => {
      const columns = 1300
      const values = Float64Array.from({ length: columns * 6 }, (_, i) =>
        i % 11 === 0 ? Number.NaN : Math.sin(i) * 100,
      )
      const groups = Int32Array.from(values, (_, i) => (i % 13) - 1)
      const request = { columns, window: 4, values, other: values.slice().reverse(), groups, count: 12 }
      const [ours, theirs] = [answers(addon, request), answers(reference, request)]
      for (const [name, bytes] of theirs) expect([name, Buffer.compare(ours.get(name)!, bytes)]).toEqual([name, 0])
    })
  })
}
