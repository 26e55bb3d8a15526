import { describe, expect, it } from '@jest/globals'
import { indicators } from 'rustybt'
import { MA_Type, Series, talib } from 'rustybt/compat'

const close = Float64Array.from({ length: 60 }, (_, row) => 50 + 10 * Math.sin(row / 5) + row / 7)

describe('talib', () => {
  it('takes parameters by position, by keyword, or both', () => {
    const expected = indicators.bbands(close, { timeperiod: 5, nbdevup: 2, nbdevdn: 1, matype: 1 })
    const bands = Object.values(expected)
    expect(talib.BBANDS(close, 5, 2, 1, MA_Type.EMA)).toEqual(bands)
    expect(talib.BBANDS(close, { timeperiod: 5, nbdevdn: 1, matype: MA_Type.EMA })).toEqual(bands)
    expect(talib.BBANDS(close, 5, { nbdevdn: 1, matype: 1 })).toEqual(bands)
    expect(talib.EMA(close)).toEqual(indicators.ema(close))
    expect(talib.EMA(close, undefined)).toEqual(indicators.ema(close))
  })

  it('has Python’s names', () => {
    const high = close.map((value) => value + 1)
    const low = close.map((value) => value - 1)
    const [slowk, slowd] = talib.STOCH(high, low, close, { fastk_period: 4, slowk_matype: 1 })
    expect({ slowk, slowd }).toEqual(indicators.stoch(high, low, close, { fastkPeriod: 4, slowkMatype: 1 }))
    expect(talib.LINEARREG_SLOPE(close, 7)).toEqual(indicators.linearregSlope(close, { timeperiod: 7 }))
    expect(Object.keys(talib)).toHaveLength(71)
    expect(Object.keys(talib)).toContain('HT_TRENDLINE')
  })

  it('takes plain arrays, and answers a series under the labels of one', () => {
    expect([...talib.SMA([1, 2, 3], 2)]).toEqual([Number.NaN, 1.5, 2.5])
    const series = new Series(Float64Array.of(1, 2, 3), ['a', 'b', 'c'])
    const means = talib.SMA(series, 2)
    expect(means).toBeInstanceOf(Series)
    expect([means.get('a'), means.get('b'), means.get('c')]).toEqual([Number.NaN, 1.5, 2.5])
  })

  it('answers row numbers as integers, 0 where there is none yet', () => {
    expect(talib.MAXINDEX([3, 1, 4, 1, 5], 3)).toEqual(Int32Array.of(0, 0, 2, 2, 4))
  })

  it('refuses what is no series, no parameter, or given twice', () => {
    const run =
      (...args: unknown[]) =>
      () =>
        (talib.SMA as (...args: unknown[]) => unknown)(...args)
    expect(run(undefined, 5)).toThrow(/SMA: real is undefined, must be an array or a series/)
    expect(run(close, 5, 6)).toThrow(/SMA: 2 parameters, takes 1/)
    expect(run(close, { timperiod: 5 })).toThrow(expect.objectContaining({ hint: "Did you mean 'timeperiod'?" }))
    expect(run(close, 5, { timeperiod: 5 })).toThrow(/'timeperiod' is given twice/)
  })
})
