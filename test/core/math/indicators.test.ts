import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { indicators } from 'rustybt'
import { INDICATORS, type Indicator, type IndicatorName } from '../../../core/math/indicators.js'

const names = Object.keys(INDICATORS) as IndicatorName[]
type Run = (...args: unknown[]) => Float64Array | Record<string, Float64Array>
type Stream = { next(...row: number[]): number | Record<string, number> }
const parts = <T>(answer: T | Record<string, T>): T[] =>
  typeof answer === 'object' && !ArrayBuffer.isView(answer) ? Object.values(answer as Record<string, T>) : [answer as T]

const market = fc
  .record({
    head: fc.nat(3),
    steps: fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 1, maxLength: 160 }),
    widths: fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 160, maxLength: 160 }),
  })
  .map(({ head, steps, widths }) => {
    let cents = 10_000
    const close = steps.map((step) => {
      cents += step
      return cents / 100
    })
    const padded = (values: number[]) => Float64Array.from([...new Array(head).fill(Number.NaN), ...values])
    return {
      real: padded(close),
      real0: padded(close),
      real1: padded(close.map((value, row) => value + widths[row] / 50)),
      open: padded(close.map((value, row) => value - widths[row] / 300)),
      high: padded(close.map((value, row) => value + widths[row] / 100)),
      low: padded(close.map((value, row) => value - widths[row] / 90)),
      close: padded(close),
      volume: padded(widths.slice(0, close.length)),
      head,
    }
  })

describe('indicators', () => {
  it('answer simple cases worked by hand', () => {
    const values = Float64Array.of(1, 2, 4, 8, 16)
    expect([...indicators.sma(values, { timeperiod: 2 })]).toEqual([Number.NaN, 1.5, 3, 6, 12])
    // Begins with the mean of three, 7 ÷ 3, then half of the way to each value.
    expect(indicators.ema(values, { timeperiod: 3 })[4]).toBeCloseTo(7 / 12 + 4 + 6, 12)
    expect([...indicators.wma(values, { timeperiod: 2 })]).toEqual([Number.NaN, 5 / 3, 10 / 3, 20 / 3, 40 / 3])
    expect([...indicators.mom(values, { timeperiod: 3 })]).toEqual([Number.NaN, Number.NaN, Number.NaN, 7, 14])
    expect([...indicators.rsi(values, { timeperiod: 2 })].slice(2)).toEqual([100, 100, 100])
    expect([...indicators.maxindex(values, { timeperiod: 3 })].slice(2)).toEqual([2, 3, 4])
    expect([...indicators.linearregSlope(Float64Array.of(5, 7, 9), { timeperiod: 3 })][2]).toBeCloseTo(2, 12)
    const { upperband, middleband, lowerband } = indicators.bbands(values, { timeperiod: 2 })
    expect([upperband[1], middleband[1], lowerband[1]]).toEqual([2.5, 1.5, 0.5])
  })

  it.each(names)(
    '%s is the same to the last bit fed a row at a time, and has no answer in as many rows as it says',
    (name) => {
      const form: Indicator = INDICATORS[name]
      const given = Object.entries(form.parameters).map(([parameter, { least, most, whole }]) =>
        fc.tuple(
          fc.constant(parameter),
          whole
            ? fc.integer({ min: least, max: Math.min(most, 15) })
            : fc.double({ min: Math.max(least, 0.1), max: Math.min(most, 2), noNaN: true }),
        ),
      )
      fc.assert(
        fc.property(market, fc.tuple(...given), (columns, entries) => {
          const options = Object.fromEntries(entries)
          const inputs = form.inputs.map((input) => columns[input as 'close'])
          const run = indicators[name] as unknown as Run & { stream(options: unknown): Stream }
          const whole = parts(run(...inputs, options)) as Float64Array[]
          const stream = run.stream(options)
          const fed =
            inputs[0].length === 0
              ? []
              : Array.from(inputs[0], (_, row) => parts(stream.next(...inputs.map((input) => input[row]))))
          expect(whole.map((series) => [...series])).toEqual(whole.map((_, part) => fed.map((row) => row[part])))
          const lookback = columns.head + (indicators[name].lookback as (options: unknown) => number)(options)
          for (const series of whole) {
            expect(series.findIndex((value) => !Number.isNaN(value))).toBe(lookback < series.length ? lookback : -1)
          }
        }),
        { numRuns: 40 },
      )
    },
  )

  it('write into memory of the caller’s, and refuse room that does not fit', () => {
    const values = Float64Array.of(1, 2, 4, 8, 16)
    const out = new Float64Array(15)
    const { upperband, lowerband } = indicators.bbands.into(out, values, { timeperiod: 2 })
    expect([upperband.buffer, lowerband.buffer]).toEqual([out.buffer, out.buffer])
    expect({ upperband, middleband: out.subarray(5, 10), lowerband }).toEqual(
      indicators.bbands(values, { timeperiod: 2 }),
    )
    expect(() => indicators.sma.into(out, values)).toThrow(/sma: room for 15 values, needs 5/)
    expect(() => indicators.sma.into(values, values)).toThrow(expect.objectContaining({ code: 'ARRAYS_OVERLAP' }))
  })

  it('take nothing, and less than they need, without an answer', () => {
    expect(indicators.sma(new Float64Array(0))).toHaveLength(0)
    expect([...indicators.adx(...three(Float64Array.of(1, 2)))]).toEqual([Number.NaN, Number.NaN])
    expect([...indicators.sma(Float64Array.of(Number.NaN, Number.NaN), { timeperiod: 1 })]).toEqual([
      Number.NaN,
      Number.NaN,
    ])
  })

  it('are spoilt by a missing value inside for as long as it is in what they remember', () => {
    const values = Float64Array.of(1, 2, Number.NaN, 4, 5, 6, 7)
    expect([...indicators.mom(values, { timeperiod: 2 })]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      2,
      Number.NaN,
      2,
      2,
    ])
    const missing = Number.NaN
    expect([...indicators.sma(values, { timeperiod: 2 })]).toEqual([missing, 1.5, missing, missing, 4.5, 5.5, 6.5])
    expect([...indicators.ema(values, { timeperiod: 2 })].slice(2).every(Number.isNaN)).toBe(true)
  })

  it('refuse what they do not know, by name', () => {
    const values = Float64Array.of(1, 2, 3)
    const given = (options: object) => () => indicators.sma(values, options as { timeperiod: number })
    expect(given({ timeperiode: 3 })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PARAMETER', hint: "Did you mean 'timeperiod'?" }),
    )
    expect(given({ timeperiod: 0 })).toThrow(/sma: timeperiod is 0, must be a whole number from 1 to 100000/)
    expect(given({ timeperiod: '3' })).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER' }))
    expect(() => indicators.mama(values, { fastlimit: 2 })).toThrow(
      /fastlimit is 2, must be a number from 0.01 to 0.99/,
    )
    expect(() => indicators.atr(values, values, Float64Array.of(1))).toThrow(/atr: close has 1 rows, high 3/)
    expect(() => indicators.sma([1, 2] as unknown as Float64Array)).toThrow(
      expect.objectContaining({ code: 'BAD_SERIES' }),
    )
  })
})

const three = (values: Float64Array) => [values, values, values] as const
