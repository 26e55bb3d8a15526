import { NativeError } from '../errors.js'
import { isSize, requireApart } from './arrays.js'

export function matrixTranspose(
  values: Float64Array,
  rows: number,
  out: Float64Array,
  columns: number,
  from: number,
): void {
  if (!(isSize(rows) && rows >= 1 && isSize(columns) && columns >= 1 && isSize(from)))
    throw new NativeError('MATRIX_SHAPE')
  const series = values.length / rows
  if (!Number.isInteger(series) || from + series > columns) throw new NativeError('MATRIX_SHAPE')
  if (out.length !== rows * columns) throw new NativeError('ARRAY_LENGTH')
  requireApart(values, out)
  for (let k = 0; k < series; k++)
    for (let row = 0; row < rows; row++) out[row * columns + from + k] = values[k * rows + row]
}

export function matrixGather(values: Float64Array, cells: Int32Array, out: Float64Array): void {
  if (cells.length !== out.length) throw new NativeError('ARRAY_LENGTH')
  requireApart(values, out)
  for (let i = 0; i < cells.length; i++) {
    if (!(cells[i] >= 0 && cells[i] < values.length)) throw new NativeError('MATRIX_CELL', i)
    out[i] = values[cells[i]]
  }
}

export function matrixChoose(
  mask: Uint8Array,
  wanted: Uint8Array,
  cells: Int32Array,
  places: Int32Array,
  begins: Int32Array,
): void {
  const columns = wanted.length
  if (columns < 1 || mask.length % columns !== 0) throw new NativeError('MATRIX_SHAPE')
  const rows = mask.length / columns
  if (cells.length !== mask.length || places.length !== mask.length || begins.length !== rows + 1)
    throw new NativeError('ARRAY_LENGTH')
  let count = 0
  for (let row = 0; row < rows; row++) {
    begins[row] = count
    for (let j = 0; j < columns; j++) {
      if ((mask[row * columns + j] & wanted[j] & 1) === 0) continue
      cells[count] = row * columns + j
      places[count] = j
      count++
    }
  }
  begins[rows] = count
}

export function matrixCodes(mask: Uint8Array, codes: Int32Array): void {
  if (codes.length !== mask.length) throw new NativeError('ARRAY_LENGTH')
  for (let i = 0; i < codes.length; i++) codes[i] = (mask[i] & 1) - 1
}

export function matrixGroups(values: Float64Array, missing: number, mask: Uint8Array, codes: Int32Array): number {
  if (codes.length !== values.length || mask.length !== values.length) throw new NativeError('ARRAY_LENGTH')
  const known = new Map<number, number>()
  for (let i = 0; i < codes.length; i++) {
    const value = values[i]
    if ((mask[i] & 1) === 0 || value === missing || Number.isNaN(value)) {
      codes[i] = -1
      continue
    }
    let code = known.get(value)
    if (code === undefined) known.set(value, (code = known.size))
    codes[i] = code
  }
  return known.size
}

export function matrixLabels(labels: Int32Array, mask: Uint8Array, codes: Int32Array): void {
  if (codes.length !== labels.length || mask.length !== labels.length) throw new NativeError('ARRAY_LENGTH')
  for (let i = 0; i < codes.length; i++) codes[i] = (mask[i] & 1) === 1 ? labels[i] - 1 : -1
}
