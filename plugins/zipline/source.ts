import type { Database } from 'node-sqlite3-wasm'
import type { Asset } from '../../core/assets/asset.js'
import { openSqlite } from '../../core/assets/sqlite.js'
import type { Bars, DataBatch, DataRequest, DataSource, Merger, Notice } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { type AdjustmentTables, readAdjustmentTables } from './adjustments-database.js'
import { type AssetTables, readAssetTables } from './assets-database.js'
import { openBlosc } from './carray.js'
import { DailyTable, THOUSANDTHS } from './daily-table.js'
import { checkRatios } from './dividend-ratios.js'
import { findFolder, type ZiplineFolder } from './folder.js'
import { MinuteTables } from './minute-tables.js'
import type { ZiplineOptions } from './options.js'
import { between } from './rows.js'

/**
 * What a bundle holds that Zipline wrote: bars out of bcolz, assets and adjustments out of SQLite. Prices come as the nearest double
 * to the stored thousandths, 1.005 and not 1.0050000000000001. One asset is in memory at a time, of minutes a part of one.
 */
export function ziplineSource(options: ZiplineOptions): DataSource {
  return {
    async describe() {
      const { daily, minute } = await openTables(findFolder(options.path))
      const calendar = (minute ?? daily)?.calendar
      return { calendar, frequency: minute === undefined ? 'daily' : 'minute' }
    },
    fetch: (request) => read(options, request),
  }
}

interface Tables {
  readonly daily?: DailyTable
  readonly minute?: MinuteTables
}

async function openTables({ daily, minute }: ZiplineFolder): Promise<Tables> {
  const decode = await openBlosc()
  return {
    daily: daily === undefined ? undefined : new DailyTable(daily, decode),
    minute: minute === undefined ? undefined : new MinuteTables(minute, decode),
  }
}

async function* read(options: ZiplineOptions, request: DataRequest): AsyncGenerator<DataBatch> {
  const folder = findFolder(options.path)
  const [tables, Sqlite] = await Promise.all([openTables(folder), openSqlite()])
  if (request.frequency === 'minute' && tables.minute === undefined) throw noMinutes(folder)
  const listed = readAssetTables(Sqlite, folder.assets, options)
  const assets = chosen(listed, request.symbols, folder)
  const sids = new Set(assets.map(({ sid }) => sid))
  const isChosen = ({ sid }: { readonly sid: number }) => sids.has(sid)
  yield {
    kind: 'assets',
    assets,
    symbols: listed.symbols.filter(isChosen),
    roots: listed.roots,
    supplementary: listed.supplementary.filter(isChosen),
  }

  const adjustments = adjustmentsIn(Sqlite, folder, isChosen)
  const ratios: Merger[] = []
  const notices: Notice[] = [...listed.notices]
  const inDaily = new Set(tables.daily?.sids)
  let done = 0
  for (const { sid, symbol } of assets) {
    request.signal?.throwIfAborted()
    const daily = inDaily.has(sid) ? await tables.daily!.bars(sid) : undefined
    const checked = checkRatios(
      sid,
      adjustments.dividendRatios.filter((ratio) => ratio.sid === sid),
      adjustments.dividends.filter((dividend) => dividend.sid === sid),
      daily,
    )
    ratios.push(...checked.unexplained)
    notices.push(...checked.notices)
    yield* request.frequency === 'daily'
      ? barsOf(daily, request)
      : minutesOf(sid, symbol, tables, daily, request, notices)
    request.progress?.(++done / assets.length)
  }
  const { splits, dividends, stockDividends, mergers } = adjustments
  const isIn = inRange(request)
  yield {
    kind: 'adjustments',
    splits: splits.filter(({ effectiveDate }) => isIn(effectiveDate)),
    dividends: dividends.filter(({ exDate }) => isIn(exDate)),
    stockDividends: stockDividends.filter(({ exDate }) => isIn(exDate)),
    mergers: [...mergers, ...ratios].filter(({ effectiveDate }) => isIn(effectiveDate)),
  }
  for (const notice of notices) yield { kind: 'notice', notice }
}

function* barsOf(daily: Bars | undefined, request: DataRequest): Generator<DataBatch> {
  const bars = daily === undefined ? undefined : between(daily, request)
  if (bars !== undefined && bars.times.length > 0) yield { kind: 'bars', bars }
}

/** The minutes, and the sessions' own bars beside them: Zipline keeps both, and they need not say the same. */
async function* minutesOf(
  sid: number,
  symbol: string,
  { minute }: Tables,
  daily: Bars | undefined,
  request: DataRequest,
  notices: Notice[],
): AsyncGenerator<DataBatch> {
  if (minute!.has(sid)) {
    for await (const all of minute!.bars(sid, request.calendar)) {
      request.signal?.throwIfAborted()
      const bars = between(all, request)
      if (bars.times.length > 0) yield { kind: 'bars', bars }
    }
    const ratio = minute!.ratioOf(sid)
    if (ratio > THOUSANDTHS) {
      const message = `the minutes of ${symbol} are in steps of 1/${ratio}: profile zipline reads thousandths, as of any bundle`
      notices.push({ code: 'ZIPLINE_FINE_PRICES', sid, message })
    }
  }
  const sessions = daily === undefined ? undefined : between(daily, request)
  if (sessions !== undefined && sessions.times.length > 0) yield { kind: 'sessions', bars: sessions }
}

function chosen(
  { assets, symbols }: AssetTables,
  wanted: readonly string[] | undefined,
  folder: ZiplineFolder,
): Asset[] {
  if (wanted === undefined) return [...assets]
  const sids = new Set<number>()
  for (const symbol of wanted) {
    const owners = symbols.filter((period) => period.symbol === symbol)
    if (owners.length === 0)
      throw new RustybtError('SYMBOL_NOT_FOUND', `${folder.path} has no asset that was ever called ${symbol}`)
    for (const { sid } of owners) sids.add(sid)
  }
  return assets.filter(({ sid }) => sids.has(sid))
}

function adjustmentsIn(
  Sqlite: typeof Database,
  folder: ZiplineFolder,
  isChosen: (record: { readonly sid: number }) => boolean,
): AdjustmentTables {
  const all = readAdjustmentTables(Sqlite, folder.adjustments)
  return {
    splits: all.splits.filter(isChosen),
    mergers: all.mergers.filter(isChosen),
    dividends: all.dividends.filter(isChosen),
    stockDividends: all.stockDividends.filter(isChosen),
    dividendRatios: all.dividendRatios.filter(isChosen),
  }
}

const inRange =
  ({ start = '', end = '9999-12-31' }: DataRequest) =>
  (date: string): boolean =>
    date >= start && date <= end

function noMinutes({ path }: ZiplineFolder): RustybtError {
  const message = `minute bars were asked for, but ${path} holds daily ones`
  return new RustybtError('DATA_FREQUENCY_MISSING', message, { hint: '--data-frequency daily' })
}
