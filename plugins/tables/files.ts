import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { eachOwner, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import type { Owner } from '../../core/data/remote/placed-bars.js'
import type { DataRequest, DataSource } from '../../core/data/source.js'
import { nearest } from '../../core/kernel/nearest.js'
import { arrowNames, readArrow } from './arrow-file.js'
import type { FileOptions } from './options.js'
import { parquetNames, readParquet } from './parquet-file.js'
import { type SymbolRows, symbolData } from './symbol-rows.js'
import { columnOf, fault, nameOf, type Table } from './table.js'

interface Format {
  readonly extensions: readonly string[]
  names(path: string): Promise<string[]>
  read(path: string): Promise<Table>
}

const PARQUET: Format = { extensions: ['.parquet', '.pq'], names: parquetNames, read: readParquet }
const ARROW: Format = { extensions: ['.arrow', '.feather', '.ipc'], names: arrowNames, read: readArrow }

/**
 * A file or a folder. Files that are one symbol's each, by their name, are read one after the other; those with a column `symbol` (or
 * `sid`) are held in memory together, as the rows of an asset may lie in any of them.
 */
export const parquetSource = (options: FileOptions): DataSource => source(PARQUET, options)
export const arrowSource = (options: FileOptions): DataSource => source(ARROW, options)

function source(format: Format, options: FileOptions): DataSource {
  return {
    async *fetch(request) {
      const listing = await list(format, resolve(options.path), request)
      const owners = choose(listing, request.symbols, options.path)
      yield* eachOwner(request, owners, 'stop', async (owner) => {
        const { file, parts } = listing.get(owner.symbol)!
        const rows = parts ?? [wholeOf(await format.read(file!))]
        return symbolData(owner, rows, request, options)
      })
    },
  }
}

/** Where a symbol's rows are: in a file of its own, or among those read already. */
interface Place {
  readonly sid?: number
  readonly file?: string
  readonly parts?: SymbolRows[]
}

async function list(format: Format, path: string, { signal }: DataRequest): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  for (const file of await filesAt(format, path)) {
    signal?.throwIfAborted()
    const names = await format.names(file)
    if (nameOf(names, 'symbol') === undefined && nameOf(names, 'sid') === undefined) {
      places.set(basename(file, extname(file)), { file })
      continue
    }
    for (const [symbol, sid, rows] of groups(await format.read(file))) {
      const place = places.get(symbol)
      if (place?.parts === undefined) places.set(symbol, { sid, parts: [rows] })
      else place.parts.push(rows)
    }
  }
  return new Map([...places].sort(([a, one], [b, other]) => (one.sid ?? 0) - (other.sid ?? 0) || (a < b ? -1 : 1)))
}

/** The rows of each symbol; where a table has `sid` alone, that is the symbol too. */
function groups(table: Table): [symbol: string, sid: number | undefined, rows: SymbolRows][] {
  const names = table.columns.keys()
  const hasSid = nameOf(names, 'sid') !== undefined
  const sids = hasSid ? columnOf(table, 'sid') : undefined
  const symbols = nameOf(table.columns.keys(), 'symbol') === undefined ? sids! : columnOf(table, 'symbol')
  const found = new Map<string, { sid?: number; rows: number[] }>()
  for (let row = 0; row < table.rows; row++) {
    const symbol = symbols[row]
    const sid = sids === undefined ? undefined : Number(sids[row])
    if (symbol === null || symbol === undefined || symbol === '')
      throw fault('DATA_VALUE_INVALID', table.where, `row ${row + 1}: the symbol is missing`)
    const group = found.get(String(symbol))
    if (group === undefined) found.set(String(symbol), { sid, rows: [row] })
    else if (group.sid !== sid)
      throw fault(
        'DATA_VALUE_INVALID',
        table.where,
        `row ${row + 1}: ${symbol} has the sid ${sid}, and ${group.sid} before`,
      )
    else group.rows.push(row)
  }
  return [...found].map(([symbol, { sid, rows }]) => [symbol, sid, { table, rows }])
}

const wholeOf = (table: Table): SymbolRows => ({
  table,
  rows: Int32Array.from({ length: table.rows }, (_, row) => row),
})

function choose(listing: ReadonlyMap<string, Place>, wanted: readonly string[] | undefined, path: string): Owner[] {
  const owners = [...listing].map(([symbol, { sid }], at): Owner => ({ sid: sid ?? at, symbol }))
  if (wanted === undefined) return owners
  const unknown = wanted.find((symbol) => !listing.has(symbol))
  if (unknown === undefined) return owners.filter(({ symbol }) => wanted.includes(symbol))
  const near = nearest(unknown, listing.keys())
  const meant = near === undefined ? '' : `; did you mean '${near}'?`
  throw symbolNotFound(path, unknown, `${listing.size} are there${meant}`)
}

async function filesAt({ extensions }: Format, path: string): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw fault('DATA_FILE_UNREADABLE', path, `cannot be read (${(cause as Error).message})`, undefined, cause)
  })
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => extensions.includes(extname(name).toLowerCase())).sort()
  if (names.length === 0) throw fault('DATA_EMPTY', path, `has no file that ends in ${extensions.join(' or ')}`)
  return names.map((name) => join(path, name))
}
