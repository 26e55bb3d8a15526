import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openSqlite } from '../../../core/assets/sqlite.js'
import { readAssets } from '../../../core/assets/store.js'
import { type BundleDataset, loadBundle } from '../../../core/data/bundle.js'
import { findIngestion } from '../../../core/data/catalog.js'
import { withPrivateCopy } from '../../../core/data/disk.js'
import { MIGRATION, type MigrationReport } from '../../../core/data/migration.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS, type BarField } from '../../../core/data/reader.js'
import { createKernel, type Kernel } from '../../../core/kernel/kernel.js'
import { Calendar } from '../../../core/time/calendar.js'
import { dateOf } from '../../../core/time/session.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { rustybt } from '../../core/cli/world.js'
import { digest, ziplineReads } from './answers.js'
import { newFolder, removeFolders, unpack } from './unpack.js'

const NAMES = ['daily', 'minute', 'odds'] as const
type Name = (typeof NAMES)[number]
const CALENDARS = { daily: 'XNYS', minute: 'XNYS', odds: 'XHKG' }
const reports = {} as Record<Name, MigrationReport>
let root: string
let kernel: Kernel

beforeAll(async () => {
  root = newFolder()
  const plugins = await firstPartyPlugins()
  kernel = await createKernel({ version: '0.1.0', plugins })
  for (const name of NAMES) {
    const args = ['bundle', 'migrate', unpack(name), '-b', name, '--json']
    const { code, stdout, stderr } = await rustybt(args, plugins, { RUSTYBT_ROOT: root })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    reports[name] = JSON.parse(stdout)
  }
})
afterAll(async () => {
  await kernel.close()
  removeFolders()
})

async function open(name: Name, quirks = QUIRKS.strict): Promise<BundleDataset> {
  const calendar = await kernel.create(Calendar, CALENDARS[name])
  return loadBundle(name, { calendar, quirks, frequency: name === 'daily' ? 'daily' : 'minute', root })
}

const folderOf = (name: Name) => findIngestion(name, undefined, root).folder

async function storedAssets(name: Name) {
  const Sqlite = await openSqlite()
  return withPrivateCopy(readFileSync(join(folderOf(name), 'assets.sqlite')), (copy) => readAssets(Sqlite, copy))
}

/** Prices as Zipline reads them: whole numbers times the inverse of a ratio. */
function asZiplineReads(column: Float64Array, field: BarField, ratio: number): Float64Array {
  return field === 'volume' ? column : column.map((price) => Math.round(price * ratio) * (1 / ratio))
}

describe.each(NAMES)('the bundle %s that Zipline wrote, migrated', (name) => {
  it('has every value compared, and the report kept', () => {
    const report = reports[name]
    expect(report).toMatchObject({ bundle: name, differing: 0, differences: [] })
    const { daily, minute } = ziplineReads[name]
    expect(report.compared.minuteBars).toBe(minute?.traded.volume ?? 0)
    expect(report.compared.values).toBe(5 * (report.compared.dailyBars + report.compared.minuteBars))
    expect(report.compared.dailyBars).toBeGreaterThanOrEqual(daily.traded.volume)
    expect(JSON.parse(readFileSync(join(folderOf(name), MIGRATION), 'utf8'))).toEqual(report)
  })

  it('gives the daily bars that Zipline reads', async () => {
    const { daily } = ziplineReads[name]
    const { reader } = await open(name)
    expect(reader.sessions.length).toBe(daily.rows)
    for (const field of BAR_FIELDS) {
      const columns = daily.sids.map((sid) => asZiplineReads(reader.column(sid, field), field, 1000))
      expect([field, digest(columns)]).toEqual([field, daily.sha256[field]])
    }
  })

  it('gives them without a further step in profile zipline', async () => {
    const { daily } = ziplineReads[name]
    const { reader } = await open(name, QUIRKS.zipline)
    for (const field of BAR_FIELDS)
      expect(digest(daily.sids.map((sid) => reader.column(sid, field)))).toBe(daily.sha256[field])
  })

  it('gives the adjustments of its database', async () => {
    const tables = ziplineReads[name].tables['adjustments.sqlite']
    const { adjustments } = await open(name, QUIRKS.zipline)
    const day = (cell: unknown) => ((cell as number) < 0 ? undefined : dateOf((cell as number) / 86_400))
    const ratio = ([, sid, ratio, at]: readonly unknown[]) => ({ sid, effectiveDate: day(at), ratio })
    expect(adjustments.records.splits).toEqual(tables.splits.map(ratio))
    expect(adjustments.records.mergers).toEqual(tables.mergers.map(ratio))
    expect(adjustments.records.dividends).toEqual(
      tables.dividend_payouts.map(([, sid, amount, declared, ex, record, pay]) => {
        const dates = { declaredDate: day(declared), recordDate: day(record), payDate: day(pay) }
        return { sid, amount, exDate: day(ex), ...dates }
      }),
    )
    expect(adjustments.records.stockDividends).toEqual(
      tables.stock_dividend_payouts.map(([, sid, paymentSid, ratio, declared, ex, record, pay]) => {
        const dates = { declaredDate: day(declared), recordDate: day(record), payDate: day(pay) }
        return { sid, paymentSid, ratio, exDate: day(ex), ...dates }
      }),
    )
  })

  it("works out the very ratios of dividends that are in Zipline's", async () => {
    const tables = ziplineReads[name].tables['adjustments.sqlite']
    const { adjustments, reader } = await open(name, QUIRKS.zipline)
    for (const [, sid, effective, ratio] of tables.dividends) {
      const row = reader.sessions.atOrAfter(dateOf((effective as number) / 86_400))
      const { rows, price } = adjustments.factors(sid as number)
      expect([...price].filter((_, k) => rows[k] === row)).toContain(ratio)
    }
  })

  it('gives the assets of its database', async () => {
    const tables = ziplineReads[name].tables['assets-7.sqlite']
    const { assets, symbols, supplementary } = await storedAssets(name)
    // Nanoseconds beyond 2^53 have lost some digits on their way through JSON, but not the day.
    const day = (cell: unknown) => ((cell as number) < 0 ? undefined : dateOf(Math.round((cell as number) / 8.64e13)))
    const lives = [
      ...tables.equities,
      ...tables.futures_contracts.map(([sid, , , title, ...dates]) => [sid, title, ...dates]),
    ]
    expect(assets.map(({ sid, name, startDate, endDate }) => [sid, name, startDate, endDate])).toEqual(
      lives.map(([sid, title, start, end]) => [sid, title, day(start), day(end)]),
    )
    expect(supplementary).toEqual(
      tables.equity_supplementary_mappings.map(([sid, field, start, end, value]) => {
        return { sid, field, value, start: day(start), end: day(end) }
      }),
    )
    expect(symbols.filter(({ sid }) => assets.find((asset) => asset.sid === sid)!.kind === 'equity')).toEqual(
      tables.equity_symbol_mappings.map(([, sid, symbol, , , start, end]) => {
        return { sid, symbol, start: day(start), end: day(end) }
      }),
    )
  })
})

describe.each(['minute', 'odds'] as const)('the minutes of bundle %s', (name) => {
  it('are those that Zipline reads', async () => {
    const answer = ziplineReads[name].minute!
    const { minutes, reader } = await open(name)
    const { axis } = minutes!
    expect(axis.length).toBe(answer.rows)
    const last = axis.chunkOf(reader.sessions.length - 1)
    const column = (sid: number, field: BarField) => {
      const whole = new Float64Array(axis.length)
      for (let chunk = 0; chunk <= last; chunk++) whole.set(minutes!.block(sid, field, chunk), axis.chunkStart(chunk))
      return whole
    }
    for (const field of BAR_FIELDS) {
      const columns = answer.sids.map((sid) => asZiplineReads(column(sid, field), field, sid === 1001 ? 100_000 : 1000))
      expect([field, digest(columns)]).toEqual([field, answer.sha256[field]])
    }
  })
})

describe('the odd bundle', () => {
  it('keeps a changed symbol, and a ticker with two owners', async () => {
    const { finder } = await open('odds')
    expect(finder.lookupSymbol('OLD', '2021-01-05').sid).toBe(7)
    expect(finder.lookupSymbol('OLD', '2021-02-01').sid).toBe(24)
    expect(finder.lookupSymbol('NEW.A', '2021-02-01').sid).toBe(7)
  })

  it('keeps what its assets are called elsewhere', async () => {
    const { finder } = await open('odds')
    expect(finder.lookupBySupplementaryField('ISIN', 'HK0000000024').sid).toBe(24)
    expect(finder.supplementaryField(7, 'ISIN', '2021-01-05')).toBe('HK0000000007')
    expect(reports.odds.compared.supplementary).toBe(2)
  })

  it('keeps its future, and prices finer than thousandths', async () => {
    const { finder, minutes, manifest } = await open('odds')
    expect(finder.all.find(({ sid }) => sid === 3000)).toMatchObject({
      kind: 'future',
      symbol: 'HIF21',
      rootSymbol: 'HI',
      exchange: 'Hong Kong Futures',
      country: 'HK',
      multiplier: 50,
      tickSize: 0.5,
    })
    const close = [...minutes!.block(1001, 'close', 1)].filter((price) => !Number.isNaN(price))
    expect(close.every((price) => Math.round(price * 100_000) / 100_000 === price)).toBe(true)
    expect(close.some((price) => Math.round(price * 1000) / 1000 !== price)).toBe(true)
    expect(manifest.quality.notices).toContainEqual(expect.objectContaining({ code: 'ZIPLINE_FINE_PRICES', sid: 1001 }))
  })
})
