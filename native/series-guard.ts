import { guarded } from './guarded.js'
import type { SeriesKernels } from './interface.js'

type SeriesOperation = Exclude<keyof SeriesKernels, 'mode'>

const ALL: Readonly<Record<SeriesOperation, true>> = {
  indicator: true,
  rollingOrder: true,
  ewm: true,
  memoryTake: true,
  memoryTrim: true,
  joinAsof: true,
  barsDoubtful: true,
}

export const SERIES_OPERATIONS = Object.keys(ALL) as readonly SeriesOperation[]

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardSeries(
  kernels: SeriesKernels,
  translate: (error: unknown, operation: SeriesOperation) => unknown,
): SeriesKernels {
  return guarded(kernels, SERIES_OPERATIONS, translate)
}
