import { NativeError } from '../errors.js'
import { type MatrixKernels, REDUCTION, WEIGHTING } from '../interface.js'
import { isSize, requireApart } from './arrays.js'
import { matrixChoose, matrixCodes, matrixGather, matrixGroups, matrixLabels, matrixTranspose } from './cells.js'
import { matrixDemean, matrixRank, matrixTop } from './cross-section.js'
import { clean, windowRows } from './matrix-shape.js'
import { matrixBeta, matrixPearson, matrixRegress, matrixSpearman } from './pairs.js'
import {
  matrixBetween,
  matrixBins,
  matrixMaximum,
  matrixPeers,
  matrixPercentiles,
  matrixWinsorize,
} from './quantile.js'

/** The matrix kernels in TypeScript. */
export const referenceMatrix: MatrixKernels = {
  mode: 'js',
  matrixReduce,
  matrixWeighted,
  matrixProducts,
  matrixRank,
  matrixTop,
  matrixDemean,
  matrixTranspose,
  matrixGather,
  matrixChoose,
  matrixCodes,
  matrixGroups,
  matrixLabels,
  matrixPeers,
  matrixPercentiles,
  matrixBins,
  matrixBetween,
  matrixWinsorize,
  matrixMaximum,
  matrixPearson,
  matrixSpearman,
  matrixRegress,
  matrixBeta,
}

function matrixReduce(kind: number, values: Float64Array, columns: number, window: number, out: Float64Array): void {
  const rows = windowRows(values, columns, window, out)
  requireApart(values, out)
  if (!(isSize(kind) && kind <= REDUCTION.change)) throw new NativeError('MATRIX_KIND')
  if (kind === REDUCTION.change) {
    const last = (window - 1) * columns
    for (let i = 0; i < out.length; i++) out[i] = clean((values[i + last] - values[i]) / values[i])
    return
  }
  if (kind >= REDUCTION.rise) {
    if (window === 1) out.fill(Number.NaN)
    else if (kind === REDUCTION.strength) strengthInto(values, columns, window, out)
    else changeInto(values, columns, window, kind === REDUCTION.rise ? 1 : -1, out)
    return
  }
  const sums = new Float64Array(columns)
  const counts = new Float64Array(columns)
  for (let row = 0; row < rows; row++) {
    const from = row * columns
    const answer = out.subarray(from, from + columns)
    const seen = values.subarray(from, from + window * columns)
    if (kind <= REDUCTION.std) reduceSum(kind, seen, columns, sums, counts, answer)
    else reduceExtreme(kind, seen, columns, sums, answer)
  }
}

/** Means of the changes from row to row; those against the sign are 0. */
function changeInto(values: Float64Array, columns: number, window: number, sign: 1 | -1, out: Float64Array): void {
  const changes = new Float64Array(values.length - columns)
  for (let i = 0; i < changes.length; i++) {
    const change = values[i + columns] - values[i]
    changes[i] = change * sign < 0 ? 0 : change
  }
  matrixReduce(REDUCTION.mean, changes, columns, window - 1, out)
}

function strengthInto(values: Float64Array, columns: number, window: number, out: Float64Array): void {
  const falls = new Float64Array(out.length)
  changeInto(values, columns, window, 1, out)
  changeInto(values, columns, window, -1, falls)
  for (let i = 0; i < out.length; i++) out[i] = clean(100 - 100 / (1 + out[i] / Math.abs(falls[i])))
}

function matrixProducts(
  a: Float64Array,
  b: Float64Array,
  columns: number,
  window: number,
  divisor: number,
  out: Float64Array,
): void {
  windowRows(a, columns, window, out)
  if (a.length !== b.length) throw new NativeError('ARRAY_LENGTH')
  requireApart(a, out)
  requireApart(b, out)
  const products = a.map((value, i) => value * b[i])
  matrixReduce(REDUCTION.sum, products, columns, window, out)
  for (let i = 0; i < out.length; i++) out[i] = clean(out[i] / divisor)
}

function reduceSum(
  kind: number,
  seen: Float64Array,
  columns: number,
  sums: Float64Array,
  counts: Float64Array,
  answer: Float64Array,
): void {
  sums.fill(0)
  counts.fill(0)
  for (let i = 0; i < seen.length; i += columns)
    for (let j = 0; j < columns; j++) {
      const value = seen[i + j]
      const there = !Number.isNaN(value)
      sums[j] += there ? value : 0
      counts[j] += there ? 1 : 0
    }
  if (kind === REDUCTION.sum) {
    for (let j = 0; j < columns; j++) answer[j] = clean(sums[j])
    return
  }
  for (let j = 0; j < columns; j++) answer[j] = clean(sums[j] / counts[j])
  if (kind === REDUCTION.mean) return
  sums.fill(0)
  for (let i = 0; i < seen.length; i += columns)
    for (let j = 0; j < columns; j++) {
      const distance = seen[i + j] - answer[j]
      sums[j] += !Number.isNaN(distance) ? distance * distance : 0
    }
  for (let j = 0; j < columns; j++)
    answer[j] = clean(Number.isNaN(answer[j]) ? Number.NaN : Math.sqrt(sums[j] / counts[j]))
}

function reduceExtreme(
  kind: number,
  seen: Float64Array,
  columns: number,
  best: Float64Array,
  answer: Float64Array,
): void {
  const sign = kind === REDUCTION.max || kind === REDUCTION.highest || kind === REDUCTION.argmax ? 1 : -1
  const strict = kind === REDUCTION.lowest || kind === REDUCTION.highest
  const place = kind >= REDUCTION.argmin
  answer.fill(Number.NaN)
  best.fill(Number.NaN)
  for (let i = 0, row = 0; i < seen.length; i += columns, row++)
    for (let j = 0; j < columns; j++) {
      const value = seen[i + j]
      if (strict && row > 0 && (Number.isNaN(value) || Number.isNaN(best[j]))) best[j] = Number.NaN
      else if (!Number.isNaN(value) && !(sign * value <= sign * best[j])) {
        best[j] = value
        if (place) answer[j] = row
      }
    }
  if (!place) answer.set(best)
}

function matrixWeighted(
  kind: number,
  values: Float64Array,
  columns: number,
  weights: Float64Array,
  divisor: number,
  out: Float64Array,
): void {
  const rows = windowRows(values, columns, weights.length, out)
  requireApart(values, out)
  requireApart(weights, out)
  if (!(isSize(kind) && kind <= WEIGHTING.spread)) throw new NativeError('MATRIX_KIND')
  let scale = 0
  for (const weight of weights) scale += weight
  const means = new Float64Array(columns)
  for (let row = 0; row < rows; row++) {
    const from = row * columns
    const seen = values.subarray(from, from + weights.length * columns)
    const answer = out.subarray(from, from + columns)
    answer.fill(0)
    for (let k = 0; k < weights.length; k++)
      for (let j = 0; j < columns; j++) {
        const value = seen[k * columns + j]
        answer[j] += kind !== WEIGHTING.present || !Number.isNaN(value) ? value * weights[k] : 0
      }
    if (kind === WEIGHTING.spread) {
      for (let j = 0; j < columns; j++) means[j] = answer[j] / scale
      answer.fill(0)
      for (let k = 0; k < weights.length; k++)
        for (let j = 0; j < columns; j++) {
          const distance = seen[k * columns + j] - means[j]
          answer[j] += distance * distance * weights[k]
        }
    }
    for (let j = 0; j < columns; j++) answer[j] = clean(answer[j] / divisor)
  }
}
