import { z } from 'zod'
import type { Run } from './codec.js'
import { corrupt } from './manifest.js'

/** Which rows of which file are whose. */
export interface Part {
  readonly path: string
  readonly runs: readonly Run[]
}

/** Rows of one asset in one file, in time's order over all of an asset's segments. */
export interface Segment extends Run {
  readonly path: string
  readonly row: number
}

export const INDEX = 'index.json'

const time = z.int()
const schema = z.object({
  parts: z.array(
    z.object({
      path: z.string(),
      /** sid, rows, and the times of the first and the last of them. */
      runs: z.array(z.tuple([z.int().nonnegative(), z.int().positive(), time, time])),
    }),
  ),
})

export function indexText(parts: readonly Part[]): Uint8Array {
  const lines = parts.map(({ path, runs }) => {
    const rows = runs.map(({ sid, rows, first, last }) => [sid, rows, first, last])
    return JSON.stringify({ path, runs: rows })
  })
  return new TextEncoder().encode(`{"parts":[\n${lines.join(',\n')}\n]}\n`)
}

/** `read` answers a file of the ingestion, checked. */
export function readIndex(read: (path: string) => Uint8Array): Part[] {
  const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(read(INDEX))))
  if (!parsed.success) throw corrupt(INDEX, `is no index: ${parsed.error.issues[0].message}`)
  return parsed.data.parts.map(({ path, runs }) => ({
    path,
    runs: runs.map(([sid, rows, first, last]) => ({ sid, rows, first, last })),
  }))
}

/** By sid, of the files in a folder. */
export function indexOf(parts: readonly Part[], folder: 'daily' | 'minute'): Map<number, Segment[]> {
  const index = new Map<number, Segment[]>()
  for (const { path, runs } of parts) {
    if (!path.startsWith(`${folder}/`)) continue
    let row = 0
    for (const run of runs) {
      const segment = { ...run, path, row }
      const segments = index.get(run.sid)
      if (segments === undefined) index.set(run.sid, [segment])
      else segments.push(segment)
      row += run.rows
    }
  }
  return index
}
