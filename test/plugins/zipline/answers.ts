import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BarField } from '../../../core/data/reader.js'

type Cell = string | number | null
type Tables = Readonly<Record<string, readonly (readonly Cell[])[]>>

/** What Zipline's readers gave: columns of all assets in the order of `sids`, each `rows` long. */
export interface Columns {
  readonly sids: readonly number[]
  readonly rows: number
  readonly traded: Readonly<Record<BarField, number>>
  readonly sha256: Readonly<Record<BarField, string>>
}

interface ZiplineReads {
  readonly daily: Columns
  readonly minute?: Columns
  readonly tables: { readonly 'adjustments.sqlite': Tables; readonly 'assets-7.sqlite': Tables }
}

/** Of each bundle, what real Zipline read in it (`zipline_bundles.py`). */
export const ziplineReads = JSON.parse(
  readFileSync(join(import.meta.dirname, 'zipline-reads.json'), 'utf8'),
) as Readonly<Record<'daily' | 'minute' | 'odds', ZiplineReads>>

/** As the script's `digest`. */
export function digest(columns: readonly Float64Array[]): string {
  const hash = createHash('sha256')
  for (const column of columns) {
    const bytes = new DataView(new ArrayBuffer(column.length * 8))
    column.forEach((value, i) => {
      bytes.setFloat64(i * 8, Number.isNaN(value) ? -1 : value, true)
    })
    hash.update(new Uint8Array(bytes.buffer))
  }
  return hash.digest('hex')
}
