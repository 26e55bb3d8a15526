import { RustybtError } from '../../kernel/errors.js'
import { nearest } from '../../kernel/nearest.js'
import type { Missing } from '../matrix.js'
import type { PipelineTable } from '../run-pipeline.js'
import type { AssetRef, ComputableTerm } from '../term.js'

/** A factor's values, session after session: of each the assets that it was computed for, in the order of their sids. */
export interface FactorRows {
  /** ISO dates, one after the other without a gap in the market's sessions. */
  readonly sessions: readonly string[]
  readonly assets: readonly AssetRef[]
  /** Where each session's rows begin, and last where they end. */
  readonly begins: Int32Array
  /** The asset of each row, as a place in `assets`. */
  readonly places: Int32Array
  readonly values: Float64Array
  readonly groups?: RowGroups
}

/** The group of each row, a place in `names`; -1 is none. */
export interface RowGroups {
  readonly codes: Int32Array
  readonly names: readonly string[]
}

/** A column of what a pipeline answered as a factor, and another as its groups. Throws `FACTOR_COLUMN`. */
export function factorRows(
  table: PipelineTable,
  columns: ReadonlyMap<string, ComputableTerm>,
  factor: string,
  group?: string,
): FactorRows {
  checkKind(columns, factor, 'factor')
  if (group !== undefined) checkKind(columns, group, 'classifier')
  const sessions: string[] = []
  const begins = [0]
  const places: Int32Array[] = []
  const values: Float64Array[] = []
  const groups: GroupValue[][] = []
  let assets: readonly AssetRef[] = []
  let length = 0
  for (const rows of table.rows()) {
    const own = rows.columns.indexOf(factor)
    sessions.push(rows.session)
    begins.push((length += rows.places.length))
    places.push(rows.places)
    values.push(rows.values[own])
    assets = rows.universe
    if (group === undefined) continue
    const labels = rows.labels.get(group)
    const { missing } = columns.get(group)!
    groups.push(Array.from(rows.values[rows.columns.indexOf(group)], (code) => groupValue(code, labels, missing)))
  }
  return {
    sessions,
    assets,
    begins: Int32Array.from(begins),
    places: joined(places, new Int32Array(length)),
    values: joined(values, new Float64Array(length)),
    ...(group !== undefined && { groups: groupCodes(groups.flat()) }),
  }
}

/** What a missing whole number is in Zipline where its quantiles have such a column (`quantilesGroupMissing`). */
const NO_NUMBER = -(2 ** 63)

type GroupValue = number | string | null

const groupValue = (code: number, labels: readonly (string | null)[] | undefined, missing: Missing): GroupValue => {
  const value = labels ? labels[code] : code
  const none = value === missing || (typeof value === 'number' && !(value > NO_NUMBER))
  return none ? null : value
}

/** Groups in the order of their numbers, or of their names. */
function groupCodes(values: readonly GroupValue[]): RowGroups {
  const known = [...new Set(values)].filter((value) => value !== null)
  known.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1))
  const codes = new Map<GroupValue, number>(known.map((value, code) => [value, code]))
  return { codes: Int32Array.from(values, (value) => codes.get(value) ?? -1), names: known.map(String) }
}

/** Some rows, each group's by themselves. */
export function parted(rows: readonly number[], { codes }: RowGroups): number[][] {
  const parts = new Map<number, number[]>()
  for (const row of rows) {
    const part = parts.get(codes[row])
    if (part) part.push(row)
    else parts.set(codes[row], [row])
  }
  return [...parts.values()]
}

function joined<A extends Int32Array | Float64Array>(parts: readonly A[], out: A): A {
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function checkKind(columns: ReadonlyMap<string, ComputableTerm>, name: string, kind: 'factor' | 'classifier'): void {
  const term = columns.get(name)
  const fitting = [...columns].flatMap(([known, { kind: is }]) => (is === kind ? [known] : []))
  if (term?.kind === kind && (kind !== 'factor' || term.dtype === 'float64' || term.dtype === 'int64')) return
  const meant = nearest(name, fitting)
  const what = term ? `'${name}' is a ${term.kind} of ${term.dtype}` : `there is no column '${name}'`
  throw new RustybtError('FACTOR_COLUMN', `${what}, and a ${kind} is needed`, {
    hint:
      meant !== undefined && meant !== name ? `did you mean '${meant}'?` : `there are ${fitting.join(', ') || 'none'}`,
  })
}
