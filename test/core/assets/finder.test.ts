import { describe, expect, it } from '@jest/globals'
import { AssetFinder } from '../../../core/assets/finder.js'
import { checkOwnership, ownSymbols, type SymbolPeriod } from '../../../core/assets/symbols.js'
import { equity, future, refusalOf } from '../data/market.js'

const period = (sid: number, symbol: string, start: string, end: string): SymbolPeriod => ({ sid, symbol, start, end })

/** ABC was 1's until 2015, then 2's, after a gap; 3 has it in Britain. 4 and 5 are share classes. */
const assets = [
  equity(1, { name: 'Abc Old', startDate: '2010-01-04', endDate: '2015-06-30' }),
  equity(2, { name: 'Abc New', startDate: '2017-01-03', endDate: '2020-12-31' }),
  equity(3, { name: 'Abc plc', country: 'GB', startDate: '2012-01-03', endDate: '2020-12-31' }),
  equity(4, { symbol: 'BRK.A', startDate: '2010-01-04', endDate: '2020-12-31' }),
  equity(5, { symbol: 'BRK.B', startDate: '2010-01-04', endDate: '2020-12-31' }),
  equity(6, { symbol: 'BRKB', startDate: '2014-01-02', endDate: '2020-12-31' }),
  future(7, { symbol: 'CLF21' }),
]
const symbols = [
  period(1, 'ABC', '2010-01-04', '2015-06-30'),
  period(2, 'ABC', '2017-01-03', '2020-12-31'),
  period(3, 'ABC', '2012-01-03', '2020-12-31'),
  ...ownSymbols(assets.slice(3)),
]
const finder = new AssetFinder(assets, symbols)
const sid = (symbol: string, asOf?: string, country?: string) => finder.lookupSymbol(symbol, asOf, country).sid
const fuzzy = (symbol: string, asOf?: string, country?: string) => finder.lookupSymbolFuzzy(symbol, asOf, country).sid

describe('looking up a ticker', () => {
  it('an owner keeps it until the next one begins, the last one for good', () => {
    expect(sid('ABC', '2010-01-04', 'US')).toBe(1)
    expect(sid('ABC', '2015-06-30', 'US')).toBe(1)
    expect(sid('ABC', '2016-05-05', 'US')).toBe(1)
    expect(sid('ABC', '2017-01-02', 'US')).toBe(1)
    expect(sid('ABC', '2017-01-03', 'US')).toBe(2)
    expect(sid('ABC', '2030-01-01', 'US')).toBe(2)
  })

  it('nobody has it before its first owner', async () => {
    const refusal = await refusalOf(() => sid('ABC', '2009-12-31', 'US'))
    expect(refusal).toMatchObject({ code: 'SYMBOL_NOT_FOUND', message: expect.stringContaining('2010-01-04') })
  })

  it('without a date several owners are too many, unless it was one asset all along', async () => {
    expect(await refusalOf(() => sid('ABC', undefined, 'US'))).toMatchObject({
      code: 'MULTIPLE_SYMBOLS_FOUND',
      message: expect.stringMatching(/sid 1 Abc Old.*sid 2 Abc New/),
    })
    const renamed = new AssetFinder(
      [equity(1)],
      [period(1, 'X', '2020-01-01', '2020-02-01'), period(1, 'X', '2020-05-01', '2020-06-01')],
    )
    expect(renamed.lookupSymbol('X').sid).toBe(1)
  })

  it('without a country one that two countries use is refused, by name', async () => {
    expect(await refusalOf(() => sid('ABC', '2018-01-02'))).toMatchObject({
      code: 'SAME_SYMBOL_USED_ACROSS_COUNTRIES',
      name: 'SameSymbolUsedAcrossCountries',
      message: expect.stringMatching(/\(US.*\(GB/),
    })
    expect(await refusalOf(() => sid('ABC'))).toMatchObject({ code: 'SAME_SYMBOL_USED_ACROSS_COUNTRIES' })
    expect(sid('ABC', '2011-01-03')).toBe(1)
    expect(sid('ABC', '2018-01-02', 'GB')).toBe(3)
    expect((await refusalOf(() => sid('ABC', '2018-01-02', 'FR'))).code).toBe('SYMBOL_NOT_FOUND')
  })

  it('share classes may be set off in any way, and case does not count', () => {
    expect(['BRK.A', 'BRK-A', 'BRK_A', 'BRK/A', 'brk.a'].map((symbol) => sid(symbol))).toEqual([4, 4, 4, 4, 4])
    expect(sid('clf21')).toBe(7)
  })

  it('in a fuzzy way they may be run together', async () => {
    expect(fuzzy('BRKA')).toBe(4)
    expect(fuzzy('brka', '2018-01-02')).toBe(4)
    expect(fuzzy('BRKB', '2013-01-02')).toBe(5)
    expect(fuzzy('BRKB', '2018-01-02', 'US')).toBe(6)
    expect(fuzzy('BRK_B', '2018-01-02')).toBe(5)
    expect(await refusalOf(() => fuzzy('BR.KB', '2018-01-02'))).toMatchObject({
      code: 'MULTIPLE_SYMBOLS_FOUND_FOR_FUZZY_SYMBOL',
    })
    expect((await refusalOf(() => fuzzy('XYZ'))).code).toBe('SYMBOL_NOT_FOUND')
  })

  it('an unknown one names what there is, and the nearest', async () => {
    expect((await refusalOf(() => sid('BRK.C'))).hint).toMatch(/BRK\.A.*did you mean BRK\.A\?/)
  })
})

describe('owning a ticker', () => {
  const check = (...periods: SymbolPeriod[]) =>
    checkOwnership(periods, (of) => assets.find((asset) => asset.sid === of)!)

  it('twice at once, in one country, is refused with both assets and their dates', async () => {
    const refusal = await refusalOf(() =>
      check(period(2, 'abc', '2015-06-30', '2016-01-01'), period(1, 'ABC', '2010-01-04', '2015-06-30')),
    )
    expect(refusal).toMatchObject({
      code: 'SYMBOL_OWNED_TWICE',
      message:
        'abc in US belongs to two assets at once: Abc Old (sid 1, 2010-01-04 to 2015-06-30) and Abc New (sid 2, 2015-06-30 to 2016-01-01)',
    })
  })

  it('also where a period lies within a longer one before', async () => {
    const refusal = await refusalOf(() =>
      check(
        period(1, 'ABC', '2010-01-04', '2020-12-31'),
        period(2, 'ABC', '2019-01-01', '2019-02-01'),
        period(1, 'XYZ', '2019-01-01', '2019-02-01'),
      ),
    )
    expect(refusal.code).toBe('SYMBOL_OWNED_TWICE')
  })

  it('one after the other, or in two countries, is fine', () => {
    check(
      period(1, 'ABC', '2010-01-04', '2015-06-30'),
      period(2, 'ABC', '2015-07-01', '2016-01-01'),
      period(3, 'ABC', '2010-01-04', '2020-06-30'),
    )
  })
})
