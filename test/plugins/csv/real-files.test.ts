import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { collect, dayTime, holidaysOf, weekdays } from './folder.js'

const data = join(import.meta.dirname, '../../parity/data')

/** Sessions as the benchmark has them: one row each. */
function sessionsOf(benchmark: string, from: string, to: string): string[] {
  const dates = readFileSync(join(data, benchmark), 'utf8')
    .split('\n')
    .slice(1)
    .map((row) => row.slice(0, 10))
  return dates.filter((date) => date >= from && date <= to)
}

describe('the data of the parity cases', () => {
  it('has real prices in csvdir shape, without a complaint', async () => {
    const sessions = sessionsOf('csvdir/SPY_benchmark.csv', '2012-01-03', '2014-12-31')
    const { assets, bars, adjustments, notices } = await collect(join(data, 'csvdir'), {
      calendar: weekdays(holidaysOf(sessions)),
    })
    expect(notices).toEqual([])
    expect(assets.map(({ symbol }) => symbol)).toEqual(['AAPL', 'IBM', 'KO', 'MSFT'])
    expect(assets[0]).toMatchObject({ startDate: '2012-01-03', endDate: '2014-12-31', autoCloseDate: '2015-01-01' })
    for (const { times } of bars.values()) expect(times.length).toBe(sessions.length)
    expect(bars.get(0)!.open[0]).toBe(58.485714)
    expect(adjustments.splits).toContainEqual({ sid: 0, effectiveDate: '2014-06-09', ratio: 1 / 7 })
    expect(adjustments.dividends.every(({ payDate }) => payDate === undefined)).toBe(true)
  })

  it('has twenty equities with every table', async () => {
    const sessions = sessionsOf('benchmark.csv', '2019-01-02', '2022-12-30')
    const { assets, bars, adjustments, notices } = await collect(join(data, 'daily'), {
      calendar: weekdays(holidaysOf(sessions)),
    })
    expect(notices).toEqual([])
    expect([assets.length, bars.size]).toEqual([20, 20])
    expect(bars.get(0)!.close[0]).toBe(101.97)
    expect(bars.get(assets.findIndex(({ symbol }) => symbol === 'INDI'))!.times.length).toBe(sessions.length - 90)
    expect(adjustments.splits.length).toBe(4)
    expect(adjustments.dividends.length).toBe(48)
    expect(adjustments.stockDividends).toMatchObject([{ exDate: '2021-01-07', payDate: '2021-01-19', ratio: 0.5 }])
  })

  it('has minutes over a half day, which make daily bars too', async () => {
    const calendar = weekdays(['2020-11-26'], { '2020-11-27': '13:00' })
    const minutes = await collect(join(data, 'minute'), { calendar, frequency: 'minute' })
    const daily = await collect(join(data, 'minute'), { calendar })
    expect([...minutes.notices, ...daily.notices]).toEqual([])
    expect(minutes.bars.get(0)!.times.length).toBe(9 * 390 + 210)
    expect(daily.bars.get(0)!.times.length).toBe(10)
    expect(daily.bars.get(0)!.open[0]).toBe(100.02)
  })

  it('has futures with contracts and roots', async () => {
    const file = (name: string) => gunzipSync(readFileSync(join(data, 'futures/bars', name))).toString()
    const dates = file('CLF21.csv.gz')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.slice(0, 10))
    const { assets, roots, bars } = await collect(join(data, 'futures'), { symbols: ['CLF21', 'ESH21'] })
    expect(roots?.map(({ rootSymbol }) => rootSymbol)).toEqual(['CL', 'ES'])
    expect(assets[0]).toMatchObject({
      sid: 0,
      kind: 'future',
      rootSymbol: 'CL',
      multiplier: 1000,
      expirationDate: '2021-01-19',
      autoCloseDate: '2021-01-19',
    })
    expect([...bars.get(0)!.times]).toEqual(dates.map(dayTime))
  })
})
