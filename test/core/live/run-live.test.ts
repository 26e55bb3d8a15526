import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import { runLive } from '../../../core/live/run-live.js'
import type { MarketStream } from '../../../core/live/stream.js'
import { market, optionsOf } from '../engine/market.js'

const DAY = 86_400_000
const today = Math.floor(Date.now() / DAY)
const date = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)
/** Daily bars from 2021-01-01 up to so many days before today. */
const dataUpTo = (before: number) => {
  const days = today - Date.parse('2021-01-01') / DAY - before + 1
  return market([new Array<number>(days).fill(10)])
}

/** A stream of today that says nothing yet. */
const silent: MarketStream = {
  async *open() {
    await new Promise(() => {})
  },
}

describe('a run on the clock of the wall', () => {
  it('begins with the session that is on, after what was read, with assets that go on', async () => {
    const stop = new AbortController()
    const seen: unknown[] = []
    const strategy: Strategy = {
      initialize(run) {
        const [asset] = run.finder.all
        seen.push(run.start, asset.endDate >= date(today), asset.autoCloseDate)
        setTimeout(() => stop.abort(), 20)
      },
    }
    const { interrupted, performance } = await runLive(
      silent,
      optionsOf(dataUpTo(1), strategy, { signal: stop.signal }),
    )
    expect(seen).toEqual([date(today), true, undefined])
    expect([interrupted, performance.length]).toEqual([true, 0])
  })

  it('is refused where sessions are missing between the data and today', async () => {
    await expect(runLive(silent, optionsOf(dataUpTo(4), {}))).rejects.toMatchObject({
      code: 'HISTORY_ENDS_EARLY',
      message: `the data end on ${date(today - 4)}, and the run begins on ${date(today)}: 3 sessions are missing`,
    })
  })

  it('is refused where its end is over', async () => {
    await expect(runLive(silent, optionsOf(dataUpTo(1), {}, { end: '2021-02-01' }))).rejects.toMatchObject({
      code: 'END_IN_THE_PAST',
    })
  })
})
