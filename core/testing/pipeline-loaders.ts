import { Random } from '../kernel/random.js'
import type { BoundColumn } from '../pipeline/dataset.js'
import type { LoadedColumn, PipelineLoader } from '../pipeline/loader.js'
import { type Cell, TableLoader } from '../pipeline/loaders/table.js'

/** A column's value on a session (ISO date) for an asset: the same everywhere, or worked out. */
export type Precomputed = Cell | ((session: string, sid: number) => Cell)

/** Values of one's own for each column, on these sessions and for these sids: what a pipeline's terms are tested on. */
export function precomputedLoader(
  columns: readonly (readonly [column: BoundColumn, value: Precomputed])[],
  sessions: readonly string[],
  sids: readonly number[],
): PipelineLoader {
  return joined(
    columns.map(([column, value]) => {
      const cell = typeof value === 'function' ? value : () => value
      const values = new Map(
        sessions.map((session) => [session, new Map(sids.map((sid) => [sid, cell(session, sid)]))] as const),
      )
      return [column, new TableLoader(column, { values })] as const
    }),
  )
}

/** 1 for the first asset on the first session, the second on the second and so on, else 0. */
export function eyeLoader(
  columns: readonly BoundColumn[],
  sessions: readonly string[],
  sids: readonly number[],
): PipelineLoader {
  const one = (session: string, sid: number) => (sessions.indexOf(session) === sids.indexOf(sid) ? 1 : 0)
  return precomputedLoader(
    columns.map((column) => [column, one]),
    sessions,
    sids,
  )
}

/** Values at random, the same for the same seed: numbers from 0 to 100, days of 2014, flags, and whole numbers as texts. */
export function seededLoader(
  seed: number,
  columns: readonly BoundColumn[],
  sessions: readonly string[],
  sids: readonly number[],
): PipelineLoader {
  const random = new Random(seed)
  const draw: Readonly<Record<BoundColumn['dtype'], () => Cell>> = {
    float64: () => 100 * random.next(),
    int64: () => Math.floor(100 * random.next()),
    datetime: () => Date.UTC(2014, 0, 1 + Math.floor(364 * random.next())),
    bool: () => random.next() < 0.5,
    string: () => String(Math.floor(100 * random.next())),
  }
  return precomputedLoader(
    columns.map((column) => [column, draw[column.dtype]]),
    sessions,
    sids,
  )
}

function joined(loaders: readonly (readonly [BoundColumn, TableLoader])[]): PipelineLoader {
  const loaderOf = (column: BoundColumn) => loaders.find(([own]) => own.unspecialize() === column.unspecialize())?.[1]
  return {
    has: (column) => loaderOf(column) !== undefined,
    load(request) {
      return new Map(
        request.columns.map((column): [BoundColumn, LoadedColumn] => {
          const [loaded] = loaderOf(column)!
            .load({ ...request, columns: [column] })
            .values()
          return [column, loaded]
        }),
      )
    },
  }
}
