import { RustybtError } from '../../kernel/errors.js'
import type { AssetRef } from '../term.js'
import { type Bucketing, bucketsOf } from './buckets.js'
import { parted, type RowGroups } from './factor-rows.js'
import type { Held } from './forward-returns.js'

/** Rows of a factor that can be judged: each has a value, a bucket and what is to be known of its future. */
export interface FactorData {
  /** ISO dates from the first session with rows to the last. */
  readonly sessions: readonly string[]
  readonly assets: readonly AssetRef[]
  readonly begins: Int32Array
  readonly places: Int32Array
  readonly values: Float64Array
  /** From 1. */
  readonly buckets: Int32Array
  /** The greatest of them. */
  readonly bucketCount: number
  readonly groups?: RowGroups
  /** The number of each row among those that the factor was computed for. */
  readonly origin: Int32Array
  readonly lost: Loss
}

/** How many rows there were, and why some are not judged. */
export interface Loss {
  readonly given: number
  /** The factor, its group or a forward return is missing. */
  readonly incomplete: number
  /** No bucket: too many values of a session are equal. */
  readonly unplaced: number
}

export interface CleanOptions extends Bucketing {
  /** Buckets in each group on its own. */
  readonly bucketsByGroup?: boolean
  /** The greatest share of rows that may be lost, 0 to 1; with 0 a session that cannot be parted is an error. */
  readonly maxLoss?: number
}

export const DEFAULT_MAX_LOSS = 0.35

/**
 * Leaves out what cannot be judged, and puts the rest into buckets. `known` is 1 for rows whose future is known. Throws `FACTOR_LOSS`
 * where too much is lost, `FACTOR_TIED` where nothing may be and a session cannot be parted. Source: alphalens' `get_clean_factor`.
 */
export function factorData({ rows, session }: Held, known: Uint8Array, options: CleanOptions): FactorData {
  const { maxLoss = DEFAULT_MAX_LOSS, bucketsByGroup = false } = options
  const { values, groups } = rows
  const given = values.length
  const complete = (row: number) =>
    known[row] === 1 && Number.isFinite(values[row]) && (groups === undefined || groups.codes[row] >= 0)
  const buckets = new Int32Array(given)
  let incomplete = 0
  for (let i = 0; i < rows.sessions.length; i++) {
    const own: number[] = []
    for (let row = rows.begins[i]; row < rows.begins[i + 1]; row++)
      if (complete(row)) own.push(row)
      else incomplete++
    for (const part of bucketsByGroup && groups ? parted(own, groups) : [own]) {
      const placed = bucketsOf(
        Float64Array.from(part, (row) => values[row]),
        options,
      )
      if (placed === undefined && part.length > 0 && maxLoss === 0) throw tied(rows.sessions[i])
      if (placed) for (const [k, row] of part.entries()) buckets[row] = placed[k]
    }
  }
  let kept = 0
  for (const bucket of buckets) if (bucket > 0) kept++
  const lost = { given, incomplete, unplaced: given - incomplete - kept }
  checkLoss(lost, kept, maxLoss)
  const origin = new Int32Array(kept)
  for (let row = 0, k = 0; row < given; row++) if (buckets[row] > 0) origin[k++] = row
  const first = session[origin[0]]
  const last = session[origin[kept - 1]]
  const begins = new Int32Array(last - first + 2)
  for (const row of origin) begins[session[row] - first + 1]++
  for (let i = 0; i <= last - first; i++) begins[i + 1] += begins[i]
  const picked = origin.map((row) => buckets[row])
  return {
    sessions: rows.sessions.slice(first, last + 1),
    assets: rows.assets,
    begins,
    places: origin.map((row) => rows.places[row]),
    values: pick(values, origin),
    buckets: picked,
    bucketCount: picked.reduce((most, bucket) => Math.max(most, bucket), 0),
    ...(groups && { groups: { codes: origin.map((row) => groups.codes[row]), names: groups.names } }),
    origin,
    lost,
  }
}

export function pick(values: Float64Array, origin: Int32Array): Float64Array {
  const out = new Float64Array(origin.length)
  for (let k = 0; k < out.length; k++) out[k] = values[origin[k]]
  return out
}

function checkLoss({ given, incomplete, unplaced }: Loss, kept: number, most: number): void {
  const share = (count: number) => `${((100 * count) / Math.max(1, given)).toFixed(1)} %`
  if (kept > 0 && (given - kept) / given <= most) return
  throw new RustybtError(
    'FACTOR_LOSS',
    `${share(given - kept)} of ${given} values cannot be judged: ${share(incomplete)} miss a value, a group or a forward return, ${share(unplaced)} a bucket`,
    {
      hint:
        kept === 0
          ? 'prices must go on after the last session, as long as the longest period; are there enough different values a session?'
          : `ask for fewer buckets or shorter periods, end earlier, or allow more than ${(100 * most).toFixed(0)} % (maxLoss)`,
    },
  )
}

function tied(session: string): RustybtError {
  return new RustybtError('FACTOR_TIED', `on ${session} several edges of buckets are one value`, {
    hint: 'ask for fewer quantiles, for bins by value, or allow a loss (maxLoss)',
  })
}
