import { afterAll, describe, expect, it } from '@jest/globals'
import type { Asset } from '../../../core/assets/asset.js'
import type { AdjustmentRecords } from '../../../core/data/adjustments.js'
import { describeBundle } from '../../../core/data/bundle.js'
import type { PresetName } from '../../../core/data/finding.js'
import { ingest } from '../../../core/data/ingest.js'
import type { Bars } from '../../../core/data/source.js'
import { Quality } from '../../../core/data/validation.js'
import {
  barsAt,
  equity,
  future,
  NO_RECORDS,
  namesIn,
  newRoot,
  quietCloses,
  refusalOf,
  removeRoots,
  sourceOf,
  weekdays,
} from './market.js'

afterAll(removeRoots)

const sessions = weekdays.sessions('2020-01-06', '2020-12-31')
const good = barsAt(0, '2020-01-06', quietCloses(60))

/** Bars with some values changed: `{ high: { 3: 1 } }`. */
function changed(changes: Partial<Record<keyof Bars, Readonly<Record<number, number>>>>, bars = good): Bars {
  const copy = { ...bars } as Record<keyof Bars, Float64Array> & { sid: never }
  for (const [name, values] of Object.entries(changes)) {
    const column = Float64Array.from(copy[name as 'open'])
    for (const [at, value] of Object.entries(values)) column[Number(at)] = value
    copy[name as 'open'] = column
  }
  return copy as unknown as Bars
}

function without(bars: Bars, rows: readonly number[]): Bars {
  const keep = (column: Float64Array) => column.filter((_, i) => !rows.includes(i))
  const { sid, ...columns } = bars
  return { sid, ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, keep(column)])) } as Bars
}

function findingsOf(
  bars: Bars,
  records: Partial<AdjustmentRecords> = {},
  asset: Asset = equity(bars.sid),
  preset?: PresetName,
) {
  const quality = new Quality(preset)
  quality.checkAsset(asset, bars, sessions, { ...NO_RECORDS, ...records })
  return quality.findings
}
const told = (...args: Parameters<typeof findingsOf>) =>
  findingsOf(...args).map(({ severity, code, date, value }) => [severity, code, date, value])

describe('the check of bars', () => {
  it('finds nothing in quiet ones', () => {
    expect(findingsOf(good)).toEqual([])
  })

  it('names asset, date, rule, severity and value', () => {
    expect(findingsOf(changed({ high: { 3: 90 } }))).toEqual([
      {
        code: 'OHLC_INCONSISTENT',
        rule: 'prices',
        severity: 'error',
        asset: 'S0',
        sid: 0,
        date: '2020-01-09',
        message: `high 90 is below low ${good.low[3]}`,
        value: 90,
      },
    ])
  })

  it.each([
    [{ open: { 2: 200 } }, ['error', 'OHLC_INCONSISTENT', '2020-01-08', 200]],
    [{ close: { 59: 101 }, low: { 59: 102 } }, ['error', 'OHLC_INCONSISTENT', '2020-03-27', expect.anything()]],
    [{ open: { 2: Number.NaN } }, ['error', 'PRICES_INCOMPLETE', '2020-01-08', undefined]],
    [{ high: { 2: Number.POSITIVE_INFINITY } }, ['error', 'PRICE_INVALID', '2020-01-08', undefined]],
    [{ low: { 2: 0 } }, ['error', 'PRICE_NOT_POSITIVE', '2020-01-08', 0]],
    [{ volume: { 2: -1 } }, ['error', 'VOLUME_INVALID', '2020-01-08', -1]],
    [{ volume: { 2: Number.NaN } }, ['error', 'VOLUME_INVALID', '2020-01-08', undefined]],
    [{ volume: { 2: 20_000 } }, ['info', 'VOLUME_OUTLIER', '2020-01-08', 20_000]],
  ])('finds %j', (changes, finding) => {
    expect(told(changed(changes))).toEqual([finding])
  })

  it('says that a volume above 2^53 has lost its last digits', () => {
    expect(told(changed({ volume: { 2: 2 ** 53 + 2 } }))).toContainEqual([
      'info',
      'VOLUME_INEXACT',
      '2020-01-08',
      2 ** 53 + 2,
    ])
  })

  it('takes a day without prices as one without trades, unless it has a volume', () => {
    const none = { open: { 2: Number.NaN }, high: { 2: Number.NaN }, low: { 2: Number.NaN }, close: { 2: Number.NaN } }
    expect(told(changed({ ...none, volume: { 2: 0 } }))).toEqual([])
    expect(told(changed({ ...none, volume: { 2: 7 } }))).toEqual([['error', 'VOLUME_WITHOUT_PRICES', '2020-01-08', 7]])
  })

  it('finds a wrong price by what is usual, there and back', () => {
    const spike = { open: { 30: 200 }, high: { 30: 203 }, low: { 30: 199 }, close: { 30: 202 } }
    const found = findingsOf(changed(spike))
    expect(found.map(({ code, date }) => [code, date])).toEqual([
      ['PRICE_OUTLIER', '2020-02-17'],
      ['PRICE_OUTLIER', '2020-02-18'],
    ])
    expect(found[0].message).toMatch(/ to 202 \(\+10\d %\) and back$/)
  })

  it('tells short holes from long ones', () => {
    expect(told(without(good, [10]))).toEqual([['info', 'SESSIONS_WITHOUT_BARS', '2020-01-20', 1]])
    expect(told(without(good, [10, 11, 12, 13, 14, 15]))).toEqual([
      ['warning', 'SESSIONS_WITHOUT_BARS', '2020-01-20', 6],
    ])
  })

  it('finds bars before the asset starts and after it ends', () => {
    const asset = equity(0, { startDate: '2020-01-08', endDate: '2020-03-26' })
    expect(told(good, {}, asset)).toEqual([
      ['warning', 'BARS_OUTSIDE_LIFE', '2020-01-06', 2],
      ['warning', 'BARS_OUTSIDE_LIFE', '2020-03-27', 1],
    ])
  })
})

describe('the presets', () => {
  const dip = (move: number) => {
    const closes = quietCloses(60).map((close, i) => (i < 30 ? close : close * (1 + move)))
    return barsAt(0, '2020-01-06', closes)
  }

  it('take a third more in a day as news of a coin, not of a share', () => {
    expect(told(dip(0.35)).map(([, code]) => code)).toEqual(['PRICE_OUTLIER'])
    expect(told(dip(0.35), {}, equity(0), 'crypto')).toEqual([])
    expect(told(dip(0.23), {}, future(0)).map(([, code]) => code)).toEqual(['PRICE_OUTLIER'])
  })

  it('let futures go below zero, and not trade for weeks', () => {
    const below = changed({ open: { 2: -1 }, high: { 2: -1 }, low: { 2: -2 }, close: { 2: -1 } })
    expect(told(below, {}, future(0)).filter(([severity]) => severity === 'error')).toEqual([])
    const hole = without(good, [10, 11, 12, 13, 14, 15, 16])
    expect(told(hole, {}, future(0)).map(([severity]) => severity)).toEqual(['info'])
    expect(told(hole, {}, future(0), 'equity').map(([severity]) => severity)).toEqual(['warning'])
  })
})

describe('the check of splits and dividends', () => {
  it('takes a jump for a split where one is listed, and misses it where none is', () => {
    const stepping = barsAt(0, '2020-01-06', [...quietCloses(20), ...quietCloses(20, 50)])
    const split = { sid: 0, effectiveDate: '2020-02-03', ratio: 0.5 }
    expect(told(stepping, { splits: [split] })).toEqual([])
    expect(told(stepping)).toContainEqual(['warning', 'SPLIT_NOT_LISTED', '2020-02-03', 0.5])
    expect(told(good, { splits: [split] })).toEqual([['warning', 'SPLIT_NOT_IN_PRICES', '2020-02-03', 0.5]])
    expect(told(stepping, { splits: [split, split] })).toEqual([['warning', 'SPLIT_TWICE', '2020-02-03', 0.5]])
    expect(told(good, { splits: [{ ...split, ratio: 0 }] })).toContainEqual(['error', 'RATIO_INVALID', '2020-02-03', 0])
  })

  it('finds dividends that cannot be', () => {
    const dividend = { sid: 0, exDate: '2020-02-03', amount: 1 }
    const check = (...dividends: (typeof dividend & { payDate?: string; declaredDate?: string })[]) =>
      told(good, { dividends }).map(([severity, code]) => `${severity} ${code}`)
    expect(check({ ...dividend, payDate: '2020-02-20', declaredDate: '2020-01-20' })).toEqual([])
    expect(check({ ...dividend, payDate: '2020-01-20' })).toEqual(['warning DIVIDEND_DATES'])
    expect(check({ ...dividend, declaredDate: '2020-02-20' })).toEqual(['warning DIVIDEND_DATES'])
    expect(check({ ...dividend, amount: -1 })).toEqual(['error DIVIDEND_INVALID'])
    expect(check({ ...dividend, amount: 120 })).toEqual(['warning DIVIDEND_TOO_LARGE'])
    expect(check(dividend, dividend)).toEqual(['warning DIVIDEND_TWICE'])
  })
})

describe('the check of a universe', () => {
  const check = (assets: readonly Asset[], end: string) => {
    const quality = new Quality()
    quality.checkUniverse(assets, weekdays.sessions('2020-01-01', end))
    return quality.findings.map(({ code, severity }) => `${severity} ${code}`)
  }
  const alive = [equity(0), equity(1), equity(2)]

  it('warns of survivors alone, over years', () => {
    expect(check(alive, '2021-12-31')).toEqual(['warning SURVIVORSHIP_BIAS'])
    expect(check(alive, '2021-06-30')).toEqual([])
    expect(check([...alive, equity(3, { endDate: '2021-03-01' })], '2021-12-31')).toEqual([])
    expect(check([future(0), future(1)], '2021-12-31')).toEqual([])
  })
})

describe('an ingest', () => {
  const request = { frequency: 'daily', calendar: weekdays } as const
  const options = { bundle: 'test', version: '0.1.0' }
  const bad = sourceOf([equity(0), equity(1)], [changed({ high: { 3: 90 } }), barsAt(1, '2020-01-06', quietCloses(60))])

  it('keeps the findings in the manifest', async () => {
    const root = newRoot()
    await ingest(bad, request, { ...options, root })
    const { quality } = describeBundle('test', { root })
    expect(quality.summary).toEqual({
      assets: 2,
      errors: 1,
      warnings: 0,
      infos: 0,
      byCode: { OHLC_INCONSISTENT: 1 },
    })
    expect(quality.findings).toMatchObject([{ asset: 'S0', date: '2020-01-09', rule: 'prices', value: 90 }])
  })

  it('fails by the first finding, where it is strict, and leaves nothing', async () => {
    const root = newRoot()
    const refusal = await refusalOf(() => ingest(bad, request, { ...options, root, strict: true }))
    expect(refusal).toMatchObject({
      code: 'QUALITY_FAILED',
      message: expect.stringMatching(/^1 finding .*\n {2}error OHLC_INCONSISTENT S0 2020-01-09: high 90 is below low/),
    })
    expect(namesIn(root, 'test')).toEqual([])
    const quiet = sourceOf([equity(0)], [without(good, [10])])
    await ingest(quiet, request, { ...options, root, strict: true })
  })

  it('keeps so many findings of a code, and counts all', async () => {
    const root = newRoot()
    const long = barsAt(0, '2020-01-06', quietCloses(400))
    const high = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [i, 90]))
    await ingest(sourceOf([equity(0)], [changed({ high }, long)]), request, { ...options, root })
    const { quality } = describeBundle('test', { root })
    expect(quality.findings).toHaveLength(200)
    expect(quality.summary?.errors).toBe(400)
  })
})
