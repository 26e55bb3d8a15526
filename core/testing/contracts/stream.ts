import type { Asset } from '../../assets/asset.js'
import { type Dataset, readDataset } from '../../data/dataset.js'
import { QUIRKS } from '../../data/quirks.js'
import type { Frequency } from '../../data/source.js'
import { MarketStream, type StreamBar, type StreamBatch, type StreamSession } from '../../live/stream.js'
import { rowOfMinute } from '../../time/session.js'
import { weekdays } from '../harness.js'
import { memorySource } from '../memory-source.js'
import { type Behaviour, type Make, type Subject, testContract } from './contract.js'
import { demand, shown, written } from './deeds.js'
import { TWO_ASSETS } from './desk.js'
import { mayHaveFunctions } from './functions.js'

/** What the stream is tested on. */
export interface StreamSubject {
  /** Two assets that it tells of; two made up ones, where left out. */
  readonly assets?: readonly Asset[]
  readonly frequency?: Frequency
  /** How many batches are looked at; 6 where left out. */
  readonly batches?: number
  /** How long they may take, ms; 2000 where left out. A stream that has ended before is looked at as far as it came. */
  readonly patience?: number
  /** What the venue does while it is listened to: sends a trade, moves a price. Called before each batch is awaited. */
  readonly stir?: () => void | Promise<void>
}

/** What a market stream promises: `streamContract({ plugin, use: { use: 'acme', url }, assets, stir })`. */
export function streamContract(subject: Subject<MarketStream> & StreamSubject): void {
  testContract(MarketStream, subject, streamBehaviours(subject))
}

/** Batches, each with what was in it when it came. */
interface Heard {
  readonly batches: readonly StreamBatch[]
  readonly texts: readonly string[]
  readonly session: StreamSession
}

const SESSIONS = 10

export function streamBehaviours(subject: StreamSubject = {}): readonly Behaviour<MarketStream>[] {
  const { assets = TWO_ASSETS, frequency = 'daily', batches: wanted = 6, patience = 2000, stir } = subject
  const hear = async (make: Make<MarketStream>): Promise<Heard> => {
    const stop = new AbortController()
    const session = await sessionFor(assets, frequency, stop.signal)
    const stream = await make()
    const batches: StreamBatch[] = []
    const texts: string[] = []
    const end = setTimeout(() => stop.abort(), patience)
    try {
      const iterator = iteratorOf(stream.open(session))
      while (batches.length < wanted) {
        await stir?.()
        const { value, done } = await Promise.race([iterator.next(), aborted(stop.signal)])
        if (done) break
        batches.push(value)
        texts.push(written(value))
      }
      await Promise.race([iterator.return?.(), aborted(stop.signal)])
    } finally {
      clearTimeout(end)
      stop.abort()
    }
    return { batches, texts, session }
  }
  const each = (
    name: string,
    check: (batch: StreamBatch, heard: Heard, i: number) => void,
  ): Behaviour<MarketStream> => ({
    name,
    check: async (make) => {
      const heard = await hear(make)
      for (const [i, batch] of heard.batches.entries()) check(batch, heard, i)
    },
  })
  const eachBar = (name: string, check: (bar: StreamBar) => void) =>
    each(name, ({ bars }) => {
      for (const bar of bars) check(bar)
    })
  return [
    {
      name: 'has open(session), which answers batches to be awaited one by one',
      check: async (make) => {
        const stream = await make()
        demand(typeof stream.open === 'function', () => `expected a function open, was ${shown(stream.open)}`)
        const stop = new AbortController()
        const answer: unknown = stream.open(await sessionFor(assets, frequency, stop.signal))
        stop.abort()
        demand(
          isIterable(answer),
          () => `expected batches, one after the other: async *open(session), was ${shown(answer)}`,
        )
      },
    },
    mayHaveFunctions('clock', 'close'),
    {
      name: 'tells of bars',
      check: async (make) => {
        const { batches } = await hear(make)
        demand(
          batches.some(({ bars }) => bars.length > 0),
          () => `not one bar in ${batches.length} batches, within ${patience} ms`,
        )
      },
    },
    each('dates its batches in epoch ms', ({ at }) =>
      demand(at > Date.UTC(2000, 0) && at < Date.UTC(2200, 0), () => `expected epoch ms, was ${shown(at)}`),
    ),
    each('tells batches in rising time', ({ at }, { batches }, i) =>
      demand(i === 0 || at >= batches[i - 1].at, () => `${instant(at)} comes after ${instant(batches[i - 1].at)}`),
    ),
    each('dates its bars by their end, inside a session', ({ at }, { session }) =>
      demand(
        stir !== undefined || rowOfMinute(session.sessions, at) >= 0,
        () => `${instant(at)} lies in no session of the run`,
      ),
    ),
    eachBar('tells of assets that the run has', ({ sid }) =>
      demand(
        assets.some((asset) => asset.sid === sid),
        () => `there is no asset with sid ${sid}`,
      ),
    ),
    each('tells of each asset once in a batch', ({ bars }) => {
      const sids = bars.map(({ sid }) => sid)
      demand(new Set(sids).size === sids.length, () => `a batch has bars of the sids ${sids.join(', ')}`)
    }),
    eachBar('tells prices that are finite and not below 0, or NaN where nothing traded', (bar) => {
      for (const name of ['open', 'high', 'low', 'close'] as const)
        demand(
          Number.isNaN(bar[name]) || (Number.isFinite(bar[name]) && bar[name] >= 0),
          () => `its ${name} is ${bar[name]}`,
        )
    }),
    eachBar('has open and close between low and high', ({ open, high, low, close }) => {
      const within = (price: number) => !(price > high) && !(price < low)
      demand(
        !(high < low) && within(open) && within(close),
        () => `${open} and ${close} do not lie in ${low} to ${high}`,
      )
    }),
    eachBar('tells volumes that are finite and not below 0', ({ volume }) =>
      demand(Number.isFinite(volume) && volume >= 0, () => `a volume is ${volume}: write 0 where nothing traded`),
    ),
    each('says whole and ofSession by true and false, or not at all', ({ whole, ofSession }) => {
      for (const [name, flag] of Object.entries({ whole, ofSession }))
        demand(
          flag === undefined || typeof flag === 'boolean',
          () => `expected true or false of ${name}, was ${shown(flag)}`,
        )
    }),
    each('tells of an asset that has ended nothing more', ({ bars }, { batches }, i) => {
      const ended = new Set(batches.slice(0, i).flatMap((batch) => batch.ended ?? []))
      const wrong = bars.find(({ sid }) => ended.has(sid))
      demand(wrong === undefined, () => `sid ${wrong!.sid} has ended, and a bar of it comes`)
      for (const sid of batches[i].ended ?? [])
        demand(
          assets.some((asset) => asset.sid === sid),
          () => `sid ${sid} has ended, and is no asset of the run`,
        )
    }),
    {
      name: 'never writes again into what it has told',
      check: async (make) => {
        const { batches, texts } = await hear(make)
        const changed = batches.findIndex((batch, i) => written(batch) !== texts[i])
        demand(changed < 0, () => `batch ${changed + 1} was changed after it had been told`)
      },
    },
    {
      name: 'leaves what was read before the run as it is',
      check: async (make) => {
        const before = textOf((await sessionFor(assets, frequency)).dataset)
        const { session } = await hear(make)
        demand(textOf(session.dataset) === before, 'bars of the data set were changed')
      },
    },
    {
      name: 'ends when it is told to stop',
      check: async (make) => {
        const stop = new AbortController()
        const stream = await make()
        const iterator = iteratorOf(stream.open(await sessionFor(assets, frequency, stop.signal)))
        await stir?.()
        await Promise.race([iterator.next().catch(() => undefined), after(patience)])
        stop.abort()
        let isOver = false
        const ended = (async () => {
          // Batches on their way may still come.
          while (!isOver) if ((await iterator.next()).done) return 'ended'
          return 'goes on'
        })().catch(() => 'ended')
        const answer = stream.clock === undefined ? await Promise.race([ended, after(patience)]) : 'ended'
        isOver = true
        demand(answer === 'ended', () => `told to stop, it goes on for ${patience} ms`)
      },
    },
    {
      name: 'can be left while it goes on, and closed twice',
      check: async (make) => {
        const stop = new AbortController()
        const stream = await make()
        const iterator = iteratorOf(stream.open(await sessionFor(assets, frequency, stop.signal)))
        await stir?.()
        await Promise.race([iterator.next(), after(patience)])
        stop.abort()
        const left = await Promise.race([Promise.resolve(iterator.return?.()).then(() => true), after(patience)])
        demand(left !== 'late', 'it cannot be left: return() of its batches does not end')
        await stream.close?.()
        await stream.close?.()
      },
    },
    {
      name: 'has a clock, where it has one, that begins when the run does and never goes back',
      check: async (make) => {
        const from = Date.UTC(2024, 0, 2, 14, 30)
        const clock = (await make()).clock?.(from)
        if (clock === undefined) return
        demand(clock.now() === from, () => `a run from ${instant(from)} finds the clock at ${instant(clock.now())}`)
        const waited = clock.wait(1)
        const during = clock.now()
        await waited
        demand(
          during >= from && clock.now() >= from + 1,
          () => `having waited 1 ms from ${from} it says ${clock.now()}`,
        )
      },
    },
  ]
}

async function sessionFor(
  assets: readonly Asset[],
  frequency: Frequency,
  signal?: AbortSignal,
): Promise<StreamSession> {
  const all = weekdays.sessions('2024-01-02', '2024-12-31')
  const dates = Array.from({ length: SESSIONS }, (_, row) => all.date(row))
  const sessions = weekdays.sessions(dates[0], dates[SESSIONS - 1])
  const times =
    frequency === 'daily'
      ? Float64Array.from(sessions.days, (day) => day * 86_400_000)
      : Float64Array.from(
          { length: 390 * SESSIONS },
          (_, i) => sessions.opens[Math.floor(i / 390)] + 60_000 * ((i % 390) + 1),
        )
  const bars = assets.map(({ sid }) => {
    const close = times.map((_, i) => 50 + sid + (i % 3))
    return { sid, times, open: close, high: close, low: close, close, volume: times.map(() => 100) }
  })
  const dataset = await readDataset(memorySource({ assets, bars }), { calendar: weekdays, frequency }, QUIRKS.strict)
  return { dataset, frequency, sessions: dataset.reader.sessions, first: 0, last: SESSIONS - 1, signal }
}

const textOf = ({ reader, finder }: Dataset): string =>
  finder.all
    .map(({ sid }) => (['open', 'close', 'volume'] as const).map((field) => reader.column(sid, field).join()).join())
    .join()

const isIterable = (value: unknown): value is Iterable<StreamBatch> | AsyncIterable<StreamBatch> =>
  typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)

/** Whatever it is, awaited: what is thrown at once is a rejection too. */
function iteratorOf(batches: AsyncIterable<StreamBatch> | Iterable<StreamBatch>): AsyncIterator<StreamBatch> {
  if (Symbol.asyncIterator in batches) return batches[Symbol.asyncIterator]()
  const iterator = batches[Symbol.iterator]()
  return {
    next: async () => iterator.next(),
    return: async () => iterator.return?.() ?? { done: true, value: undefined },
  }
}

const aborted = (signal: AbortSignal): Promise<{ done: true; value: undefined }> =>
  new Promise((resolve) => {
    const end = () => resolve({ done: true, value: undefined })
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

const after = (ms: number): Promise<'late'> => new Promise((resolve) => setTimeout(() => resolve('late'), ms).unref())

const instant = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms))
