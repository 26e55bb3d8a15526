import { CSV_OPERATIONS } from './csv-guard.js'
import { OPERATIONS } from './guard.js'
import {
  type CsvKernels,
  INTERFACE_VERSION,
  type Kernels,
  type MatrixKernels,
  type ParquetKernels,
  type SeriesKernels,
} from './interface.js'
import { MATRIX_OPERATIONS } from './matrix-guard.js'
import { PARQUET_OPERATIONS } from './parquet-guard.js'
import { SERIES_OPERATIONS } from './series-guard.js'

/** What came of the attempt to load the addon: its kernels, or why there are none. */
export type AddonAnswer =
  | {
      readonly kernels: Kernels
      readonly parquet: ParquetKernels
      readonly matrix: MatrixKernels
      readonly csv: CsvKernels
      readonly series: SeriesKernels
    }
  | { readonly missing: string }

/** Loads `rustybt.<platform>-<arch>.node`, which `build.mjs` puts beside this folder's sources. */
export function loadAddon(): AddonAnswer {
  // Asked for rather than imported: where there is no Node, this module must still load.
  const node = globalThis.process?.getBuiltinModule
  if (!node) return { missing: 'addons need Node' }
  const { existsSync } = node('node:fs')
  const { fileURLToPath } = node('node:url')
  const file = `rustybt.${process.platform}-${process.arch}.node`
  // From the sources, and from dist/native.
  const places = [`./${file}`, `../../native/${file}`].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  const path = places.find((place) => existsSync(place))
  if (!path) return { missing: `${file} has not been built` }
  try {
    return checkAddon(node('node:module').createRequire(import.meta.url)(path), path)
  } catch (error) {
    return { missing: `${path} does not load: ${(error as Error).message}` }
  }
}

/** Takes the exports of an addon for kernels, if it was built for this interface. */
export function checkAddon(exports: Record<string, unknown>, path: string): AddonAnswer {
  const version = typeof exports.interfaceVersion === 'function' ? exports.interfaceVersion() : 'none'
  if (version !== INTERFACE_VERSION) {
    return { missing: `${path} was built for interface ${version}, this is ${INTERFACE_VERSION}` }
  }
  const lacking = [
    ...OPERATIONS,
    ...PARQUET_OPERATIONS,
    ...MATRIX_OPERATIONS,
    ...CSV_OPERATIONS,
    ...SERIES_OPERATIONS,
  ].filter((operation) => typeof exports[operation] !== 'function')
  if (lacking.length > 0) return { missing: `${path} lacks ${lacking.join(', ')}` }
  const pick = (operations: readonly string[]) => Object.fromEntries(operations.map((name) => [name, exports[name]]))
  return {
    kernels: { mode: 'rust', reason: `loaded from ${path}`, ...pick(OPERATIONS) } as unknown as Kernels,
    parquet: { mode: 'rust', ...pick(PARQUET_OPERATIONS) } as unknown as ParquetKernels,
    matrix: { mode: 'rust', ...pick(MATRIX_OPERATIONS) } as unknown as MatrixKernels,
    csv: { mode: 'rust', ...pick(CSV_OPERATIONS) } as unknown as CsvKernels,
    series: { mode: 'rust', ...pick(SERIES_OPERATIONS) } as unknown as SeriesKernels,
  }
}
