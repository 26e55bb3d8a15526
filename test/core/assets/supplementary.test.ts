import { describe, expect, it } from '@jest/globals'
import { AssetFinder } from '../../../core/assets/finder.js'
import { equity, refusalOf } from '../data/market.js'

/** 0 and 1 have had the CUSIP A one after the other; 0 then had B. */
const finder = new AssetFinder([equity(0), equity(1)], undefined, [
  { sid: 1, field: 'CUSIP', value: 'A', start: '2020-06-01', end: '2020-12-31' },
  { sid: 0, field: 'CUSIP', value: 'A', start: '2020-01-01', end: '2020-03-31' },
  { sid: 0, field: 'CUSIP', value: 'B', start: '2020-04-01', end: '2020-12-31' },
])
const owner = (value: string, asOf?: string) => finder.lookupBySupplementaryField('CUSIP', value, asOf).sid
const value = (sid: number, asOf?: string) => finder.supplementaryField(sid, 'CUSIP', asOf)
const codeOf = async (run: () => unknown) => (await refusalOf(run)).code

describe('supplementary fields', () => {
  it('are whose they were last, until the next one has them', () => {
    expect([
      owner('A', '2020-01-01'),
      owner('A', '2020-05-31'),
      owner('A', '2020-06-01'),
      owner('A', '2029-01-01'),
    ]).toEqual([0, 0, 1, 1])
    expect([owner('B'), owner('B', '2025-01-01')]).toEqual([0, 0])
    expect([value(0, '2020-03-31'), value(0, '2020-04-01'), value(1)]).toEqual(['A', 'B', 'A'])
  })

  it('are refused where nobody, or nobody then, had them, or where several had', async () => {
    expect(await codeOf(() => owner('C'))).toBe('VALUE_NOT_FOUND_FOR_FIELD')
    expect(await codeOf(() => owner('A', '2019-12-31'))).toBe('VALUE_NOT_FOUND_FOR_FIELD')
    expect(await codeOf(() => owner('A'))).toBe('MULTIPLE_VALUES_FOUND_FOR_FIELD')
    expect(await codeOf(() => value(1, '2020-05-31'))).toBe('NO_VALUE_FOR_SID')
    expect(await codeOf(() => value(0))).toBe('MULTIPLE_VALUES_FOUND_FOR_SID')
    expect(await codeOf(() => finder.supplementaryField(0, 'ISIN'))).toBe('NO_VALUE_FOR_SID')
  })
})
