import { guarded } from './guarded.js'
import type { ParquetKernels } from './interface.js'

type ParquetOperation = Exclude<keyof ParquetKernels, 'mode'>

const ALL: Readonly<Record<ParquetOperation, true>> = {
  parquetMaker: true,
  parquetAdd: true,
  parquetBegin: true,
  parquetEnd: true,
  parquetRows: true,
  parquetRead: true,
  parquetReadSids: true,
}

export const PARQUET_OPERATIONS = Object.keys(ALL) as readonly ParquetOperation[]

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardParquet(
  kernels: ParquetKernels,
  translate: (error: unknown, operation: ParquetOperation) => unknown,
): ParquetKernels {
  return guarded(kernels, PARQUET_OPERATIONS, translate)
}
