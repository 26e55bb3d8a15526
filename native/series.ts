import { type AddonAnswer, loadAddon } from './addon.js'
import { NativeError } from './errors.js'
import type { SeriesKernels } from './interface.js'
import { referenceSeries } from './reference/series.js'
import { guardSeries } from './series-guard.js'

/** The addon's series kernels where it loads and `wanted` (the environment's NATIVE) is not `js`; else the reference's. */
export function openSeries(
  wanted: string | undefined = globalThis.process?.env.NATIVE,
  load: () => AddonAnswer = loadAddon,
): SeriesKernels {
  const answer = wanted === 'js' ? undefined : load()
  return guardSeries(answer && 'series' in answer ? answer.series : referenceSeries, NativeError.from)
}
