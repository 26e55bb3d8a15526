/** From row `at` on, rows `first` to `last` (both included) of one column look different. A list of values overwrites row by row from `first`. */
export interface Adjustment {
  readonly at: number
  readonly first: number
  readonly last: number
  readonly column: number
  readonly kind: 'multiply' | 'add' | 'overwrite'
  readonly value: number | Float64Array
}

/** Applies one to a matrix of `columns` columns, of which the adjustment's is number `column` here. */
export function adjust(data: Float64Array, columns: number, adjustment: Adjustment, column = adjustment.column): void {
  const { kind, value } = adjustment
  const first = Math.max(0, adjustment.first)
  const last = Math.min(adjustment.last, data.length / columns - 1)
  for (let row = first; row <= last; row++) {
    const at = row * columns + column
    const by = typeof value === 'number' ? value : value[row - adjustment.first]
    if (kind === 'multiply') data[at] *= by
    else if (kind === 'add') data[at] += by
    else data[at] = by
  }
}

/** The same, counted from a later row; those that no longer touch anything are left out. */
export function shiftAdjustments(adjustments: readonly Adjustment[], by: number): readonly Adjustment[] {
  if (by === 0 || adjustments.length === 0) return adjustments
  return adjustments.flatMap((adjustment) => {
    const { at, first, last } = adjustment
    return last < by ? [] : [{ ...adjustment, at: Math.max(0, at - by), first: first - by, last: last - by }]
  })
}
