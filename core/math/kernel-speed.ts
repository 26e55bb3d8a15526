import { chooseKernels } from '../../native/index.js'
import { INDICATOR_NAMES } from '../../native/indicators.js'
import type { Kernels, SeriesKernels } from '../../native/interface.js'
import { openSeries } from '../../native/series.js'

/** How many times as long the TypeScript reference takes as the addon. */
export interface KernelSpeed {
  readonly what: string
  readonly times: number
}

const NOTHING = new Float64Array(0)
const RUNS = 3

/**
 * Runs a few kernels of the addon and of the reference, about a tenth of a second in all, whichever of them is on; undefined where there is
 * no addon.
 */
export function kernelSpeed(): readonly KernelSpeed[] | undefined {
  const native = chooseKernels(undefined)
  if (native.mode !== 'rust') return undefined
  const reference = chooseKernels('js')
  const series = [openSeries(''), openSeries('js')] as const
  const values = Float64Array.from({ length: 20_000 }, (_, row) => 100 + Math.sin(row / 9) * 7 + (row % 13) / 100)
  const exact = new BigInt64Array(values.length * 2)
  native.decimalFromFloat(values, exact)
  const [words, out] = [new BigInt64Array(exact.length), new Float64Array(values.length)]
  const both = (what: string, run: (kernels: Kernels, series: SeriesKernels) => void): KernelSpeed => {
    const rust = best(() => run(native, series[0]))
    return { what, times: best(() => run(reference, series[1])) / rust }
  }
  const atr = INDICATOR_NAMES.indexOf('atr')
  return [
    both('decimals', ({ decimalMultiply }) => decimalMultiply(exact, exact, words)),
    both('prices into decimals', ({ decimalFromFloat }) => decimalFromFloat(values, words)),
    both('rolling', ({ rollingMean }) => rollingMean(values, 30, 30, out)),
    both('indicators', (_, { indicator }) => indicator(atr, values, values, values, NOTHING, Float64Array.of(14), out)),
  ]
}

/** The best of a few runs, the first of which warms up. */
function best(run: () => void): number {
  let seconds = Number.POSITIVE_INFINITY
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now()
    run()
    seconds = Math.min(seconds, performance.now() - begun)
  }
  return seconds
}
