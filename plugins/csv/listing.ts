import type { Asset, AssetKind, Cryptocurrency, CurrencyPair, Equity, Future } from '../../core/assets/asset.js'
import { ASSET_CLASSES } from '../../core/assets/asset-class.js'
import type { RootSymbol } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { nearest } from '../../core/kernel/nearest.js'
import { dayAfter } from './axis.js'
import { fault } from './fault.js'
import type { Layout } from './layout.js'
import type { CsvOptions } from './options.js'
import { readTable, type TableRow } from './table.js'

/** An asset as listed, before its bars have been seen. */
export interface Listed {
  readonly sid: number
  readonly symbol: string
  readonly kind: Asset['kind']
  /** Its row in assets.csv or contracts.csv, where it has one. */
  readonly row?: TableRow
  /** ISO dates, as the table states them. */
  readonly start?: string
  readonly end?: string
}

/** All assets in the order of their sids: the rows of the tables, else the sorted file names. */
export async function readListing(layout: Layout): Promise<Listed[]> {
  const { assets, contracts } = layout.tables
  if (assets === undefined && contracts === undefined) {
    const symbols = [...new Set([...layout.daily.keys(), ...layout.minute.keys()])].sort()
    return symbols.map((symbol, sid) => ({ sid, symbol, kind: 'equity' }))
  }
  const equities = assets === undefined ? [] : await readTable(assets, ['symbol'])
  const futures = contracts === undefined ? [] : await readTable(contracts, ['symbol', 'root_symbol'])
  const lines = new Map<string, TableRow>()
  return [...equities, ...futures].map((row, sid) => {
    const symbol = row.required('symbol')
    const first = lines.get(symbol)
    if (first !== undefined) {
      const what = `${symbol} is listed twice, first in line ${first.line}`
      throw fault('DATA_SYMBOL_DUPLICATE', row.place('symbol'), what, 'a symbol names one file of bars')
    }
    lines.set(symbol, row)
    const kind = sid < equities.length ? kindOf(row) : 'future'
    return { sid, symbol, kind, row, start: row.date('start_date'), end: row.date('end_date') }
  })
}

/** assets.csv lists shares, and coins and currency pairs where its column kind says so. */
function kindOf(row: TableRow): Exclude<AssetKind, 'future'> {
  const kind = row.text('kind') ?? 'equity'
  if (kind === 'equity' || kind === 'cryptocurrency' || kind === 'forex') return kind
  const hint = 'equity, cryptocurrency or forex; futures are listed in contracts.csv'
  throw fault('DATA_VALUE_INVALID', row.place('kind'), `'${kind}' is no kind of asset`, hint)
}

/** The listed assets of these symbols, in the order of their sids. */
export function choose(listing: readonly Listed[], symbols: readonly string[] | undefined, where: string): Listed[] {
  if (symbols === undefined) return [...listing]
  const known = listing.map((listed) => listed.symbol)
  const unknown = symbols.find((symbol) => !known.includes(symbol))
  if (unknown === undefined) return listing.filter((listed) => symbols.includes(listed.symbol))
  throw new RustybtError('SYMBOL_NOT_FOUND', `no symbol '${unknown}' in ${where}${suggest(unknown, known)}`, {
    hint: 'a symbol is the name of its file, in the same case',
  })
}

/** `; 20 are known. Did you mean 'ALFA'?`: a folder may hold thousands, so they are counted, not listed. */
export function suggest(unknown: string, known: readonly string[]): string {
  const near = nearest(unknown, known)
  return `; ${known.length} are known${near === undefined ? '' : `. Did you mean '${near}'?`}`
}

/** The asset, given its first and last session: as stated, or as its bars say. */
export function assetOf(listed: Listed, { start, end }: { start: string; end: string }, options: CsvOptions): Asset {
  const { sid, symbol, row } = listed
  const fields = {
    sid,
    symbol,
    name: row?.text('asset_name') ?? row?.text('name') ?? symbol,
    exchange: row?.text('exchange') ?? options.exchange ?? 'CSVDIR',
    country: row?.text('country_code') ?? row?.text('country') ?? options.country,
    currency: row?.text('currency') ?? options.currency,
    startDate: start,
    endDate: end,
    tickSize: row?.positive('tick_size') ?? ASSET_CLASSES[listed.kind].tickSize,
    ...lotOf(row),
  }
  if (fields.endDate < fields.startDate && row !== undefined) {
    const what = `${symbol} ends on ${fields.endDate}, before it starts on ${fields.startDate}`
    throw fault('DATA_DATE_INVALID', row.place('end_date'), what)
  }
  const autoClose = row?.date('auto_close_date')
  if (listed.kind !== 'future') {
    const share = {
      ...fields,
      kind: listed.kind,
      multiplier: 1,
      autoCloseDate: autoClose ?? dayAfter(fields.endDate),
    }
    return share as Equity | Cryptocurrency | CurrencyPair
  }
  const noticeDate = row?.date('notice_date')
  const expirationDate = row?.date('expiration_date')
  const last = [noticeDate, expirationDate].filter((date) => date !== undefined).sort()[0]
  const future: Future = {
    ...fields,
    kind: 'future',
    rootSymbol: row?.required('root_symbol') ?? symbol,
    noticeDate,
    expirationDate,
    multiplier: row?.positive('multiplier') ?? 1,
    autoCloseDate: autoClose ?? last ?? dayAfter(fields.endDate),
  }
  return future
}

function lotOf(row: TableRow | undefined): { lotSize?: number } {
  const lotSize = row?.positive('lot_size')
  return lotSize === undefined ? {} : { lotSize }
}

export async function readRoots(layout: Layout, options: CsvOptions): Promise<RootSymbol[] | undefined> {
  if (layout.tables.roots === undefined) return undefined
  const rows = await readTable(layout.tables.roots, ['root_symbol'])
  return rows.map((row) => ({
    rootSymbol: row.required('root_symbol'),
    sector: row.text('sector'),
    description: row.text('description'),
    exchange: row.text('exchange') ?? options.exchange ?? 'CSVDIR',
  }))
}
