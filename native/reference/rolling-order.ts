import { NativeError } from '../errors.js'
import { ORDER } from '../interface.js'
import { isSize, requireApart } from './arrays.js'

/** As `SeriesKernels.rollingOrder`. */
export function rollingOrder(
  kind: number,
  values: Float64Array,
  window: number,
  minPeriods: number,
  share: number,
  out: Float64Array,
): void {
  requireApart(values, out)
  if (values.length !== out.length) throw new NativeError('ARRAY_LENGTH')
  if (!isSize(window) || window < 1 || !isSize(minPeriods) || minPeriods > window) {
    throw new NativeError('ROLLING_WINDOW')
  }
  if (kind === ORDER.min) extremes(values, window, minPeriods, out, (value, other) => value <= other)
  else if (kind === ORDER.max) extremes(values, window, minPeriods, out, (value, other) => value >= other)
  else if (kind === ORDER.median) sorted(values, window, minPeriods, out, median)
  else if (kind === ORDER.quantile && share >= 0 && share <= 1) {
    sorted(values, window, minPeriods, out, (ordered, count) => quantile(ordered, count, share))
  } else if (kind === ORDER.rank) sorted(values, window, minPeriods, out, rank)
  else throw new NativeError('ROLLING_ORDER')
}

/** A queue of rows whose values fall behind each other: its head is the window's extreme, each row enters once. */
function extremes(
  values: Float64Array,
  window: number,
  minPeriods: number,
  out: Float64Array,
  beats: (value: number, other: number) => boolean,
): void {
  const queue = new Int32Array(values.length)
  let [head, tail, present] = [0, 0, 0]
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    const gone = row - window
    if (gone >= 0 && !Number.isNaN(values[gone])) present--
    if (head < tail && queue[head] <= gone) head++
    if (!Number.isNaN(value)) {
      present++
      while (tail > head && beats(value, values[queue[tail - 1]])) tail--
      queue[tail++] = row
    }
    out[row] = head < tail && present >= minPeriods ? values[queue[head]] : Number.NaN
  }
}

/** `of` each window's values in order (-0 before 0), how many they are, and its last value, where it has one. */
function sorted(
  values: Float64Array,
  window: number,
  minPeriods: number,
  out: Float64Array,
  of: (ordered: Float64Array, count: number, value: number) => number,
): void {
  const ordered = new Float64Array(Math.min(window, values.length) + 1)
  let count = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    const gone = row >= window ? values[row - window] : Number.NaN
    if (!Number.isNaN(gone)) {
      const at = partition(count, (i) => precedes(ordered[i], gone))
      ordered.copyWithin(at, at + 1, count--)
    }
    if (!Number.isNaN(value)) {
      const at = partition(count, (i) => precedes(ordered[i], value))
      ordered.copyWithin(at + 1, at, count++)
      ordered[at] = value
    }
    out[row] = count === 0 || count < minPeriods ? Number.NaN : of(ordered, count, value)
  }
}

function precedes(a: number, b: number): boolean {
  return a < b || (a === 0 && b === 0 && Object.is(a, -0) && !Object.is(b, -0))
}

/** How many of the first `count` places fulfil `first`, which none does after one that does not. */
function partition(count: number, first: (at: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (first(middle)) low = middle + 1
    else high = middle
  }
  return low
}

function median(ordered: Float64Array, count: number): number {
  const half = count >> 1
  return count % 2 === 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2
}

function quantile(ordered: Float64Array, count: number, share: number): number {
  const place = share * (count - 1)
  const below = Math.floor(place)
  const part = place - below
  const [low, high] = [ordered[below], ordered[Math.min(below + 1, count - 1)]]
  if (low === high) return low
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part
}

/** The mean place, from 1, of the window's last value among it; NaN where that is missing. */
function rank(ordered: Float64Array, count: number, value: number): number {
  if (Number.isNaN(value)) return Number.NaN
  const less = partition(count, (i) => ordered[i] < value)
  const notMore = partition(count, (i) => ordered[i] <= value)
  return (less + 1 + notMore) / 2
}
