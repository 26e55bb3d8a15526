import { NativeError } from '../errors.js'
import { isSize, requireApart } from './arrays.js'
import { checkCells } from './cross-section.js'
import { clean } from './matrix-shape.js'

/** A row's present values, sorted within each group. */
function sortedGroups(
  values: Float64Array,
  groups: Int32Array,
  count: number,
  from: number,
  columns: number,
): Float64Array[] {
  const lists: number[][] = Array.from({ length: count }, () => [])
  for (let i = from; i < from + columns; i++) {
    checkGroup(groups[i], count, i)
    if (groups[i] >= 0 && !Number.isNaN(values[i])) lists[groups[i]].push(values[i])
  }
  return lists.map((list) => Float64Array.from(list).sort())
}

function checkGroup(group: number, count: number, cell: number): void {
  if (group >= count || group < -1) throw new NativeError('MATRIX_GROUP', cell)
}

/** Between neighbours in a straight line, from the nearer end. */
function valueAt(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = (sorted.length - 1) * share
  if (place >= sorted.length - 1) return sorted[sorted.length - 1]
  const below = Math.floor(place)
  const beyond = place - below
  const [low, high] = [sorted[below], sorted[below + 1]]
  return clean(beyond >= 0.5 ? high - (high - low) * (1 - beyond) : low + (high - low) * beyond)
}

export function matrixPercentiles(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  shares: Float64Array,
  out: Float64Array,
): void {
  checkCells(values, columns, groups, count, values)
  if (out.length !== (values.length / columns) * count * shares.length) throw new NativeError('ARRAY_LENGTH')
  requireApart(values, out)
  if (shares.some((share) => !(share >= 0 && share <= 1))) throw new NativeError('MATRIX_SHAPE')
  for (let from = 0, at = 0; from < values.length; from += columns)
    for (const sorted of sortedGroups(values, groups, count, from, columns))
      for (const share of shares) out[at++] = valueAt(sorted, share)
}

/** Calls `visit` for each present cell of a group: its number, its value, and where its group's edges begin. */
function eachCell(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  edges: Float64Array,
  visit: (cell: number, value: number, from: number, to: number) => void,
): void {
  checkCells(values, columns, groups, count, values)
  const parts = (values.length / columns) * count
  if (parts > 0 && (edges.length % parts !== 0 || edges.length < 2 * parts)) throw new NativeError('ARRAY_LENGTH')
  const wide = edges.length / parts
  for (let i = 0; i < values.length; i++) {
    checkGroup(groups[i], count, i)
    if (groups[i] < 0 || Number.isNaN(values[i])) continue
    const from = (Math.floor(i / columns) * count + groups[i]) * wide
    visit(i, values[i], from, from + wide)
  }
}

export function matrixBins(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  edges: Float64Array,
  missing: number,
  out: Float64Array,
): void {
  if (out.length !== values.length) throw new NativeError('ARRAY_LENGTH')
  requireApart(values, out)
  out.fill(missing)
  eachCell(values, columns, groups, count, edges, (i, value, from, to) => {
    let k = from
    while (k < to && edges[k] < value) k++
    if (value === edges[from]) out[i] = 0
    else if (k > from && k < to) out[i] = k - from - 1
  })
}

export function matrixBetween(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  edges: Float64Array,
  out: Uint8Array,
): void {
  if (out.length !== values.length) throw new NativeError('ARRAY_LENGTH')
  out.fill(0)
  eachCell(values, columns, groups, count, edges, (i, value, from, to) => {
    out[i] = edges[from] <= value && value <= edges[to - 1] ? 1 : 0
  })
}

export function matrixWinsorize(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  least: number,
  greatest: number,
  out: Float64Array,
): void {
  checkCells(values, columns, groups, count, out)
  requireApart(values, out)
  if (!(least >= 0 && least < greatest && greatest <= 1)) throw new NativeError('MATRIX_SHAPE')
  for (let from = 0; from < values.length; from += columns) {
    const bounds = sortedGroups(values, groups, count, from, columns).map((sorted) => ({
      low: least > 0 ? sorted[Math.trunc(least * sorted.length)] : Number.NEGATIVE_INFINITY,
      high: greatest < 1 ? sorted[Math.ceil(sorted.length * greatest) - 1] : Number.POSITIVE_INFINITY,
    }))
    for (let i = from; i < from + columns; i++) {
      const value = values[i]
      if (groups[i] < 0 || Number.isNaN(value)) {
        out[i] = Number.NaN
        continue
      }
      const { low, high } = bounds[groups[i]]
      out[i] = value < low ? low : value > high ? high : value
    }
  }
}

export function matrixMaximum(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  out: Uint8Array,
): void {
  checkCells(values, columns, groups, count, out)
  out.fill(0)
  const best = new Int32Array(count)
  for (let from = 0; from < values.length; from += columns) {
    best.fill(-1)
    for (let i = from; i < from + columns; i++) {
      checkGroup(groups[i], count, i)
      if (groups[i] < 0 || Number.isNaN(values[i])) continue
      const known = best[groups[i]]
      if (known < 0 || isGreaterByBits(values[i], values[known])) best[groups[i]] = i
    }
    for (const cell of best) if (cell >= 0) out[cell] = 1
  }
}

/** As signed whole numbers: any positive above any negative, and of two negatives the one farther from zero. */
function isGreaterByBits(a: number, b: number): boolean {
  const [minusA, minusB] = [a < 0 || Object.is(a, -0), b < 0 || Object.is(b, -0)]
  if (minusA !== minusB) return minusB
  return minusA ? a < b : a > b
}

export function matrixPeers(
  columns: number,
  groups: Int32Array,
  count: number,
  missing: number,
  out: Float64Array,
): void {
  if (!(isSize(columns) && columns >= 1 && isSize(count) && count >= 1)) throw new NativeError('MATRIX_SHAPE')
  if (groups.length % columns !== 0) throw new NativeError('MATRIX_SHAPE')
  if (out.length !== groups.length) throw new NativeError('ARRAY_LENGTH')
  const sizes = new Int32Array(count)
  for (let from = 0; from < groups.length; from += columns) {
    sizes.fill(0)
    for (let i = from; i < from + columns; i++) {
      checkGroup(groups[i], count, i)
      if (groups[i] >= 0) sizes[groups[i]]++
    }
    for (let i = from; i < from + columns; i++) out[i] = groups[i] < 0 ? missing : sizes[groups[i]]
  }
}
