import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { PARQUET_COLUMNS, type ParquetKernels } from '../../native/interface.js'
import { openParquet } from '../../native/parquet.js'
import { guardParquet } from '../../native/parquet-guard.js'
import { referenceParquet } from '../../native/reference/parquet.js'
import { bytesOf, doubles, refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardParquet(referenceParquet, NativeError.from)
const addon = 'parquet' in answer ? guardParquet(answer.parquet, NativeError.from) : undefined
const implementations: readonly ParquetKernels[] = addon ? [reference, addon] : [reference]
/** Each writer with each reader. */
const pairs = implementations.flatMap((writer) => implementations.map((reader) => [writer, reader] as const))

/** Pairs of a sid and its rows, which follow each other in `columns`. */
type Runs = readonly (readonly [sid: number, rows: number])[]

function add(kernels: ParquetKernels, maker: object, runs: Runs, columns: Float64Array): void {
  const all = columns.length / PARQUET_COLUMNS
  let row = 0
  for (const [sid, rows] of runs) {
    const [times, open, high, low, close, volume] = Array.from({ length: PARQUET_COLUMNS }, (_, k) =>
      columns.subarray(k * all + row, k * all + row + rows),
    )
    kernels.parquetAdd(maker, sid, times, open, high, low, close, volume)
    row += rows
  }
}

function written(kernels: ParquetKernels, runs: Runs, columns: Float64Array): Uint8Array {
  const maker = kernels.parquetMaker(columns.length / PARQUET_COLUMNS)
  add(kernels, maker, runs, columns)
  kernels.parquetBegin(maker)
  return kernels.parquetEnd(maker)
}

function read(kernels: ParquetKernels, file: Uint8Array, row: number, rows: number): Float64Array {
  const columns = new Float64Array(rows * PARQUET_COLUMNS)
  kernels.parquetRead(file, row, columns)
  return columns
}

const same = (a: Float64Array, b: Float64Array): boolean => Buffer.compare(bytesOf(a), bytesOf(b)) === 0

/** The part of each column from `row` on. */
function window(columns: Float64Array, row: number, rows: number): Float64Array {
  const all = columns.length / PARQUET_COLUMNS
  const out = new Float64Array(rows * PARQUET_COLUMNS)
  for (let k = 0; k < PARQUET_COLUMNS; k++) out.set(columns.subarray(k * all + row, k * all + row + rows), k * rows)
  return out
}

/** Rising times, prices in cents (which repeat), volumes (which hardly do). */
function market(rows: number): Float64Array {
  const columns = new Float64Array(rows * PARQUET_COLUMNS)
  for (let row = 0; row < rows; row++) {
    columns[row] = 1.5e12 + row * 86_400_000
    for (let k = 1; k < 5; k++) columns[k * rows + row] = Math.round(((row * 7919 * k) % 997) * 10) / 100
    columns[5 * rows + row] = (row * 104_729) % 1_000_003
  }
  return columns
}

const columnsOf = (rows: number) =>
  fc
    .tuple(
      fc.array(fc.integer({ min: -(2 ** 43), max: 2 ** 43 }), { minLength: rows, maxLength: rows }),
      fc.array(doubles, { minLength: rows * 5, maxLength: rows * 5 }),
    )
    .map(([times, values]) => Float64Array.from([...times, ...values]))

describe.each(pairs)('bars in Parquet', (writer, reader) => {
  it(`come back bit for bit, written by ${writer.mode}, read by ${reader.mode}`, () => {
    const bars = fc
      .integer({ min: 1, max: 40 })
      .chain((rows) => fc.tuple(fc.constant(rows), columnsOf(rows), fc.nat(rows), fc.nat(rows)))
    fc.assert(
      fc.property(bars, ([rows, columns, a, b]) => {
        const file = written(writer, [[5, rows]], columns)
        const [from, to] = a < b ? [a, b] : [b, a]
        expect(reader.parquetRows(file)).toBe(rows)
        expect(bytesOf(read(reader, file, 0, rows))).toEqual(bytesOf(columns))
        expect(bytesOf(read(reader, file, from, to - from))).toEqual(bytesOf(window(columns, from, to - from)))
      }),
      { numRuns: 40 },
    )
  })

  it(`keep what is hard to keep: ${writer.mode} to ${reader.mode}`, () => {
    const odd = [
      Number.NaN,
      -0,
      0,
      1e-12,
      5e-324,
      2 ** 53 + 2,
      2 ** 60 + 512,
      -1.5,
      Number.POSITIVE_INFINITY,
      0.1 + 0.2,
    ]
    const columns = new Float64Array(odd.length * 40 * PARQUET_COLUMNS)
    const rows = odd.length * 40
    for (let k = 1; k < PARQUET_COLUMNS; k++) for (let i = 0; i < rows; i++) columns[k * rows + i] = odd[i % odd.length]
    const file = written(writer, [[1, rows]], columns)
    expect(bytesOf(read(reader, file, 0, rows))).toEqual(bytesOf(columns))
  })

  it(`may lie anywhere in a Buffer: ${writer.mode} to ${reader.mode}`, () => {
    const columns = market(5)
    const file = written(writer, [[1, 5]], columns)
    const among = Buffer.concat([Buffer.alloc(13), file, Buffer.from('what comes after it')])
    expect(bytesOf(read(reader, among.subarray(13, 13 + file.length), 0, 5))).toEqual(bytesOf(columns))
  })

  it(`are found by row over many pages: ${writer.mode} to ${reader.mode}`, () => {
    const rows = 40_000
    const columns = market(rows)
    const runs = [
      [2, 9_000],
      [3, 20_000],
      [9, 11_000],
    ] as const
    const file = written(writer, runs, columns)
    for (const [row, count] of [
      [8_190, 5],
      [9_000, 20_000],
      [39_999, 1],
      [0, rows],
    ]) {
      expect(same(read(reader, file, row, count), window(columns, row, count))).toBe(true)
    }
    const sids = new Int32Array(4)
    reader.parquetReadSids(file, 28_998, sids)
    expect([...sids]).toEqual([3, 3, 9, 9])
    // Prices that repeat and volumes that are whole take far less than their 48 bytes.
    expect(file.length / rows).toBeLessThan(16)
  })
})

describe.each(implementations.map((kernels) => [kernels.mode, kernels] as const))('Parquet by %s', (_, kernels) => {
  it('gathers a file while the one before is written, whatever becomes of the arrays meanwhile', () => {
    const columns = market(100)
    const file = written(kernels, [[1, 100]], columns)
    const maker = kernels.parquetMaker(150)
    add(kernels, maker, [[1, 100]], columns)
    kernels.parquetBegin(maker)
    add(kernels, maker, [[2, 60]], columns)
    const next = written(kernels, [[2, 60]], columns)
    columns.fill(0)
    expect(Buffer.compare(kernels.parquetEnd(maker), file)).toBe(0)
    kernels.parquetBegin(maker)
    expect(Buffer.compare(kernels.parquetEnd(maker), next)).toBe(0)
  })

  it('refuses more rows than there is room for, a file without rows, and files that do not follow each other', () => {
    const columns = market(100)
    const maker = kernels.parquetMaker(99)
    const code = (run: () => void) => refusalOf(run)?.code
    expect(code(() => add(kernels, maker, [[1, 100]], columns))).toBe('ARRAY_LENGTH')
    expect(code(() => kernels.parquetBegin(maker))).toBe('ARRAY_LENGTH')
    expect(code(() => kernels.parquetEnd(maker))).toBe('PARQUET_ORDER')
    add(kernels, maker, [[1, 60]], columns)
    kernels.parquetBegin(maker)
    add(kernels, maker, [[1, 60]], columns)
    expect(code(() => kernels.parquetBegin(maker))).toBe('PARQUET_ORDER')
    kernels.parquetEnd(maker)
    kernels.parquetBegin(maker)
    expect(kernels.parquetRows(kernels.parquetEnd(maker))).toBe(60)
    const [short, long] = [new Float64Array(1), new Float64Array(2)]
    expect(code(() => kernels.parquetAdd(maker, 1, short, short, short, long, short, short))).toBe('ARRAY_LENGTH')
    expect(code(() => kernels.parquetMaker(-1))).toBe('ARRAY_LENGTH')
  })

  it('refuses what is not there, does not fit, or is no file of bars', () => {
    const columns = market(100)
    const file = written(kernels, [[1, 100]], columns)
    const code = (run: () => void) => refusalOf(run)?.code
    expect(code(() => read(kernels, file, 95, 10))).toBe('ARRAY_LENGTH')
    expect(code(() => kernels.parquetRead(file, 0, new Float64Array(7)))).toBe('ARRAY_LENGTH')
    columns[17] = 0.5
    expect(refusalOf(() => written(kernels, [[1, 100]], columns))).toMatchObject({ code: 'PARQUET_TIME', at: 17 })
    expect(code(() => kernels.parquetRows(new Uint8Array(0)))).toBe('PARQUET_INVALID')
    expect(code(() => kernels.parquetRows(file.subarray(0, file.length - 9)))).toBe('PARQUET_INVALID')
    const damaged = file.slice()
    damaged.fill(255, 4, 400)
    expect(code(() => read(kernels, damaged, 0, 100))).toMatch(/PARQUET_INVALID|NATIVE_FAILURE/)
  })
})

describe('which Parquet kernels are opened', () => {
  it('are the addon where it loads, else hyparquet', async () => {
    expect((await openParquet('js')).mode).toBe('js')
    expect((await openParquet(undefined, () => ({ missing: 'it has not been built' }))).mode).toBe('js')
    expect((await openParquet()).mode).toBe(process.env.NATIVE ?? (addon ? 'rust' : 'js'))
  })
})
