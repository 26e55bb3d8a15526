import { RustybtError } from '../kernel/errors.js'
import { studentPValue } from './distributions.js'

/** One coefficient of a regression; standard errors are those of ordinary least squares. */
export interface Coefficient {
  readonly name: string
  readonly value: number
  readonly stderr: number
  readonly t: number
  /** Two-sided, by Student's t. */
  readonly p: number
}

export interface LeastSquares {
  /** The intercept first, then one a column. */
  readonly coefficients: readonly Coefficient[]
  readonly rSquared: number
  readonly adjustedRSquared: number
  /** Standard deviation of what is not explained. */
  readonly residual: number
  readonly observations: number
}

/**
 * Least squares of y on an intercept and named columns, over the rows in which all are present, by Householder reflections. Throws
 * `REGRESSION_SHORT` where there are no more rows than coefficients, `REGRESSION_COLLINEAR` where a column says nothing that the
 * others don't.
 */
export function leastSquares(y: Float64Array, columns: Readonly<Record<string, Float64Array>>): LeastSquares {
  const names = Object.keys(columns)
  const given = names.map((name) => columns[name])
  const rows = [...y.keys()].filter((i) => Number.isFinite(y[i]) && given.every((x) => Number.isFinite(x[i])))
  const [n, k] = [rows.length, names.length + 1]
  if (n <= k)
    throw new RustybtError('REGRESSION_SHORT', `${k} coefficients need more than ${k} complete rows, there are ${n}`, {
      hint: 'take a longer stretch, or fewer columns',
    })
  const x = [Float64Array.from(rows, () => 1), ...given.map((column) => Float64Array.from(rows, (i) => column[i]))]
  const right = Float64Array.from(rows, (i) => y[i])
  const target = right.slice()
  const triangle = reflect(x, right, ['the intercept', ...names])
  const values = backSubstitute(triangle, right)
  const unexplained = right.subarray(k).reduce((sum, value) => sum + value * value, 0)
  const center = target.reduce((sum, value) => sum + value, 0) / n
  const total = target.reduce((sum, value) => sum + (value - center) ** 2, 0)
  const variance = unexplained / (n - k)
  const spreads = inverseDiagonal(triangle)
  return {
    coefficients: ['intercept', ...names].map((name, i) => {
      const stderr = Math.sqrt(variance * spreads[i])
      const t = values[i] / stderr
      return { name, value: values[i], stderr, t, p: studentPValue(t, n - k) }
    }),
    rSquared: 1 - unexplained / total,
    adjustedRSquared: 1 - unexplained / (n - k) / (total / (n - 1)),
    residual: Math.sqrt(variance),
    observations: n,
  }
}

/** Turns the columns into an upper triangle, row by row in the answer, and the right side with them. */
function reflect(x: readonly Float64Array[], right: Float64Array, names: readonly string[]): number[][] {
  const k = x.length
  const triangle = Array.from({ length: k }, () => new Array<number>(k).fill(0))
  for (let j = 0; j < k; j++) {
    const column = x[j]
    const before = Math.hypot(...triangle.slice(0, j).map((row) => row[j]))
    let norm = 0
    for (let i = j; i < column.length; i++) norm += column[i] * column[i]
    norm = Math.sqrt(norm)
    if (!(norm > 1e-12 * Math.hypot(before, norm)))
      throw new RustybtError('REGRESSION_COLLINEAR', `${names[j]} is a combination of the columns before it`, {
        hint: 'leave it out',
      })
    const alpha = column[j] > 0 ? -norm : norm
    const v = column.subarray(j).slice()
    v[0] -= alpha
    const scale = 2 / v.reduce((sum, value) => sum + value * value, 0)
    for (const other of [...x.slice(j + 1), right]) {
      const tail = other.subarray(j)
      const along = scale * tail.reduce((sum, value, i) => sum + value * v[i], 0)
      for (let i = 0; i < v.length; i++) tail[i] -= along * v[i]
    }
    triangle[j][j] = alpha
    for (let c = j + 1; c < k; c++) triangle[j][c] = x[c][j]
  }
  return triangle
}

function backSubstitute(triangle: readonly (readonly number[])[], right: ArrayLike<number>): number[] {
  const out = new Array<number>(triangle.length).fill(0)
  for (let i = out.length - 1; i >= 0; i--) {
    let rest = right[i]
    for (let j = i + 1; j < out.length; j++) rest -= triangle[i][j] * out[j]
    out[i] = rest / triangle[i][i]
  }
  return out
}

/** Diagonal of (RᵀR)⁻¹. */
function inverseDiagonal(triangle: readonly (readonly number[])[]): number[] {
  const k = triangle.length
  const sums = new Array<number>(k).fill(0)
  for (let j = 0; j < k; j++) {
    const unit = Array.from({ length: k }, (_, i) => (i === j ? 1 : 0))
    for (const [i, value] of backSubstitute(triangle, unit).entries()) sums[i] += value * value
  }
  return sums
}
