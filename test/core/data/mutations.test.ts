import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { loadBundle } from '../../../core/data/bundle.js'
import { openCodec, PartWriter, readRows } from '../../../core/data/codec.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { readManifest } from '../../../core/data/manifest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS } from '../../../core/data/reader.js'
import type { Frequency } from '../../../core/data/source.js'
import { RustybtError } from '../../../core/kernel/errors.js'
import { openParquet } from '../../../native/parquet.js'
import { collect } from '../../plugins/csv/folder.js'
import { barsAt, equity, newRoot, quietCloses, removeRoots, sourceOf, weekdays } from './market.js'
import { BYTES, editJson, LINES, mutated } from './mutations.js'
import { plainRows } from './plain-csv.js'

const scratch = mkdtempSync(join(tmpdir(), 'rustybt-mutations-'))
afterAll(() => rmSync(scratch, { recursive: true }))
afterAll(removeRoots)

/** What comes of it: undefined for a coded error, which must say something. Anything else that is thrown is a crash. */
async function outcome<T>(run: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
    expect(error.code).toMatch(/^[A-Z][A-Z0-9_]+$/)
    expect(error.message).not.toBe('')
    return undefined
  }
}

/** Runs `check` for so many seeds; names the seed that fails. */
async function seeds(from: number, count: number, check: (seed: number) => Promise<void>): Promise<void> {
  for (let seed = from; seed < from + count; seed++) {
    try {
      await check(seed)
    } catch (error) {
      ;(error as Error).message = `seed ${seed}: ${(error as Error).message}`
      throw error
    }
  }
}

const bits = (columns: readonly (readonly number[])[]) =>
  columns.map((column) => column.map((each) => (Number.isNaN(each) ? 'NaN' : each)))

const DAILY = [
  'date,open,high,low,close,volume,dividend,split',
  ...['06', '07', '08', '09', '10', '13', '14', '15'].map((day, i) => {
    const close = 100 + i / 8
    return `2020-01-${day},${close - 0.5},${close + 1},${close - 1.25},${close},${1000 + i * 37},${i === 3 ? 0.5 : 0},${i === 5 ? 2 : 1}`
  }),
].join('\n')
const MINUTE = [
  'date,open,high,low,close,volume,dividend,split',
  ...Array.from({ length: 8 }, (_, i) => {
    const close = 20 + i / 16
    return `2020-01-06T14:3${i + 1}:00+00:00,${close},${close + 1},${close - 1},${close},${i * 11},0,1`
  }),
].join('\r\n')

describe('damaged CSV', () => {
  /** A mutated file is refused, or what comes out is what stands in it: nothing less, unless a notice says so. */
  async function check(text: string, frequency: Frequency, seed: number): Promise<void> {
    const bytes = mutated(new TextEncoder().encode(text), [...BYTES, ...LINES], seed)
    const dir = join(scratch, frequency)
    mkdirSync(join(dir, frequency), { recursive: true })
    writeFileSync(join(dir, frequency, 'A.csv'), bytes)
    const read = await outcome(() => collect(dir, { frequency, calendar: weekdays }))
    if (read === undefined) return
    const stands = plainRows(new TextDecoder().decode(bytes))
    expect(stands).toBeDefined()
    const { names, rows } = stands!
    const bars = read.bars.get(0)
    const isSession = ({ time }: { time: number }) => {
      const date = new Date(time).toISOString().slice(0, 10)
      if (date < weekdays.firstDate || date > weekdays.lastDate) return false
      const { opens, closes, length } = weekdays.sessions(date, date)
      return length === 1 && (frequency === 'daily' || (time > opens[0] && time <= closes[0]))
    }
    const kept = rows.filter(isSession)
    const said = (code: string) => read.notices.some((notice) => notice.code === code)
    if (kept.length < rows.length) expect(said('DATA_OUTSIDE_SESSIONS')).toBe(true)
    expect([...(bars?.times ?? [])]).toEqual(kept.map(({ time }) => time))
    for (const field of BAR_FIELDS) {
      const values = kept.map(({ cells }) => cells.get(field)!)
      const hasNoPrices = kept.map(({ cells }) => Number.isNaN(cells.get('close')!))
      const expected = field === 'volume' ? values.map((value, i) => (hasNoPrices[i] ? 0 : value)) : values
      expect(bits([[...(bars?.[field] ?? [])]])).toEqual(bits([expected]))
    }
    for (const name of ['dividend', 'split']) if (!names.includes(name)) expect(read.notices).not.toEqual([])
    const dividends = rows.filter(({ cells }) => cells.get('dividend')! > 0).map(({ cells }) => cells.get('dividend'))
    expect(read.adjustments.dividends.map(({ amount }) => amount)).toEqual(dividends)
    const splits = rows
      .map(({ cells }) => cells.get('split') ?? 1)
      .filter((split) => split !== 1 && !Number.isNaN(split))
    expect(read.adjustments.splits.map(({ ratio }) => ratio)).toEqual(splits.map((split) => 1 / split))
  }

  it('ends in an error, or in what stands there: 700 files of days', () =>
    seeds(1, 700, (seed) => check(DAILY, 'daily', seed)))
  it('ends in an error, or in what stands there: 300 files of minutes', () =>
    seeds(10_001, 300, (seed) => check(MINUTE, 'minute', seed)))
})

describe('damaged Parquet', () => {
  it.each([
    ['native', undefined],
    ['js', 'js'],
  ])(
    'ends in an error, or in as many numbers as were asked for, never in a crash: 200 files, %s',
    async (_, wanted) => {
      const codec = wanted === undefined ? await openCodec() : await openParquet(wanted)
      const writer = new PartWriter(await openCodec())
      for (const sid of [3, 4]) writer.add(barsAt(sid, '2020-01-06', quietCloses(30, 50 + sid)))
      const good = writer.begin().end()
      await seeds(20_001, 200, async (seed) => {
        const bytes = mutated(good, BYTES, seed)
        const columns = await outcome(() => readRows(codec, bytes, 'x.parquet', 30, 30))
        if (columns !== undefined) expect(columns).toHaveLength(180)
      })
    },
  )
})

describe('a damaged bundle', () => {
  const options = { bundle: 'test', version: '0.1.0' } satisfies Partial<IngestOptions>
  const load = (root: string) => loadBundle('test', { calendar: weekdays, quirks: QUIRKS.strict, root })
  async function written() {
    const root = newRoot()
    const bars = [barsAt(0, '2020-01-06', quietCloses(30)), barsAt(1, '2020-01-06', quietCloses(20, 40))]
    const dividends = [{ sid: 0, exDate: '2020-01-15', amount: 0.5 }]
    const source = sourceOf([equity(0), equity(1)], bars, { dividends })
    const { ingestion } = await ingest(source, { frequency: 'daily', calendar: weekdays }, { ...options, root })
    return { root, folder: join(root, 'data/test', ingestion) }
  }
  /** All that a run could read of it. */
  async function contents(root: string) {
    const { finder, reader, adjustments } = await load(root)
    const columns = finder.all.map(({ sid }) => BAR_FIELDS.map((field) => [...reader.column(sid, field)]))
    return JSON.stringify([finder.all, adjustments.records, [...reader.sessions.days], columns.map(bits)])
  }

  const FILES = ['daily/00000.parquet', 'assets.sqlite', 'adjustments.sqlite', 'index.json']

  it('ends in an error, or is read as it was: 300 files of all kinds', async () => {
    const { root, folder } = await written()
    const whole = await contents(root)
    const originals = FILES.map((file) => readFileSync(join(folder, file)))
    await seeds(30_001, 300, async (seed) => {
      const path = join(folder, FILES[seed % FILES.length])
      const original = originals[seed % FILES.length]
      writeFileSync(path, mutated(original, BYTES, seed))
      const found = await outcome(() => contents(root))
      if (found !== undefined) expect(found).toBe(whole)
      writeFileSync(path, original)
    })
    expect(await contents(root)).toBe(whole)
  })

  it('ends in an error, or says what it said: 300 manifests', async () => {
    const { folder } = await written()
    const whole = readManifest(folder)
    const path = join(folder, 'manifest.json')
    const original = readFileSync(path)
    await seeds(40_001, 300, async (seed) => {
      const kinds = seed % 2 === 0 ? [...BYTES, ...LINES] : [editJson]
      writeFileSync(path, mutated(original, kinds, seed))
      const found = await outcome(() => readManifest(folder))
      if (found !== undefined) expect(found).toEqual(whole)
    })
  })
})
