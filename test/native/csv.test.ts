import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { guardCsv } from '../../native/csv-guard.js'
import { NativeError } from '../../native/errors.js'
import { CSV, type CsvKernels } from '../../native/interface.js'
import { referenceCsv } from '../../native/reference/csv.js'
import { bytesOf, doubles, refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardCsv(referenceCsv, NativeError.from)
const addon = 'csv' in answer ? guardCsv(answer.csv, NativeError.from) : undefined
const implementations: readonly CsvKernels[] = addon ? [reference, addon] : [reference]

/** A time, two columns of numbers, and a field between them that nobody reads. */
const FIELDS = Int32Array.of(0, 2, -1, 1)
const encoder = new TextEncoder()

/** What is read of some texts, each from its line 2 on. */
function read(kernels: CsvKernels, texts: readonly string[]) {
  const files = texts.map((text) => encoder.encode(text))
  const rows = files.map((file) => kernels.csvRows(file, 0))
  const lines = rows.map((count) => new Int32Array(count))
  const columns = rows.map((count) => new Float64Array(3 * count))
  const states = rows.map(() => Float64Array.of(0, 2, 0, 0, 0))
  kernels.csvRead(
    files,
    files.map(() => FIELDS),
    lines,
    columns,
    states,
  )
  return states.map((state, i) => {
    const part = (k: number) => columns[i].subarray(k * rows[i], k * rows[i] + state[CSV.rows])
    return {
      state: [...state],
      room: rows[i],
      lines: [...lines[i].subarray(0, state[CSV.rows])],
      times: part(0),
      first: part(1),
      second: part(2),
    }
  })
}

const plain = (text: string, kernels: CsvKernels) => {
  const [{ times, first, second, ...rest }] = read(kernels, [text])
  return { ...rest, times: [...times], first: [...first], second: [...second] }
}

const time = (text: string) => Date.parse(text)

describe.each(implementations.map((kernels) => [kernels.mode, kernels] as const))(
  'rows of CSV, read by %s',
  (_, kernels) => {
    it('are times and numbers in all their spellings, with their lines', () => {
      const text = '2020-01-02,1.5,x,10\r\n\n20200103,-.5,"y,+1e-12\n2020-01-06 , NaN ,,123456789012345678\r'
      expect(plain(text, kernels)).toEqual({
        state: [text.length, 6, 3, 0, 0],
        room: 6,
        lines: [2, 4, 5],
        times: ['2020-01-02', '2020-01-03', '2020-01-06'].map(time),
        first: [10, 1e-12, 123456789012345680],
        second: [1.5, -0.5, Number.NaN],
      })
    })

    it('have times of day in their zones, and tell so', () => {
      const text = '2020-01-02T14:31:00Z,1,,1\n2020-01-02 09:32:30.25-0500,1,,1\n2020-01-02T15:33+01,1,,1'
      const { times, state } = plain(text, kernels)
      expect(times).toEqual(['2020-01-02T14:31Z', '2020-01-02T14:32:30.250Z', '2020-01-02T14:33Z'].map(time))
      expect(state.slice(CSV.timed)).toEqual([1, 1])
      expect(plain('2020-01-02T14:31,1,,1', kernels).state.slice(CSV.timed)).toEqual([1, 2])
    })

    it.each([
      ['a word', '2020-01-03,1,,x'],
      ['a number beyond all', '2020-01-03,1,,1e999'],
      ['an infinite one', '2020-01-03,1,,inf'],
      ['a field too many', '2020-01-03,1,,1,1'],
      ['a field too few', '2020-01-03,1,'],
      ['a day that there is not', '2020-02-30,1,,1'],
      ['an hour that there is not', '2020-01-03T24:00,1,,1'],
      ['a date in another order', '03/01/2020,1,,1'],
      ['a point twice', '2020-01-03,1,,1.2.3'],
      ['a zone where there was none', '2020-01-03T14:31Z,1,,1'],
    ])('stop before a row with %s', (_name, row) => {
      const good = '2020-01-02T14:31,1,,1\n'
      const { state, lines } = plain(`${good}${row}\n${good}`, kernels)
      expect({ at: state[CSV.at], line: state[CSV.line], lines }).toEqual({ at: good.length, line: 3, lines: [2] })
    })

    it('go on where they were left', () => {
      const text = encoder.encode('x,1,,1\n2020-01-02,1,,7\n2020-01-03,2,,8\n')
      const state = Float64Array.of(6, 2, 0, 0, 0)
      const [lines, columns] = [new Int32Array(1), new Float64Array(3)]
      kernels.csvRead([text], [FIELDS], [lines], [columns], [state])
      expect([...columns, ...state]).toEqual([time('2020-01-02'), 7, 1, 23, 4, 1, 0, 0])
    })

    it('refuse arrays that are not as long as they must be, or share memory', () => {
      const memory = new Float64Array(20)
      const call = (state: Float64Array, columns: Float64Array, lines = new Int32Array(1)) =>
        refusalOf(() => kernels.csvRead([new Uint8Array(0)], [FIELDS], [lines], [columns], [state]))?.code
      expect(call(new Float64Array(5), new Float64Array(3))).toBe(undefined)
      expect(call(new Float64Array(4), new Float64Array(3))).toBe('ARRAY_LENGTH')
      expect(call(new Float64Array(5), new Float64Array(4))).toBe('ARRAY_LENGTH')
      expect(call(Float64Array.of(1, 0, 0, 0, 0), new Float64Array(3))).toBe('ARRAY_LENGTH')
      expect(call(Float64Array.of(0, 0, 2, 0, 0), new Float64Array(3))).toBe('ARRAY_LENGTH')
      expect(call(memory.subarray(0, 5), memory.subarray(4, 7))).toBe('ARRAYS_OVERLAP')
      expect(call(new Float64Array(5), memory.subarray(0, 3), new Int32Array(memory.buffer, 16, 1))).toBe(
        'ARRAYS_OVERLAP',
      )
      expect(refusalOf(() => kernels.csvRead([], [FIELDS], [], [], []))?.code).toBe('ARRAY_LENGTH')
    })
  },
)

const number = fc.oneof(
  doubles.filter(Number.isFinite).map(String),
  fc.tuple(fc.maxSafeInteger(), fc.nat(18)).map(([digits, places]) => (digits / 10 ** places).toFixed(places)),
  fc.stringMatching(/^[+-]?[0-9]{0,20}\.?[0-9]{0,20}([eE][+-]?[0-9]{0,3})?$/),
  fc.constantFrom('', 'nan', 'NULL', '<NA>', ' 1 ', '\t1', '1_000', 'Infinity', '0x10', '١'),
)
const when = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('2020-01-02', '20200103', '2020-01-02T14:31', '2020-01-02 14:31:59.9') },
  fc.constantFrom('2020-01-02T14:31Z', '2020-01-02T14:31+01:00', '2020-01-02T14:31-0530', '2020-02-30', '0999-01-01'),
  fc.stringMatching(/^20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ]?[0-9:.Z+-]{0,12}$/),
)
const end = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n')
const line = fc
  .tuple(when, number, fc.constantFrom('', 'x', 'é'), number, fc.constantFrom('', '', '', ',', ',1'), end)
  .map(([at, second, other, first, more, stop]) => `${at},${second},${other},${first}${more}${stop}`)
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join(''))

if (addon !== undefined) {
  describe('rows of CSV', () => {
    it('are the same from Rust and from TypeScript, and both stop at the same rows', () => {
      fc.assert(
        fc.property(fc.array(fc.oneof(text, fc.string()), { maxLength: 8 }), (texts) => {
          const [expected, found] = [read(reference, texts), read(addon, texts)]
          expected.forEach((each, i) => {
            const { times, first, second, ...rest } = found[i]
            expect(rest).toEqual({ state: each.state, room: each.room, lines: each.lines })
            expect(bytesOf(times)).toEqual(bytesOf(each.times))
            expect(bytesOf(first)).toEqual(bytesOf(each.first))
            expect(bytesOf(second)).toEqual(bytesOf(each.second))
          })
        }),
        { numRuns: 1500 },
      )
    })

    it('have the double nearest to what is written', () => {
      fc.assert(
        fc.property(doubles.filter(Number.isFinite), fc.nat(25), (value, places) => {
          const cells = [String(value), value.toExponential(), Math.abs(value) < 1e21 ? value.toFixed(places) : '1']
          for (const cell of cells) {
            const [{ first, state }] = read(addon, [`2020-01-02,1,,${cell}`])
            expect([cell, state[CSV.rows], first[0] + 0]).toEqual([cell, 1, Number(cell) + 0])
          }
        }),
        { numRuns: 1000 },
      )
    })
  })
}
