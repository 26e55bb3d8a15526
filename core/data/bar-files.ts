import type { Part } from './bar-index.js'
import { type Codec, PART_ROWS, PartWriter } from './codec.js'
import type { Bars } from './source.js'

/** Minute files are small: a reader opens one for a chunk of one asset, of about ten thousand rows. */
const MINUTE_ROWS = { aim: 49_152, most: 65_536 }

/** Files of bars in one folder of an ingestion, each written when it is full. */
export class BarFiles {
  readonly parts: Part[] = []
  readonly #writer: PartWriter
  readonly #aim: number
  /** Waits for the file that is being made. */
  #end: (() => void) | undefined

  /** `write` puts bytes under a path of the ingestion. `rows`: of a file, for tests. */
  constructor(
    private readonly folder: 'daily' | 'minute',
    codec: Codec,
    private readonly write: (path: string, bytes: Uint8Array) => void,
    rows?: number,
  ) {
    const { aim, most } = folder === 'minute' ? MINUTE_ROWS : { aim: PART_ROWS, most: PART_ROWS }
    this.#aim = rows ?? aim
    this.#writer = new PartWriter(codec, rows ?? most)
  }

  add(bars: Bars): void {
    for (let from = 0; from < bars.times.length; ) {
      from += this.#writer.add(bars, from)
      if (this.#writer.isFull) this.begin()
    }
  }

  /** In one file, where a file has room for it. */
  addRun(bars: Bars): void {
    if (this.#writer.rows + bars.times.length > this.#aim) this.begin()
    this.add(bars)
  }

  /** Begins to write what is gathered as a file, which is made beside what the caller does, when the one before has been written. */
  begin(): void {
    this.wait()
    if (this.#writer.rows === 0) return
    const path = `${this.folder}/${String(this.parts.length).padStart(5, '0')}.parquet`
    const { runs, end } = this.#writer.begin()
    this.parts.push({ path, runs })
    this.#end = () => {
      this.#end = undefined
      this.write(path, end())
    }
  }

  /** Waits until all files that were begun are written. */
  wait(): void {
    this.#end?.()
  }
}
