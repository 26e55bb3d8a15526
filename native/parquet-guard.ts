import type { ParquetKernels } from './interface.js'

type ParquetOperation = Exclude<keyof ParquetKernels, 'mode'>

const ALL: Readonly<Record<ParquetOperation, true>> = {
  parquetWrite: true,
  parquetBegin: true,
  parquetEnd: true,
  parquetRows: true,
  parquetRead: true,
  parquetReadSids: true,
}

export const PARQUET_OPERATIONS = Object.keys(ALL) as readonly ParquetOperation[]

type Run = (a: unknown, b: unknown, c: unknown) => unknown

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardParquet(
  kernels: ParquetKernels,
  translate: (error: unknown, operation: ParquetOperation) => unknown,
): ParquetKernels {
  const guarded: Record<string, unknown> = { mode: kernels.mode }
  for (const operation of PARQUET_OPERATIONS) {
    const run = kernels[operation] as Run
    guarded[operation] = (a: unknown, b: unknown, c: unknown): unknown => {
      try {
        return run(a, b, c)
      } catch (error) {
        throw translate(error, operation)
      }
    }
  }
  return guarded as unknown as ParquetKernels
}
