import { type AddonAnswer, loadAddon } from './addon.js'
import { guardCsv } from './csv-guard.js'
import { NativeError } from './errors.js'
import type { CsvKernels } from './interface.js'
import { referenceCsv } from './reference/csv.js'

/** The addon's CSV kernels where it loads and `wanted` (the environment's NATIVE) is not `js`; else the reference's. */
export function openCsv(
  wanted: string | undefined = globalThis.process?.env.NATIVE,
  load: () => AddonAnswer = loadAddon,
): CsvKernels {
  const answer = wanted === 'js' ? undefined : load()
  return guardCsv(answer && 'csv' in answer ? answer.csv : referenceCsv, NativeError.from)
}
