import { NativeError } from '../../errors.js'
import { INDICATOR_NAMES, INDICATORS, type Parameter } from '../../indicators.js'
import { requireApart } from '../arrays.js'
import { createIndicator } from './create.js'

const LONGEST = 100_000
const AVERAGES = 8

/** As `SeriesKernels.indicator`: the state fed row after row. */
export function indicator(
  kind: number,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  parameters: Float64Array,
  out: Float64Array,
): void {
  for (const array of [a, b, c, d, parameters]) requireApart(array, out)
  const name = INDICATOR_NAMES[kind]
  if (name === undefined) throw new NativeError('INDICATOR_KIND')
  const form = INDICATORS[name]
  requireParameters(Object.values(form.parameters), parameters)
  const state = createIndicator(name, [...parameters])
  const rows = a.length
  const inputs = [a, b, c, d].slice(0, form.inputs.length)
  if (inputs.some((input) => input.length !== rows) || out.length !== rows * state.out.length) {
    throw new NativeError('ARRAY_LENGTH')
  }
  let first = 0
  while (first < rows && inputs.some((input) => Number.isNaN(input[first]))) first++
  for (let part = 0; part < state.out.length; part++) out.fill(Number.NaN, part * rows, part * rows + first)
  for (let row = first; row < rows; row++) {
    state.next(a[row], b[row], c[row], d[row])
    for (let part = 0; part < state.out.length; part++) {
      out[part * rows + row] = form.counts ? state.out[part] + first : state.out[part]
    }
  }
}

/**
 * Periods, the numbers of moving averages and numbers are told apart by their bounds; `core/math/indicators` holds them to the bounds
 * themselves.
 */
function requireParameters(asked: readonly Parameter[], parameters: Float64Array): void {
  asked.forEach(({ whole, least }, at) => {
    const value = parameters[at]
    const lowest = least === 0 ? 0 : 1
    const highest = least === 0 ? AVERAGES : LONGEST
    const fits = whole ? Number.isInteger(value) && value >= lowest && value <= highest : Number.isFinite(value)
    if (!fits) throw new NativeError('INDICATOR_PARAMETER')
  })
}
