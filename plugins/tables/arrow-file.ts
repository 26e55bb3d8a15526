import { readFile } from 'node:fs/promises'
import { unpackLz4Frame } from './lz4-frame.js'
import { fault, isWanted, type Table } from './table.js'

/** Names of an Arrow file's columns, as they are spelled in it. */
export async function arrowNames(path: string): Promise<string[]> {
  return (await open(path)).schema.fields.map(({ name }) => name)
}

/** The columns of bars in an Arrow IPC file or stream, whole. */
export async function readArrow(path: string): Promise<Table> {
  const { DataType } = await import('apache-arrow')
  const arrow = await open(path)
  try {
    const columns = new Map<string, ArrayLike<unknown>>()
    const instants = new Set<string>()
    for (const [at, { name, type }] of arrow.schema.fields.entries()) {
      if (!isWanted(name)) continue
      const column = arrow.getChildAt(at)!
      const key = name.toLowerCase()
      columns.set(
        key,
        Array.from({ length: arrow.numRows }, (_, row) => column.get(row)),
      )
      if (DataType.isTimestamp(type) || DataType.isDate(type)) instants.add(key)
    }
    return { where: path, rows: arrow.numRows, columns, instants }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

async function open(path: string) {
  const { CompressionType, compressionRegistry, tableFromIPC } = await import('apache-arrow')
  const { compressors } = await import('hyparquet-compressors')
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => aligned(unpackLz4Frame(bytes)) })
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => aligned(compressors.ZSTD!(bytes, 0)) })
  try {
    return tableFromIPC(aligned(await readFile(path)))
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function damaged(path: string, cause: unknown) {
  const what = `is no whole Arrow file (${(cause as Error).message})`
  return fault('DATA_FILE_UNREADABLE', path, what, 'write it again', cause)
}

/** A copy of its own: columns are laid over it, which must start at a multiple of eight. */
const aligned = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)
