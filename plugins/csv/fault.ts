import { RustybtError } from '../../core/kernel/errors.js'

/** Where in a file something is wrong; lines are counted from 1, the header included. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: string
}

/** An error that names file, line and column: `daily/AAPL.csv, line 12, column high: …`. */
export function fault(code: string, place: Place, what: string, hint?: string, cause?: unknown): RustybtError {
  const line = place.line === undefined ? '' : `, line ${place.line}`
  const column = place.column === undefined ? '' : `, column ${place.column}`
  return new RustybtError(code, `${place.file}${line}${column}: ${what}`, { hint, cause })
}
