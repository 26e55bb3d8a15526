import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { AdjustmentRecords } from '../../../core/data/adjustments.js'
import { checkSplits, noticeOf, tellFinding } from '../../../core/data/split-check.js'
import { collect, weekdays as plainWeekdays } from '../../plugins/csv/folder.js'
import { barsAt, NO_RECORDS, quietCloses } from './market.js'

const data = join(import.meta.dirname, '../../parity/data')
const split = (effectiveDate: string, ratio: number) => ({ sid: 0, effectiveDate, ratio })
const check = (closes: readonly number[], records: Partial<AdjustmentRecords> = {}) =>
  checkSplits(barsAt(0, '2020-01-06', closes), { ...NO_RECORDS, ...records })

/** Two weeks at 100, then two at a price: the second begins on 2020-01-20. */
const stepping = (after: number) => [...quietCloses(10, 100), ...quietCloses(10, after)]

describe('splits and prices', () => {
  it('agree where the price jumps as listed', () => {
    expect(check(stepping(25), { splits: [split('2020-01-20', 0.25)] })).toEqual([])
    expect(check(stepping(1000), { splits: [split('2020-01-20', 10)] })).toEqual([])
    // On a day without a session: it shows on the next one.
    expect(check(stepping(50), { splits: [split('2020-01-18', 0.5)] })).toEqual([])
  })

  it('do not agree where the prices are adjusted already', () => {
    const [finding, ...others] = check(quietCloses(20), { splits: [split('2020-01-20', 1 / 7)] })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      kind: 'not-in-prices',
      date: '2020-01-20',
      ratio: 1 / 7,
      before: 100.79,
      after: 98.08,
    })
    expect(tellFinding(finding, 'AAPL')).toBe(
      'AAPL 2020-01-20: the split 7:1 is listed, but not in the prices: the close goes from 100.79 to 98.08',
    )
    expect(noticeOf(finding, 'AAPL', 'ignore')).toMatchObject({ code: 'SPLIT_IGNORED', sid: 0, date: '2020-01-20' })
    expect(noticeOf(finding, 'AAPL', 'apply')).toMatchObject({ code: 'SPLIT_NOT_IN_PRICES' })
  })

  it('do not agree where a jump like a split is not listed', () => {
    const [finding, ...others] = check(stepping(50))
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'not-listed', date: '2020-01-20', ratio: 0.5 })
    expect(tellFinding(finding, 'ABC')).toMatch(
      /^ABC 2020-01-20: the close goes from .* as by a split 2:1, but none is/,
    )
    expect(check(stepping(300))).toMatchObject([{ kind: 'not-listed', ratio: 3 }])
  })

  it('take a jump for what else is listed that day', () => {
    const exDate = '2020-01-20'
    expect(check(stepping(50), { stockDividends: [{ sid: 0, exDate, ratio: 1, paymentSid: 0 }] })).toEqual([])
    expect(check(stepping(50), { mergers: [{ sid: 0, effectiveDate: exDate, ratio: 0.5 }] })).toEqual([])
    expect(check(stepping(50), { dividends: [{ sid: 0, exDate, amount: 50 }] })).toEqual([])
    expect(check(stepping(50), { dividends: [{ sid: 0, exDate, amount: 0.5 }] })).toHaveLength(1)
  })

  it('leave alone what is no split: a crash, a wrong price, a long silence', () => {
    expect(check(stepping(58))).toEqual([])
    const wrong = quietCloses(20)
    wrong[10] = 1000
    expect(check(wrong)).toEqual([])
    const bars = barsAt(0, '2020-01-06', stepping(50))
    const later = { ...bars, times: bars.times.map((time, i) => (i < 10 ? time : time + 200 * 86_400_000)) }
    expect(checkSplits(later, NO_RECORDS)).toEqual([])
    const crash = barsAt(0, '2020-01-06', stepping(50))
    crash.open[10] = 99
    expect(checkSplits(crash, NO_RECORDS)).toEqual([])
  })

  it('say nothing of a split too small to be seen, or outside the bars', () => {
    expect(check(quietCloses(20), { splits: [split('2020-01-20', 1 / 1.05)] })).toEqual([])
    expect(check(quietCloses(20), { splits: [split('2020-01-06', 0.5), split('2021-01-06', 0.5)] })).toEqual([])
  })

  it('see any split on quiet prices, and only it', () => {
    const ratio = fc.constantFrom(2, 3, 4, 5, 7, 10, 20, 50).chain((n) => fc.constantFrom(n, 1 / n))
    fc.assert(
      fc.property(
        ratio,
        fc.integer({ min: 1, max: 18 }),
        fc.double({ min: 1, max: 5000, noNaN: true }),
        (ratio, at, start) => {
          const closes = quietCloses(20).map((close, i) => (close / 100) * start * (i < at ? 1 : ratio))
          const [found] = check(closes)
          expect(found).toMatchObject({ kind: 'not-listed', ratio })
          expect(check(closes, { splits: [split(found.date, ratio)] })).toEqual([])
        },
      ),
    )
  })

  it('agree in the daily data of the parity cases, and not in those of csvdir', async () => {
    const findings = async (folder: string) => {
      const { assets, bars, adjustments } = await collect(join(data, folder), { calendar: plainWeekdays() })
      return [...bars.values()]
        .flatMap((each) => checkSplits(each, adjustments))
        .map(({ kind, sid, date }) => `${assets[sid].symbol} ${date} ${kind}`)
    }
    expect(await findings('daily')).toEqual([])
    expect(await findings('csvdir')).toEqual(['AAPL 2014-06-09 not-in-prices', 'KO 2012-08-13 not-in-prices'])
  })
})
