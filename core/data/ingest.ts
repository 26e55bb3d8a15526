import type { Database } from 'node-sqlite3-wasm'
import type { Asset, RootSymbol } from '../assets/asset.js'
import { openSqlite } from '../assets/sqlite.js'
import { writeAssets } from '../assets/store.js'
import type { SupplementaryPeriod } from '../assets/supplementary.js'
import { OwnershipCheck, ownSymbols, type SymbolPeriod } from '../assets/symbols.js'
import { RustybtError } from '../kernel/errors.js'
import { dateOf, type SessionTable } from '../time/session.js'
import { type AdjustmentRecords, Adjustments } from './adjustments.js'
import { writeAdjustments } from './adjustments-store.js'
import { Append } from './append.js'
import { BarFiles } from './bar-files.js'
import { INDEX, indexOf, indexText } from './bar-index.js'
import { ADJUSTMENTS, ASSETS } from './bundle.js'
import { BundleBars } from './bundle-bars.js'
import { bundleFolder, ingestionName, ingestionsOf, ingestionTime } from './catalog.js'
import { sessionsWithoutBars } from './check-gaps.js'
import { requireOrder } from './check-order.js'
import { type Codec, openCodec, type Run } from './codec.js'
import { below, readBytes } from './disk.js'
import { Draft, removeLeftovers } from './disk-draft.js'
import { lockFolder } from './disk-lock.js'
import type { PresetName } from './finding.js'
import { inPrices } from './listed-splits.js'
import { BUNDLE_SCHEMA, MANIFEST, type Manifest, type ManifestFile, manifestText, shownChoice } from './manifest.js'
import { MinuteIngest } from './minute-ingest.js'
import { sessionsOfMinutes } from './minutes.js'
import { QUIRKS } from './quirks.js'
import { MemoryBars, rowsOf, type Span } from './reader.js'
import { NO_RECORDS, openRecords, recordsBySid } from './records.js'
import type { Bars, DataBatch, DataRequest, DataSource, Notice } from './source.js'
import {
  checkSplits,
  inconsistent,
  noticeOf,
  type SplitFinding,
  type SplitTreatment,
  splitLikeJumps,
  tellFinding,
} from './split-check.js'
import { Quality } from './validation.js'

export interface IngestOptions {
  readonly bundle: string
  /** The version of rustybt, for the manifest. */
  readonly version: string
  /** How the source was chosen, for the manifest; what looks like a secret is left out. */
  readonly choice?: unknown
  /** What to do where listed splits and prices do not agree; without it the ingest stops there. */
  readonly splits?: SplitTreatment
  /** How strictly the data are looked at; by each asset's kind, where left out. */
  readonly preset?: PresetName
  /** Whether an error or a warning about an asset's data stops the ingest. */
  readonly strict?: boolean
  /** Puts what is new onto the latest ingestion, where there is one, whose files stay as they are. */
  readonly append?: boolean
  readonly root?: string
  /** The clock, epoch ms. */
  readonly now?: () => number
  /** Told what was found on the way to be said at once: a lock taken over, leftovers removed. */
  readonly onRemark?: (text: string) => void
  /** Rows of a file, for tests. */
  readonly partRows?: number
}

const MS_PER_DAY = 86_400_000

/**
 * Reads a source into a new ingestion of a bundle, one batch in memory at a time. It is written into a hidden folder beside the earlier
 * ones and appears when it is whole; one that fails, is aborted or killed leaves them as they were. Throws what the source throws,
 * `BUNDLE_NAME`, `BUNDLE_LOCKED`, `DISK_FULL`, `DATA_EMPTY`, `SPLITS_INCONSISTENT` with every asset and date, and
 * `QUALITY_FAILED` with the first findings, where `strict` says so. Appending throws `APPEND_REVISED` or `APPEND_SPLIT` where the source
 * no longer has what was ingested, `APPEND_FREQUENCY`, `APPEND_SOURCE`; where there is nothing new, the latest ingestion is the answer.
 */
export async function ingest(source: DataSource, request: DataRequest, options: IngestOptions): Promise<Manifest> {
  const folder = bundleFolder(options.bundle, options.root)
  const [codec, Sqlite] = await Promise.all([openCodec(), openSqlite()])
  request.signal?.throwIfAborted()
  const lock = lockFolder(folder)
  let draft: Draft | undefined
  try {
    if (lock.takenOverFrom !== undefined) options.onRemark?.(`took over the lock of ${lock.takenOverFrom}`)
    const left = removeLeftovers(folder)
    if (left > 0)
      options.onRemark?.(
        `removed what ${left === 1 ? 'an' : left} unfinished ${left === 1 ? 'ingest' : 'ingests'} had left behind`,
      )
    const ingestion = nextIngestion(options)
    const append = openAppend(request, options, codec, Sqlite)
    draft = new Draft(folder, ingestion)
    const manifest = await new Ingest(draft, request, options, codec, Sqlite, append).run(source, ingestion)
    if (manifest === undefined) return append!.manifest
    request.signal?.throwIfAborted()
    await draft.publish()
    draft = undefined
    return manifest
  } finally {
    draft?.discard()
    lock.release()
  }
}

function openAppend(
  request: DataRequest,
  { bundle, append, choice, root }: IngestOptions,
  codec: Codec,
  Sqlite: typeof Database,
): Append | undefined {
  if (!append || ingestionsOf(bundle, root).length === 0) return undefined
  const base = new Append(bundle, request, codec, Sqlite, root)
  const [was, is] = [base.manifest.source, shownChoice(choice)].map(sourceName)
  if (was === is || was === undefined || is === undefined) return base
  throw new RustybtError(
    'APPEND_SOURCE',
    `bundle '${bundle}' was made of '${was}', what is appended comes from '${is}'`,
    {
      hint: 'append from the same source, or ingest without --append',
    },
  )
}

/** `{ use: 'csv', … }` or `'csv'` */
const sourceName = (choice: unknown): unknown =>
  typeof choice === 'string' ? choice : (choice as { use?: unknown } | undefined | null)?.use

/** Now, or a millisecond after the last one where the clock stands still or goes back. */
function nextIngestion({ bundle, root, now = Date.now }: IngestOptions): string {
  const last = ingestionsOf(bundle, root).at(-1)
  return ingestionName(Math.max(now(), last === undefined ? 0 : ingestionTime(last)! + 1))
}

/** One ingest on its way into its draft folder. */
class Ingest {
  readonly #assets = new Map<number, Asset>()
  readonly #symbols: SymbolPeriod[] = []
  readonly #owners = new OwnershipCheck((sid) => this.#assetOf(sid, 'a symbol'))
  readonly #roots: RootSymbol[] = []
  readonly #supplementary: SupplementaryPeriod[] = []
  readonly #notices: Notice[] = []
  readonly #records = openRecords()
  readonly #files: ManifestFile[] = []
  readonly #daily: BarFiles
  readonly #minutes: MinuteIngest | undefined
  /** Time of each asset's last bar so far, and whose price jumps as by a split. */
  readonly #last = new Map<number, number>()
  /** Assets that have had bars, and the bars of those that came at once. */
  readonly #seen = new Set<number>()
  readonly #held = new Map<number, Bars>()
  readonly #jumping = new Set<number>()
  /** Those whose daily bars came beside their minutes. */
  readonly #ownSessions = new Set<number>()
  readonly #quality: Quality
  #bars = 0

  constructor(
    private readonly draft: Draft,
    private readonly request: DataRequest,
    private readonly options: IngestOptions,
    private readonly codec: Codec,
    private readonly Sqlite: typeof Database,
    private readonly append?: Append,
  ) {
    this.#quality = new Quality(options.preset)
    const write = (path: string, bytes: Uint8Array) => this.#write(path, bytes)
    this.#daily = new BarFiles('daily', codec, write, options.partRows)
    const minutes = new BarFiles('minute', codec, write, options.partRows)
    if (request.frequency === 'minute') this.#minutes = new MinuteIngest(request.calendar, minutes)
    if (append === undefined) return
    this.#files.push(...append.link(draft.folder))
    for (const part of append.parts) (part.path.startsWith('daily/') ? this.#daily : minutes).parts.push(part)
    for (const [sid, time] of append.lastBars()) this.#last.set(sid, time)
    const { rows, quality } = append.manifest
    this.#bars = rows.bars
    this.#notices.push(...quality.notices)
    // Daily bars are looked at again, minutes are not.
    for (const finding of quality.findings ?? []) if (finding.date?.includes('T')) this.#quality.add(finding)
  }

  /** Undefined where there is nothing to append. */
  async run(source: DataSource, ingestion: string): Promise<Manifest | undefined> {
    const { request, options, append } = this
    for await (const batch of (append?.of(source) ?? source).fetch(request)) {
      request.signal?.throwIfAborted()
      if (batch.kind === 'assets') this.#addAssets(batch)
      else if (batch.kind === 'bars') this.#addBars(batch.bars)
      else if (batch.kind === 'sessions') this.#addSessions(batch.bars)
      else if (batch.kind === 'notice') this.#addNotice(batch.notice)
      else {
        this.#records.splits.push(...batch.splits)
        this.#records.dividends.push(...batch.dividends)
        this.#records.stockDividends.push(...batch.stockDividends)
        this.#records.mergers.push(...batch.mergers)
      }
    }
    if (append?.hasNews === false) return undefined
    for (const bars of this.#minutes?.finish() ?? []) if (!this.#ownSessions.has(bars.sid)) this.#addDaily(bars)
    this.#daily.begin()
    const sessions = this.#sessions()
    this.#checkSids()
    const records = this.#treat(sessions)
    this.#quality.checkUniverse(this.#assets.values(), sessions)
    if (options.strict) this.#quality.throwIfFailed()
    this.#writeTables(records)
    this.#daily.wait()
    this.#write(INDEX, indexText([...this.#daily.parts, ...(this.#minutes?.parts ?? [])]))
    const manifest: Manifest = {
      schemaVersion: BUNDLE_SCHEMA,
      rustybt: options.version,
      bundle: options.bundle,
      ingestion,
      calendar: request.calendar.name,
      source: shownChoice(options.choice),
      frequency: request.frequency,
      splits: this.#splits,
      appendedTo: append?.manifest.ingestion,
      firstSession: sessions.date(0),
      lastSession: sessions.date(sessions.length - 1),
      rows: {
        assets: this.#assets.size,
        bars: this.#bars,
        splits: records.splits.length,
        dividends: records.dividends.length,
        stockDividends: records.stockDividends.length,
        mergers: records.mergers.length,
      },
      files: this.#files.sort((a, b) => (a.path < b.path ? -1 : 1)),
      quality: {
        notices: this.#notices,
        preset: options.preset,
        summary: this.#quality.summary,
        findings: this.#quality.findings,
      },
    }
    this.draft.write(MANIFEST, manifestText(manifest))
    return manifest
  }

  #addAssets(batch: Extract<DataBatch, { kind: 'assets' }>): void {
    const { assets, symbols = ownSymbols(assets), roots = [], supplementary = [] } = batch
    for (const asset of assets) {
      const other = this.#assets.get(asset.sid)
      if (other !== undefined) {
        const message = `two assets have the sid ${asset.sid}: ${other.symbol} and ${asset.symbol}`
        throw new RustybtError('ASSET_DUPLICATE', message)
      }
      this.#assets.set(asset.sid, asset)
    }
    this.#symbols.push(...symbols)
    this.#roots.push(...roots)
    this.#supplementary.push(...supplementary)
    // Before the bars are read, which may take hours.
    this.#owners.add(symbols)
  }

  /** As it was decided once, so it stays. */
  get #splits(): SplitTreatment | undefined {
    return this.options.splits ?? this.append?.manifest.splits
  }

  /** What an earlier ingest has said of the same data is not said again. */
  #addNotice(notice: Notice): void {
    if (!this.#notices.some(({ code, message }) => code === notice.code && message === notice.message))
      this.#notices.push(notice)
  }

  #addBars(bars: Bars): void {
    const { sid, times } = bars
    if (times.length === 0) return
    const asset = this.#assetOf(sid, 'bars')
    requireOrder(bars, this.#last.get(sid), asset.symbol)
    if (this.#minutes === undefined) this.#addDaily(bars)
    else {
      this.#minutes.add(bars)
      this.#quality.checkMinutes(asset, bars)
    }
    this.#last.set(sid, times[times.length - 1])
    this.#bars += times.length
  }

  /** All of an asset's at once. */
  #addSessions(bars: Bars): void {
    const { symbol } = this.#assetOf(bars.sid, 'bars')
    if (this.#minutes === undefined || this.#ownSessions.has(bars.sid)) {
      throw new RustybtError('BARS_DISORDERED', `${symbol} (sid ${bars.sid}): sessions come once, and beside minutes`)
    }
    if (bars.times.length === 0) return
    requireOrder(bars, undefined, symbol)
    this.#ownSessions.add(bars.sid)
    this.#addDaily(bars)
  }

  #addDaily(bars: Bars): void {
    const { sid, times } = bars
    const asset = this.#assetOf(sid, 'bars')
    const sessions = this.request.calendar.sessions(dateAt(times[0]), dateAt(times[times.length - 1]))
    const rows = rowsOf(bars, sessions)
    if (rows.length < sessions.length) this.#notices.push(sessionsWithoutBars(bars, rows, sessions, asset.symbol))
    if (asset.kind === 'equity' && splitLikeJumps(bars).length > 0) this.#jumping.add(sid)
    this.#keep(bars)
    this.#daily.add(bars)
  }

  /** Holds an asset's bars for the look at all of them, where they came at once and there is room: the others are read back. */
  #keep(bars: Bars): void {
    const { sid } = bars
    if (this.#seen.has(sid)) this.#held.delete(sid)
    else if (this.append === undefined && this.#bars < HELD_BARS) this.#held.set(sid, bars)
    this.#seen.add(sid)
  }

  #write(path: string, bytes: Uint8Array): void {
    this.#files.push({ path, ...this.draft.write(path, bytes) })
  }

  #sessions(): SessionTable {
    const runs = this.#daily.parts.flatMap((part) => part.runs)
    if (runs.length === 0) {
      throw new RustybtError('DATA_EMPTY', 'the source has no bars', {
        hint: 'check the folder, the symbols and the dates',
      })
    }
    const { first, last } = spanOf(runs)
    const ofMinutes = (this.#minutes?.parts ?? []).flatMap((part) => part.runs)
    if (ofMinutes.length === 0) return this.request.calendar.sessions(dateAt(first), dateAt(last))
    const span = spanOf(ofMinutes)
    const { days } = sessionsOfMinutes(this.request.calendar, span.first, span.last)
    const from = Math.min(days[0], first / MS_PER_DAY)
    return this.request.calendar.sessions(dateOf(from), dateOf(Math.max(days[days.length - 1], last / MS_PER_DAY)))
  }

  #assetOf(sid: number, what: string): Asset {
    const asset = this.#assets.get(sid)
    if (asset !== undefined) return asset
    throw new RustybtError('SIDS_NOT_FOUND', `the source has ${what} for sid ${sid}, but no such asset`)
  }

  #checkSids(): void {
    const { splits, dividends, stockDividends, mergers } = this.#records
    for (const { sid } of [...splits, ...dividends, ...stockDividends, ...mergers]) this.#assetOf(sid, 'an adjustment')
    for (const { paymentSid } of stockDividends) this.#assetOf(paymentSid, 'a stock dividend')
  }

  /** Looks at each asset's bars, holds the records against them, and answers what is to be kept of these. */
  #treat(sessions: SessionTable): AdjustmentRecords {
    const records = this.#records
    const index = indexOf(this.#daily.parts, 'daily')
    const read = (path: string) => {
      this.#daily.wait()
      return readBytes(below(this.draft.folder, path))!
    }
    const bars = new BundleBars({ sessions, quirks: QUIRKS.strict, codec: this.codec, index, read })
    const bySid = recordsBySid(records)
    const findings: SplitFinding[] = []
    for (const sid of [...index.keys()].sort((a, b) => a - b)) {
      const own = bySid.get(sid) ?? NO_RECORDS
      const raw = this.#held.get(sid) ?? bars.bars(sid)
      const asset = this.#assets.get(sid)!
      const mayBeSplit = bySid.has(sid) || this.#jumping.has(sid)
      const doubts = mayBeSplit && asset.kind === 'equity' ? checkSplits(raw, own) : []
      findings.push(...doubts)
      this.#quality.checkAsset(asset, raw, sessions, this.#kept(own, doubts))
      if (!mayBeSplit) continue
      const memory = new MemoryBars(sessions, QUIRKS.strict)
      memory.add(raw)
      for (const notice of new Adjustments(own, memory).notices) this.#addNotice(notice)
    }
    return this.#settle(findings)
  }

  #settle(findings: readonly SplitFinding[]): AdjustmentRecords {
    const treatment = this.#splits
    const symbol = ({ sid }: SplitFinding) => this.#assets.get(sid)!.symbol
    if (findings.length > 0 && treatment === undefined)
      throw inconsistent(findings.map((finding) => tellFinding(finding, symbol(finding))))
    for (const finding of findings) this.#addNotice(noticeOf(finding, symbol(finding), treatment!))
    return this.#kept(this.#records, findings)
  }

  /** Records without the splits that the treatment leaves out. */
  #kept(records: AdjustmentRecords, findings: readonly SplitFinding[]): AdjustmentRecords {
    return this.#splits === 'ignore' ? { ...records, splits: inPrices(records, findings) } : records
  }

  #writeTables(records: AdjustmentRecords): void {
    for (const { sid } of this.#supplementary) this.#assetOf(sid, 'a supplementary field')
    const assets = {
      assets: [...this.#assets.values()],
      symbols: this.#symbols,
      roots: this.#roots,
      supplementary: this.#supplementary,
    }
    this.#database(ASSETS, (path) => writeAssets(this.Sqlite, path, assets))
    this.#database(ADJUSTMENTS, (path) => writeAdjustments(this.Sqlite, path, records))
  }

  #database(path: string, fill: (path: string) => void): void {
    this.#files.push({ path, ...this.draft.fill(path, fill) })
  }
}

function spanOf(runs: readonly Run[]): Span {
  const first = runs.reduce((least, run) => Math.min(least, run.first), Number.POSITIVE_INFINITY)
  return { first, last: runs.reduce((most, run) => Math.max(most, run.last), Number.NEGATIVE_INFINITY) }
}

/** As many bars are held until all have come: about 100 MB of them. */
const HELD_BARS = 2_000_000

const dateAt = (time: number): string => dateOf(Math.floor(time / MS_PER_DAY))
