import type { SeriesKernels } from '../../native/interface.js'
import { openSeries } from '../../native/series.js'
import { guardSeries } from '../../native/series-guard.js'
import { rustybtError } from './kernels.js'

export { ASOF, EWM, ORDER, type SeriesKernels } from '../../native/interface.js'

/** Whole series at a time. What they refuse is a `RustybtError`. */
export const seriesKernels: SeriesKernels = guardSeries(openSeries(), rustybtError)
