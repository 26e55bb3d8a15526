import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from '@jest/globals'
import type { Asset } from '../../../../core/assets/asset.js'
import { type Bars, type DataBatch, DataSource } from '../../../../core/data/source.js'
import { dataSourceBehaviours, dataSourceContract } from '../../../../core/testing/contracts/source.js'
import { memorySource } from '../../../../core/testing/memory-source.js'
import csv from '../../../../plugins/csv/plugin.js'
import tables from '../../../../plugins/tables/plugin.js'
import { xnys } from '../../time/xnys.js'
import { testCatches } from './wrong.js'

const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08']
const folder = mkdtempSync(join(tmpdir(), 'rustybt-contract-'))
afterAll(() => rmSync(folder, { recursive: true }))

mkdirSync(join(folder, 'daily'))
for (const symbol of ['AAA', 'BBB']) {
  const rows = DAYS.map((date, i) => `${date},${10 + i},${11 + i},${9 + i},${10 + i},1000,0,1`)
  writeFileSync(
    join(folder, 'daily', `${symbol}.csv`),
    `date,open,high,low,close,volume,dividend,split\n${rows.join('\n')}\n`,
  )
}
dataSourceContract({ plugin: csv, use: { use: 'csv', dir: folder }, request: { calendar: xnys } })
dataSourceContract({
  plugin: csv,
  use: { use: 'csv', dir: join(import.meta.dirname, '../../../parity/data/daily') },
  request: { calendar: xnys, symbols: ['ALFA', 'DELT'], start: '2020-01-01', end: '2021-12-31' },
})
dataSourceContract({
  plugin: csv,
  use: { use: 'csv', dir: join(import.meta.dirname, '../../../parity/data/minute') },
  request: { calendar: xnys, frequency: 'minute', start: '2020-11-23', end: '2020-11-25' },
})
const prices = (first: number) => DAYS.map((_, i) => first + i)
const columns = {
  date: DAYS,
  open: prices(10),
  high: prices(11),
  low: prices(9),
  close: prices(10),
  volume: DAYS.map(() => 1000),
}
dataSourceContract({
  plugin: tables,
  use: { use: 'memory', bars: { AAA: columns, BBB: columns } },
  request: { calendar: xnys },
})

const assets = ['AAA', 'BBB'].map(
  (symbol, sid): Asset => ({
    kind: 'equity',
    sid,
    symbol,
    name: symbol,
    exchange: 'TEST',
    country: 'US',
    currency: 'USD',
    startDate: DAYS[0],
    endDate: DAYS[4],
    tickSize: 0.01,
    multiplier: 1,
  }),
)
const column = (...values: number[]) => Float64Array.from(values)
const barsOf = (sid: number): Bars => ({
  sid,
  times: Float64Array.from(DAYS, (date) => Date.parse(date)),
  open: column(10, 11, 12, 13, 14),
  high: column(11, 12, 13, 14, 15),
  low: column(9, 10, 11, 12, 13),
  close: column(10, 11, 12, 13, 14),
  volume: column(100, 100, 100, 100, 100),
})
const splits = [{ sid: 0, effectiveDate: DAYS[2], ratio: 0.5 }]
const dividends = [{ sid: 1, exDate: DAYS[3], amount: 0.25 }]
const right = () => memorySource({ assets, bars: [barsOf(0), barsOf(1)], splits, dividends })
dataSourceContract({ create: right })

type Fetch = DataSource['fetch']
const fetching = (fetch: Fetch) => (): DataSource => ({ fetch })
/** The right batches, passed through; undefined leaves one out. */
const passing = (change: (batch: DataBatch) => DataBatch | readonly DataBatch[]) =>
  fetching(async function* (request) {
    for await (const batch of right().fetch(request)) yield* [change(batch)].flat() as DataBatch[]
  })
const bars = (change: (bars: Bars) => Partial<Record<keyof Bars, unknown>>) =>
  passing((batch) =>
    batch.kind === 'bars' ? { kind: 'bars', bars: { ...batch.bars, ...change(batch.bars) } as Bars } : batch,
  )
const at = (values: Float64Array, row: number, value: number) => values.map((each, i) => (i === row ? value : each))
const told = (other: Partial<Asset>) =>
  passing((batch) =>
    batch.kind === 'assets'
      ? { ...batch, assets: batch.assets.map((asset) => ({ ...asset, ...other }) as Asset) }
      : batch,
  )
let asked = 0

describe('what is wrong with a data source', () => {
  testCatches(DataSource, dataSourceBehaviours({ request: { calendar: xnys } }), {
    'has fetch(request), which answers batches to be awaited': fetching((() => []) as never),
    'answers batches of the kinds that there are': passing((batch) => [batch, { kind: 'ticks' } as never]),
    'has bars of what it is asked for': passing((batch) =>
      batch.kind === 'bars' && batch.bars.sid === 1 ? [] : batch,
    ),
    'tells an asset before its bars, and all assets before the adjustments': fetching(async function* (request) {
      const batches: DataBatch[] = []
      for await (const batch of right().fetch(request)) batches.unshift(batch)
      yield* batches
    }),
    'describes its assets whole': told({ currency: '' }),
    'gives each asset a number and a symbol of its own': told({ sid: 0 }),
    'answers columns of doubles, equally long': bars(({ close }) => ({ close: Array.from(close) })),
    'answers bars in rising time, each once': bars(({ times }) => ({ times: at(times, 3, times[2]) })),
    'answers bars on sessions of the calendar': bars(({ times }) => ({
      times: at(times, 4, Date.parse('2024-01-06')),
    })),
    'answers prices that are finite and not below 0, or NaN where nothing traded': bars(({ low }) => ({
      low: at(low, 1, -1),
    })),
    'has open and close between low and high': bars(({ close }) => ({ close: at(close, 1, 40) })),
    'answers volumes that are finite and not below 0': bars(({ volume }) => ({ volume: at(volume, 1, Number.NaN) })),
    "has no bar outside of its asset's life": told({ startDate: DAYS[1] }),
    'answers the symbols that it is asked for, and no others': fetching((request) =>
      right().fetch({ ...request, symbols: undefined }),
    ),
    'refuses a symbol that it does not have, by its name': fetching(async function* (request) {
      if (!request.symbols?.includes('NO-SUCH-1')) yield* right().fetch(request)
    }),
    'answers the days that it is asked for, and no others': fetching((request) =>
      right().fetch({ ...request, start: undefined, end: undefined }),
    ),
    'stops when it is told to': fetching((request) => right().fetch({ ...request, signal: undefined })),
    'tells how far it has come from 0 to 1, where it does, never back': fetching((request) => {
      request.progress?.(50)
      return right().fetch(request)
    }),
    'answers the same when it is asked again': bars(({ close, high }) => ({
      close: at(close, 1, 11 + (asked = (asked + 1) % 99) / 1000),
      high: at(high, 1, 13),
    })),
    'answers two requests at a time as it does one after the other': () => {
      let running = 0
      return {
        async *fetch(request) {
          running++
          await new Promise((resolve) => setTimeout(resolve, 5))
          if (running === 1) yield* right().fetch(request)
          running--
        },
      }
    },
    'never writes again into what it has answered': () => {
      const buffer = barsOf(0)
      return {
        async *fetch(request) {
          for await (const batch of right().fetch(request)) {
            if (batch.kind !== 'bars') yield batch
            else {
              for (const name of ['times', 'open', 'high', 'low', 'close', 'volume'] as const)
                buffer[name].set(batch.bars[name].map((value) => value + batch.bars.sid * (name === 'times' ? 0 : 1)))
              yield { kind: 'bars', bars: { ...buffer, sid: batch.bars.sid } }
            }
          }
        },
      }
    },
    'tells of splits, dividends and mergers with sound dates and numbers, of assets that it has told of': passing(
      (batch) =>
        batch.kind === 'adjustments' ? { ...batch, splits: [{ sid: 0, effectiveDate: DAYS[2], ratio: 0 }] } : batch,
    ),
    'gives its notices a code and a message': passing((batch) => [
      batch,
      { kind: 'notice', notice: { code: 'odd thing', message: '' } },
    ]),
    'makes a data set that a backtest can run on': fetching(async function* (request) {
      for await (const batch of right().fetch({ ...request, symbols: request.symbols }))
        if (batch.kind !== 'bars') yield batch
    }),
  })
})
