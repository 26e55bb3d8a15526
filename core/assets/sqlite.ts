import type { Database } from 'node-sqlite3-wasm'

export type Row = Record<string, string | number | bigint | Uint8Array | null>
type Cell = string | number | null | undefined

/** What opens SQLite files; its library is loaded when first asked for. */
export async function openSqlite(): Promise<typeof Database> {
  return (await import('node-sqlite3-wasm')).default.Database
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
