import { NativeError } from '../errors.js'
import { isSize, requireApart } from './arrays.js'
import { clean, windowRows } from './matrix-shape.js'

/** A window of each of two series, gathered. */
interface Pair {
  readonly y: Float64Array
  readonly x: Float64Array
}

/** Calls `answer` for the window of every column; `at` is the answer's cell. */
function eachWindow(
  y: Float64Array,
  x: Float64Array,
  columns: number,
  window: number,
  out: Float64Array,
  parts: number,
  answer: (pair: Pair, at: number, size: number) => void,
): void {
  const rows = windowRows(y, columns, window, out, parts)
  const across = x.length === y.length ? columns : 1
  if (across === 1 && x.length * columns !== y.length) throw new NativeError('ARRAY_LENGTH')
  requireApart(y, out)
  requireApart(x, out)
  const pair = { y: new Float64Array(window), x: new Float64Array(window) }
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k < window; k++) {
        pair.y[k] = y[(row + k) * columns + j]
        pair.x[k] = x[(row + k) * across + (across === 1 ? 0 : j)]
      }
      answer(pair, row * columns + j, rows * columns)
    }
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k]
  return sum / values.length
}

/** Means of the squared distances from the means, and of their products. */
function momentsOf({ y, x }: Pair): { meanY: number; meanX: number; yy: number; xx: number; xy: number } {
  const [meanY, meanX] = [meanOf(y), meanOf(x)]
  let [yy, xx, xy] = [0, 0, 0]
  for (let k = 0; k < y.length; k++) {
    const [a, b] = [y[k] - meanY, x[k] - meanX]
    yy += a * a
    xx += b * b
    xy += a * b
  }
  return { meanY, meanX, yy: yy / y.length, xx: xx / y.length, xy: xy / y.length }
}

function pearson(pair: Pair): number {
  const { yy, xx, xy } = momentsOf(pair)
  return clean(xy / Math.sqrt(xx * yy))
}

export function matrixPearson(
  y: Float64Array,
  x: Float64Array,
  columns: number,
  window: number,
  out: Float64Array,
): void {
  eachWindow(y, x, columns, window, out, 1, (pair, at) => {
    out[at] = pearson(pair)
  })
}

export function matrixSpearman(
  y: Float64Array,
  x: Float64Array,
  columns: number,
  window: number,
  out: Float64Array,
): void {
  const places = new Int32Array(window)
  const ranked = { y: new Float64Array(window), x: new Float64Array(window) }
  eachWindow(y, x, columns, window, out, 1, (pair, at) => {
    rankInto(pair.y, places, ranked.y)
    rankInto(pair.x, places, ranked.x)
    out[at] = pearson(ranked)
  })
}

/** Ranks from 1, equals sharing the mean of their places; all NaN where a value is missing. */
function rankInto(values: Float64Array, places: Int32Array, out: Float64Array): void {
  if (values.some(Number.isNaN)) {
    out.fill(Number.NaN)
    return
  }
  for (let k = 0; k < places.length; k++) places[k] = k
  places.sort((a, b) => values[a] - values[b] || (values[a] === values[b] ? a - b : values[a] < values[b] ? -1 : 1))
  for (let begin = 0; begin < places.length; ) {
    let end = begin + 1
    while (end < places.length && values[places[end]] === values[places[begin]]) end++
    for (let k = begin; k < end; k++) out[places[k]] = (begin + 1 + end) / 2
    begin = end
  }
}

export function matrixRegress(
  y: Float64Array,
  x: Float64Array,
  columns: number,
  window: number,
  out: Float64Array,
): void {
  eachWindow(y, x, columns, window, out, 4, (pair, at, size) => {
    const { meanY, meanX, yy, xx, xy } = momentsOf(pair)
    const slope = xy / xx
    let r = xx === 0 || yy === 0 ? (xy === 0 ? Number.NaN : 0) : xy / Math.sqrt(xx * yy)
    if (r > 1) r = 1
    if (r < -1) r = -1
    const stderr = window === 2 ? 0 : Math.sqrt(((1 - r * r) * yy) / xx / (window - 2))
    out[at] = clean(meanY - slope * meanX)
    out[size + at] = clean(slope)
    out[2 * size + at] = clean(r)
    out[3 * size + at] = clean(Number.isNaN(slope) ? Number.NaN : stderr)
  })
}

export function matrixBeta(
  y: Float64Array,
  x: Float64Array,
  columns: number,
  window: number,
  allowed: number,
  out: Float64Array,
): void {
  if (!isSize(allowed)) throw new NativeError('MATRIX_SHAPE')
  eachWindow(y, x, columns, window, out, 1, (pair, at) => {
    let [sum, present] = [0, 0]
    for (let k = 0; k < window; k++) {
      if (Number.isNaN(pair.y[k]) || Number.isNaN(pair.x[k])) continue
      sum += pair.x[k]
      present++
    }
    const mean = sum / present
    let [products, squares] = [0, 0]
    for (let k = 0; k < window; k++) {
      if (Number.isNaN(pair.y[k]) || Number.isNaN(pair.x[k])) continue
      const distance = pair.x[k] - mean
      products += distance * pair.y[k]
      squares += distance * distance
    }
    out[at] = window - present > allowed ? Number.NaN : clean(products / present / (squares / present))
  })
}
