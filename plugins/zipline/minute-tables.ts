import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bars } from '../../core/data/source.js'
import type { Calendar } from '../../core/time/calendar.js'
import { MINUTE } from '../../core/time/instant.js'
import { CArray, type Decode, json } from './carray.js'
import { damaged, fault } from './fault.js'
import { bars } from './rows.js'

/** Rows that are read at a time: what bcolz keeps in a chunk. */
const BATCH = 65_536

/**
 * `minute_equities.bcolz`: a table an asset, in which minute i of session s stands in row `s × minutes a day + i`, whatever traded. The
 * number of minutes a day is that of a whole day: after an early close come rows that mean nothing.
 */
export class MinuteTables {
  readonly calendar: string
  readonly firstSession: string
  readonly lastSession: string
  readonly #minutes: number
  readonly #ratio: number
  readonly #ratios: Readonly<Record<string, number>>

  constructor(
    readonly folder: string,
    private readonly decode: Decode,
  ) {
    const path = join(folder, 'metadata.json')
    const metadata = json(path)
    if (!(Number(metadata.version) >= 2))
      throw fault(
        path,
        `is of version ${metadata.version ?? 0}`,
        'versions from 2 on are read: let Zipline ingest the bundle again',
      )
    this.calendar = String(metadata.calendar_name)
    this.firstSession = String(metadata.start_session).slice(0, 10)
    this.lastSession = String(metadata.end_session).slice(0, 10)
    this.#minutes = Number(metadata.minutes_per_day)
    this.#ratio = Number(metadata.ohlc_ratio)
    this.#ratios = (metadata.ohlc_ratios_per_sid ?? {}) as Record<string, number>
    if (!(this.#minutes >= 1)) throw damaged(path, 'does not say how many minutes a day has')
    for (const ratio of [this.#ratio, ...Object.values(this.#ratios)])
      if (!(ratio > 0)) throw damaged(path, `has ${ratio} for a ratio of stored numbers to prices`)
  }

  /** Those with a table. */
  get sids(): number[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .flatMap((path) => /(?:^|[\\/])(\d+)\.bcolz$/.exec(path)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
  }

  has(sid: number): boolean {
    return existsSync(this.#path(sid))
  }

  /** Stored numbers are prices times this. */
  ratioOf(sid: number): number {
    return this.#ratios[sid] ?? this.#ratio
  }

  /** The asset's bars, a batch after the other; minutes without any number are left out. */
  async *bars(sid: number, calendar: Calendar): AsyncGenerator<Bars> {
    const column = (name: string) => new CArray(join(this.#path(sid), name), this.decode)
    const columns = ['open', 'high', 'low', 'close', 'volume'].map(column)
    const { opens, closes } = calendar.sessions(this.firstSession, this.lastSession)
    const rows = Math.min(columns[0].length, opens.length * this.#minutes)
    for (let from = 0; from < rows; from += BATCH) {
      const end = Math.min(from + BATCH, rows)
      const [open, high, low, close, volume] = await Promise.all(columns.map((each) => each.read(from, end)))
      const times = new Float64Array(end - from)
      for (let row = from; row < end; row++) {
        const session = Math.floor(row / this.#minutes)
        const time = opens[session] + (row - session * this.#minutes + 1) * MINUTE
        times[row - from] = time
        if (time > closes[session]) for (const each of [open, high, low, close, volume]) each[row - from] = 0
      }
      yield bars(sid, times, { open, high, low, close, volume }, this.ratioOf(sid))
    }
  }

  #path(sid: number): string {
    const digits = String(sid).padStart(6, '0')
    return join(this.folder, digits.slice(0, 2), digits.slice(2, 4), `${digits}.bcolz`)
  }
}
