import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { INDICATOR_NAMES, INDICATORS, type Indicator, type IndicatorName } from '../../native/indicators.js'
import type { SeriesKernels } from '../../native/interface.js'
import { referenceSeries } from '../../native/reference/series.js'
import { guardSeries } from '../../native/series-guard.js'
import { bytesOf, refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardSeries(referenceSeries, NativeError.from)
const addon = 'series' in answer ? guardSeries(answer.series, NativeError.from) : undefined
const implementations = addon ? [reference, addon] : [reference]

/** What TA-Lib answered (`talib/vectors.py`). */
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'talib/vectors.json'), 'utf8')) as {
  inputs: Record<string, Record<string, string>>
  cases: [world: string, name: string, given: number[], missing: number[], answers: string[]][]
}

function decoded(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64')
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

const COLUMN: Readonly<Record<string, string>> = {
  real: 'c',
  real0: 'c',
  real1: 'o',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
}
const EMPTY = new Float64Array(0)
const camel = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

function compute(kernels: SeriesKernels, name: IndicatorName, inputs: Float64Array[], given: number[]): Float64Array[] {
  const form: Indicator = INDICATORS[name]
  const rows = inputs[0].length
  const out = new Float64Array(rows * form.outputs.length)
  const [a, b = EMPTY, c = EMPTY, d = EMPTY] = inputs
  kernels.indicator(INDICATOR_NAMES.indexOf(name), a, b, c, d, Float64Array.from(given), out)
  return form.outputs.map((_, part) => out.subarray(part * rows, (part + 1) * rows))
}

/** Rows that differ by more than rounding does. */
function differences(expected: Float64Array, found: Float64Array): string[] {
  return [...expected].flatMap((value, row) => {
    const other = found[row]
    const same = Number.isNaN(value)
      ? Number.isNaN(other)
      : Math.abs(value - other) <= 1e-10 * Math.max(1, Math.abs(value))
    return same ? [] : [`row ${row}: ${other}, TA-Lib ${value}`]
  })
}

for (const kernels of implementations) {
  describe(`indicators, ${kernels.mode}`, () => {
    it.each(INDICATOR_NAMES)('%s answers what TA-Lib does, and NaN where TA-Lib has no answer', (name) => {
      const cases = vectors.cases.filter(([, called]) => camel(called) === name)
      expect(cases.length).toBeGreaterThan(5)
      for (const [world, , given, missing, answers] of cases) {
        const form: Indicator = INDICATORS[name]
        const inputs = form.inputs.map((input) => decoded(vectors.inputs[world][COLUMN[input]]))
        const found = compute(kernels, name, inputs, given)
        const expected = answers.map(decoded)
        const where = `${world} ${given}`
        expect([where, found.map((series) => series.filter(Number.isNaN).length)]).toEqual([where, missing])
        expected.forEach((series, part) => {
          const last = found[part].subarray(found[part].length - series.length)
          expect([where, differences(series, last)]).toEqual([where, []])
        })
      }
    })

    it('stay clear of a bad print as soon as it has left the window', () => {
      const values = Float64Array.from({ length: 400 }, (_, row) => 100 + Math.sin(row))
      const printed = values.slice()
      printed[40] = 1e9
      for (const name of [
        'sma',
        'sum',
        'trima',
        'wma',
        'stddev',
        'linearreg',
        'linearregSlope',
        'tsf',
        'max',
        'min',
      ] as const) {
        const given = Object.values(INDICATORS[name].parameters).map(({ value }) => value)
        const [clean] = compute(kernels, name, [values], given)
        const [spoilt] = compute(kernels, name, [printed], given)
        // WMA takes its totals anew every eight windows.
        const from = name === 'wma' ? 41 + 9 * 30 : 41 + 30
        for (let row = from; row < 400; row++)
          expect([name, row, spoilt[row]]).toEqual([name, row, expect.closeTo(clean[row], 7)])
      }
    })

    it('average a price that stays to that price', () => {
      const values = new Float64Array(200).fill(100.1)
      for (const name of ['ema', 'dema', 'tema', 'kama'] as const) {
        const [answer] = compute(kernels, name, [values], [10])
        expect([name, ...new Set(answer.subarray(150))]).toEqual([name, 100.1])
      }
    })

    it('refuse parameters out of range, series of unequal length, unknown numbers', () => {
      const values = Float64Array.of(1, 2, 3)
      const out = new Float64Array(3)
      const run = (kind: number, given: number[], other = values, answers = out) =>
        refusalOf(() => kernels.indicator(kind, values, other, other, other, Float64Array.from(given), answers))?.code
      const atr = INDICATOR_NAMES.indexOf('atr')
      for (const period of [0, -1, 1.5, 100_001, Number.NaN]) expect(run(0, [period])).toBe('INDICATOR_PARAMETER')
      expect(run(0, [])).toBe('INDICATOR_PARAMETER')
      expect(run(9, [5, 9])).toBe('INDICATOR_PARAMETER')
      expect(run(8, [5, Number.NaN])).toBe('INDICATOR_PARAMETER')
      expect(run(atr, [2], Float64Array.of(1, 2))).toBe('ARRAY_LENGTH')
      expect(run(0, [2], values, new Float64Array(2))).toBe('ARRAY_LENGTH')
      expect(run(0, [2], values, values)).toBe('ARRAYS_OVERLAP')
      for (const kind of [-1, 71, 0.5]) expect(run(kind, [2])).toBe('INDICATOR_KIND')
    })
  })
}

/** Prices in cents, now and then missing, flat or absurd. */
const price = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 9_000, max: 11_000 }).map((cents) => cents / 100) },
  { weight: 6, arbitrary: fc.constant(100) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e9, Number.NaN) },
)
const requests = fc
  .tuple(fc.constantFrom(...INDICATOR_NAMES), fc.nat(4), fc.integer({ min: 0, max: 130 }))
  .chain(([name, head, rows]) => {
    const form: Indicator = INDICATORS[name]
    const column = fc
      .array(price, { minLength: rows, maxLength: rows })
      .map((values) => Float64Array.from([...new Array(head).fill(Number.NaN), ...values]))
    const parameters = Object.values(form.parameters).map(({ least, most, whole }) =>
      whole
        ? fc.integer({ min: least, max: Math.min(most, 12) })
        : fc.double({ min: Math.max(least, -3), max: Math.min(most, 3), noNaN: true }),
    )
    return fc.record({
      name: fc.constant(name),
      inputs: fc.tuple(...form.inputs.map(() => column)),
      given: fc.tuple(...parameters),
    })
  })

/** A number between 0 and 1 without order. */
const noise = (row: number, column: number) => Math.abs(Math.sin(row * 12.9898 + column * 78.233) * 43758.5453) % 1

const WORLDS: Readonly<Record<string, (row: number, column: number) => number>> = {
  'a price': (row, column) => 100 + 10 * Math.sin(row / 70) + noise(row, column),
  'few prices, now and then one that stays': (row, column) =>
    row % 700 < 350 ? Math.round(100 + 3 * noise(row, column)) : 100,
  'bad prints': (row, column) => (row % 501 === 7 ? 1e12 * noise(row, column) : 100 + noise(row, column)),
  'missing rows': (row, column) =>
    row < 3 || (row > 1000 && row % 613 === column) ? Number.NaN : 1 + noise(row, column),
}

if (addon) {
  describe('indicators', () => {
    it('are the same to the last bit in both', () => {
      fc.assert(
        fc.property(requests, ({ name, inputs, given }) => {
          const [one, other] = [reference, addon].map((kernels) => compute(kernels, name, inputs, given))
          expect(other.map(bytesOf)).toEqual(one.map(bytesOf))
        }),
        { numRuns: 3000 },
      )
    })

    it.each(INDICATOR_NAMES)('%s is the same to the last bit in both over many blocks of rows', (name) => {
      const form: Indicator = INDICATORS[name]
      const defaults = Object.values(form.parameters).map(({ value }) => value)
      // Periods longer than a block of rows too; what is no period stays.
      const long = Object.values(form.parameters).map(({ value, most }) => (most > 1000 ? 300 + value : value))
      for (const [world, made] of Object.entries(WORLDS)) {
        const inputs = form.inputs.map((_, column) =>
          Float64Array.from({ length: 3000 }, (_, row) => made(row, column)),
        )
        for (const given of [defaults, long]) {
          const [one, other] = [reference, addon].map((kernels) => compute(kernels, name, inputs, given))
          // Compared as a whole: a matcher looks at each byte.
          const same = one.every((series, part) => Buffer.compare(bytesOf(series), bytesOf(other[part])) === 0)
          expect([world, given, same]).toEqual([world, given, true])
        }
      }
    })

    it('take an arctangent that is V8’s to the last bit', () => {
      const slope = INDICATOR_NAMES.indexOf('linearregAngle')
      fc.assert(
        fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), (value) => {
          const [one, other] = [reference, addon].map((kernels) => {
            const out = new Float64Array(2)
            kernels.indicator(slope, Float64Array.of(0, value), EMPTY, EMPTY, EMPTY, Float64Array.of(2), out)
            return out
          })
          expect(bytesOf(other)).toEqual(bytesOf(one))
        }),
        { numRuns: 5000 },
      )
    })
  })
}
