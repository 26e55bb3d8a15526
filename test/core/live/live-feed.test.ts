import { describe, expect, it } from '@jest/globals'
import type { WallClock } from '../../../core/data/remote/clock.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import type { Broker, BrokerEvent, BrokerSession } from '../../../core/execution/broker.js'
import { runLive } from '../../../core/live/run-live.js'
import type { MarketStream, StreamBatch } from '../../../core/live/stream.js'
import { market, optionsOf } from '../engine/market.js'

const DAY = 86_400_000
const START = Date.parse('2021-01-01')
const closeOf = (day: number) => START + (day + 1) * DAY

const batch = (day: number, close: number, more: Partial<StreamBatch> = {}): StreamBatch => ({
  at: closeOf(day),
  bars: [{ sid: 0, open: close, high: close, low: close, close, volume: 100 }],
  ...more,
})

/** A clock that is moved on by waiting, and lets other work go first. */
function steppingClock(from: number): WallClock {
  let at = from
  return {
    now: () => at,
    wait: async (ms, signal) => {
      const until = at + ms
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      at = until
    },
  }
}

/** A stream that tells what a script says, each after some turns of the event loop. */
function scripted(script: readonly (StreamBatch | Error)[]): MarketStream {
  return {
    clock: steppingClock,
    async *open() {
      for (const item of script) {
        await new Promise((resolve) => setImmediate(resolve))
        if (item instanceof Error) throw item
        yield item
      }
    },
  }
}

function watcher() {
  const closes: number[] = []
  const strategy: Strategy = { onBar: (run) => void closes.push(run.data.spot(run.finder.all[0], 'close')) }
  return { closes, strategy }
}

/** Four days of history's axis, none of whose prices is used. */
const data = () => market([[1, 1, 1, 1]])

describe('the live feed', () => {
  it('plays a bar when its prices have come', async () => {
    const { closes, strategy } = watcher()
    const script = [10, 11, 12, 13].map((close, day) => batch(day, close, { whole: true }))
    const { performance } = await runLive(scripted(script), optionsOf(data(), strategy))
    expect(closes).toEqual([10, 11, 12, 13])
    expect(performance.length).toBe(4)
  })

  it('waits for as long as bars may still come, then plays without them; what comes too late is left out, and told', async () => {
    const { closes, strategy } = watcher()
    const lines: string[] = []
    const script = [batch(0, 10), batch(2, 12), batch(1, 11), batch(3, 13)]
    const onLog = (_level: string, _at: number, message: string) => void lines.push(message)
    await runLive(scripted(script), { ...optionsOf(data(), strategy, { onLog }), grace: 1000 })
    expect(closes).toEqual([10, Number.NaN, 12, 13])
    expect(lines).toEqual(['bars were left out: 1 after their time, 0 of unknown assets or outside of sessions'])
  })

  it('does not take bars of assets that the run does not have', async () => {
    const { closes, strategy } = watcher()
    const lines: string[] = []
    const strange = { ...batch(0, 99), bars: [{ ...batch(0, 99).bars[0], sid: 7 }] }
    const script = [strange, ...[10, 11, 12, 13].map((close, day) => batch(day, close, { whole: true }))]
    const onLog = (_level: string, _at: number, message: string) => void lines.push(message)
    await runLive(scripted(script), optionsOf(data(), strategy, { onLog }))
    expect(closes).toEqual([10, 11, 12, 13])
    expect(lines).toEqual(['bars were left out: 0 after their time, 1 of unknown assets or outside of sessions'])
  })

  it('ends with STREAM_ENDED where the stream does before the run, and with the own error of a stream', async () => {
    const { strategy } = watcher()
    await expect(runLive(scripted([batch(0, 10, { whole: true })]), optionsOf(data(), strategy))).rejects.toMatchObject(
      {
        code: 'STREAM_ENDED',
        message: 'the stream of bars has ended before 2021-01-03T00:00:00+00:00',
      },
    )
    const broken = scripted([batch(0, 10, { whole: true }), new Error('the socket is gone')])
    await expect(runLive(broken, optionsOf(data(), strategy))).rejects.toThrow('the socket is gone')
  })

  it('stops at once when it is told to, with what it has', async () => {
    const stop = new AbortController()
    const { closes } = watcher()
    const strategy: Strategy = {
      onBar(run) {
        closes.push(run.data.spot(run.finder.all[0], 'close'))
        if (closes.length === 2) setImmediate(() => stop.abort())
      },
    }
    // After the second batch the stream says nothing any more, and the clock stands.
    const silent: MarketStream = {
      clock: (from) => {
        const clock = steppingClock(from)
        const until = START + 2 * DAY
        return {
          now: clock.now,
          wait: (ms, signal) => (clock.now() >= until ? new Promise(() => {}) : clock.wait(ms, signal)),
        }
      },
      async *open() {
        yield batch(0, 10, { whole: true })
        yield batch(1, 11, { whole: true })
        await new Promise(() => {})
      },
    }
    const result = await runLive(silent, optionsOf(data(), strategy, { signal: stop.signal }))
    expect(closes).toEqual([10, 11])
    expect([result.interrupted, result.performance.length]).toEqual([true, 2])
  })

  it('hands on what the broker tells between two bars, at the time at which it does', async () => {
    const told: BrokerEvent[] = []
    let session!: BrokerSession
    const fills: number[] = []
    const broker: Broker = {
      connect(given) {
        session = given
      },
      send([command]) {
        if (command.kind !== 'submit') return
        const { id, amount } = command.order
        setImmediate(() => {
          told.push({ kind: 'filled', orderId: id, at: START + 1.5 * DAY, amount, price: 10.5, commission: 0 })
          session.news?.()
        })
      },
      drain: (at) => {
        if (told.length > 0) fills.push(at)
        return told.splice(0)
      },
    }
    const held: number[] = []
    const strategy: Strategy = {
      onBar(run) {
        const [asset] = run.finder.all
        held.push(run.ledger.amount(asset))
        if (held.length === 1) run.order(asset, 5)
      },
    }
    const script = [10, 11, 12, 13].map((close, day) => batch(day, close, { whole: true }))
    const { performance } = await runLive(scripted(script), optionsOf(data(), strategy, { broker }))
    expect(held).toEqual([0, 5, 5, 5])
    expect(fills).toHaveLength(1)
    // After the first session's end, before the second's bar: it is the second session's fill.
    expect(fills[0]).toBeLessThan(closeOf(1))
    expect(performance.transactions.map((list) => list.length)).toEqual([0, 1, 0, 0])
    expect(performance.columns.ending_cash[3]).toBe(10_000 - 52.5)
  })
})
