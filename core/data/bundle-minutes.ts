import type { Segment } from './bar-index.js'
import type { BundleBarsOptions } from './bundle-bars.js'
import { ByteBudget } from './byte-budget.js'
import { type CacheCounts, joinCounts } from './cache-counts.js'
import { barsIn, readRows } from './codec.js'
import { layOutMinutes, MinuteAxis, type MinuteBlocks, type MinuteReader, noMinutes } from './minutes.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import type { Bars } from './source.js'

/** What is held of chunks before the last two, read by long windows and by looks back at assets that seldom trade. */
const HELD_EARLIER = 16 * 1024 * 1024

interface Held {
  readonly chunk: number
  readonly blocks: MinuteBlocks
}

/**
 * Minute bars out of a bundle's files, a chunk of an asset at a time. Each asset's current chunk and the one before it are held, of
 * earlier ones so many bytes: what a run takes does not grow with its length.
 */
export class BundleMinutes implements MinuteReader {
  readonly axis: MinuteAxis
  /** By sid: the chunks from the one before the newest on, the latest first. */
  #recent: (Held[] | undefined)[] = []
  #newest = -1
  readonly #earlier = new ByteBudget<MinuteBlocks>(HELD_EARLIER, sizeOf, (blocks) => this.#giveBack(blocks))
  /** By sid: the earlier chunk that was last read. */
  #lastRead: number[] = []
  readonly #files: HeldFiles
  readonly #segments = new Map<number, Map<number, Segment[]>>()
  readonly #scratch = { columns: new Float64Array(0) }
  /** Chunks without bars, by their length. */
  readonly #nothing = new Map<number, MinuteBlocks>()
  /** Memory of chunks that were let go, and how much a chunk takes. */
  #rooms: Float64Array[] = []
  readonly #roomSize: number

  constructor(private readonly options: BundleBarsOptions) {
    this.axis = new MinuteAxis(options.sessions, 'periods')
    this.#files = new HeldFiles(options.read)
    const { axis } = this
    const lengths = Array.from({ length: axis.chunks }, (_, chunk) => axis.chunkEnd(chunk) - axis.chunkStart(chunk))
    this.#roomSize = BAR_FIELDS.length * lengths.reduce((most, length) => Math.max(most, length), 0)
  }

  block(sid: number, field: BarField, chunk: number): Float64Array {
    const held = this.#recent[sid]
    if (held !== undefined) {
      if (held[0].chunk === chunk) return held[0].blocks[field]
      if (held[1]?.chunk === chunk) return held[1].blocks[field]
    }
    return this.#blocks(sid, chunk)[field]
  }

  /** How often a chunk, or the file that it lies in, was held when it was asked for and was neither the current nor the one before. */
  get cache(): CacheCounts {
    return joinCounts([this.#earlier.counts, this.#files.counts])
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
    // An earlier chunk again, and it was not held: another run has begun on these data.
    if (chunk < this.#newest - 1) this.#rewind(chunk)
    const held = (this.#recent[sid] ??= [])
    held.push({ chunk, blocks })
    held.sort((a, b) => b.chunk - a.chunk)
    return blocks
  }

  #advance(chunk: number): void {
    this.#newest = chunk
    // What was not needed for the last chunk is not needed.
    this.#rooms = []
    this.#recent.forEach((held, sid) => {
      if (held === undefined) return
      const kept = held.filter((each) => each.chunk >= chunk - 1)
      for (const { blocks } of held.slice(kept.length)) this.#giveBack(blocks)
      this.#recent[sid] = kept.length > 0 ? kept : undefined
    })
  }

  /** What was let go is written again, rather than left to the collector, which lets tens of megabytes wait. */
  #giveBack(blocks: MinuteBlocks): void {
    if (this.#nothing.get(blocks.open.length) !== blocks) this.#rooms.push(new Float64Array(blocks.open.buffer))
  }

  #rewind(chunk: number): void {
    this.#newest = chunk
    this.#recent = []
    this.#lastRead = []
  }

  #read(sid: number, chunk: number): MinuteBlocks {
    const segments = this.#segmentsOf(sid).get(chunk)
    if (segments === undefined) return this.#empty(this.axis.chunkEnd(chunk) - this.axis.chunkStart(chunk))
    const room = this.#rooms.pop() ?? new Float64Array(this.#roomSize)
    return layOutMinutes(this.#bars(segments), this.axis, chunk, this.options.quirks, room)
  }

  #empty(length: number): MinuteBlocks {
    let blocks = this.#nothing.get(length)
    if (blocks === undefined) this.#nothing.set(length, (blocks = noMinutes(length)))
    return blocks
  }

  /** One segment after the other: they are good until the next. */
  *#bars(segments: readonly Segment[]): Generator<Bars> {
    for (const { sid, path, row, rows } of segments) {
      const columns = readRows(this.options.codec, this.#files.get(path), path, row, rows, this.#scratch)
      yield barsIn(columns, sid, 0, rows)
    }
  }

  /** An asset's segments by chunk: none of them goes over a chunk's end. */
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

/** How many of the files last used are held: assets that are read one after the other often lie in one. */
const HELD_FILES = 4

/** The files last used, always in the same memory. */
class HeldFiles {
  readonly #held: { path: string; room: Uint8Array; bytes: Uint8Array }[] = []

  #hits = 0
  #misses = 0

  constructor(private readonly read: BundleBarsOptions['read']) {}

  get counts(): CacheCounts {
    const bytes = this.#held.reduce((sum, { room }) => sum + room.byteLength, 0)
    return { hits: this.#hits, misses: this.#misses, bytes, budget: bytes }
  }

  /** Good until the next call. */
  get(path: string): Uint8Array {
    const at = this.#held.findIndex((each) => each.path === path)
    const [found] = at < 0 ? [] : this.#held.splice(at, 1)
    found === undefined ? this.#misses++ : this.#hits++
    const file = found ?? this.#open(path)
    this.#held.unshift(file)
    return file.bytes
  }

  #open(path: string) {
    const room = (this.#held.length < HELD_FILES ? undefined : this.#held.pop()?.room) ?? new Uint8Array(0)
    const bytes = this.read(path, room)
    return { path, bytes, room: bytes.buffer === room.buffer ? room : bytes }
  }
}

const sizeOf = ({ open }: MinuteBlocks): number => open.buffer.byteLength
