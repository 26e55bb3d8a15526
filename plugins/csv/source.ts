import { resolve } from 'node:path'
import type { Asset } from '../../core/assets/asset.js'
import type { Bars, DataBatch, DataRequest, DataSource, Dividend, Notice, Split } from '../../core/data/source.js'
import type { RustybtError } from '../../core/kernel/errors.js'
import { dateOf } from '../../core/time/session.js'
import { adjustmentsInRows, adjustmentsInTables } from './adjustments.js'
import { Axis, type Placement } from './axis.js'
import { barsOf, dailyBars } from './bars.js'
import { type BarsFile, readBars } from './bars-file.js'
import { checkBars, checkTimes, showTime } from './checks.js'
import { fault } from './fault.js'
import { IgnoredColumns } from './ignored-columns.js'
import { MS_PER_DAY } from './instant.js'
import { detectLayout, type Layout } from './layout.js'
import { assetOf, choose, type Listed, readListing, readRoots } from './listing.js'
import type { CsvOptions } from './options.js'
import type { Rows, RowTimes } from './rows.js'

/**
 * Bars, assets and adjustments out of a folder of CSV files, one asset in memory at a time. Rows in no session of the calendar are
 * dropped and counted in a notice; minute files are resampled where daily data is asked for and there is no other.
 */
export function csvSource(options: CsvOptions): DataSource {
  return { fetch: (request) => read(options, request) }
}

interface Chosen {
  readonly listed: Listed
  readonly file?: BarsFile
}

/** What one fetch carries along: where it writes down what it dropped, and how far it has come. */
interface Fetch {
  readonly request: DataRequest
  readonly axis: Axis
  readonly notices: Notice[]
  readonly step: () => void
}

async function* read(options: CsvOptions, request: DataRequest): AsyncGenerator<DataBatch> {
  const path = resolve(options.dir)
  const layout = await detectLayout(path)
  const listing = await readListing(layout)
  const chosen = choose(listing, request.symbols, path).map((listed): Chosen => {
    return { listed, file: fileOf(layout, listed.symbol, request.frequency) }
  })
  const steps = chosen.length + chosen.filter(hasUnknownSpan).length
  let done = 0
  const step = () => {
    request.signal?.throwIfAborted()
    request.progress?.(Math.min(1, done++ / steps))
  }
  const axis = new Axis(request.calendar, request)
  const notices = request.symbols === undefined ? unlisted(layout, listing) : []
  const run: Fetch = { request, axis, notices, step }

  const present: Chosen[] = []
  const assets: Asset[] = []
  for (const each of chosen) {
    const asset = await assetFor(each, run, options)
    if (asset === undefined) continue
    assets.push(asset)
    present.push(each)
  }
  yield { kind: 'assets', assets, roots: await readRoots(layout, options) }

  const splits: Split[] = []
  const dividends: Dividend[] = []
  const ignored = new IgnoredColumns()
  for (const { listed, file } of present) {
    step()
    if (file === undefined) continue
    const rows = await readBars(file)
    ignored.add(rows)
    const bars = barsFor(listed, rows, run)
    const beside = adjustmentsInRows(listed.sid, rows, request)
    splits.push(...beside.splits)
    dividends.push(...beside.dividends)
    if (bars.times.length > 0) yield { kind: 'bars', bars }
  }
  const tables = await adjustmentsInTables(
    layout,
    listing,
    present.map(({ listed }) => listed),
    request,
  )
  yield { ...tables, splits: [...splits, ...tables.splits], dividends: [...dividends, ...tables.dividends] }
  for (const notice of [...notices, ...ignored.notices()]) yield { kind: 'notice', notice }
  request.progress?.(1)
}

/** The bars' own span is asked only where no table states it. */
const hasUnknownSpan = ({ listed, file }: Chosen): boolean =>
  file !== undefined && (listed.start === undefined || listed.end === undefined)

/** Undefined, with a notice, for an asset of which neither table nor bars say when it lived. */
async function assetFor(each: Chosen, { axis, request, notices, step }: Fetch, options: CsvOptions) {
  const { listed, file } = each
  let { start, end } = listed
  if (hasUnknownSpan(each)) {
    step()
    const span = await spanOf(file!, axis, request)
    if (span === undefined) notices.push(noBars(listed, file))
    start ??= span?.start
    end ??= span?.end
  } else if (file === undefined) notices.push(noBars(listed, file))
  return start === undefined || end === undefined ? undefined : assetOf(listed, { start, end }, options)
}

/** One asset's bars, checked, in sessions alone. */
function barsFor(listed: Listed, rows: Rows, { axis, request, notices }: Fetch): Bars {
  checkTimes(rows)
  checkBars(rows)
  const placement = placed(axis, rows, request)
  if (placement.outside > 0) notices.push(outsideSessions(listed, rows, placement, request))
  return request.frequency === 'daily' && rows.minute
    ? dailyBars(listed.sid, rows, placement)
    : barsOf(listed.sid, rows, placement)
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
async function spanOf(file: BarsFile, axis: Axis, request: DataRequest) {
  const rows = await readBars(file, true)
  checkTimes(rows)
  const { sessions, session } = placed(axis, rows, request)
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
    date: dateOf(Math.floor(rows.times[firstOutside] / MS_PER_DAY)),
  }
}

function noBars(listed: Listed, file: BarsFile | undefined): Notice {
  const what = file === undefined ? 'has no file of bars' : 'has no bars in the range'
  return { code: 'DATA_NO_BARS', message: `${listed.symbol} ${what}`, sid: listed.sid }
}

function unlisted(layout: Layout, listing: readonly Listed[]): Notice[] {
  const listed = new Set(listing.map(({ symbol }) => symbol))
  const others = [...layout.daily.keys()].filter((symbol) => !listed.has(symbol))
  if (layout.shape === 'csvdir' || others.length === 0) return []
  const message = `${others.length} files of bars are not listed in the table of assets, and not read: ${others.slice(0, 5).join(', ')}`
  return [{ code: 'DATA_NOT_LISTED', message }]
}
