import type { Computation, Task } from './computation.js'
import { borrow, flags, type Matrix } from './matrix.js'

export const ARITHMETIC = ['+', '-', '*', '/', '%', '**'] as const
export const COMPARISONS = ['<', '<=', '==', '!=', '>=', '>'] as const
export type Arithmetic = (typeof ARITHMETIC)[number]
export type Comparison = (typeof COMPARISONS)[number]

/** Functions of one number, by Zipline's names. */
export const FUNCTIONS = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  exp: Math.exp,
  expm1: Math.expm1,
  sqrt: Math.sqrt,
  abs: Math.abs,
} as const
export type FunctionName = keyof typeof FUNCTIONS

/** Two terms, or a term and a constant on one side (`constant` is then the other). */
export interface Operands {
  readonly constant?: number
  readonly constantFirst?: boolean
}

export function arithmetic(op: Arithmetic, operands: Operands): Computation {
  return {
    name: `Expression ${shown(op, operands)}`,
    parameters: { op, ...operands },
    kernels: [],
    compute(task) {
      const out = { rows: task.rows, columns: task.columns, data: borrow(task.rows * task.columns) }
      eachPair(task, operands, (a, b, from, stepA, stepB) => {
        const { data } = out
        const end = from + task.columns
        for (let i = from, x = 0, y = 0; i < end; i++, x += stepA, y += stepB) data[i] = calculate(op, a[x], b[y])
      })
      return out
    },
  }
}

/** Where the mask holds, and the comparison. */
export function comparison(op: Comparison, operands: Operands): Computation {
  return {
    name: `Expression ${shown(op, operands)}`,
    parameters: { op, ...operands },
    kernels: [],
    compute(task) {
      const out = flags(task.rows, task.columns)
      const mask = task.mask.data
      eachPair(task, operands, (a, b, from, stepA, stepB) => {
        const { data } = out
        const end = from + task.columns
        for (let i = from, x = 0, y = 0; i < end; i++, x += stepA, y += stepB)
          data[i] = mask[i] !== 0 && compares(op, a[x], b[y]) ? 1 : 0
      })
      return out
    },
  }
}

export function functionOf(name: FunctionName): Computation {
  return {
    name: `Expression ${name}(x)`,
    parameters: { function: name },
    kernels: [],
    compute(task) {
      const { matrix } = task.inputs[0]
      const out = { rows: task.rows, columns: task.columns, data: borrow(task.rows * task.columns) }
      const f = FUNCTIONS[name]
      if (matrix.columns === task.columns) for (let i = 0; i < out.data.length; i++) out.data[i] = f(matrix.data[i])
      else for (let i = 0; i < out.data.length; i++) out.data[i] = f(matrix.data[Math.floor(i / task.columns)])
      return out
    },
  }
}

type Row = ArrayLike<number>

/** Calls `row` for each session with both sides' values of it; a step of 0 repeats one value. */
function eachPair(
  { inputs, rows, columns }: Task,
  { constant, constantFirst }: Operands,
  row: (a: Row, b: Row, from: number, stepA: 0 | 1, stepB: 0 | 1) => void,
): void {
  const [left, right] = inputs.map(({ matrix }) => matrix)
  const fixed = constant === undefined ? undefined : [constant]
  const rowOf = (matrix: Matrix, i: number) => matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns)
  const step = (matrix: Matrix) => (matrix.columns === columns ? 1 : 0)
  for (let i = 0; i < rows; i++) {
    if (fixed === undefined) row(rowOf(left, i), rowOf(right ?? left, i), i * columns, step(left), step(right ?? left))
    else if (constantFirst) row(fixed, rowOf(left, i), i * columns, 0, step(left))
    else row(rowOf(left, i), fixed, i * columns, step(left), 0)
  }
}

function calculate(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return remainder(a, b)
    case '**':
      // C's pow, not JavaScript's: 1 to any power, and -1 to an infinite one, is 1.
      return a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b
  }
}

/** With the sign of the divisor, as Python's. */
function remainder(a: number, b: number): number {
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

function compares(op: Comparison, a: number, b: number): boolean {
  switch (op) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '>=':
      return a >= b
    case '>':
      return a > b
  }
}

function shown(op: string, { constant, constantFirst }: Operands): string {
  if (constant === undefined) return `x ${op} y`
  return constantFirst ? `${constant} ${op} x` : `x ${op} ${constant}`
}
