import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from 'rustybt'
import { exchangeDays, exchangeMinutes } from './exchange-days.js'

/** How much data a benchmark runs on. */
export interface Size {
  readonly assets: number
  /** ISO dates of the first and last daily bar, and of the minute asset's. */
  readonly start: string
  readonly end: string
  readonly minuteStart: string
}

export const SIZES: Readonly<Record<string, Size>> = {
  full: { assets: 500, start: '2010-01-04', end: '2019-12-31', minuteStart: '2018-01-02' },
  small: { assets: 50, start: '2010-01-04', end: '2019-12-31', minuteStart: '2019-10-01' },
  tiny: { assets: 5, start: '2019-01-02', end: '2019-12-31', minuteStart: '2019-12-24' },
}

/** Folders in the shape that the csv source reads: one daily asset, all of them, one minute asset. */
export interface DataFolders {
  readonly one: string
  readonly many: string
  readonly minute: string
}

const SEED = 7

/** Writes the data into `dir`, unless they are there: random walks in whole cents, the same at every call and on every machine. */
export function makeData(dir: string, size: Size): DataFolders {
  const folders = { one: join(dir, 'one'), many: join(dir, 'many'), minute: join(dir, 'minute') }
  const marker = join(dir, 'complete.json')
  if (existsSync(marker)) return folders
  for (const path of [join(folders.one, 'daily'), join(folders.many, 'daily'), join(folders.minute, 'minute')])
    mkdirSync(path, { recursive: true })
  const random = new Random(SEED)
  const days = exchangeDays(size.start, size.end)
  for (let i = 0; i < size.assets; i++) {
    const walk = { price: 10 + 190 * random.next(), drift: 0.0003, deviation: 0.018, volume: 1e6 }
    const text = csv('date', days, walk, random)
    writeFileSync(join(folders.many, 'daily', `${symbolOf(i)}.csv`), text)
    if (i === 0) writeFileSync(join(folders.one, 'daily', `${symbolOf(0)}.csv`), text)
  }
  const minutes = exchangeDays(size.minuteStart, size.end).flatMap(exchangeMinutes)
  const walk = { price: 100, drift: 0, deviation: 0.0006, volume: 2e4 }
  const labels = minutes.map((time) => `${new Date(time).toISOString().slice(0, 19)}Z`)
  writeFileSync(join(folders.minute, 'minute', 'MIN1.csv'), csv('minute', labels, walk, random))
  writeFileSync(marker, JSON.stringify({ seed: SEED, ...size }))
  return folders
}

export const symbolOf = (i: number) => `S${String(i).padStart(4, '0')}`

interface Walk {
  readonly price: number
  /** Mean and deviation of a bar's log return. */
  readonly drift: number
  readonly deviation: number
  readonly volume: number
}

function csv(label: string, times: readonly string[], walk: Walk, random: Random): string {
  const { drift, deviation } = walk
  const lines = [`${label},open,high,low,close,volume`]
  let open = walk.price
  for (const time of times) {
    const close = open * Math.exp(drift + deviation * random.normal())
    const high = Math.max(open, close) * (1 + deviation / 3)
    const low = Math.min(open, close) * (1 - deviation / 3)
    const volume = Math.max(1, Math.round(walk.volume * Math.exp(0.3 * random.normal())))
    lines.push([time, ...[open, high, low, close].map(cents), volume].join(','))
    open = close
  }
  return `${lines.join('\n')}\n`
}

const cents = (price: number) => Math.max(price, 0.05).toFixed(2)
