import type { CsvKernels } from './interface.js'

type CsvOperation = Exclude<keyof CsvKernels, 'mode'>

const ALL: Readonly<Record<CsvOperation, true>> = { csvRows: true, csvRead: true }

export const CSV_OPERATIONS = Object.keys(ALL) as readonly CsvOperation[]

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardCsv(
  kernels: CsvKernels,
  translate: (error: unknown, operation: CsvOperation) => unknown,
): CsvKernels {
  const guarded: Record<string, unknown> = { mode: kernels.mode }
  for (const operation of CSV_OPERATIONS) {
    const run = kernels[operation] as (...args: unknown[]) => unknown
    guarded[operation] = (...args: unknown[]): unknown => {
      try {
        return run(...args)
      } catch (error) {
        throw translate(error, operation)
      }
    }
  }
  return guarded as unknown as CsvKernels
}
