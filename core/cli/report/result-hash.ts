import { createHash } from 'node:crypto'

/**
 * SHA-256 of a performance: of the text of its rows as `-o FILE.json` writes them, each and a newline. The same algorithm on the same data
 * with the same seed has the same.
 */
export function resultHash(rows: Iterable<object>): string {
  const hash = createHash('sha256')
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`)
  return hash.digest('hex')
}
