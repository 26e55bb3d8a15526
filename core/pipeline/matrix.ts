/** What a term's values are; a date is epoch ms, a whole number stays exact up to 2^53. */
export type DType = 'float64' | 'int64' | 'bool' | 'datetime' | 'string'
export type Missing = number | boolean | string | null
export type Cells = Float64Array | Uint8Array | Int32Array

/** Sessions × assets, row after row: cell (i, j) is `data[i * columns + j]`. One column: the same value for every asset. */
export interface Matrix<C extends Cells = Cells> {
  readonly rows: number
  readonly columns: number
  readonly data: C
  /** Of strings: what the codes in `data` mean; code 0 is the missing value. */
  readonly labels?: readonly (string | null)[]
}
export type Numbers = Matrix<Float64Array>
export type Flags = Matrix<Uint8Array>
export type Texts = Matrix<Int32Array> & { readonly labels: readonly (string | null)[] }

export function numbers(rows: number, columns: number, fill = 0): Numbers {
  return { rows, columns, data: borrow(rows * columns).fill(fill) }
}

export function flags(rows: number, columns: number, fill: 0 | 1 = 0): Flags {
  const length = rows * columns
  // A view of its own each time: what is known of a mask is kept by its array.
  const data = new Uint8Array(borrow(Math.ceil(length / 8)).buffer, 0, length)
  return { rows, columns, data: data.fill(fill) }
}

/** Strings as codes, the missing value being code 0. */
export function texts(
  rows: number,
  columns: number,
  values: readonly (string | null)[],
  missing: string | null,
): Texts {
  const labels: (string | null)[] = [missing]
  const codes = new Map<string | null, number>([[missing, 0]])
  const data = Int32Array.from(values, (value) => {
    let code = codes.get(value)
    if (code === undefined) codes.set(value, (code = labels.push(value) - 1))
    return code
  })
  return { rows, columns, data, labels }
}

/** A matrix of cells that all hold one value of the kind. */
export function filled(rows: number, columns: number, dtype: DType, value: Missing): Matrix {
  if (dtype === 'bool') return flags(rows, columns, value ? 1 : 0)
  if (dtype === 'string') {
    const labels = [value as string | null]
    return { rows, columns, data: new Int32Array(rows * columns), labels }
  }
  return numbers(rows, columns, value as number)
}

/** Rows from `from` on, as a view. */
export function rowsFrom<M extends Matrix>(matrix: M, from: number, to = matrix.rows): M {
  if (from === 0 && to === matrix.rows) return matrix
  const data = matrix.data.subarray(from * matrix.columns, to * matrix.columns)
  return { ...matrix, rows: to - from, data }
}

// Chunks are alike, so their matrices are used again: fresh memory costs more than what is computed in it.
const unused = new Map<number, Float64Array[]>()
const lent = new WeakMap<ArrayBufferLike, Float64Array>()
const together = new WeakMap<ArrayBufferLike, Float64Array[]>()
const MOST_UNUSED = 2 ** 25
let unusedLength = 0

/** So many doubles, whatever they hold. */
export function borrow(length: number): Float64Array {
  const again = unused.get(length)?.pop()
  if (again) unusedLength -= length
  const data = again ?? new Float64Array(length)
  lent.set(data.buffer, data)
  return data
}

/** So many whole numbers, whatever they hold, that go back together with the owner's cells. */
export function borrowWith(owner: Cells, length: number): Int32Array {
  const data = borrow(Math.ceil(length / 2))
  const list = together.get(owner.buffer)
  if (list) list.push(data)
  else together.set(owner.buffer, [data])
  return new Int32Array(data.buffer, 0, length)
}

/** Gives borrowed cells back; nobody may look at them, or at views of them, any more. */
export function giveBack({ buffer }: Cells): void {
  const data = lent.get(buffer)
  if (data === undefined) return
  lent.delete(buffer)
  for (const each of together.get(buffer) ?? []) giveBack(each)
  together.delete(buffer)
  if (unusedLength + data.length > MOST_UNUSED) return
  unusedLength += data.length
  const list = unused.get(data.length)
  if (list) list.push(data)
  else unused.set(data.length, [data])
}

export const DEFAULT_MISSING: Readonly<Partial<Record<DType, Missing>>> = {
  float64: Number.NaN,
  datetime: Number.NaN,
  bool: false,
  string: null,
}

/** 1 where a cell holds the missing value. */
export function missingCells(matrix: Matrix, missing: Missing): Uint8Array {
  const { data, labels } = matrix
  const out = new Uint8Array(data.length)
  if (labels) for (let i = 0; i < out.length; i++) out[i] = data[i] === 0 ? 1 : 0
  else if (Number.isNaN(missing)) for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(data[i]) ? 1 : 0
  else for (let i = 0; i < out.length; i++) out[i] = data[i] === Number(missing) ? 1 : 0
  return out
}

const complete = new WeakMap<Uint8Array, boolean>()

/** Writes the missing value wherever the mask does not hold. */
export function blankOutside(data: Float64Array, mask: Uint8Array, missing: number): void {
  let whole = complete.get(mask)
  if (whole === undefined) complete.set(mask, (whole = !mask.includes(0)))
  if (whole) return
  for (let i = 0; i < data.length; i++) if (mask[i] === 0) data[i] = missing
}
