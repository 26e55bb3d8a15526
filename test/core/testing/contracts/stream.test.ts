import { describe } from '@jest/globals'
import builtin from '../../../../core/builtin.js'
import { replay } from '../../../../core/live/replay.js'
import { MarketStream, type StreamBar, type StreamBatch, type StreamSession } from '../../../../core/live/stream.js'
import { streamBehaviours, streamContract } from '../../../../core/testing/contracts/stream.js'
import { testCatches } from './wrong.js'

for (const frequency of ['daily', 'minute'] as const)
  streamContract({ plugin: builtin, use: { use: 'replay', speed: 'max' }, frequency })
streamContract({ create: () => ticking(), patience: 300 })

/** A stream by the wall clock, as a vendor's is: batches come by themselves until it is told to stop. */
function ticking(signals = true): MarketStream {
  return {
    async *open(session) {
      for (let row = 0; row < session.last && !(signals && session.signal?.aborted); row++) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        yield { at: session.sessions.closes[row], bars: [{ sid: 0, open: 1, high: 2, low: 1, close: 2, volume: 5 }] }
      }
    },
  }
}

const telling =
  (open: (session: StreamSession) => unknown, other: Partial<MarketStream> = {}) =>
  () =>
    ({ open, ...other }) as unknown as MarketStream
/** The replay, with something else in each batch. */
const but = (change: (batch: StreamBatch, i: number) => object) =>
  telling(async function* (session) {
    let i = 0
    for await (const batch of replay('max').open(session)) yield { ...batch, ...change(batch, i++) }
  })
const bars = (change: (bar: StreamBar) => object) =>
  but((batch) => ({ bars: batch.bars.map((bar) => ({ ...bar, ...change(bar) })) }))

describe('what is wrong with a market stream', () => {
  testCatches(MarketStream, streamBehaviours({ patience: 100 }), {
    'has open(session), which answers batches to be awaited one by one': telling(() => 7),
    'has functions, or nothing, for clock and close': telling(() => [], { close: true as never }),
    'tells of bars': but(() => ({ bars: [] })),
    'dates its batches in epoch ms': but(({ at }) => ({ at: at / 1000 })),
    'tells batches in rising time': but(({ at }, i) => ({ at: i === 3 ? at - 20 * 86_400_000 : at })),
    'dates its bars by their end, inside a session': but(({ at }) => ({ at: at + 60_000 })),
    'tells of assets that the run has': bars(() => ({ sid: 9 })),
    'tells of each asset once in a batch': bars(() => ({ sid: 0 })),
    'tells prices that are finite and not below 0, or NaN where nothing traded': bars(() => ({ low: -1 })),
    'has open and close between low and high': bars(({ high }) => ({ close: high + 1 })),
    'tells volumes that are finite and not below 0': bars(() => ({ volume: Number.NaN })),
    'says whole and ofSession by true and false, or not at all': but(() => ({ whole: 'yes' })),
    'tells of an asset that has ended nothing more': but((_, i) => ({ ended: i === 1 ? [0] : [] })),
    'never writes again into what it has told': telling(function* (session: StreamSession) {
      const batch = { at: 0, bars: [{ sid: 0, open: 1, high: 1, low: 1, close: 1, volume: 1 }] }
      for (let row = 0; row < 5; row++) {
        batch.at = session.sessions.closes[row]
        yield batch
      }
    }),
    'leaves what was read before the run as it is': telling(function* (session: StreamSession) {
      session.dataset.reader.column(0, 'close').fill(1)
      yield* replay('max').open(session) as Iterable<StreamBatch>
    }),
    'ends when it is told to stop': telling(async function* () {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        yield { at: Date.UTC(2024, 0, 2, 21), bars: [] }
      }
    }),
    'can be left while it goes on, and closed twice': () => {
      let isOpen = true
      const close = () => {
        if (!isOpen) throw new Error('it is closed already')
        isOpen = false
      }
      return { open: replay('max').open, close }
    },
    'has a clock, where it has one, that begins when the run does and never goes back': telling(replay('max').open, {
      clock: () => ({ now: () => 0, wait: async () => {} }),
    }),
  })
})
