import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { indexOf, type Part, readIndex } from '../../../core/data/bar-index.js'
import { BundleBars, type BundleBarsOptions } from '../../../core/data/bundle-bars.js'
import { BundleMinutes } from '../../../core/data/bundle-minutes.js'
import { findIngestion } from '../../../core/data/catalog.js'
import { type Codec, openCodec } from '../../../core/data/codec.js'
import { readBytes } from '../../../core/data/disk.js'
import { ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import type { Bars } from '../../../core/data/source.js'
import { MINUTE } from '../../../core/time/instant.js'
import { equity, newRoot, removeRoots, sourceOf, weekdays } from './market.js'

const ASSETS = 16
const sessions = weekdays.sessions('2020-01-01', '2020-03-31')
let folder: string
let parts: Part[]
let codec: Codec

beforeAll(async () => {
  const root = newRoot()
  const sids = Array.from({ length: ASSETS }, (_, sid) => sid)
  const fields = { startDate: '2020-01-01', endDate: '2020-03-31' }
  await ingest(
    sourceOf(
      sids.map((sid) => equity(sid, fields)),
      sids.map(minutes),
    ),
    { frequency: 'minute', calendar: weekdays },
    { bundle: 'test', version: '0.1.0', root },
  )
  folder = findIngestion('test', undefined, root).folder
  parts = readIndex((path) => readBytes(join(folder, path))!)
  codec = await openCodec()
})
afterAll(removeRoots)

/** Every minute of the sessions. */
function minutes(sid: number): Bars {
  const count = sessions.length * 390
  const times = Float64Array.from(
    { length: count },
    (_, i) => sessions.opens[Math.floor(i / 390)] + ((i % 390) + 1) * MINUTE,
  )
  const close = times.map((_, i) => Math.round(1e4 + 100 * sid + 500 * Math.sin(i / 700) + ((i * 7919) % 41)) / 100)
  const [open, high, low] = [close, close.map((price) => price + 0.05), close.map((price) => price - 0.05)]
  return { sid, times, open, high, low, close, volume: times.map((_, i) => 100 + (i % 17)) }
}

/** Reads files, and writes down which and how many bytes. */
function counted(kind: 'daily' | 'minute') {
  const files: string[] = []
  let bytes = 0
  const options: BundleBarsOptions = {
    sessions,
    quirks: QUIRKS.strict,
    codec,
    index: indexOf(parts, kind),
    read(path) {
      const file = readBytes(join(folder, path))!
      files.push(path)
      bytes += file.length
      return file
    },
  }
  return { options, files, bytes: () => bytes }
}

const filesOf = (kind: string) => parts.filter(({ path }) => path.startsWith(`${kind}/`))
const sizeOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + readBytes(join(folder, path))!.length, 0)

describe("one asset's window", () => {
  it('of minutes reads the file in which it lies, and no other, once', () => {
    const { options, files, bytes } = counted('minute')
    const reader = new BundleMinutes(options)
    expect(files).toEqual([])
    const row = sessions.indexOf('2020-02-12')
    const chunk = reader.axis.chunkOf(row)
    const values = reader.block(7, 'close', chunk)
    const at = reader.axis.starts[row] - reader.axis.chunkStart(chunk)
    expect([...values.subarray(at, at + 390)]).toEqual([...minutes(7).close.subarray(row * 390, row * 390 + 390)])
    for (const field of ['open', 'high', 'low', 'volume'] as const) reader.block(7, field, chunk)

    const whose = filesOf('minute').filter(({ runs }) =>
      runs.some(({ sid, first, last }) => sid === 7 && first <= sessions.closes[row] && last >= sessions.opens[row]),
    )
    expect(files).toEqual(whose.map(({ path }) => path))
    expect(files).toHaveLength(1)
    const all = sizeOf(filesOf('minute').map(({ path }) => path))
    expect(bytes()).toBe(sizeOf(files))
    expect(bytes()).toBeLessThan(all / 8)
  })

  it('of minutes over two months reads their files alone', () => {
    const { options, files } = counted('minute')
    const reader = new BundleMinutes(options)
    const [january, february] = ['2020-01-31', '2020-02-03'].map((date) => reader.axis.chunkOf(sessions.indexOf(date)))
    expect(january).not.toBe(february)
    reader.block(3, 'close', january)
    reader.block(3, 'close', february)
    const whose = filesOf('minute').filter(({ runs }) => runs.some(({ sid }) => sid === 3))
    expect(whose.map(({ path }) => path)).toEqual(expect.arrayContaining(files))
    expect(new Set(files).size).toBe(files.length)
  })

  it('of days reads the one file of them', () => {
    const { options, files } = counted('daily')
    const reader = new BundleBars(options)
    expect(reader.firstRow(5)).toBe(0)
    expect(files).toEqual([])
    expect(reader.column(5, 'close')).toHaveLength(sessions.length)
    reader.column(5, 'open')
    expect(files).toEqual(['daily/00000.parquet'])
  })

  it('decodes the pages in which it lies: no byte of the others matters', () => {
    const [part] = filesOf('minute')
    const at = part.runs.findIndex(({ rows }) => rows > 5000)
    const first = part.runs.slice(0, at).reduce((sum, { rows }) => sum + rows, 0)
    const rows = 390
    const file = readBytes(join(folder, part.path))!
    const total = codec.parquetRows(file)
    const read = (bytes: Uint8Array) => {
      const columns = new Float64Array(rows * 6)
      codec.parquetRead(bytes, first + 1000, columns)
      return Buffer.from(columns.buffer).toString('base64')
    }
    const whole = read(file)
    // Each stretch of 64 bytes is spoiled in its turn; those that make a difference are those that were read.
    let touched = 0
    let stretches = 0
    for (let from = 4; from + 64 < file.length - 4096; from += 64 * 7) {
      const bytes = new Uint8Array(file)
      for (let i = from; i < from + 64; i++) bytes[i] ^= 0x5a
      stretches++
      let same = false
      try {
        same = read(bytes) === whole
      } catch {
        // It was read.
      }
      if (!same) touched++
    }
    expect(total).toBeGreaterThan(20 * rows)
    expect(touched).toBeGreaterThan(0)
    expect(touched / stretches).toBeLessThan(0.25)
  })
})
