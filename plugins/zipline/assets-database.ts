import { readFileSync } from 'node:fs'
import type { Database } from 'node-sqlite3-wasm'
import type { Asset, RootSymbol } from '../../core/assets/asset.js'
import { allRows, type Row, readDatabase, textOf } from '../../core/assets/sqlite.js'
import type { SupplementaryPeriod } from '../../core/assets/supplementary.js'
import type { SymbolPeriod } from '../../core/assets/symbols.js'
import { withPrivateCopy } from '../../core/data/disk.js'
import type { Notice } from '../../core/data/source.js'
import { dateIn } from './dates.js'
import { damaged, fault } from './fault.js'
import type { ZiplineOptions } from './options.js'

export interface AssetTables {
  readonly assets: readonly Asset[]
  readonly symbols: readonly SymbolPeriod[]
  readonly roots: readonly RootSymbol[]
  readonly supplementary: readonly SupplementaryPeriod[]
  /** What has no place in ours. */
  readonly notices: readonly Notice[]
}

/** The versions of Zipline's asset database that are read. */
const VERSIONS = [6, 7]

/** Zipline's ticks are not kept for equities; all of them have this one. */
const EQUITY_TICK = 0.01

/** `assets-N.sqlite`; assets in the order of their sids. */
export function readAssetTables(Sqlite: typeof Database, path: string, options: ZiplineOptions): AssetTables {
  return withPrivateCopy(readFileSync(path), (copy) => readDatabase(Sqlite, copy, (db) => read(db, path, options)))
}

function read(db: Database, path: string, options: ZiplineOptions): AssetTables {
  const version = Number(allRows(db, 'version_info')[0]?.version)
  if (!VERSIONS.includes(version))
    throw fault(
      path,
      `is of version ${version}`,
      `versions ${VERSIONS.join(' and ')} are read: let Zipline ingest the bundle again`,
    )
  const exchanges = new Map(allRows(db, 'exchanges').map((row) => [textOf(row.exchange), row]))
  const equities = allRows(db, 'equities')
  const futures = allRows(db, 'futures_contracts')
  const symbols = equitySymbols(db)
  const common = (row: Row) => {
    const exchange = exchanges.get(textOf(row.exchange))
    const startDate = dateIn(row.start_date, 'nanoseconds')
    const endDate = dateIn(row.end_date, 'nanoseconds')
    if (startDate === undefined || endDate === undefined) throw damaged(path, `sid ${row.sid} has no first or last day`)
    return {
      sid: Number(row.sid),
      name: textOf(row.asset_name) ?? '',
      exchange: textOf(exchange?.canonical_name ?? null) ?? textOf(row.exchange) ?? '',
      country: textOf(exchange?.country_code ?? null) ?? options.country,
      currency: options.currency,
      startDate,
      endDate,
      autoCloseDate: dateIn(row.auto_close_date, 'nanoseconds'),
    }
  }
  const lastSymbol = new Map<number, SymbolPeriod>()
  for (const period of symbols) {
    const before = lastSymbol.get(period.sid)
    if (before === undefined || period.end >= before.end) lastSymbol.set(period.sid, period)
  }
  const assets: Asset[] = [
    ...equities.map((row): Asset => {
      const symbol = lastSymbol.get(Number(row.sid))?.symbol ?? ''
      return { kind: 'equity', symbol, ...common(row), tickSize: EQUITY_TICK, multiplier: 1 }
    }),
    ...futures.map((row): Asset => {
      return {
        kind: 'future',
        symbol: String(row.symbol),
        ...common(row),
        rootSymbol: String(row.root_symbol),
        noticeDate: dateIn(row.notice_date, 'nanoseconds'),
        expirationDate: dateIn(row.expiration_date, 'nanoseconds'),
        tickSize: Number(row.tick_size),
        multiplier: Number(row.multiplier),
      }
    }),
  ]
  assets.sort((a, b) => a.sid - b.sid)
  const ofFutures = assets.filter(({ kind }) => kind === 'future')
  return {
    assets,
    symbols: [
      ...symbols,
      ...ofFutures.map(({ sid, symbol, startDate, endDate }) => ({ sid, symbol, start: startDate, end: endDate })),
    ],
    roots: allRows(db, 'futures_root_symbols').map((row) => ({
      rootSymbol: String(row.root_symbol),
      sector: textOf(row.sector),
      description: textOf(row.description),
      exchange: textOf(exchanges.get(textOf(row.exchange))?.canonical_name ?? row.exchange) ?? '',
    })),
    supplementary: allRows(db, 'equity_supplementary_mappings').map((row) => ({
      sid: Number(row.sid),
      field: String(row.field),
      value: String(row.value),
      start: dateIn(row.start_date, 'nanoseconds')!,
      end: dateIn(row.end_date, 'nanoseconds')!,
    })),
    notices: dropped([...equities, ...futures]),
  }
}

function equitySymbols(db: Database): SymbolPeriod[] {
  return allRows(db, 'equity_symbol_mappings').map((row) => ({
    sid: Number(row.sid),
    symbol: String(row.symbol),
    start: dateIn(row.start_date, 'nanoseconds')!,
    end: dateIn(row.end_date, 'nanoseconds')!,
  }))
}

function dropped(assets: readonly Row[]): Notice[] {
  const differing = assets.filter(({ first_traded: first, start_date: start }) => {
    const date = dateIn(first, 'nanoseconds')
    return date !== undefined && date !== dateIn(start, 'nanoseconds')
  })
  if (differing.length === 0) return []
  const message = `${differing.length} ${differing.length === 1 ? 'asset was' : 'assets were'} first traded on another day than their first session, which alone is kept`
  return [{ code: 'ZIPLINE_FIRST_TRADED', message }]
}
