import { guarded } from './guarded.js'
import type { CsvKernels } from './interface.js'

type CsvOperation = Exclude<keyof CsvKernels, 'mode'>

const ALL: Readonly<Record<CsvOperation, true>> = { csvRows: true, csvRead: true }

export const CSV_OPERATIONS = Object.keys(ALL) as readonly CsvOperation[]

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardCsv(
  kernels: CsvKernels,
  translate: (error: unknown, operation: CsvOperation) => unknown,
): CsvKernels {
  return guarded(kernels, CSV_OPERATIONS, translate)
}
