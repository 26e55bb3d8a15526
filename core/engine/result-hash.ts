import { sha256OfPieces } from '../data/disk.js'

/**
 * SHA-256 of a performance: of the text of its rows as `-o FILE.json` writes them, each and a newline. The same algorithm on the same data
 * with the same seed has the same.
 */
export const resultHash = (rows: Iterable<object>): string => sha256OfPieces(lines(rows))

function* lines(rows: Iterable<object>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`
}
