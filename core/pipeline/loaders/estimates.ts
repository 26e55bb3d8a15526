import { RustybtError } from '../../kernel/errors.js'
import { DAY } from '../../time/instant.js'
import type { Adjustment } from '../adjustment.js'
import type { BoundColumn } from '../dataset.js'
import { cutoffsOf } from '../domain.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from '../loader.js'
import { numbers } from '../matrix.js'
import { instantOf } from './events.js'
import {
  rowFrom,
  type SplitAdjusting,
  type SplitRows,
  splitAdjustments,
  splitRows,
  splitsOfOverwritten,
} from './split-adjusted.js'

/** What somebody expects of an asset's quarter, and when it became known. Further fields are the values that columns show. */
export interface EstimateRecord {
  readonly sid: number
  /** When the quarter is announced: epoch ms of the day's midnight, or its ISO date. Estimates without one are left out. */
  readonly eventDate: number | string | null | undefined
  readonly timestamp: number | string
  readonly fiscalQuarter: number | null | undefined
  readonly fiscalYear: number | null | undefined
  readonly [field: string]: number | string | null | undefined
}

export interface EstimatesOptions {
  /** Of the quarters to be announced (`next`, that of the day included), or of those announced (`previous`). */
  readonly side: 'next' | 'previous'
  /** Which of them: 1 is the nearest. */
  readonly announcements?: number
  /** Each column and the field that it shows; `eventDate`, `fiscalQuarter` and `fiscalYear` are fields too. */
  readonly columns: readonly (readonly [column: BoundColumn, field: string])[]
  /** Which of them are amounts a share that splits change; none where left out. */
  readonly splitAdjusted?: SplitAdjusting
}

interface Estimate {
  readonly sid: number
  readonly quarter: number
  readonly known: number
  readonly record: EstimateRecord
}

/** A quarter's last known values row by row: of each field the last that was not missing. */
type Quarter = ReadonlyMap<string, Float64Array>

/**
 * Estimates of the next or the previous quarter as of each session. A window that reaches back over an announcement shows the quarter that
 * is asked for now, as it was estimated then (`next`), or nothing before it (`previous`).
 */
export class EstimatesLoader implements PipelineLoader {
  readonly #fields: ReadonlyMap<BoundColumn, string>
  readonly #estimates: readonly Estimate[]
  readonly #adjusted: ReadonlySet<BoundColumn>

  constructor(
    records: readonly EstimateRecord[],
    private readonly options: EstimatesOptions,
  ) {
    const { announcements = 1, columns } = options
    if (!(Number.isInteger(announcements) && announcements >= 0))
      throw new RustybtError('ESTIMATES_QUARTERS', `announcements is a whole number from 0, was ${announcements}`)
    this.#fields = new Map(columns.map(([column, field]) => [column.unspecialize(), field]))
    this.#adjusted = new Set(options.splitAdjusted?.columns.map((column) => column.unspecialize()))
    for (const column of this.#adjusted)
      if (!this.#fields.has(column) || column.dtype !== 'float64')
        throw new RustybtError(
          'ESTIMATES_SPLIT_COLUMN',
          `${column.label} is to be adjusted by splits, and it is no number that these estimates have`,
          { hint: `there are ${[...this.#fields.keys()].map(({ label }) => label).join(', ')}` },
        )
    const other = columns.find(([{ dtype }]) => dtype !== 'float64' && dtype !== 'datetime')
    if (other)
      throw new RustybtError(
        'ESTIMATES_DTYPE',
        `${other[0].label} has ${other[0].dtype}: estimates are numbers or dates`,
      )
    this.#estimates = records.flatMap((record): Estimate[] => {
      const { sid, eventDate, fiscalQuarter, fiscalYear, timestamp } = record
      if (eventDate == null || fiscalQuarter == null || fiscalYear == null) return []
      return [{ sid, quarter: fiscalYear * 4 + fiscalQuarter - 1, known: instantOf(timestamp), record }]
    })
  }

  has(column: BoundColumn): boolean {
    return this.#fields.has(column.unspecialize())
  }

  load(request: LoadRequest): Map<BoundColumn, LoadedColumn> {
    const { columns, rows, assets } = request
    const fields = new Set(['eventDate', ...columns.map((column) => this.#fieldOf(column))])
    const loaded = new Map(columns.map((column) => [column, empty(column, rows, assets.length)]))
    for (const [place, { sid }] of assets.entries()) {
      const quarters = this.#quartersOf(sid, fields, request)
      if (quarters.size === 0) continue
      const asked = this.#askedFor(quarters, request)
      const splits = this.#splitsOf(sid, asked.midnights)
      for (const column of columns)
        this.#show(loaded.get(column)!, this.#fieldOf(column), column, {
          place,
          quarters,
          ...asked,
          splits: this.#adjusted.has(column.unspecialize()) ? splits : undefined,
        })
    }
    for (const { adjustments } of loaded.values()) adjustments.sort((a, b) => a.at - b.at)
    return loaded
  }

  #splitsOf(sid: number, midnights: Float64Array): SplitRows | undefined {
    const { splitAdjusted } = this.options
    const own = this.#estimates.filter((estimate) => estimate.sid === sid)
    return splitAdjusted && splitRows(splitAdjusted, sid, midnights, own)
  }

  #fieldOf(column: BoundColumn): string {
    return this.#fields.get(column.unspecialize())!
  }

  /** What is known of each quarter of an asset, row by row. */
  #quartersOf(
    sid: number,
    fields: ReadonlySet<string>,
    { domain, sessions, first, rows }: LoadRequest,
  ): Map<number, Quarter> {
    const cutoffs = cutoffsOf(domain, sessions).subarray(first, first + rows)
    const found = new Map<number, Map<string, Float64Array>>()
    const own = this.#estimates
      .filter((estimate) => estimate.sid === sid)
      .map((estimate) => ({ ...estimate, row: rowFrom(cutoffs, estimate.known) }))
      .sort((a, b) => a.row - b.row)
    for (const { quarter, row, record } of own) {
      let values = found.get(quarter)
      if (!values) {
        values = new Map([...fields].map((field) => [field, new Float64Array(rows).fill(Number.NaN)]))
        found.set(quarter, values)
      }
      for (const [field, known] of values) {
        const value = valueIn(record, field)
        if (!Number.isNaN(value)) known.fill(value, row)
      }
    }
    return found
  }

  /** For each row the quarter that is asked for, and the rows from which on it is another's turn. */
  #askedFor(quarters: ReadonlyMap<number, Quarter>, { sessions, first, rows }: LoadRequest) {
    const { side, announcements = 1 } = this.options
    const shift = side === 'next' ? announcements - 1 : 1 - announcements
    const asked = new Float64Array(rows).fill(Number.NaN)
    const lastDates = new Map<number, number>()
    for (let row = 0; row < rows; row++) {
      const today = sessions.days[first + row] * DAY
      let best: number | undefined
      let bestDate = Number.NaN
      for (const [quarter, values] of quarters) {
        const date = values.get('eventDate')![row]
        const fits = side === 'next' ? date >= today : date <= today
        const better = side === 'next' ? date < bestDate : date >= bestDate
        if (fits && (best === undefined || better)) [best, bestDate] = [quarter, date]
      }
      if (best === undefined) continue
      asked[row] = best + shift
      lastDates.set(best, bestDate)
    }
    const midnights = Float64Array.from(sessions.days.subarray(first, first + rows), (day) => day * DAY)
    const turns = Array.from(lastDates.values(), (date) =>
      side === 'next' ? rowFrom(midnights, date + 1) : rowFrom(midnights, date),
    )
    return { asked, midnights, turns: [...new Set(turns)].filter((row) => row > 0 && row < rows) }
  }

  #show(
    { matrix, adjustments }: Loading,
    field: string,
    column: BoundColumn,
    own: {
      place: number
      quarters: ReadonlyMap<number, Quarter>
      asked: Float64Array
      turns: readonly number[]
      splits: SplitRows | undefined
    },
  ): void {
    const { place, quarters, asked, turns, splits } = own
    const missing = column.missing as number
    for (let row = 0; row < matrix.rows; row++) {
      const value = shownAt(field, asked[row], quarters, row)
      if (!Number.isNaN(value)) matrix.data[row * matrix.columns + place] = value
    }
    for (const at of turns) {
      const values = this.options.side === 'next' ? quarters.get(asked[at])?.get(field) : undefined
      const before = values?.slice(0, at).map((value) => (Number.isNaN(value) ? missing : value))
      adjustments.push({ at, first: 0, last: at - 1, column: place, kind: 'overwrite', value: before ?? missing })
      if (splits && this.options.side === 'next') adjustments.push(...splitsOfOverwritten(splits, at, asked[at], place))
    }
    if (splits) adjustments.push(...splitAdjustments(splits, asked, place))
  }
}

interface Loading {
  readonly matrix: ReturnType<typeof numbers>
  readonly adjustments: Adjustment[]
}

function empty(column: BoundColumn, rows: number, columns: number): Loading {
  return { matrix: numbers(rows, columns, column.missing as number), adjustments: [] }
}

function shownAt(field: string, quarter: number, quarters: ReadonlyMap<number, Quarter>, row: number): number {
  if (Number.isNaN(quarter)) return Number.NaN
  if (field === 'fiscalQuarter') return (quarter % 4) + 1
  if (field === 'fiscalYear') return Math.floor(quarter / 4)
  return quarters.get(quarter)?.get(field)?.[row] ?? Number.NaN
}

function valueIn(record: EstimateRecord, field: string): number {
  const value = record[field]
  if (value === null || value === undefined) return Number.NaN
  return typeof value === 'string' ? instantOf(value) : value
}
