import type { Asset } from '../../core/assets/asset.js'
import { AssetFinder } from '../../core/assets/finder.js'
import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { VERSION } from '../../core/version.js'
import { collect } from './collect.js'
import { html } from './html.js'
import { pageOf } from './html-report.js'
import { makeFormats } from './page/formats.js'
import type { Block, ReportData } from './report-data.js'

/** Where notebooks of JavaScript look for what a value shows as: Deno's kernel, and others after it. */
const JUPYTER = Symbol.for('Jupyter.display')

/** A value by MIME type, as Jupyter's display protocol has it. */
export type MimeBundle = Readonly<Record<string, string>>

/** Something that a notebook shows where it stands last in a cell; elsewhere `toString` says it in words. */
export class NotebookView {
  readonly #bundle: () => Promise<MimeBundle>

  constructor(
    bundle: () => Promise<MimeBundle>,
    private readonly words: string,
  ) {
    this.#bundle = bundle
  }

  [JUPYTER](): Promise<MimeBundle> {
    return this.#bundle()
  }

  toString(): string {
    return this.words
  }
}

/** A report as notebooks show it: whole, or a part of it by its id. */
export class NotebookReport extends NotebookView {
  constructor(readonly data: ReportData) {
    super(() => framed(data, 900), wordsOf(data))
  }

  /** Ids of what can be shown alone: charts, tables, figures. */
  get blocks(): string[] {
    return this.data.tabs.flatMap(({ blocks }) => blocks.map(({ id }) => id))
  }

  /** One chart, table or group of figures. Throws `BLOCK_UNKNOWN`. */
  block(id: string): NotebookView {
    const found = this.data.tabs.flatMap(({ blocks }) => blocks).find((block) => block.id === id)
    if (!found)
      throw new RustybtError('BLOCK_UNKNOWN', `the report has no block called '${id}'`, {
        hint: `known: ${this.blocks.join(', ')}`,
      })
    const { about, sessions, version } = this.data
    const alone: ReportData = {
      version,
      about,
      headline: [],
      trust: [],
      sessions,
      tabs: [{ id: 'part', title: found.title, blocks: [found] }],
      replay: found.kind === 'replay' ? this.data.replay : undefined,
    }
    return new NotebookView(() => framed(alone, heightOf(found), true), blockWords(found))
  }
}

/** What a report is to say of a result beside its numbers; all but the name has a default. */
export type Said = Partial<Omit<RunAbout, 'finder'>> & Pick<RunAbout, 'strategy'>

/**
 * The report of a result, for a notebook or for code. Capital and dates are the result's own where they are not given; figures are
 * annualized at 252 sessions.
 */
export function reportOf(result: RunResult, said: Said): NotebookReport {
  return new NotebookReport(collect(result, aboutResult(result, said)))
}

export function aboutResult({ performance, events, trials }: RunResult, said: Said): RunAbout {
  const { sessions, length, columns } = performance
  const assets = new Map<number, Asset>()
  for (const { asset } of [...performance.transactions.flat(), ...performance.orders.flat(), ...events])
    assets.set(asset.sid, asset)
  return {
    start: sessions[0] ?? '',
    end: sessions[length - 1] ?? '',
    capital: String(columns.starting_cash[0] + columns.starting_value[0] || 0),
    calendar: 'XNYS',
    sessionsPerYear: 252,
    frequency: 'daily',
    profile: 'zipline',
    version: VERSION,
    parameters: {},
    finder: new AssetFinder([...assets.values()]),
    trials: trials?.(),
    ...said,
  }
}

/** A page of its own inside the notebook: its style and its script touch nothing else there. */
async function framed(data: ReportData, height: number, bare = false): Promise<MimeBundle> {
  const page = await pageOf(data, bare)
  const title = `${data.about.title}: ${data.tabs.map((tab) => tab.title).join(', ')}`
  const frame = html`<iframe srcdoc="${page}" title="${title}" style="width:100%;height:${height}px;border:0" sandbox="allow-scripts allow-downloads"></iframe>`
  return { 'text/html': frame.text, 'text/plain': bare ? blockWords(data.tabs[0].blocks[0]) : wordsOf(data) }
}

function heightOf(block: Block): number {
  if (block.kind === 'chart') return block.height + 170
  if (block.kind === 'table') return 150 + 31 * Math.min(25, block.table.rows.length)
  if (block.kind === 'replay') return 900
  return 480
}

const { show } = makeFormats()

function wordsOf({ about, headline, trust }: ReportData): string {
  const lines = [...headline, ...trust].map(
    ({ label, value, format, note }) => `${label.padEnd(28)}${show(format, value)}${note ? ` (${note})` : ''}`,
  )
  return [`${about.title}, ${about.first} to ${about.last}`, ...lines].join('\n')
}

function blockWords(block: Block): string {
  const cells = wordsInRows(block)
  if (cells === undefined) return [block.title, block.summary].filter(Boolean).join('\n')
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)))
  return [
    block.title,
    ...cells.map((row) =>
      row
        .map((text, i) => text.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    ),
  ].join('\n')
}

/** Figures and tables in words, a line a row below their heads; undefined where a block is neither. */
function wordsInRows(block: Block): string[][] | undefined {
  if (block.kind === 'figures') {
    const statistics = block.groups.flatMap((group) => group.statistics)
    return [
      ['', ...block.columns],
      ...statistics.map(({ label, format, values }) => [label, ...values.map((value) => show(format, value))]),
    ]
  }
  if (block.kind !== 'table') return undefined
  const { columns, rows } = block.table
  return [
    columns.map(({ label }) => label),
    ...rows.slice(0, 25).map((row) => row.map((value, i) => show(columns[i].format, value))),
  ]
}
