import { NativeError } from '../errors.js'
import { ASOF } from '../interface.js'
import { requireApart } from './arrays.js'

export function joinAsof(
  kind: number,
  left: Float64Array,
  right: Float64Array,
  tolerance: number,
  out: Int32Array,
): number {
  requireApart(left, out)
  requireApart(right, out)
  if (out.length !== left.length) throw new NativeError('ARRAY_LENGTH')
  const isKnown = Number.isInteger(kind) && kind >= ASOF.backward && kind <= ASOF.after
  if (!isKnown || !(tolerance >= 0)) throw new NativeError('ASOF_KIND')
  requireRising(left)
  requireRising(right)
  // Rows of `right` up to which a row of `left` has them before it: equal ones too, or without them.
  let through = 0
  let below = 0
  let count = 0
  for (let i = 0; i < left.length; i++) {
    const time = left[i]
    while (through < right.length && right[through] <= time) through++
    while (below < right.length && right[below] < time) below++
    const place =
      kind === ASOF.backward
        ? through - 1
        : kind === ASOF.before
          ? below - 1
          : kind === ASOF.forward
            ? below
            : kind === ASOF.after
              ? through
              : through > 0 && (below === right.length || time - right[through - 1] <= right[below] - time)
                ? through - 1
                : below
    const isFound = place >= 0 && place < right.length && Math.abs(time - right[place]) <= tolerance
    out[i] = isFound ? place : -1
    if (isFound) count++
  }
  return count
}

function requireRising(times: Float64Array): void {
  for (let i = 0; i < times.length; i++)
    if (!(times[i] >= (i === 0 ? Number.NEGATIVE_INFINITY : times[i - 1]))) throw new NativeError('ASOF_ORDER', i)
}
