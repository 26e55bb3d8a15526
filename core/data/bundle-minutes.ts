import type { Segment } from './bar-index.js'
import type { BundleBarsOptions } from './bundle-bars.js'
import { ByteBudget } from './byte-budget.js'
import { barsIn, readRows } from './codec.js'
import { layOutMinutes, MinuteAxis, type MinuteBlocks, type MinuteReader, noMinutes } from './minutes.js'
import type { BarField } from './reader.js'
import type { Bars } from './source.js'

/** What is held of the files last used: assets that are read one after the other often lie in one. */
const HELD_FILES = 8 * 1024 * 1024
/** What is held of months before the last two, read by long windows and by looks back at assets that seldom trade. */
const HELD_EARLIER = 16 * 1024 * 1024

interface Held {
  readonly chunk: number
  readonly blocks: MinuteBlocks
}

/**
 * Minute bars out of a bundle's files, an asset's month at a time. Each asset's current month and the one before it are held, of
 * earlier ones so many bytes: what a run takes does not grow with its length.
 */
export class BundleMinutes implements MinuteReader {
  readonly axis: MinuteAxis
  /** By sid: the months from the one before the newest on, the latest first. */
  #recent: (Held[] | undefined)[] = []
  #newest = -1
  readonly #earlier = new ByteBudget<MinuteBlocks>(HELD_EARLIER, sizeOf)
  /** By sid: the earlier month that was last read. */
  #lastRead: number[] = []
  readonly #files = new ByteBudget<Uint8Array>(HELD_FILES, (bytes) => bytes.length)
  readonly #segments = new Map<number, Map<number, Segment[]>>()
  readonly #scratch = { columns: new Float64Array(0) }
  #nothing = noMinutes(0)

  constructor(private readonly options: BundleBarsOptions) {
    this.axis = new MinuteAxis(options.sessions, 'months')
  }

  block(sid: number, field: BarField, chunk: number): Float64Array {
    const held = this.#recent[sid]
    if (held !== undefined) {
      if (held[0].chunk === chunk) return held[0].blocks[field]
      if (held[1]?.chunk === chunk) return held[1].blocks[field]
    }
    return this.#blocks(sid, chunk)[field]
  }

  #blocks(sid: number, chunk: number): MinuteBlocks {
    if (chunk > this.#newest) this.#advance(chunk)
    const found = chunk < this.#newest - 1 ? this.#earlier.get(`${sid} ${chunk}`) : undefined
    if (found !== undefined) return found
    const blocks = this.#read(sid, chunk)
    if (chunk < this.#newest - 1 && this.#lastRead[sid] !== chunk) {
      this.#lastRead[sid] = chunk
      this.#earlier.set(`${sid} ${chunk}`, blocks)
      return blocks
    }
    // An earlier month again, and it was not held: another run has begun on these data.
    if (chunk < this.#newest - 1) this.#rewind(chunk)
    const held = (this.#recent[sid] ??= [])
    held.push({ chunk, blocks })
    held.sort((a, b) => b.chunk - a.chunk)
    return blocks
  }

  #advance(chunk: number): void {
    this.#newest = chunk
    this.#recent.forEach((held, sid) => {
      const kept = held?.filter((each) => each.chunk >= chunk - 1)
      this.#recent[sid] = kept?.length ? kept : undefined
    })
  }

  #rewind(chunk: number): void {
    this.#newest = chunk
    this.#recent = []
    this.#lastRead = []
  }

  #read(sid: number, chunk: number): MinuteBlocks {
    const segments = this.#segmentsOf(sid).get(chunk)
    if (segments !== undefined) return layOutMinutes(this.#bars(segments), this.axis, chunk, this.options.quirks)
    const length = this.axis.chunkEnd(chunk) - this.axis.chunkStart(chunk)
    if (this.#nothing.open.length !== length) this.#nothing = noMinutes(length)
    return this.#nothing
  }

  /** One segment after the other: they are good until the next. */
  *#bars(segments: readonly Segment[]): Generator<Bars> {
    const { codec, read } = this.options
    for (const { sid, path, row, rows } of segments) {
      let bytes = this.#files.get(path)
      if (bytes === undefined) this.#files.set(path, (bytes = read(path)))
      yield barsIn(readRows(codec, bytes, path, row, rows, this.#scratch), sid, 0, rows)
    }
  }

  /** An asset's segments by chunk: none of them goes over the end of a month. */
  #segmentsOf(sid: number): Map<number, Segment[]> {
    let byChunk = this.#segments.get(sid)
    if (byChunk === undefined) {
      this.#segments.set(sid, (byChunk = new Map()))
      for (const segment of this.options.index.get(sid) ?? []) {
        const chunk = this.axis.chunkOfInstant(segment.first)
        const others = byChunk.get(chunk)
        if (others === undefined) byChunk.set(chunk, [segment])
        else others.push(segment)
      }
    }
    return byChunk
  }
}

const sizeOf = ({ open }: MinuteBlocks): number => 5 * open.byteLength
