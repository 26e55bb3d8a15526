import { join } from 'node:path'
import type { Bars } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import { CArray, type Decode, json } from './carray.js'
import { damaged } from './fault.js'
import { bars } from './rows.js'

/** Daily prices are kept in thousandths. */
export const THOUSANDTHS = 1000

/** `daily_equities.bcolz`: one table of all assets, each asset's sessions in one run of rows. */
export class DailyTable {
  readonly calendar: string
  readonly #columns: readonly CArray[]
  readonly #days: CArray
  readonly #ids: CArray
  readonly #first: ReadonlyMap<number, number>
  readonly #last: ReadonlyMap<number, number>

  constructor(
    readonly folder: string,
    decode: Decode,
  ) {
    const attributes = json(join(folder, '__attrs__'))
    const column = (name: string) => new CArray(join(folder, name), decode)
    this.calendar = String(attributes.calendar_name ?? 'XNYS')
    this.#columns = ['open', 'high', 'low', 'close', 'volume'].map(column)
    this.#days = column('day')
    this.#ids = column('id')
    this.#first = rows(folder, attributes, 'first_row')
    this.#last = rows(folder, attributes, 'last_row')
  }

  get sids(): number[] {
    return [...this.#first.keys()].sort((a, b) => a - b)
  }

  /** The asset's bars; sessions without any number are left out, as Zipline fills holes with zeros. */
  async bars(sid: number): Promise<Bars> {
    const from = this.#first.get(sid)!
    const end = (this.#last.get(sid) ?? -1) + 1
    if (end <= from) throw damaged(this.folder, `has no last row for sid ${sid}`)
    const ids = await this.#ids.read(from, end)
    const strange = ids.findIndex((id) => id !== sid)
    if (strange >= 0)
      throw damaged(this.folder, `row ${from + strange} is of sid ${ids[strange]}, and should be of ${sid}`)
    const days = await this.#days.read(from, end)
    const [open, high, low, close, volume] = await Promise.all(this.#columns.map((column) => column.read(from, end)))
    const times = Float64Array.from(days, (seconds) => Math.floor((seconds * 1000) / DAY) * DAY)
    return bars(sid, times, { open, high, low, close, volume }, THOUSANDTHS)
  }
}

/** A map from sid to row among the table's attributes. */
function rows(folder: string, attributes: Readonly<Record<string, unknown>>, name: string): Map<number, number> {
  const given = attributes[name]
  if (given === null || typeof given !== 'object') throw damaged(join(folder, '__attrs__'), `has no ${name}`)
  return new Map(Object.entries(given).map(([sid, row]) => [Number(sid), Number(row)]))
}
