import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadBundle, validateFiles } from '../../../core/data/bundle.js'
import { readDataset } from '../../../core/data/dataset.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { MemoryMinutes } from '../../../core/data/minutes.js'
import { type Field, Portal } from '../../../core/data/portal.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS } from '../../../core/data/reader.js'
import { dailyFromMinutes } from '../../../core/data/resample.js'
import type { Bars, DataSource, Frequency } from '../../../core/data/source.js'
import { equity, newRoot, refusalOf, removeRoots, sourceOf, weekdays } from './market.js'

afterAll(removeRoots)

const request = { frequency: 'minute', calendar: weekdays } as const
const write = (source: DataSource, root: string, options: Partial<IngestOptions> = {}) =>
  ingest(source, request, { bundle: 'test', version: '0.1.0', root, splits: 'apply', ...options })
const load = (root: string, frequency: Frequency = 'minute', quirks = QUIRKS.strict) =>
  loadBundle('test', { calendar: weekdays, quirks, root, frequency })
const bits = (column: Float64Array) => Buffer.from(column.slice().buffer)

/** Ends of the minutes of the sessions from one date to another. */
function minutesOf(from: string, to: string): number[] {
  const { opens, closes } = weekdays.sessions(from, to)
  return Array.from(opens).flatMap((open, row) =>
    Array.from({ length: (closes[row] - open) / 60_000 }, (_, i) => open + (i + 1) * 60_000),
  )
}

/** Bars at these times, at prices that wander. */
function barsAt(sid: number, times: readonly number[], price = 100): Bars {
  const close = Float64Array.from(times, (_, i) => price * (1 + Math.sin(i * 0.7 + sid) / 40))
  return {
    sid,
    times: Float64Array.from(times),
    open: close.map((value, i) => value + Math.cos(i) / 10),
    high: close.map((value) => value + 0.25),
    low: close.map((value) => value - 0.25),
    close,
    volume: close.map((_, i) => 100 + (i % 7)),
  }
}

function cut(bars: Bars, from: number, to: number): Bars {
  const { sid, times, open, high, low, close, volume } = bars
  const part = (column: Float64Array) => column.slice(from, to)
  return {
    sid,
    times: part(times),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
  }
}

/** From January to April 2020: four months, two of them in part. */
const AXIS = minutesOf('2020-01-20', '2020-04-10')

/** Bars on some of the axis's minutes, thick in places and thin in others. */
const someBars = (sid: number): fc.Arbitrary<Bars> =>
  fc
    .array(fc.tuple(fc.nat(AXIS.length - 1), fc.integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 6 })
    .map((stretches) => {
      const positions = new Set(stretches.flatMap(([from, count]) => Array.from({ length: count }, (_, i) => from + i)))
      return barsAt(
        sid,
        [...positions].sort((a, b) => a - b).flatMap((at) => AXIS[at] ?? []),
        50 + sid,
      )
    })

/** A market's bars in batches: each asset's in rising time, the assets in any order. */
const inBatches = (all: readonly Bars[]): fc.Arbitrary<Bars[]> =>
  fc.array(fc.tuple(fc.nat(all.length - 1), fc.integer({ min: 1, max: 500 })), { maxLength: 30 }).map((turns) => {
    const done = all.map(() => 0)
    const batches: Bars[] = []
    for (const [which, count] of [...turns, ...all.map((_, i) => [i, Number.POSITIVE_INFINITY] as const)]) {
      const to = Math.min(all[which].times.length, done[which] + count)
      if (to > done[which]) batches.push(cut(all[which], done[which], to))
      done[which] = to
    }
    return batches
  })

const markets = fc
  .uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 })
  .chain((sids) => fc.tuple(...sids.map(someBars)))
  .chain((all) => fc.tuple(fc.constant(all), inBatches(all)))

describe('minute bars in a bundle', () => {
  it('come back bit for bit, whatever batches they came in and whatever the size of files', async () => {
    await fc.assert(
      fc.asyncProperty(markets, fc.integer({ min: 200, max: 3000 }), async ([all, batches], partRows) => {
        const root = newRoot()
        const assets = all.map(({ sid }) => equity(sid))
        const manifest = await write(sourceOf(assets, batches), root, { partRows })
        expect(manifest.rows.bars).toBe(all.reduce((sum, { times }) => sum + times.length, 0))
        for (const quirks of [QUIRKS.strict, QUIRKS.zipline]) {
          const { minutes, reader } = await load(root, 'minute', quirks)
          const memory = new MemoryMinutes(reader.sessions, quirks)
          for (const bars of all) memory.add(bars)
          const { axis } = minutes!
          expect(axis.length).toBe(memory.axis.length)
          for (const { sid } of all) {
            for (const field of BAR_FIELDS) {
              for (let start = 0, chunk = 0; start < axis.length; start = axis.chunkEnd(chunk++)) {
                const expected = memory.block(sid, field).subarray(start, axis.chunkEnd(chunk))
                expect(bits(minutes!.block(sid, field, chunk)).equals(bits(expected))).toBe(true)
              }
            }
          }
        }
        expect(validateFiles('test', { root })).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  it('look the same as in memory from every minute of a run, windows of several months too', async () => {
    const fields: readonly Field[] = ['open', 'high', 'low', 'close', 'volume', 'price']
    const look = fc.record({
      position: fc.nat(AXIS.length - 1),
      field: fc.constantFrom(...fields),
      count: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20_000 })),
      frequency: fc.constantFrom('1m', '5m', '1h', '1d'),
    })
    await fc.assert(
      fc.asyncProperty(markets, fc.array(look, { maxLength: 40 }), async ([all, batches], looks) => {
        const root = newRoot()
        const life = { startDate: '2020-01-20', endDate: '2020-04-10' }
        const assets = all.map(({ sid }) => equity(sid, life))
        const source = sourceOf(assets, batches, {
          splits: [{ sid: all[0].sid, effectiveDate: '2020-02-19', ratio: 0.5 }],
          dividends: [{ sid: all[0].sid, exDate: '2020-03-18', amount: 0.75 }],
        })
        await write(source, root)
        const plain = await readDataset(source, request, QUIRKS.zipline)
        const bundle = await load(root, 'minute', QUIRKS.zipline)
        const [one, other] = [plain, bundle].map((data) => new Portal(data, QUIRKS.zipline))
        const { axis } = plain.minutes!
        const rising = looks.filter(({ position }) => position < axis.length).sort((a, b) => a.position - b.position)
        for (const { position, field, count, frequency } of rising) {
          const row = axis.rowOf(position)
          for (const portal of [one, other]) portal.moveToMinute(row, axis.instant(position))
          for (const asset of assets) {
            expect(other.spot(asset, field)).toEqual(one.spot(asset, field))
            expect(other.lastTradedAt(asset)).toEqual(one.lastTradedAt(asset))
            const room = frequency === '1d' ? row + 1 : Math.ceil((position + 1) / 60)
            const bars = frequency === '1m' ? Math.min(count, position + 1) : Math.min(count, room)
            const [expected, actual] = [one, other].map((portal) =>
              portal.history(asset, field, bars, frequency as '1m'),
            )
            expect(bits(actual).equals(bits(expected))).toBe(true)
            const times = [one, other].map((portal) =>
              portal.historyLabels(bars, frequency as '1m', { label: (time) => time }).toArray(),
            )
            expect(times[1]).toEqual(times[0])
          }
        }
      }),
      { numRuns: 8 },
    )
  })

  it('lie in files so that an asset and a month is one run', async () => {
    const root = newRoot()
    const all = [barsAt(1, AXIS), barsAt(2, AXIS.slice(5000), 20)]
    // A day of one asset, then a day of the other, as a vendor of days would give them.
    const batches = Array.from({ length: AXIS.length / 390 }, (_, day) =>
      all.flatMap((bars) => {
        const from = bars.times.indexOf(AXIS[day * 390])
        return from < 0 ? [] : [cut(bars, from, from + 390)]
      }),
    )
    const manifest = await write(sourceOf([equity(1), equity(2)], batches.flat()), root)
    expect(manifest.files.map(({ path }) => path).filter((path) => path.startsWith('minute/'))).toEqual([
      'minute/00000.parquet',
    ])
    const folder = join(root, 'data/test', manifest.ingestion)
    expect(readdirSync(join(folder, 'daily'))).toEqual(['00000.parquet'])
    const { minutes } = await load(root)
    expect(Array.from({ length: 4 }, (_, chunk) => minutes!.axis.chunkEnd(chunk) / 390)).toEqual([10, 30, 52, 60])
    expect(manifest.quality.notices).toEqual([])
  })

  it('serve daily runs by their days, made as in memory', async () => {
    const root = newRoot()
    const all = [
      barsAt(1, AXIS),
      barsAt(
        2,
        AXIS.filter((_, i) => i % 390 !== 0 && i % 7 < 3),
        20,
      ),
    ]
    await write(
      sourceOf(
        [equity(1), equity(2)],
        all.flatMap((bars) => [cut(bars, 0, 1000), cut(bars, 1000, 99_999)]),
      ),
      root,
    )
    const { reader, minutes } = await load(root, 'daily')
    expect(minutes).toBeUndefined()
    for (const bars of all) {
      const days = dailyFromMinutes(bars, reader.sessions)
      expect(reader.column(bars.sid, 'volume')).toEqual(days.volume)
      expect(reader.column(bars.sid, 'high')).toEqual(days.high)
      expect(reader.column(bars.sid, 'open')).toEqual(days.open)
    }
    expect(reader.column(1, 'high')[0]).toBe(Math.max(...all[0].high.subarray(0, 390)))
  })

  it('can be read once more from the beginning', async () => {
    const root = newRoot()
    const bars = barsAt(1, AXIS)
    await write(sourceOf([equity(1)], [bars]), root)
    const { minutes } = await load(root)
    const { axis } = minutes!
    const whole = () =>
      [0, 1, 2, 3].flatMap((chunk) => [...minutes!.block(1, 'close', chunk), ...minutes!.block(1, 'close', chunk)])
    expect(axis.length).toBe(AXIS.length)
    expect(whole()).toEqual(whole())
  })

  it('are refused outside sessions, off the minute, and twice', async () => {
    const at = (...times: string[]) =>
      sourceOf(
        [equity(1)],
        [
          barsAt(
            1,
            times.map((time) => Date.parse(time)),
          ),
        ],
      )
    const refused = async (source: DataSource) => {
      const { code, message } = await refusalOf(() => write(source, newRoot()))
      return `${code} ${message}`
    }
    expect(await refused(at('2020-01-21T14:31Z', '2020-01-21T21:01Z'))).toBe(
      "BAR_OUTSIDE_SESSIONS sid 1 has a bar at 2020-01-21T21:01:00.000Z, outside the calendar's sessions",
    )
    expect(await refused(at('2020-01-18T15:00Z'))).toMatch(/^BAR_OUTSIDE_SESSIONS .*2020-01-18T15:00/)
    expect(await refused(at('2020-01-21T14:31:30Z'))).toMatch(/whole minute/)
    const bars = barsAt(1, AXIS.slice(0, 10))
    expect(await refused(sourceOf([equity(1)], [cut(bars, 0, 6), cut(bars, 5, 10)]))).toMatch(/^BARS_DISORDERED/)
  })

  it('are missed in a bundle of daily ones', async () => {
    const root = newRoot()
    const days = weekdays.sessions('2020-01-20', '2020-01-31').days
    const bars = barsAt(
      1,
      Array.from(days, (day) => day * 86_400_000),
    )
    await ingest(
      sourceOf([equity(1)], [bars]),
      { ...request, frequency: 'daily' },
      { bundle: 'test', version: '1', root },
    )
    expect(await refusalOf(() => load(root))).toMatchObject({
      code: 'DATA_FREQUENCY_MISSING',
      hint: '--data-frequency daily',
    })
  })
})
