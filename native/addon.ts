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

/**
 * Loads what `build.mjs` puts beside this folder's sources, `rustybt.<platform>-<arch>.node`, else the package that a release has prebuilt for
 * this platform, `rustybt-<triple>` by napi-rs' convention.
 */
export function loadAddon(): AddonAnswer {
  // Asked for rather than imported: where there is no Node, this module must still load.
  const node = globalThis.process?.getBuiltinModule
  if (!node) return { missing: 'addons need Node' }
  const { existsSync } = node('node:fs')
  const { fileURLToPath } = node('node:url')
  const require = node('node:module').createRequire(import.meta.url)
  const file = `rustybt.${process.platform}-${process.arch}.node`
  // From the sources, and from dist/native.
  const places = [`./${file}`, `../../native/${file}`].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  const built = places.find((place) => existsSync(place))
  const answer = built === undefined ? { missing: `${file} has not been built` } : open(built, require)
  if ('kernels' in answer) return answer
  const prebuilt = prebuiltPackage()
  try {
    require.resolve(prebuilt)
  } catch {
    return { missing: `${answer.missing}, and there is no package ${prebuilt}` }
  }
  return open(prebuilt, require)
}

function open(path: string, require: (path: string) => Record<string, unknown>): AddonAnswer {
  try {
    return checkAddon(require(path), path)
  } catch (error) {
    return { missing: `${path} does not load: ${(error as Error).message}` }
  }
}

/** The name of the package for this platform. */
export function prebuiltPackage(
  platform: string = process.platform,
  arch: string = process.arch,
  libc: () => 'gnu' | 'musl' = libcOf,
): string {
  const abi = platform === 'linux' ? `-${libc()}` : platform === 'win32' ? '-msvc' : ''
  return `rustybt-${platform}-${arch}${abi}`
}

function libcOf(): 'gnu' | 'musl' {
  const report = process.report as unknown as { excludeNetwork: boolean; getReport(): { header: object } }
  // Else it asks the network for names.
  const before = report.excludeNetwork
  report.excludeNetwork = true
  const { header } = report.getReport()
  report.excludeNetwork = before
  return 'glibcVersionRuntime' in header ? 'gnu' : 'musl'
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
