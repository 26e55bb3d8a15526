import type { Computation } from './computation.js'
import { borrow, flags, type Texts, texts } from './matrix.js'
import { throughWindows } from './through-windows.js'

/** The last value known before the session. */
export const LATEST: Computation = {
  name: 'Latest',
  kernels: [],
  compute(task) {
    const { inputs, mask, rows, columns, term } = task
    const { matrix } = inputs[0]
    if (matrix.labels) {
      const { labels } = matrix as Texts
      const missing = term.missing as string | null
      const values = Array.from(matrix.data, (code, i) => (mask.data[i] ? labels[code] : missing))
      return texts(rows, columns, values, missing)
    }
    if (term.dtype === 'bool') {
      const out = flags(rows, columns)
      const missing = term.missing ? 1 : 0
      for (let i = 0; i < out.data.length; i++) out.data[i] = mask.data[i] ? matrix.data[i] : missing
      return out
    }
    return throughWindows(task, ([{ data }]) => {
      const out = borrow(data.length)
      out.set(data)
      return [out]
    })[0]
  },
}
