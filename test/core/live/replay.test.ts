import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { WallClock } from '../../../core/data/remote/clock.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import { replay } from '../../../core/live/replay.js'
import { ReplayClock } from '../../../core/live/replay-clock.js'
import { runLive } from '../../../core/live/run-live.js'
import type { MarketStream } from '../../../core/live/stream.js'
import { bytesOf, market, optionsOf, play } from '../engine/market.js'

const price = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 100, max: 50_000 }).map((cents) => cents / 100) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
)
const prices = (days: number) => fc.array(price, { minLength: days, maxLength: days })

/** Orders by what it sees, and keeps every window it was handed, with a copy. */
function trader(seen: { readonly window: Float64Array; readonly copy: Float64Array }[] = []): Strategy {
  return {
    onBar(run) {
      for (const asset of run.finder.all) {
        const count = Math.min(5, run.data.row + 1)
        const window = run.data.history(asset, 'price', count)
        seen.push({ window, copy: window.slice() })
        const rises = window[count - 1] > window[0]
        if (run.data.canTrade(asset)) run.order(asset, rises ? 7 : -3)
        run.record(asset.symbol, run.data.spot(asset, 'volume'))
      }
    },
  }
}

/** A wall clock on which no time passes but by waiting. */
function jumping(): WallClock & { readonly waited: number[] } {
  let at = 1_000
  const waited: number[] = []
  return {
    waited,
    now: () => at,
    wait: async (ms) => {
      waited.push(ms)
      at += ms
    },
  }
}

describe('a replay', () => {
  it('gives the bytes of the backtest, whatever the prices, gaps, splits and dividends, and wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(prices(16), prices(16), prices(16)),
        fc.integer({ min: 0, max: 10 }),
        async (closes, first) => {
          const records = {
            splits: [{ sid: 0, effectiveDate: '2021-01-09', ratio: 0.5 }],
            dividends: [{ sid: 1, exDate: '2021-01-12', amount: 0.5, payDate: '2021-01-13' }],
          }
          const data = market(closes, records)
          const options = { start: data.reader.sessions.date(first) }
          const past = await play(data, trader(), options)
          const paper = await runLive(replay('max'), { ...optionsOf(data, trader()), ...options })
          expect(JSON.parse(bytesOf(paper, data))).toEqual(JSON.parse(bytesOf(past, data)))
          expect(bytesOf(paper, data) === bytesOf(past, data)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('gives the same bytes at any speed', async () => {
    const data = market([
      [10, 11, 12, 11, 10, 9, 12],
      [20, 19, Number.NaN, 21, 22, 21, 20],
    ])
    const at = async (speed: number | 'max') => {
      const wall = jumping()
      const stream: MarketStream = { ...replay('max'), clock: (from) => new ReplayClock(from, speed, wall) }
      return { bytes: bytesOf(await runLive(stream, optionsOf(data, trader())), data), wall }
    }
    const max = await at('max')
    const [one, sixty] = [await at(1), await at(60)]
    expect(one.bytes).toBe(max.bytes)
    expect(sixty.bytes).toBe(max.bytes)
    const sum = (waits: readonly number[]) => waits.reduce((all, ms) => all + ms, 0)
    // Seven sessions of a market that never closes, from the first midnight to the last close.
    expect(sum(one.wall.waited)).toBe(7 * 86_400_000)
    expect(sum(sixty.wall.waited)).toBeCloseTo((7 * 86_400_000) / 60, 3)
    expect(max.wall.waited).toEqual([])
  })

  it('never changes a window that a strategy was handed', async () => {
    const seen: { window: Float64Array; copy: Float64Array }[] = []
    await runLive(replay('max'), optionsOf(market([[10, 11, Number.NaN, 13, 14, 15]]), trader(seen)))
    expect(seen).toHaveLength(6)
    for (const { window, copy } of seen) expect(window).toEqual(copy)
  })

  it('shows nothing of the future: rows that have not come are missing', async () => {
    const rows: number[][] = []
    const strategy: Strategy = {
      onBar(run) {
        const { row } = run.data
        run.data.moveTo(3)
        rows.push([run.data.spot(run.finder.all[0], 'close'), run.data.spot(run.finder.all[0], 'volume')])
        run.data.moveTo(row)
      },
    }
    await runLive(replay('max'), optionsOf(market([[10, 11, 12, 13]]), strategy))
    expect(rows).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
      [13, 1e6],
    ])
  })
})

describe('the clock of a replay', () => {
  it('goes so many times as fast as the wall, and only while it is waited for', async () => {
    const wall = jumping()
    const clock = new ReplayClock(0, 60, wall)
    await clock.wait(60_000)
    expect([clock.now(), wall.waited]).toEqual([60_000, [1000]])
    await wall.wait(5000)
    expect(clock.now()).toBe(60_000)
  })

  it('that is given up on the way has come as far as time has', async () => {
    let at = 0
    const wall: WallClock = {
      now: () => at,
      wait: (_, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    }
    const clock = new ReplayClock(0, 10, wall)
    const over = new AbortController()
    const waiting = clock.wait(60_000, over.signal)
    at = 2000
    expect(clock.now()).toBe(20_000)
    over.abort()
    const next = clock.wait(1000)
    await expect(waiting).rejects.toThrow()
    at = 2050
    expect(clock.now()).toBe(20_500)
    at = 9000
    expect(clock.now()).toBe(21_000)
    void next
  })
})
