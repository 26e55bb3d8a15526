import type { Database } from 'node-sqlite3-wasm'

export type Row = Record<string, string | number | bigint | Uint8Array | null>
type Cell = string | number | null | undefined

/** What opens SQLite files; its library is loaded when first asked for. */
export async function openSqlite(): Promise<typeof Database> {
  const restore = compileOnce()
  try {
    return (await import('node-sqlite3-wasm')).default.Database
  } finally {
    restore()
  }
}

/**
 * Node 20 begins to compile wasm a second time, optimized, as soon as it has run a little: of SQLite that takes all cores several times as long as
 * our statements do. What is instantiated until the answer is called stays with what it is compiled to at first.
 */
function compileOnce(): () => void {
  const { versions, getBuiltinModule: node } = globalThis.process ?? {}
  if (!versions?.node.startsWith('20.') || node === undefined) return () => {}
  const { setFlagsFromString } = node('node:v8')
  setFlagsFromString('--liftoff-only')
  return () => setFlagsFromString('--no-liftoff-only')
}

/** Makes a database with these tables. Durable only once its file is synced. */
export function createDatabase(
  Sqlite: typeof Database,
  path: string,
  tables: string,
  fill: (db: Database) => void,
): void {
  const db = new Sqlite(path)
  try {
    // A half-written file is thrown away whole, so no journal is needed.
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE')
    db.exec(`BEGIN; ${tables}`)
    fill(db)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

export function insertRows(db: Database, table: string, rows: Iterable<readonly Cell[]>): void {
  let insert: ReturnType<Database['prepare']> | undefined
  for (const row of rows) {
    insert ??= db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`)
    insert.run(row.map((cell) => cell ?? null))
  }
  insert?.finalize()
}

/** Opens a database to read from it alone. */
export function readDatabase<T>(Sqlite: typeof Database, path: string, read: (db: Database) => T): T {
  const db = new Sqlite(path, { readOnly: true, fileMustExist: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

export const allRows = (db: Database, table: string): Row[] => db.all(`SELECT * FROM ${table} ORDER BY rowid`) as Row[]

/** A cell as text; undefined where it is NULL. */
export const textOf = (cell: Row[string]): string | undefined => (cell === null ? undefined : String(cell))
