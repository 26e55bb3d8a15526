import type { Asset as CoreAsset } from '../../core/assets/asset.js'
import type { RunContext } from '../../core/engine/strategy.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { currentRun } from '../current.js'
import { assetOf } from '../protocol.js'
import { Timestamp } from '../timestamp.js'
import { countryOf } from './countries.js'
import { dayOfRow, fetchingFor, type Identifier } from './fetched.js'
import { Fetching, pending } from './fetching.js'
import { type Cell, type CsvFormat, type Row, readCsv } from './read-csv.js'
import { patternOf, readDates } from './read-dates.js'
import { download, isRemote, type Request, readFile, shownUrl } from './read-text.js'

/** A row after dates and symbols are known: its own columns, the time of its date, and what it is about. */
export type FetchedRow = Record<string, unknown> & { readonly dt: Timestamp; readonly sid: Identifier }

export interface FetchCsvOptions extends CsvFormat, Request {
  /** Changes the rows as they were read, before dates and symbols are looked at: `(rows) => rows.map((row) => ({ ...row, date: row.Day }))`. */
  readonly pre_func?: ((rows: Row[]) => Row[]) | null
  /** Changes the rows when each has its `dt` and `sid`, and its date and symbol columns are gone. */
  readonly post_func?: ((rows: FetchedRow[]) => FetchedRow[]) | null
  readonly date_column?: string
  /** As for `strptime`. Zipline, and so profile `zipline`, pays no attention to it. */
  readonly date_format?: string | null
  /** Of dates that name no offset. */
  readonly timezone?: string
  /** The name under which `data.current` finds values that are about no asset. */
  readonly symbol?: string | null
  /** Whether rows about symbols that are no assets are dropped; in Zipline, and profile `zipline`, they always are. */
  readonly mask?: boolean
  readonly symbol_column?: string | null
  /** Says which URL and which query are really asked for. */
  readonly special_params_checker?:
    | ((url: string) => readonly [string, Readonly<Record<string, unknown>> | null])
    | null
  readonly country_code?: string | null
}

/** What was fetched. */
export interface FetchedCsv {
  readonly url: string
  readonly rows: readonly FetchedRow[]
}

const OPTIONS = new Set(
  [
    'pre_func post_func date_column date_format timezone symbol mask symbol_column special_params_checker country_code',
    'params headers auth timeout encoding',
    'sep delimiter quotechar escapechar doublequote skipinitialspace comment header names skiprows skipfooter nrows',
    'usecols na_values keep_default_na true_values false_values thousands decimal dtype converters',
  ].flatMap((names) => names.split(' ')),
)

/**
 * Reads a CSV of dated values and shows them to callbacks: `data.current(asset, 'column')`, or `data.current('NAME', 'column')` where
 * `symbol` names them. A value is seen from the midnight of its date on, until the next; in daily data a time after 16:00 in New York
 * counts for the next session. `url` is http(s), or a file's path.
 *
 * `pre_func` and `post_func` get the rows as an array of objects, a property a column, and answer such an array. `data.fetcher_assets`
 * lists the assets that the rows are about.
 *
 * A file is there when the call returns. A URL need not be awaited: callbacks after `initialize` wait for it, and its failure ends the
 * run; `await fetch_csv(…)` gives the rows, and the failure, to `initialize` itself. URLs are fetched in `initialize` only.
 */
export function fetch_csv(url: string, options: FetchCsvOptions = {}): PromiseLike<FetchedCsv> {
  const run = currentRun('fetch_csv')
  const strange = Object.keys(options).find((name) => !OPTIONS.has(name))
  if (strange !== undefined) {
    throw new RustybtError('FETCH_CSV_OPTION', `fetch_csv does not know the option '${strange}'`, {
      hint: `it knows ${[...OPTIONS].join(', ')}`,
    })
  }
  const [address, params] = options.special_params_checker?.(url) ?? [url, null]
  const request = params ? { ...options, params: { ...options.params, ...params } } : options
  const put = fetchingFor(run).place()
  const take = (text: string): FetchedCsv => {
    const { rows, days } = understand(text, address, options, run)
    put(rows, days)
    return { url: shownUrl(address), rows }
  }
  if (!isRemote(address)) return new Fetching(Promise.resolve(take(readFile(address, request))))
  if (run.phase !== 'initialize') {
    throw new RustybtError(
      'FETCH_CSV_OUTSIDE_INITIALIZE',
      `fetch_csv can fetch ${shownUrl(address)} in initialize only, as no later callback can wait`,
      { hint: 'fetch it in initialize, or fetch a file' },
    )
  }
  const fetching = new Fetching(download(address, request).then(take))
  pending(run).push(fetching)
  return fetching
}

function understand(
  text: string,
  url: string,
  options: FetchCsvOptions,
  run: RunContext,
): { rows: FetchedRow[]; days: number[] } {
  const shown = shownUrl(url)
  const date = options.date_column ?? 'date'
  const format = options.usecols ? { ...options, usecols: [...options.usecols, date] } : options
  const read = readCsv(text, format, shown, !run.quirks.fetchBlanksAreText)
  const given = options.pre_func ? options.pre_func(read) : read
  requireColumn(given, date, shown, 'date_column')
  const times = datesOf(given, date, options, run)
  const dated = given.flatMap((row, i) => (Number.isNaN(times[i]) ? [] : [{ row, at: times[i] }]))
  warnDropped(run, shown, given.length - dated.length, `whose ${date} is no date`)
  const mapped = sidsOf(dated, shown, options, run).sort((a, b) => a.at - b.at)
  const dropped = options.symbol == null ? [date, options.symbol_column ?? 'symbol'] : [date]
  const rows = mapped.map(({ row, at, sid }): FetchedRow => {
    const kept = Object.entries(row).filter(([name]) => !dropped.includes(name))
    return { ...Object.fromEntries(kept), dt: new Timestamp(at), sid }
  })
  const final = options.post_func ? options.post_func(rows) : rows
  if (!Array.isArray(final) || !final.every((row) => row?.dt !== undefined && row.sid !== undefined)) {
    throw new RustybtError('FETCH_CSV_FUNCTION', `${shown}: post_func answered no rows with dt and sid`, {
      hint: 'answer an array of the rows it was given, or of objects made with { ...row, … }',
    })
  }
  return { rows: final, days: final.map(({ dt }) => dayOfRow(dt.valueOf(), run)) }
}

function datesOf(rows: readonly Row[], column: string, options: FetchCsvOptions, run: RunContext): Float64Array {
  const { date_format, timezone = 'UTC' } = options
  const cells = rows.map((row) => row[column])
  if (!date_format) return readDates(cells, timezone)
  if (run.quirks.fetchIgnoresDateFormat) {
    run.log('warn', "The 'date_format' of fetch_csv is ignored, as Zipline ignores it: dates are read as they look.")
    return readDates(cells, timezone)
  }
  const pattern = patternOf(date_format)
  if (!pattern) throw new RustybtError('FETCH_CSV_OPTION', `fetch_csv cannot read dates by '${date_format}'`)
  return readDates(cells, timezone, pattern)
}

interface Dated {
  readonly row: Row
  readonly at: number
}

/** Each row with what it is about; rows about nothing that is known are left out. */
function sidsOf(
  dated: readonly Dated[],
  shown: string,
  options: FetchCsvOptions,
  run: RunContext,
): (Dated & { sid: Identifier })[] {
  const { symbol, symbol_column } = options
  if (symbol !== undefined && symbol !== null) return dated.map((each) => ({ ...each, sid: symbol }))
  const column = symbol_column ?? 'symbol'
  const rows = dated.map(({ row }) => row)
  requireColumn(rows, column, shown, 'symbol_column')
  if (rows.some((row) => 'sid' in row))
    run.log('warn', `${shown}: the column 'sid' is overwritten with the assets of the column '${column}'`)
  const assetOfCell = lookup(run, options.country_code?.toUpperCase())
  const keep = options.mask === false && !run.quirks.fetchIgnoresMask
  const mapped = dated.flatMap((each): (Dated & { sid: Identifier })[] => {
    const cell = each.row[column]
    const asset = assetOfCell(cell, each.at)
    if (asset) return [{ ...each, sid: assetOf(asset) }]
    return keep ? [{ ...each, sid: String(cell) }] : []
  })
  warnDropped(run, shown, dated.length - mapped.length, `whose ${column} is no asset`)
  return mapped
}

/** A ticker with one owner is that asset whenever; one with several is the asset that had it on the row's day. */
function lookup(run: RunContext, country: string | undefined): (cell: Cell, at: number) => CoreAsset | undefined {
  const known = new Map<string, CoreAsset | 'several' | undefined>()
  const by = (symbol: string, date: string | undefined, where: string | undefined) => {
    try {
      return run.finder.lookupSymbol(symbol, date, where)
    } catch (error) {
      const { code } = error as RustybtError
      if (code === 'MULTIPLE_SYMBOLS_FOUND') return 'several'
      if (code === 'SYMBOL_NOT_FOUND') return undefined
      throw error
    }
  }
  const anywhere = (symbol: string, date?: string) => {
    if (country !== undefined) return by(symbol, date, country)
    const own = countryOf(run.calendar.name)
    return (own === undefined ? undefined : by(symbol, date, own)) ?? by(symbol, date, undefined)
  }
  return (cell, at) => {
    if (typeof cell !== 'string') return undefined
    const symbol = cell.toUpperCase()
    if (!known.has(symbol)) known.set(symbol, anywhere(symbol))
    const found = known.get(symbol)
    if (found !== 'several') return found
    const owner = anywhere(symbol, new Date(at).toISOString().slice(0, 10))
    return owner === 'several' ? undefined : owner
  }
}

function requireColumn(rows: readonly Row[], name: string, shown: string, option: string): void {
  if (!Array.isArray(rows))
    throw new RustybtError('FETCH_CSV_FUNCTION', `${shown}: pre_func answered no rows`, {
      hint: 'answer an array of objects, one a row',
    })
  if (rows.length === 0 || name in rows[0]) return
  throw new RustybtError('FETCH_CSV_COLUMN', `${shown} has no column '${name}'`, {
    hint: `it has ${Object.keys(rows[0]).join(', ')}; ${option} says which one is meant`,
  })
}

function warnDropped(run: RunContext, shown: string, count: number, why: string): void {
  if (count > 0) run.log('warn', `${shown}: dropped ${count} ${count === 1 ? 'row' : 'rows'} ${why}`)
}
