const MAGIC = 0x184d2204
const MIN_MATCH = 4

/** Unpacks an LZ4 frame, as Arrow files hold them (format 1.6.4; checksums are not looked at). Throws what is no whole frame. */
export function unpackLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (input.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame')
  const flags = input[4]
  const hasContentSize = (flags & 0x08) !== 0
  const hasBlockChecksum = (flags & 0x10) !== 0
  if (flags >> 6 !== 1 || (flags & 0x01) !== 0) throw new Error('an LZ4 frame of another version')
  const output = new Output(hasContentSize ? Number(view.getBigUint64(6, true)) : 4 * input.length)
  for (let at = hasContentSize ? 15 : 7; ; ) {
    if (at + 4 > input.length) throw new Error('an LZ4 frame that broke off')
    const size = view.getUint32(at, true)
    at += 4
    if (size === 0) return output.bytes()
    const length = size & 0x7fffffff
    if (at + length > input.length) throw new Error('an LZ4 frame that broke off')
    const block = input.subarray(at, at + length)
    if (size >>> 31 === 1) output.append(block)
    else unpackBlock(block, output)
    at += length + (hasBlockChecksum ? 4 : 0)
  }
}

/** Matches may reach back into the blocks before. */
function unpackBlock(block: Uint8Array, output: Output): void {
  for (let at = 0; at < block.length; ) {
    const token = block[at++]
    const lengthFrom = (start: number) => {
      let length = start
      for (let more = start === 15 ? 255 : 0; more === 255; length += more) {
        if (at >= block.length) throw new Error('an LZ4 block that broke off')
        more = block[at++]
      }
      return length
    }
    const literals = lengthFrom(token >> 4)
    if (at + literals > block.length) throw new Error('an LZ4 block that broke off')
    output.append(block.subarray(at, at + literals))
    at += literals
    // The last sequence has no match.
    if (at >= block.length) return
    const distance = block[at] | (block[at + 1] << 8)
    at += 2
    output.repeat(distance, lengthFrom(token & 15) + MIN_MATCH)
  }
}

class Output {
  #bytes: Uint8Array
  #length = 0

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.min(capacity, 2 ** 28))
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  repeat(distance: number, length: number): void {
    if (!(distance > 0 && distance <= this.#length)) throw new Error(`an LZ4 match ${distance} bytes back`)
    this.#reserve(length)
    for (const end = this.#length + length; this.#length < end; this.#length++)
      this.#bytes[this.#length] = this.#bytes[this.#length - distance]
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more))
    larger.set(this.bytes())
    this.#bytes = larger
  }
}
