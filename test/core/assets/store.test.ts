import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openSqlite, readDatabase } from '../../../core/assets/sqlite.js'
import { type AssetRecords, readAssets, writeAssets } from '../../../core/assets/store.js'
import { equity, future, refusalOf } from '../data/market.js'

const folder = mkdtempSync(join(tmpdir(), 'rustybt-assets-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
async function roundTrip(records: AssetRecords) {
  const Sqlite = await openSqlite()
  const path = join(folder, `${count++}.sqlite`)
  writeAssets(Sqlite, path, records)
  return { ...readAssets(Sqlite, path), path }
}

const date = fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((each) => !each.includes('\0'))
const number = fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true })

describe('the asset database', () => {
  it('gives back what was put in', async () => {
    const asset = fc.record({
      kind: fc.boolean(),
      name: text,
      exchange: text,
      country: text,
      currency: text,
      startDate: date,
    })
    const more = fc.record({
      endDate: date,
      autoCloseDate: fc.option(date, { nil: undefined }),
      tickSize: number,
      lotSize: fc.option(number, { nil: undefined }),
      multiplier: number,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(asset, more), { maxLength: 12 }), async (drawn) => {
        const assets = drawn.map(([{ kind, ...fields }, rest], sid) =>
          kind
            ? equity(sid * 3, { ...fields, ...rest, symbol: `S${sid}` })
            : future(sid * 3, { ...fields, ...rest, symbol: `F${sid}`, noticeDate: fields.startDate }),
        )
        expect((await roundTrip({ assets })).assets).toEqual(assets)
      }),
      { numRuns: 20 },
    )
  })

  it('is SQLite that others can read, with tickers in their parts', async () => {
    const roots = [{ rootSymbol: 'CL', sector: undefined, description: 'Crude', exchange: 'NYMEX' }]
    const { path, ...read } = await roundTrip({ assets: [equity(0, { symbol: 'BRK.A' }), future(1)], roots })
    expect(read.roots).toEqual(roots)
    expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3')
    const row = readDatabase(await openSqlite(), path, (db) => db.get('SELECT * FROM symbol_mappings WHERE sid = 0'))
    expect(row).toMatchObject({
      symbol: 'BRK.A',
      company_symbol: 'BRK',
      share_class_symbol: 'A',
      start_date: '2020-01-01',
    })
  })

  it('refuses two owners of one ticker', async () => {
    const assets = [equity(0, { symbol: 'ABC' }), equity(1, { symbol: 'ABC' })]
    expect((await refusalOf(() => roundTrip({ assets }))).code).toBe('SYMBOL_OWNED_TWICE')
  })
})
