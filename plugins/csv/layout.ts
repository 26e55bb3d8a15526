import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RustybtError } from '../../core/kernel/errors.js'
import { fault } from './fault.js'

export const TABLES = ['assets', 'contracts', 'roots', 'splits', 'dividends', 'stock_dividends'] as const
export type TableName = (typeof TABLES)[number]
type Files = ReadonlyMap<string, string>

/** What lies where: bars by symbol, tables by name. */
export interface Layout {
  readonly path: string
  readonly shape: 'csvdir' | 'bars'
  /** In shape `bars` one folder holds either frequency, and both are the same map. */
  readonly daily: Files
  readonly minute: Files
  readonly tables: Partial<Record<TableName, string>>
}

const NAME = /^(.+)\.csv(\.gz)?$/i

/**
 * Finds which shape `path` has: `daily/` or `minute/` folders (Zipline's csvdir), a `bars/` folder, a folder of CSV files, or one file.
 * @throws RustybtError `DATA_NOT_FOUND` with what was looked for.
 */
export async function detectLayout(path: string): Promise<Layout> {
  const info = await stat(path).catch(() => undefined)
  if (info === undefined) throw notFound(path, 'is not there')
  if (info.isFile()) {
    const symbol = NAME.exec(basename(path))?.[1]
    if (symbol === undefined) throw notFound(path, 'is no .csv or .csv.gz file')
    return bars(path, new Map([[symbol, path]]), new Map())
  }
  const entries = await readdir(path, { withFileTypes: true })
  const folders = new Set(entries.filter((entry) => !entry.isFile()).map((entry) => entry.name))
  if (folders.has('daily') || folders.has('minute')) return csvdir(path, folders)
  const here = await csvFiles(path)
  const tables = new Map([...here].filter(([name]) => isTable(name)))
  const files = folders.has('bars') ? await csvFiles(join(path, 'bars')) : without(here, tables)
  if (files.size === 0) throw notFound(path, 'has no bars')
  return bars(path, files, tables)
}

const isTable = (name: string): boolean => (TABLES as readonly string[]).includes(name)

const without = (files: Files, left: Files): Files => new Map([...files].filter(([name]) => !left.has(name)))

const bars = (path: string, files: Files, tables: Files): Layout => ({
  path,
  shape: 'bars',
  daily: files,
  minute: files,
  tables: Object.fromEntries(tables),
})

async function csvdir(path: string, folders: ReadonlySet<string>): Promise<Layout> {
  const daily = folders.has('daily') ? await csvFiles(join(path, 'daily')) : new Map<string, string>()
  const minute = folders.has('minute') ? await csvFiles(join(path, 'minute')) : new Map<string, string>()
  if (daily.size + minute.size === 0) throw notFound(path, 'has no CSV files in daily/ or minute/')
  return { path, shape: 'csvdir', daily, minute, tables: {} }
}

/** The CSV files of a folder by name without the ending, in the names' order. */
async function csvFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const name of (await readdir(folder)).sort()) {
    const stem = NAME.exec(name)?.[1]
    if (stem === undefined || name.startsWith('.')) continue
    const path = join(folder, name)
    if (files.has(stem)) {
      const what = `there is also ${basename(files.get(stem)!)} for ${stem}`
      throw fault('DATA_FILE_DUPLICATE', { file: path }, what, 'keep one of the two files')
    }
    files.set(stem, path)
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function notFound(path: string, what: string): RustybtError {
  return new RustybtError('DATA_NOT_FOUND', `${path} ${what}`, {
    hint:
      'looked for daily/SYM.csv or minute/SYM.csv, bars/SYM.csv, or SYM.csv in the folder itself ' +
      '(each may be .csv.gz), or one SYM.csv file',
  })
}
