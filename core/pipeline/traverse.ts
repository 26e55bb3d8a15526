import { type Adjustment, adjust } from './adjustment.js'
import type { Task, TaskInput } from './computation.js'
import type { Flags, Matrix } from './matrix.js'
import { Window } from './window.js'

/** Walks one input forward, showing each session's window as it looked then, cut to the assets of the mask. */
export class Traversal {
  readonly #matrix: Matrix
  readonly #adjustments: readonly Adjustment[]
  readonly #length: number
  #data: Matrix['data']
  #next = 0

  constructor({ matrix, adjustments }: TaskInput, length: number) {
    this.#matrix = matrix
    this.#adjustments = adjustments
    this.#length = length
    this.#data = adjustments.length > 0 ? matrix.data.slice() : matrix.data
  }

  /** The window that ends on output row `row`; rows only move forward. `chosen` are the mask's columns, undefined for all. */
  window(row: number, chosen: Int32Array | undefined): Window {
    const { columns } = this.#matrix
    const end = row + this.#length
    for (; this.#next < this.#adjustments.length && this.#adjustments[this.#next].at < end; this.#next++)
      adjust(this.#data as Float64Array, columns, this.#adjustments[this.#next])
    const seen = this.#data.subarray(row * columns, end * columns)
    const whole = { ...this.#matrix, rows: this.#length, data: seen }
    if (chosen === undefined || columns === 1) return new Window(whole)
    const data = new (seen.constructor as Float64ArrayConstructor)(this.#length * chosen.length)
    for (let i = 0, to = 0; i < this.#length; i++)
      for (let k = 0; k < chosen.length; k++) data[to++] = seen[i * columns + chosen[k]]
    return new Window({ ...whole, columns: chosen.length, data })
  }
}

/** The columns of a mask's row that hold; undefined where all do. */
export function chosenColumns({ data, columns }: Flags, row: number): Int32Array | undefined {
  let count = 0
  for (let i = row * columns; i < (row + 1) * columns; i++) count += data[i]
  if (count === columns) return undefined
  const out = new Int32Array(count)
  for (let j = 0, k = 0; k < count; j++) if (data[row * columns + j]) out[k++] = j
  return out
}

/** An input's window that ends on matrix row `at + length - 1`; adjustments take effect by matrix row. */
export function traversals(task: Task): Traversal[] {
  const length = Math.max(1, task.term.windowLength)
  return task.inputs.map((input) => new Traversal(input, length))
}
