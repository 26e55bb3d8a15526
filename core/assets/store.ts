import type { Database } from 'node-sqlite3-wasm'
import { RustybtError } from '../kernel/errors.js'
import type { Asset, RootSymbol } from './asset.js'
import { allRows, createDatabase, insertRows, type Row, readDatabase, textOf } from './sqlite.js'
import type { SupplementaryPeriod } from './supplementary.js'
import { checkOwnership, ownSymbols, type SymbolPeriod, splitSymbol } from './symbols.js'

/** All that an asset database holds. */
export interface AssetRecords {
  readonly assets: readonly Asset[]
  /** Who had which ticker when; each asset its own symbol for its own life, where left out. */
  readonly symbols?: readonly SymbolPeriod[]
  readonly roots?: readonly RootSymbol[]
  readonly supplementary?: readonly SupplementaryPeriod[]
}

/** 2 had no currency pairs; 1 had neither cryptocurrencies nor lot sizes nor supplementary mappings. */
const VERSION = 3

const LIFE = 'start_date TEXT NOT NULL, end_date TEXT NOT NULL, auto_close_date TEXT'
const TRADE = 'tick_size REAL NOT NULL, multiplier REAL NOT NULL, currency TEXT NOT NULL, lot_size REAL'
const NAMES = 'sid INTEGER PRIMARY KEY, symbol TEXT NOT NULL, asset_name TEXT NOT NULL'
const PLACE = 'exchange TEXT NOT NULL, country_code TEXT NOT NULL'
const TABLES = `
  CREATE TABLE version_info (version INTEGER NOT NULL);
  CREATE TABLE exchanges (exchange TEXT NOT NULL, country_code TEXT NOT NULL, PRIMARY KEY (exchange, country_code));
  CREATE TABLE equities (${NAMES}, ${PLACE}, ${LIFE}, ${TRADE});
  CREATE TABLE cryptocurrencies (${NAMES}, ${PLACE}, ${LIFE}, ${TRADE});
  CREATE TABLE currency_pairs (${NAMES}, ${PLACE}, ${LIFE}, ${TRADE});
  CREATE TABLE futures_contracts (${NAMES}, ${PLACE}, ${LIFE}, ${TRADE},
    root_symbol TEXT NOT NULL, notice_date TEXT, expiration_date TEXT);
  CREATE TABLE futures_root_symbols (root_symbol TEXT PRIMARY KEY, sector TEXT, description TEXT, exchange TEXT NOT NULL);
  CREATE TABLE symbol_mappings (id INTEGER PRIMARY KEY, sid INTEGER NOT NULL, symbol TEXT NOT NULL,
    company_symbol TEXT NOT NULL, share_class_symbol TEXT NOT NULL, start_date TEXT NOT NULL, end_date TEXT NOT NULL);
  CREATE INDEX symbol_mappings_company ON symbol_mappings (company_symbol);
  CREATE TABLE equity_supplementary_mappings (sid INTEGER NOT NULL, field TEXT NOT NULL, start_date TEXT NOT NULL,
    end_date TEXT NOT NULL, value TEXT NOT NULL);`

/** Writes a new asset database. Throws `SYMBOL_OWNED_TWICE` where a ticker has two owners on one day. */
export function writeAssets(Sqlite: typeof Database, path: string, records: AssetRecords): void {
  const { assets, roots = [], supplementary = [] } = records
  const symbols = records.symbols ?? ownSymbols(assets)
  const bySid = new Map(assets.map((asset) => [asset.sid, asset]))
  checkOwnership(symbols, (sid) => bySid.get(sid)!)
  createDatabase(Sqlite, path, TABLES, (db) => {
    insertRows(db, 'version_info', [[VERSION]])
    const exchanges = new Map(assets.map(({ exchange, country }) => [`${exchange}\0${country}`, [exchange, country]]))
    insertRows(db, 'exchanges', exchanges.values())
    insertRows(db, 'equities', assets.filter(({ kind }) => kind === 'equity').map(common))
    insertRows(db, 'cryptocurrencies', assets.filter(({ kind }) => kind === 'cryptocurrency').map(common))
    insertRows(db, 'currency_pairs', assets.filter(({ kind }) => kind === 'forex').map(common))
    insertRows(
      db,
      'futures_contracts',
      assets.flatMap((asset) =>
        asset.kind === 'future' ? [[...common(asset), asset.rootSymbol, asset.noticeDate, asset.expirationDate]] : [],
      ),
    )
    insertRows(
      db,
      'futures_root_symbols',
      roots.map(({ rootSymbol, sector, description, exchange }) => [rootSymbol, sector, description, exchange]),
    )
    insertRows(
      db,
      'symbol_mappings',
      symbols.map(({ sid, symbol, start, end }, id) => [id, sid, symbol, ...splitSymbol(symbol), start, end]),
    )
    insertRows(
      db,
      'equity_supplementary_mappings',
      supplementary.map(({ sid, field, value, start, end }) => [sid, field, start, end, value]),
    )
  })
}

function common(asset: Asset) {
  const { sid, symbol, name, exchange, country, startDate, endDate, autoCloseDate } = asset
  const { tickSize, multiplier, currency, lotSize } = asset
  const life = [startDate, endDate, autoCloseDate]
  return [sid, symbol, name, exchange, country, ...life, tickSize, multiplier, currency, lotSize]
}

/** Reads an asset database whole, also one of an earlier version; assets in the order of their sids. Throws `ASSETS_SCHEMA`. */
export function readAssets(Sqlite: typeof Database, path: string): Required<AssetRecords> {
  return readDatabase(Sqlite, path, (db) => {
    const version = Number(allRows(db, 'version_info')[0]?.version)
    if (!(version <= VERSION)) {
      const message = `the asset database has version ${version}, this version of rustybt reads up to ${VERSION}`
      throw new RustybtError('ASSETS_SCHEMA', message, { hint: 'update rustybt, or ingest the bundle again' })
    }
    const since2 = (table: string) => (version < 2 ? [] : allRows(db, table))
    const pairs = (version < 3 ? [] : allRows(db, 'currency_pairs')).map(
      (row): Asset => ({ kind: 'forex', ...fields(row) }),
    )
    const coins = since2('cryptocurrencies').map((row): Asset => ({ kind: 'cryptocurrency', ...fields(row) }))
    const equities = allRows(db, 'equities').map((row): Asset => ({ kind: 'equity', ...fields(row) }))
    const futures = allRows(db, 'futures_contracts').map(
      (row): Asset => ({
        kind: 'future',
        ...fields(row),
        rootSymbol: String(row.root_symbol),
        noticeDate: textOf(row.notice_date),
        expirationDate: textOf(row.expiration_date),
      }),
    )
    return {
      assets: [...equities, ...coins, ...pairs, ...futures].sort((a, b) => a.sid - b.sid),
      symbols: allRows(db, 'symbol_mappings').map((row) => ({
        sid: Number(row.sid),
        symbol: String(row.symbol),
        start: String(row.start_date),
        end: String(row.end_date),
      })),
      roots: allRows(db, 'futures_root_symbols').map((row) => ({
        rootSymbol: String(row.root_symbol),
        sector: textOf(row.sector),
        description: textOf(row.description),
        exchange: String(row.exchange),
      })),
      supplementary: since2('equity_supplementary_mappings').map((row) => ({
        sid: Number(row.sid),
        field: String(row.field),
        value: String(row.value),
        start: String(row.start_date),
        end: String(row.end_date),
      })),
    }
  })
}

function fields(row: Row) {
  return {
    sid: Number(row.sid),
    symbol: String(row.symbol),
    name: String(row.asset_name),
    exchange: String(row.exchange),
    country: String(row.country_code),
    currency: String(row.currency),
    startDate: String(row.start_date),
    endDate: String(row.end_date),
    autoCloseDate: textOf(row.auto_close_date),
    tickSize: Number(row.tick_size),
    // Databases of before it was kept have no such column.
    lotSize: typeof row.lot_size === 'number' ? row.lot_size : undefined,
    multiplier: Number(row.multiplier),
  }
}
