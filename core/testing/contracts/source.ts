import type { Asset } from '../../assets/asset.js'
import { readDataset } from '../../data/dataset.js'
import { QUIRKS } from '../../data/quirks.js'
import { BAR_FIELDS } from '../../data/reader.js'
import { type Bars, type DataBatch, type DataRequest, DataSource, type Frequency } from '../../data/source.js'
import type { Calendar } from '../../time/calendar.js'
import { dateOf, dayOf, rowOfMinute, type SessionTable } from '../../time/session.js'
import { weekdays } from '../harness.js'
import { type Behaviour, type Make, type Subject, testContract } from './contract.js'
import { demand, refused, shown, written } from './deeds.js'

/** What the source is asked for by the suite: something small that it has, of two symbols or more where it has as many. */
export interface SourceRequest {
  /** All that the source has, where left out. */
  readonly symbols?: readonly string[]
  /** The calendar on which its bars lie; Monday to Friday in New York, where left out. */
  readonly calendar?: Calendar
  readonly frequency?: Frequency
  /** ISO dates, both included. */
  readonly start?: string
  readonly end?: string
}

export interface SourceSubject {
  readonly request?: SourceRequest
}

/** What a data source promises: `dataSourceContract({ plugin, use: { use: 'acme', dir }, request: { symbols: ['A', 'B'] } })`. */
export function dataSourceContract(subject: Subject<DataSource> & SourceSubject): void {
  testContract(DataSource, subject, dataSourceBehaviours(subject))
}

/** What came of a fetch, in order, each batch with what was in it when it came. */
interface Fetched {
  readonly batches: readonly DataBatch[]
  readonly texts: readonly string[]
  readonly assets: readonly Asset[]
  readonly bars: readonly Bars[]
}

const DAY = 86_400_000

async function fetched(source: DataSource, request: DataRequest): Promise<Fetched> {
  const batches: DataBatch[] = []
  const texts: string[] = []
  for await (const batch of source.fetch(request)) {
    batches.push(batch)
    texts.push(written(batch))
  }
  const assets = batches.flatMap((batch) => (batch.kind === 'assets' ? batch.assets : []))
  const bars = batches.flatMap((batch) => (batch.kind === 'bars' ? [batch.bars] : []))
  return { batches, texts, assets, bars }
}

const KINDS = ['assets', 'bars', 'sessions', 'adjustments', 'notice']

export function dataSourceBehaviours({ request: asked = {} }: SourceSubject = {}): readonly Behaviour<DataSource>[] {
  const { calendar = weekdays, frequency = 'daily', symbols, start, end } = asked
  const request: DataRequest = { calendar, frequency, symbols, start, end }
  const all = (make: Make<DataSource>, other: Partial<DataRequest> = {}) =>
    make().then((source) => fetched(source, { ...request, ...other }))
  const each = (name: string, check: (bars: Bars, symbol: string, asset: Asset | undefined) => void) => ({
    name,
    check: async (make: Make<DataSource>) => {
      const { assets, bars } = await all(make)
      for (const one of bars) {
        const asset = assets.find(({ sid }) => sid === one.sid)
        check(one, asset?.symbol ?? `sid ${one.sid}`, asset)
      }
    },
  })
  return [
    {
      name: 'has fetch(request), which answers batches to be awaited',
      check: async (make) => {
        const source = await make()
        demand(typeof source.fetch === 'function', () => `expected a function fetch, was ${shown(source.fetch)}`)
        const answer = source.fetch(request) as unknown
        demand(
          typeof (answer as { [Symbol.asyncIterator]?: unknown })?.[Symbol.asyncIterator] === 'function',
          'expected batches to be awaited one by one: async *fetch(request) { yield … }',
        )
      },
    },
    {
      name: 'answers batches of the kinds that there are',
      check: async (make) => {
        for (const { kind } of (await all(make)).batches)
          demand(KINDS.includes(kind), () => `expected one of ${KINDS.join(', ')}, was ${shown(kind)}`)
      },
    },
    {
      name: 'has bars of what it is asked for',
      check: async (make) => {
        const { assets, bars } = await all(make)
        const without = assets.find(({ sid }) => !bars.some((each) => each.sid === sid && each.times.length > 0))
        demand(assets.length > 0, 'there is not one asset')
        demand(
          without === undefined,
          () => `${without!.symbol} has no bar from ${start ?? 'its start'} to ${end ?? 'its end'}`,
        )
      },
    },
    {
      name: 'tells an asset before its bars, and all assets before the adjustments',
      check: async (make) => {
        const told = new Set<number>()
        let isAdjusted = false
        for (const batch of (await all(make)).batches) {
          if (batch.kind === 'assets') {
            demand(!isAdjusted, 'assets come after the adjustments')
            for (const { sid } of batch.assets) told.add(sid)
          }
          if (batch.kind === 'adjustments') isAdjusted = true
          if (batch.kind === 'bars')
            demand(told.has(batch.bars.sid), () => `bars of sid ${batch.bars.sid} come before the asset`)
        }
      },
    },
    {
      name: 'describes its assets whole',
      check: async (make) => {
        for (const asset of (await all(make)).assets) {
          const fault = faultOfAsset(asset)
          demand(fault === undefined, () => `${shown(asset.symbol)}: ${fault}`)
        }
      },
    },
    {
      name: 'gives each asset a number and a symbol of its own',
      check: async (make) => {
        const { assets } = await all(make)
        const twice = assets.find(({ sid }, i) => assets.findIndex((other) => other.sid === sid) < i)
        demand(twice === undefined, () => `sid ${twice!.sid} is given to two assets`)
      },
    },
    each('answers columns of doubles, equally long', (bars, symbol) => {
      for (const name of ['times', ...BAR_FIELDS] as const) {
        const column = bars[name] as unknown
        const isDoubles = Object.prototype.toString.call(column) === '[object Float64Array]'
        demand(isDoubles, () => `${symbol}: expected a Float64Array of ${name}, was ${shown(column)}`)
        demand(
          bars[name].length === bars.times.length,
          () => `${symbol} has ${bars.times.length} times and ${bars[name].length} of ${name}`,
        )
      }
    }),
    each('answers bars in rising time, each once', ({ times }, symbol) => {
      for (let i = 1; i < times.length; i++)
        demand(times[i] > times[i - 1], () => `${symbol}: ${instant(times[i])} does not come after the bar before it`)
    }),
    {
      name: 'answers bars on sessions of the calendar',
      check: async (make) => {
        const { bars } = await all(make)
        const filled = bars.filter(({ times }) => times.length > 0)
        const from = Math.min(...filled.map(({ times }) => times[0]))
        const to = Math.max(...filled.map(({ times }) => times[times.length - 1]))
        if (filled.length === 0) return
        const table = sessionsOver(calendar, from, to)
        for (const { sid, times } of filled)
          for (const time of times)
            demand(
              frequency === 'daily' ? isMidnightOf(time, table) : rowOfMinute(table, time) >= 0,
              () =>
                `sid ${sid} has a bar at ${instant(time)}, which is ${frequency === 'daily' ? 'the midnight (UTC) of no session' : 'in no session'} of ${calendar.name}`,
            )
      },
    },
    each('answers prices that are finite and not below 0, or NaN where nothing traded', (bars, symbol) => {
      for (const name of ['open', 'high', 'low', 'close'] as const)
        for (let i = 0; i < bars.times.length; i++) {
          const price = bars[name][i]
          demand(
            Number.isNaN(price) || (Number.isFinite(price) && price >= 0),
            () => `${symbol}: its ${name} of ${instant(bars.times[i])} is ${price}`,
          )
        }
    }),
    each('has open and close between low and high', ({ times, open, high, low, close }, symbol) => {
      for (let i = 0; i < times.length; i++) {
        const within = (price: number) => !(price > high[i]) && !(price < low[i])
        demand(
          !(high[i] < low[i]) && within(open[i]) && within(close[i]),
          () => `${symbol}: ${open[i]} and ${close[i]} of ${instant(times[i])} do not lie in ${low[i]} to ${high[i]}`,
        )
      }
    }),
    each('answers volumes that are finite and not below 0', ({ times, volume }, symbol) => {
      for (let i = 0; i < times.length; i++)
        demand(
          Number.isFinite(volume[i]) && volume[i] >= 0,
          () => `${symbol}: the volume of ${instant(times[i])} is ${volume[i]}: write 0 where nothing traded`,
        )
    }),
    each("has no bar outside of its asset's life", ({ times }, symbol, asset) => {
      if (asset === undefined || times.length === 0) return
      const [first, last] = [times[0], times[times.length - 1]].map((time) => Math.floor(time / DAY))
      // A session of minutes may begin on the evening before, or end on the morning after.
      const slack = frequency === 'daily' ? 0 : 1
      demand(
        first >= dayOf(asset.startDate) - slack && last <= dayOf(asset.endDate) + slack,
        () =>
          `${symbol} lives from ${asset.startDate} to ${asset.endDate}, and has bars from ${dateOf(first)} to ${dateOf(last)}`,
      )
    }),
    {
      name: 'answers the symbols that it is asked for, and no others',
      check: async (make) => {
        const known = (await all(make)).assets.map(({ symbol }) => symbol)
        const one = known[known.length - 1]
        const { assets, bars } = await all(make, { symbols: [one] })
        demand(
          assets.length === 1 && assets[0].symbol === one,
          () => `asked for ${one}, it answers ${assets.map(({ symbol }) => symbol).join(', ') || 'nothing'}`,
        )
        const other = bars.find(({ sid }) => sid !== assets[0].sid)
        demand(other === undefined, () => `asked for ${one}, it answers bars of sid ${other!.sid} too`)
      },
    },
    {
      name: 'refuses a symbol that it does not have, by its name',
      check: async (make) => {
        const error = await refused('a symbol that it does not have', [], () => all(make, { symbols: ['NO-SUCH-1'] }))
        demand(error.message.includes('NO-SUCH-1'), () => `the refusal does not name the symbol: ${error.message}`)
      },
    },
    {
      name: 'answers the days that it is asked for, and no others',
      check: async (make) => {
        const { bars } = await all(make)
        const days = [
          ...new Set(bars.flatMap(({ times }) => Array.from(times, (time) => Math.floor(time / DAY)))),
        ].sort((a, b) => a - b)
        if (days.length < 3) return
        const [from, to] = [days[1], days[days.length - 2]]
        const slack = frequency === 'daily' ? 0 : 1
        const part = await all(make, { start: dateOf(from), end: dateOf(to) })
        for (const { sid, times } of part.bars)
          for (const time of times)
            demand(
              Math.floor(time / DAY) >= from - slack && Math.floor(time / DAY) <= to + slack,
              () => `asked for ${dateOf(from)} to ${dateOf(to)}, sid ${sid} has a bar at ${instant(time)}`,
            )
      },
    },
    {
      name: 'stops when it is told to',
      check: async (make) => {
        const stop = new AbortController()
        stop.abort()
        const source = await make()
        let batches = 0
        try {
          for await (const { kind } of source.fetch({ ...request, signal: stop.signal })) if (kind === 'bars') batches++
        } catch {
          return
        }
        demand(
          batches === 0,
          () => `told to stop before it began, it answers ${batches} batches of bars: request.signal?.throwIfAborted()`,
        )
      },
    },
    {
      name: 'tells how far it has come from 0 to 1, where it does, never back',
      check: async (make) => {
        const steps: number[] = []
        await all(make, { progress: (done) => void steps.push(done) })
        const wrong = steps.find((done, i) => !(done >= 0 && done <= 1) || done < (steps[i - 1] ?? 0))
        demand(wrong === undefined, () => `its progress was ${shown(steps)}`)
      },
    },
    {
      name: 'answers the same when it is asked again',
      check: async (make) => {
        const source = await make()
        const [first, second] = [await fetched(source, request), await fetched(source, request)]
        demand(first.texts.join() === second.texts.join(), 'the second answer to the same request is another one')
      },
    },
    {
      name: 'answers two requests at a time as it does one after the other',
      check: async (make) => {
        const source = await make()
        const alone = (await fetched(source, request)).texts.join()
        const both = await Promise.all([fetched(source, request), fetched(source, request)])
        demand(
          both.every(({ texts }) => texts.join() === alone),
          'two requests at a time get in the way of each other',
        )
      },
    },
    {
      name: 'never writes again into what it has answered',
      check: async (make) => {
        const { batches, texts } = await all(make)
        const changed = batches.findIndex((batch, i) => written(batch) !== texts[i])
        demand(
          changed < 0,
          () => `batch ${changed + 1} (${batches[changed].kind}) was changed after it had been answered`,
        )
      },
    },
    {
      name: 'tells of splits, dividends and mergers with sound dates and numbers, of assets that it has told of',
      check: async (make) => {
        const { batches, assets } = await all(make)
        const sids = new Set(assets.map(({ sid }) => sid))
        for (const batch of batches) if (batch.kind === 'adjustments') checkAdjustments(batch, sids)
      },
    },
    {
      name: 'gives its notices a code and a message',
      check: async (make) => {
        for (const batch of (await all(make)).batches)
          if (batch.kind === 'notice')
            demand(
              /^[A-Z][A-Z0-9_]+$/.test(batch.notice.code) && batch.notice.message !== '',
              () => `expected { code: 'A_CODE', message }, was ${shown(batch.notice)}`,
            )
      },
    },
    {
      name: 'makes a data set that a backtest can run on',
      check: async (make) => {
        const dataset = await readDataset(await make(), request, QUIRKS.strict)
        const { sessions } = dataset.reader
        for (const asset of dataset.finder.all) {
          const last = dataset.reader.lastRow(asset.sid)
          demand(last >= 0 && last < sessions.length, () => `${asset.symbol} has no bar on the axis of the data set`)
        }
      },
    },
  ]
}

type Records = Extract<DataBatch, { readonly kind: 'adjustments' }>

function checkAdjustments({ splits, dividends, stockDividends, mergers }: Records, sids: ReadonlySet<number>): void {
  const check = (what: string, sid: number, date: string, value: number) => {
    demand(sids.has(sid), () => `a ${what} is of sid ${sid}, which is no asset that it has told of`)
    demand(isDate(date), () => `a ${what} of sid ${sid} is on ${shown(date)}, which is no ISO date`)
    demand(
      value > 0 && Number.isFinite(value),
      () => `a ${what} of sid ${sid} on ${date} has ${value}, not more than 0`,
    )
  }
  for (const { sid, effectiveDate, ratio } of splits) check('split', sid, effectiveDate, ratio)
  for (const { sid, effectiveDate, ratio } of mergers) check('merger', sid, effectiveDate, ratio)
  for (const { sid, exDate, amount } of dividends) check('dividend', sid, exDate, amount)
  for (const { sid, exDate, ratio, paymentSid } of stockDividends) {
    check('stock dividend', sid, exDate, ratio)
    demand(sids.has(paymentSid), () => `a stock dividend of sid ${sid} pays in sid ${paymentSid}, which is no asset`)
  }
}

function faultOfAsset(asset: Asset): string | undefined {
  const { kind, sid, symbol, name, exchange, currency, startDate, endDate, tickSize, multiplier } = asset
  if (!['equity', 'future', 'cryptocurrency', 'forex'].includes(kind)) return `its kind is ${shown(kind)}`
  if (!(Number.isInteger(sid) && sid >= 0)) return `its sid is ${shown(sid)}, not a whole number from 0`
  for (const [key, text] of Object.entries({ symbol, currency }))
    if (typeof text !== 'string' || text === '') return `its ${key} is ${shown(text)}`
  for (const [key, text] of Object.entries({ name, exchange }))
    if (typeof text !== 'string') return `its ${key} is ${shown(text)}`
  if (!isDate(startDate) || !isDate(endDate) || startDate > endDate) return `it lives from ${startDate} to ${endDate}`
  if (!(tickSize > 0)) return `its tickSize is ${tickSize}`
  if (!(multiplier > 0)) return `its multiplier is ${multiplier}`
  return kind === 'future' && !asset.rootSymbol ? 'a future needs its rootSymbol' : undefined
}

function isDate(date: unknown): boolean {
  try {
    return typeof date === 'string' && Number.isFinite(dayOf(date))
  } catch {
    return false
  }
}

/** A day more at both ends: a session of minutes may begin on the evening before. */
function sessionsOver({ firstDate, lastDate, ...calendar }: Calendar, from: number, to: number): SessionTable {
  const [first, last] = [dateOf(Math.floor(from / DAY) - 1), dateOf(Math.floor(to / DAY) + 1)]
  return calendar.sessions(first < firstDate ? firstDate : first, last > lastDate ? lastDate : last)
}

const isMidnightOf = (time: number, table: SessionTable): boolean =>
  time % DAY === 0 && table.indexOf(dateOf(time / DAY)) >= 0

const instant = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms))
