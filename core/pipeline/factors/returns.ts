import { equityPricing } from '../equity-pricing.js'
import type { Factor } from '../factor.js'
import { borrow } from '../matrix.js'
import { type Reduce, reduced, rowOfWindows, type WindowOptions, windowedFactor } from './windowed.js'

/** First and last row of each window in one number. */
function ofEnds(f: (last: number, first: number) => number): Reduce {
  return ([values], columns, window) => {
    const first = rowOfWindows(values, columns, window, 0)
    const last = rowOfWindows(values, columns, window, window - 1)
    const out = borrow(first.length)
    for (let i = 0; i < out.length; i++) out[i] = f(last[i], first[i])
    return [out]
  }
}

const change: Reduce = ([values], columns, window) => [reduced('change', values, columns, window)]
const relativeChange = ofEnds((last, first) => (last - first) / Math.abs(first))
const percentage = ofEnds((last, first) => ((last - first) / first) * 100)

/** Change of the close over the window, as a share of its first. */
export function returns(options: WindowOptions = {}): Factor {
  const { close } = equityPricing
  return windowedFactor(
    { name: 'Returns', inputs: [close], least: 2, windowSafe: true, kernels: ['matrixReduce'], reduce: change },
    options,
  )
}

export function dailyReturns(options: WindowOptions = {}): Factor {
  return returns({ windowLength: 2, ...options })
}

/** Change over the window as a share of the size of its first value. */
export function percentChange(options: WindowOptions): Factor {
  const kind = { name: 'PercentChange', takes: 1, least: 2, windowSafe: true, kernels: [], reduce: relativeChange }
  return windowedFactor(kind, options)
}

/** Change of the last value from the first, in percent. */
export function rateOfChangePercentage(options: WindowOptions): Factor {
  return windowedFactor({ name: 'RateOfChangePercentage', takes: 1, kernels: [], reduce: percentage }, options)
}
