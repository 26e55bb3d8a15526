import { resolve } from 'node:path'
import type { Asset } from '../../core/assets/asset.js'
import { type CsvCodec, openCsvCodec } from '../../core/data/codec.js'
import type { Bars, DataBatch, DataRequest, DataSource, Dividend, Notice, Split } from '../../core/data/source.js'
import type { RustybtError } from '../../core/kernel/errors.js'
import { DAY } from '../../core/time/instant.js'
import { dateOf } from '../../core/time/session.js'
import { adjustmentsInRows, adjustmentsInTables } from './adjustments.js'
import { Axis, type Placement } from './axis.js'
import { barsOf, dailyBars } from './bars.js'
import { type BarsFile, readBars } from './bars-file.js'
import { checkRows, showTime } from './checks.js'
import { fault } from './fault.js'
import { type Read, readSome } from './file.js'
import { IgnoredColumns } from './ignored-columns.js'
import { detectLayout, type Layout } from './layout.js'
import { assetOf, choose, type Listed, readListing, readRoots } from './listing.js'
import type { CsvOptions } from './options.js'
import type { Rows, RowTimes } from './rows.js'

/**
 * Bars, assets and adjustments out of a folder of CSV files, some files in memory at a time. Rows in no session of the calendar are
 * dropped and counted in a notice; minute files are resampled where daily data is asked for and there is no other.
 */
export function csvSource(options: CsvOptions): DataSource {
  return { fetch: (request) => read(options, request) }
}

interface Chosen {
  readonly listed: Listed
  readonly file?: BarsFile
}

/** What one fetch carries along, with where it writes down what it dropped. */
interface Fetch {
  readonly request: DataRequest
  readonly options: CsvOptions
  readonly axis: Axis
  readonly notices: Notice[]
}

async function* read(options: CsvOptions, request: DataRequest): AsyncGenerator<DataBatch> {
  const path = resolve(options.dir)
  const layout = await detectLayout(path)
  const listing = await readListing(layout)
  const chosen = choose(listing, request.symbols, path).map((listed): Chosen => {
    return { listed, file: fileOf(layout, listed.symbol, request.frequency) }
  })
  const notices = request.symbols === undefined ? unlisted(layout, listing) : []
  const run: Fetch = { request, options, axis: new Axis(request.calendar, request), notices }
  let roots = await readRoots(layout, options)

  const codec = openCsvCodec()
  const present: Listed[] = []
  const splits: Split[] = []
  const dividends: Dividend[] = []
  const ignored = new IgnoredColumns()
  for (const some of readSome(chosen, ({ file }) => file?.path)) {
    const found = readAssets(codec, some, run)
    yield { kind: 'assets', assets: found.map(({ asset }) => asset), roots }
    roots = undefined
    for (const { listed, rows, bars } of found) {
      request.signal?.throwIfAborted()
      request.progress?.(present.length / chosen.length)
      present.push(listed)
      if (rows === undefined || bars === undefined) continue
      ignored.add(rows)
      const beside = adjustmentsInRows(listed.sid, rows, request)
      splits.push(...beside.splits)
      dividends.push(...beside.dividends)
      if (bars.times.length > 0) yield { kind: 'bars', bars }
    }
  }
  const tables = await adjustmentsInTables(layout, listing, present, request)
  yield { ...tables, splits: [...splits, ...tables.splits], dividends: [...dividends, ...tables.dividends] }
  for (const notice of [...notices, ...ignored.notices()]) yield { kind: 'notice', notice }
  request.progress?.(1)
}

interface Found {
  readonly listed: Listed
  readonly asset: Asset
  /** Where it has a file. */
  readonly rows?: Rows
  readonly bars?: Bars
}

/** Assets with their bars; left out, with a notice, is one of which neither table nor bars say when it lived. */
function readAssets(codec: CsvCodec, some: readonly Read<Chosen>[], run: Fetch): Found[] {
  const withFile = some.filter(({ each }) => each.file !== undefined)
  const files = withFile.map(({ each }) => each.file!)
  const rowsOf = readBars(
    codec,
    files,
    withFile.map(({ bytes }) => bytes),
  )
  return some.flatMap((read) => {
    const at = withFile.indexOf(read)
    return foundIn(read.each.listed, at < 0 ? undefined : rowsOf[at](), run)
  })
}

function foundIn(listed: Listed, rows: Rows | undefined, { axis, request, options, notices }: Fetch): Found[] {
  const placement = rows === undefined ? undefined : checked(listed, rows, { axis, request, options, notices })
  const span = placement === undefined ? undefined : spanOf(placement)
  const start = listed.start ?? span?.start
  const end = listed.end ?? span?.end
  if (rows === undefined || (span === undefined && (start === undefined || end === undefined)))
    notices.push(noBars(listed, rows !== undefined))
  if (start === undefined || end === undefined) return []
  const asset = assetOf(listed, { start, end }, options)
  if (rows === undefined || placement === undefined) return [{ listed, asset }]
  const bars =
    request.frequency === 'daily' && rows.minute
      ? dailyBars(listed.sid, rows, placement)
      : barsOf(listed.sid, rows, placement)
  return [{ listed, asset, rows, bars }]
}

/** Where the rows lie, once they are checked; those in no session are told of. */
function checked(listed: Listed, rows: Rows, { axis, request, notices }: Fetch): Placement {
  checkRows(rows)
  const placement = placed(axis, rows, request)
  if (placement.outside > 0) notices.push(outsideSessions(listed, rows, placement, request))
  return placement
}

/**
 * Daily data falls back on minute files, never the reverse. Outside csvdir, columns called dividend and split beside the prices count
 * as csvdir's do, unless splits.csv or dividends.csv is there: then those alone count.
 */
function fileOf(layout: Layout, symbol: string, frequency: DataRequest['frequency']): BarsFile | undefined {
  if (layout.shape === 'bars') {
    const path = layout.daily.get(symbol)
    return path === undefined ? undefined : { path, adjustments: !hasTables(layout) }
  }
  const daily = layout.daily.get(symbol)
  const minute = layout.minute.get(symbol)
  if (frequency === 'minute' && layout.minute.size === 0)
    throw frequencyMissing(layout.path, 'there is no minute/ folder')
  const path = frequency === 'minute' ? minute : layout.daily.size > 0 ? daily : minute
  return path === undefined ? undefined : { path, adjustments: true, minute: path === minute }
}

const hasTables = ({ tables }: Layout): boolean => tables.splits !== undefined || tables.dividends !== undefined

function frequencyMissing(file: string, what: string): RustybtError {
  const hint = 'daily bars hold no minutes: ask for daily data, or give a file of minutes'
  return fault('DATA_FREQUENCY_MISSING', { file }, `minute bars were asked for, but ${what}`, hint)
}

/** Where the rows lie; refuses daily rows where minutes were asked for, and a file that the calendar knows nothing of. */
function placed(axis: Axis, rows: RowTimes, request: DataRequest): Placement {
  if (request.frequency === 'minute' && !rows.minute) throw frequencyMissing(rows.file, 'these are daily')
  const placement = axis.place(rows)
  if (placement.outside < rows.length) return placement
  const what = `none of its ${rows.length} bars (from ${showTime(rows, 0)}) is in a session of ${request.calendar.name}`
  const hint = rows.minute ? 'minutes are UTC, and label a bar by its end' : 'is this the right calendar?'
  throw fault('DATA_OUTSIDE_CALENDAR', { file: rows.file, line: rows.lines[0] }, what, hint)
}

/** First and last session with bars, undefined where the range asked for has none. */
function spanOf({ sessions, session }: Placement): { start: string; end: string } | undefined {
  if (session.length === 0) return undefined
  return { start: sessions.date(session[0]), end: sessions.date(session[session.length - 1]) }
}

function outsideSessions(listed: Listed, rows: Rows, placement: Placement, request: DataRequest): Notice {
  const { outside, firstOutside } = placement
  return {
    code: 'DATA_OUTSIDE_SESSIONS',
    message:
      `${rows.file}: ${outside} of ${rows.length} bars dropped that are in no session of ${request.calendar.name}, ` +
      `the first ${showTime(rows, firstOutside)} in line ${rows.lines[firstOutside]}`,
    sid: listed.sid,
    date: dateOf(Math.floor(rows.times[firstOutside] / DAY)),
  }
}

function noBars(listed: Listed, hasFile: boolean): Notice {
  const what = hasFile ? 'has no bars in the range' : 'has no file of bars'
  return { code: 'DATA_NO_BARS', message: `${listed.symbol} ${what}`, sid: listed.sid }
}

function unlisted(layout: Layout, listing: readonly Listed[]): Notice[] {
  const listed = new Set(listing.map(({ symbol }) => symbol))
  const others = [...layout.daily.keys()].filter((symbol) => !listed.has(symbol))
  if (layout.shape === 'csvdir' || others.length === 0) return []
  const message = `${others.length} files of bars are not listed in the table of assets, and not read: ${others.slice(0, 5).join(', ')}`
  return [{ code: 'DATA_NOT_LISTED', message }]
}
