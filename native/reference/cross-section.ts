import { NativeError } from '../errors.js'
import { RANKING } from '../interface.js'
import { isSize, requireApart } from './arrays.js'
import { clean } from './matrix-shape.js'

/** Each row's present cells, group by group, best first; `visit` gets a group's cells (places in the row) and the row's first cell. */
function eachGroup(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  descending: boolean,
  visit: (cells: Int32Array, from: number) => void,
): void {
  const places = new Int32Array(columns)
  for (let from = 0; from < values.length; from += columns) {
    let present = 0
    for (let j = 0; j < columns; j++) {
      const group = groups[from + j]
      if (group >= count || group < -1) throw new NativeError('MATRIX_GROUP', from + j)
      if (group >= 0 && !Number.isNaN(values[from + j])) places[present++] = j
    }
    const sorted = places.subarray(0, present)
    sorted.sort((a, b) => {
      const [one, other] = [groups[from + a], groups[from + b]]
      if (one !== other) return one - other
      const [x, y] = [values[from + a], values[from + b]]
      return x === y ? a - b : x < y !== descending ? -1 : 1
    })
    for (let begin = 0; begin < present; ) {
      let end = begin + 1
      while (end < present && groups[from + sorted[end]] === groups[from + sorted[begin]]) end++
      visit(sorted.subarray(begin, end), from)
      begin = end
    }
  }
}

export function matrixRank(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  method: number,
  descending: boolean,
  out: Float64Array,
): void {
  checkCells(values, columns, groups, count, out)
  requireApart(values, out)
  if (!(isSize(method) && method <= RANKING.ordinal)) throw new NativeError('MATRIX_KIND')
  out.fill(Number.NaN)
  eachGroup(values, columns, groups, count, descending, (cells, from) => {
    let distinct = 0
    for (let begin = 0; begin < cells.length; ) {
      let end = begin + 1
      while (end < cells.length && values[from + cells[end]] === values[from + cells[begin]]) end++
      distinct++
      for (let k = begin; k < end; k++) out[from + cells[k]] = placeOf(method, begin, end, k, distinct)
      begin = end
    }
  })
}

/** The rank of place k among equals from `begin` up to `end`. */
function placeOf(method: number, begin: number, end: number, k: number, distinct: number): number {
  if (method === RANKING.average) return (begin + 1 + end) / 2
  if (method === RANKING.min) return begin + 1
  if (method === RANKING.max) return end
  return method === RANKING.dense ? distinct : k + 1
}

export function matrixTop(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  size: number,
  descending: boolean,
  out: Uint8Array,
): void {
  checkCells(values, columns, groups, count, out)
  if (!isSize(size)) throw new NativeError('MATRIX_SHAPE')
  out.fill(0)
  eachGroup(values, columns, groups, count, descending, (cells, from) => {
    for (let k = 0; k < Math.min(size, cells.length); k++) out[from + cells[k]] = 1
  })
}

export function matrixDemean(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  standardized: boolean,
  out: Float64Array,
): void {
  checkCells(values, columns, groups, count, out)
  requireApart(values, out)
  const sums = new Float64Array(count)
  const counts = new Float64Array(count)
  const means = new Float64Array(count)
  for (let from = 0; from < values.length; from += columns) {
    sums.fill(0)
    counts.fill(0)
    for (let i = from; i < from + columns; i++) {
      const group = groups[i]
      if (group >= count || group < -1) throw new NativeError('MATRIX_GROUP', i)
      if (group < 0 || Number.isNaN(values[i])) continue
      sums[group] += values[i]
      counts[group]++
    }
    for (let g = 0; g < count; g++) means[g] = sums[g] / counts[g]
    if (standardized) {
      sums.fill(0)
      for (let i = from; i < from + columns; i++) {
        if (groups[i] < 0 || Number.isNaN(values[i])) continue
        const distance = values[i] - means[groups[i]]
        sums[groups[i]] += distance * distance
      }
      for (let g = 0; g < count; g++) sums[g] = Math.sqrt(sums[g] / counts[g])
    }
    for (let i = from; i < from + columns; i++) {
      if (groups[i] < 0) out[i] = Number.NaN
      else
        out[i] = clean(standardized ? (values[i] - means[groups[i]]) / sums[groups[i]] : values[i] - means[groups[i]])
    }
  }
}

export function checkCells(
  values: Float64Array,
  columns: number,
  groups: Int32Array,
  count: number,
  out: Float64Array | Uint8Array,
): void {
  if (!(isSize(columns) && columns >= 1 && isSize(count) && count >= 1)) throw new NativeError('MATRIX_SHAPE')
  if (values.length % columns !== 0) throw new NativeError('MATRIX_SHAPE')
  if (groups.length !== values.length || out.length !== values.length) throw new NativeError('ARRAY_LENGTH')
}
