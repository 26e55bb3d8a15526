import { type Adjustment, adjust } from './adjustment.js'
import type { Task } from './computation.js'
import { blankOutside, giveBack, type Numbers, numbers } from './matrix.js'

/** Answers of all windows of matrices of equal shape (or one column): each `rows - window + 1` rows of `columns`. */
export type WindowKernel = (inputs: readonly Numbers[], columns: number) => readonly Float64Array[]

/**
 * A term's windows by a kernel that takes whole matrices. Where prices were adjusted inside a window, the kernel is asked again for
 * those windows alone, on the asset's column as it looked then: one narrow column for each adjustment, all in one matrix. Then assets
 * outside the mask get the missing value.
 */
export function throughWindows(task: Task, kernel: WindowKernel): Numbers[] {
  const inputs = task.inputs.map(({ matrix }) => matrix as Numbers)
  const answers = kernel(inputs, task.columns)
  const pieces = adjustedPieces(task)
  if (pieces.length > 0) {
    const tallest = pieces.reduce((most, { to, from }) => Math.max(most, to - from), 0)
    const height = tallest + task.term.windowLength - 1
    const narrow = task.inputs.map((_, i) => gather(task, i, pieces, height))
    const mended = kernel(narrow, pieces.length)
    answers.forEach((answer, k) => {
      for (const [p, { column, from, to }] of pieces.entries())
        for (let row = from; row < to; row++)
          answer[row * task.columns + column] = mended[k][(row - from) * pieces.length + p]
    })
    for (const data of [...mended, ...narrow.map((matrix) => matrix.data)]) giveBack(data)
  }
  return answers.map((data) => {
    blankOutside(data, task.mask.data, task.term.missing as number)
    return { rows: task.rows, columns: task.columns, data: data as Float64Array }
  })
}

/** Output rows `from` up to `to` of a column, whose windows all look as after the same adjustments. */
interface Piece {
  readonly column: number
  readonly from: number
  readonly to: number
}

function adjustedPieces({ term, inputs, rows }: Task): Piece[] {
  const { windowLength } = term
  const byColumn = new Map<number, Adjustment[]>()
  for (const { adjustments } of inputs)
    for (const adjustment of adjustments) {
      const list = byColumn.get(adjustment.column)
      if (list) list.push(adjustment)
      else byColumn.set(adjustment.column, [adjustment])
    }
  const pieces: Piece[] = []
  for (const [column, list] of byColumn) {
    list.sort((a, b) => a.at - b.at)
    let reach = 0
    for (const [k, { at, last }] of list.entries()) {
      // The window that ends on matrix row r is output row r - windowLength + 1; it sees row `last` as long as it does not begin after it.
      reach = Math.max(reach, last + 1)
      const next = list[k + 1]?.at ?? Number.POSITIVE_INFINITY
      const from = Math.max(0, at - windowLength + 1)
      const to = Math.min(next - windowLength + 1, reach, rows)
      if (to > from) pieces.push({ column, from, to })
    }
  }
  return pieces
}

/** The pieces' windows of one input, side by side from the first row on, as they looked on the pieces' sessions. */
function gather({ term, inputs }: Task, number: number, pieces: readonly Piece[], height: number): Numbers {
  const { matrix, adjustments } = inputs[number]
  const data = matrix.data as Float64Array
  const out = numbers(height, pieces.length, Number.NaN)
  const byColumn = new Map<number, Adjustment[]>()
  for (const adjustment of adjustments) {
    const list = byColumn.get(adjustment.column)
    if (list) list.push(adjustment)
    else byColumn.set(adjustment.column, [adjustment])
  }
  for (const [p, { column, from, to }] of pieces.entries()) {
    const span = to - from + term.windowLength - 1
    const place = matrix.columns === 1 ? 0 : column
    for (let i = 0; i < span; i++) out.data[i * pieces.length + p] = data[(from + i) * matrix.columns + place]
    for (const adjustment of byColumn.get(column) ?? []) {
      if (adjustment.at > from + term.windowLength - 1) break
      const { first, last } = adjustment
      if (last < from) continue
      adjust(out.data, pieces.length, { ...adjustment, first: first - from, last: Math.min(last - from, span - 1) }, p)
    }
  }
  return out
}
