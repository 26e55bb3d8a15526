import { NativeError } from '../errors.js'
import { GROUPING } from '../interface.js'
import { requireApart } from './arrays.js'

export function groupRows(values: Float64Array, bounds: Int32Array, kinds: Int32Array, out: Float64Array): void {
  requireApart(values, out)
  requireApart(bounds, out)
  requireApart(kinds, out)
  const columns = kinds.length
  const groups = bounds.length - 1
  if (columns === 0 || values.length % columns !== 0 || groups < 0 || out.length !== columns * groups)
    throw new NativeError('ARRAY_LENGTH')
  const rows = values.length / columns
  for (let i = 0; i <= groups; i++)
    if (bounds[i] < (i === 0 ? 0 : bounds[i - 1]) || bounds[i] > rows) throw new NativeError('RESAMPLE_BOUNDS', i)
  const strange = kinds.findIndex((kind) => kind < GROUPING.first || kind > GROUPING.sum)
  if (strange >= 0) throw new NativeError('RESAMPLE_KIND', strange)
  for (let column = 0; column < columns; column++) {
    const reduce = REDUCTIONS[kinds[column]]
    const offset = column * rows
    for (let group = 0; group < groups; group++)
      out[column * groups + group] = reduce(values, offset + bounds[group], offset + bounds[group + 1])
  }
}

type Reduce = (values: Float64Array, from: number, end: number) => number

/** By their numbers in `GROUPING`. */
const REDUCTIONS: readonly Reduce[] = [
  (values, from, end) => {
    while (from < end && Number.isNaN(values[from])) from++
    return from < end ? values[from] : Number.NaN
  },
  (values, from, end) => {
    let most = Number.NaN
    for (let i = from; i < end; i++) if (values[i] > most || Number.isNaN(most)) most = values[i]
    return most
  },
  (values, from, end) => {
    let least = Number.NaN
    for (let i = from; i < end; i++) if (values[i] < least || Number.isNaN(least)) least = values[i]
    return least
  },
  (values, from, end) => {
    while (from < end && Number.isNaN(values[end - 1])) end--
    return from < end ? values[end - 1] : Number.NaN
  },
  (values, from, end) => {
    let sum = 0
    for (let i = from; i < end; i++) if (!Number.isNaN(values[i])) sum += values[i]
    // A NaN that arithmetic makes has a sign of the processor's choosing.
    return Number.isNaN(sum) ? Number.NaN : sum
  },
]
