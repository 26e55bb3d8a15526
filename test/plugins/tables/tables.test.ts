// The files are written by make_files.py, with pandas and pyarrow.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DataRequest } from '../../../core/data/source.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { arrowSource, parquetSource } from '../../../plugins/tables/files.js'
import { memorySource } from '../../../plugins/tables/memory.js'
import { fileOptions, memoryOptions } from '../../../plugins/tables/options.js'
import tables from '../../../plugins/tables/plugin.js'
import { rustybt } from '../../core/cli/world.js'
import { xnys } from '../sessions.js'
import { fetchAll, instants, refusal, Servers } from '../source-run.js'

const FILES = join(import.meta.dirname, 'files')
const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04']
const REQUEST: DataRequest = { frequency: 'daily', calendar: xnys }
const cleanUp = new Servers()
afterEach(() => cleanUp.closeAll())

const parquet = (file: string, request: Partial<DataRequest> = {}, options: object = {}) =>
  fetchAll(parquetSource(fileOptions.parse({ path: join(FILES, file), ...options })), { ...REQUEST, ...request })
const arrow = (path: string, request: Partial<DataRequest> = {}) =>
  fetchAll(arrowSource(fileOptions.parse({ path: join(FILES, path) })), { ...REQUEST, ...request })

function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'tables-'))
  cleanUp.add(() => rmSync(path, { recursive: true }))
  return path
}

describe('Parquet', () => {
  it('is read from a folder of one file a symbol, whatever its index, width and compression', async () => {
    const { assets, bars } = await parquet('folder', {}, { exchange: 'NYSE' })
    expect(
      assets.map(({ sid, symbol, startDate, endDate, exchange }) => [sid, symbol, startDate, endDate, exchange]),
    ).toEqual([
      [0, 'AAA', '2024-01-02', '2024-01-04', 'NYSE'],
      [1, 'BBB', '2024-01-02', '2024-01-04', 'NYSE'],
    ])
    expect(instants(bars[0])).toEqual(DAYS)
    expect([[...bars[0].close], [...bars[0].volume]]).toEqual([
      [10.25, 11.25, 12.25],
      [1000, 1001, 1002],
    ])
    expect([instants(bars[1]), [...bars[1].open]]).toEqual([
      [DAYS[0], DAYS[2]],
      [20, 22],
    ])
  })

  it('is read from one file with a column of symbols, with splits and dividends beside the prices', async () => {
    const { assets, bars, splits, dividends, notices } = await parquet('long.parquet')
    expect(assets.map(({ symbol }) => symbol)).toEqual(['AAA', 'BBB'])
    expect(bars.map(({ close }) => [...close])).toEqual([
      [10.25, 11.25, 12.25],
      [20.25, 21.25, 22.25],
    ])
    expect(splits).toEqual([{ sid: 0, effectiveDate: '2024-01-04', ratio: 2 }])
    expect(dividends).toEqual([{ sid: 0, exDate: '2024-01-03', amount: 0.1 }])
    expect(notices.map(({ code }) => code)).toContain('DATA_ADJUSTED_CLOSE')
  })

  it('answers the symbols and dates of a request', async () => {
    const { assets, bars, splits } = await parquet('long.parquet', {
      symbols: ['BBB'],
      start: '2024-01-03',
      end: '2024-01-03',
    })
    expect([assets[0].sid, instants(bars[0]), splits]).toEqual([1, ['2024-01-03'], []])
  })

  it('of minutes has its own sids and times in seconds, which end or start the bar', async () => {
    const { assets, bars } = await parquet('minutes.parquet', { frequency: 'minute' })
    expect([assets[0].sid, assets[0].symbol, instants(bars[0], 16)[0]]).toEqual([7, '7', '2024-01-02T14:31'])
    const started = await parquet('minutes.parquet', { frequency: 'minute' }, { label: 'start' })
    expect(instants(started.bars[0], 16)[0]).toBe('2024-01-02T14:32')
  })

  it('is refused with the row where frequencies do not fit, or a number is too large', async () => {
    expect((await refusal(parquet('minutes.parquet'))).message).toContain(
      'row 1: 2024-01-02T14:31:00+00:00 has a time of day, but daily bars were asked for',
    )
    expect((await refusal(parquet('long.parquet', { frequency: 'minute' }))).code).toBe('DATA_FREQUENCY_MISSING')
    const huge = await refusal(parquet('huge.parquet'))
    expect([huge.code, huge.message]).toEqual([
      'DATA_VALUE_INVALID',
      expect.stringContaining('row 2, column volume: 9007199254740993 is too large'),
    ])
  })

  it('is refused where it is not there, not whole, or lacks a column', async () => {
    const folder = temporary()
    writeFileSync(join(folder, 'CUT.parquet'), readFileSync(join(FILES, 'long.parquet')).subarray(0, 5000))
    const cut = await refusal(fetchAll(parquetSource(fileOptions.parse({ path: folder })), REQUEST))
    expect([cut.code, cut.message]).toEqual(['DATA_FILE_UNREADABLE', expect.stringContaining('CUT.parquet')])
    expect((await refusal(parquet('nowhere.parquet'))).code).toBe('DATA_FILE_UNREADABLE')
    expect((await refusal(parquet('long.parquet', { symbols: ['AAB'] }))).message).toContain("did you mean 'AAA'?")
  })

  it('that was changed anywhere gives an error or bars, never anything else', async () => {
    const good = readFileSync(join(FILES, 'long.parquet'))
    const path = join(temporary(), 'long.parquet')
    const place = fc.integer({ min: 0, max: good.length - 1 })
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, change, isCut) => {
        const bytes = Buffer.from(isCut ? good.subarray(0, at) : good)
        if (!isCut) bytes[at] ^= change
        writeFileSync(path, bytes)
        const read = fetchAll(parquetSource(fileOptions.parse({ path })), REQUEST)
        const outcome = await read.then(
          ({ bars }) => bars.length >= 0,
          (error) => typeof error.code === 'string',
        )
        expect(outcome).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('Arrow', () => {
  it.each(['uncompressed.feather', 'lz4.feather', 'zstd.feather', 'stream.arrow'])(
    '%s holds what Parquet holds',
    async (file) => {
      const read = await arrow(file)
      const same = await parquet('long.parquet')
      expect(read.assets).toEqual(same.assets)
      expect(read.bars).toEqual(same.bars)
      expect([read.splits, read.dividends]).toEqual([same.splits, same.dividends])
    },
  )

  it('is unpacked where blocks refer to one another', async () => {
    const { bars } = await arrow('many.feather', { calendar: alwaysOpen })
    expect([bars[0].times.length, instants(bars[0])[11999]]).toEqual([12000, '2032-11-09'])
    expect(bars[0].close.every((close, i) => close === 1.25 + (i % 10))).toBe(true)
  })

  it('that was cut is refused with its name', async () => {
    const folder = temporary()
    for (const [name, length] of [
      ['lz4.feather', 3000],
      ['stream.arrow', 40],
    ] as const) {
      writeFileSync(join(folder, name), readFileSync(join(FILES, name)).subarray(0, length))
      const error = await refusal(fetchAll(arrowSource(fileOptions.parse({ path: join(folder, name) })), REQUEST))
      expect([error.code, error.message]).toEqual(['DATA_FILE_UNREADABLE', expect.stringContaining(name)])
    }
  })
})

describe('memory', () => {
  const COLUMNS = {
    date: DAYS,
    open: [10, 11, 6],
    high: [12, 13, 7],
    low: [9, 10, 5],
    close: new Float64Array([11, 12, 6]),
    volume: [100n, 200n, 300n],
  }
  const source = (options: object) => memorySource(memoryOptions.parse(options))

  it('gives bars out of arrays, with splits and dividends', async () => {
    const options = {
      bars: { AAA: COLUMNS, BBB: { ...COLUMNS, date: DAYS.map((day) => Date.parse(day)) } },
      splits: [{ symbol: 'BBB', date: '2024-01-04', ratio: 0.5 }],
      dividends: [{ symbol: 'AAA', date: '2024-01-03', amount: 0.2, payDate: '2024-01-10' }],
    }
    const { assets, bars, splits, dividends } = await fetchAll(source(options), REQUEST)
    expect(assets.map(({ sid, symbol, exchange }) => [sid, symbol, exchange])).toEqual([
      [0, 'AAA', 'MEMORY'],
      [1, 'BBB', 'MEMORY'],
    ])
    expect(bars.map((one) => [instants(one), [...one.close], [...one.volume]])).toEqual([
      [DAYS, [11, 12, 6], [100, 200, 300]],
      [DAYS, [11, 12, 6], [100, 200, 300]],
    ])
    expect(splits).toEqual([{ sid: 1, effectiveDate: '2024-01-04', ratio: 0.5 }])
    expect(dividends).toEqual([{ sid: 0, exDate: '2024-01-03', amount: 0.2, payDate: '2024-01-10' }])
  })

  it('is refused where columns are not equally long, or a symbol is not there', async () => {
    expect(() => source({ bars: { AAA: { ...COLUMNS, open: [1] } } })).toThrow('memory, AAA: open has 1 values, date 3')
    expect((await refusal(fetchAll(source({ bars: { AAA: COLUMNS } }), { ...REQUEST, symbols: ['X'] }))).code).toBe(
      'SYMBOL_NOT_FOUND',
    )
  })
})

describe('rustybt ingest --source parquet', () => {
  it('writes a bundle of a folder', async () => {
    const root = temporary()
    copyFileSync(join(FILES, 'folder', 'AAA.parquet'), join(root, 'AAA.parquet'))
    const answer = await rustybt(
      ['ingest', '--source', 'parquet', '-o', `path=${root}`, '-b', 'files', '--json'],
      [calendars, tables],
      { RUSTYBT_ROOT: join(root, 'root') },
    )
    expect([answer.code, answer.stderr]).toEqual([0, ''])
    expect(JSON.parse(answer.stdout)).toMatchObject({ rows: { assets: 1, bars: 3 } })
  })
})
