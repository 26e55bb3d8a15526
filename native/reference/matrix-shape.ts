import { NativeError } from '../errors.js'
import { isSize } from './arrays.js'

/** How many windows there are; refuses shapes that do not fit. */
export function windowRows(
  values: Float64Array,
  columns: number,
  window: number,
  out: Float64Array,
  parts = 1,
): number {
  if (!(isSize(columns) && columns >= 1 && isSize(window) && window >= 1)) throw new NativeError('MATRIX_SHAPE')
  const rows = values.length / columns - window + 1
  if (values.length % columns !== 0 || rows < 0) throw new NativeError('MATRIX_SHAPE')
  if (out.length !== rows * columns * parts) throw new NativeError('ARRAY_LENGTH')
  return rows
}

/** A NaN that arithmetic makes has a sign of the processor's choosing. */
export function clean(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value
}
