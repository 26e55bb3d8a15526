import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { damaged, fault } from './fault.js'

/** Decodes one Blosc frame. */
export type Decode = (frame: Uint8Array) => Promise<Uint8Array>

/** Blosc in all of its codecs; its library is loaded when first asked for. */
export async function openBlosc(): Promise<Decode> {
  const { default: Blosc } = await import('numcodecs/blosc')
  const codec = Blosc.fromConfig({ id: 'blosc', clevel: 5, cname: 'lz4', shuffle: 1, blocksize: 0 })
  return async (frame) => codec.decode(frame)
}

const HEADER = 16
/** Of a Blosc frame: its length stands in bytes 12 to 15, the length of what is in it in 4 to 7. */
const FRAME_HEADER = 16

/**
 * A column of a bcolz table: unsigned 32-bit numbers in chunks, one file a chunk, the last one shorter. A file is `blpk`, a version,
 * a flag (bit 0: a table of offsets follows), and the number of chunks in it as int64 at 8; then the Blosc frame.
 */
export class CArray {
  readonly length: number
  readonly #chunkLength: number
  #held: { readonly chunk: number; readonly values: Uint32Array } | undefined

  constructor(
    readonly folder: string,
    private readonly decode: Decode,
  ) {
    const storage = json(join(folder, 'meta', 'storage'))
    const { shape } = json(join(folder, 'meta', 'sizes'))
    const { dtype, chunklen } = storage
    if (dtype !== 'uint32')
      throw fault(
        folder,
        `has numbers of type ${String(dtype)}, not uint32`,
        'only bars as Zipline writes them are read',
      )
    const length = Array.isArray(shape) ? shape[0] : undefined
    if (!isCount(length) || !isCount(chunklen) || chunklen === 0) throw damaged(folder, 'has no length')
    this.length = length
    this.#chunkLength = chunklen
  }

  /** The numbers from row `from` up to, not including, row `end`. */
  async read(from: number, end: number): Promise<Uint32Array> {
    if (!(from >= 0 && from <= end && end <= this.length))
      throw damaged(this.folder, `has ${this.length} rows, and rows ${from} to ${end - 1} were looked for`)
    const out = new Uint32Array(end - from)
    for (let row = from; row < end; ) {
      const chunk = Math.floor(row / this.#chunkLength)
      const start = chunk * this.#chunkLength
      const values = await this.#chunk(chunk)
      const part = values.subarray(row - start, Math.min(values.length, end - start))
      out.set(part, row - from)
      row += part.length
    }
    return out
  }

  async #chunk(chunk: number): Promise<Uint32Array> {
    if (this.#held?.chunk === chunk) return this.#held.values
    const rows = Math.min(this.#chunkLength, this.length - chunk * this.#chunkLength)
    const values = await this.#decoded(join(this.folder, 'data', `__${chunk}.blp`), rows)
    this.#held = { chunk, values }
    return values
  }

  async #decoded(path: string, rows: number): Promise<Uint32Array> {
    if (!existsSync(path)) throw damaged(path, 'is missing')
    const bytes = readFileSync(path)
    const start = HEADER + (bytes.length > HEADER && (bytes[5] & 1) === 1 ? 8 * Number(bytes.readBigInt64LE(8)) : 0)
    const isPacked = bytes.length >= start + FRAME_HEADER && bytes.toString('latin1', 0, 4) === 'blpk'
    const length = isPacked ? bytes.readUInt32LE(start + 12) : 0
    if (!isPacked || length < FRAME_HEADER || start + length > bytes.length || bytes.readUInt32LE(start + 4) < rows * 4)
      throw damaged(path, 'is no whole chunk of a bcolz column')
    let decoded: Uint8Array
    try {
      decoded = await this.decode(bytes.subarray(start, start + length))
    } catch (cause) {
      throw damaged(path, 'cannot be decompressed', cause)
    }
    if (decoded.length < rows * 4) throw damaged(path, `holds ${decoded.length} bytes, and ${rows * 4} were looked for`)
    // A copy, for the decoder's memory may be used again, and may begin anywhere.
    return new Uint32Array(decoded.slice(0, rows * 4).buffer)
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** A JSON object in a file of the bundle. */
export function json(path: string): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) throw damaged(path, 'is missing')
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw damaged(path, 'is no JSON', cause)
  }
  if (value === null || typeof value !== 'object') throw damaged(path, 'is no JSON object')
  return value as Record<string, unknown>
}
