import { RustybtError } from '../../kernel/errors.js'
import { DAY } from '../../time/instant.js'
import type { SessionTable } from '../../time/session.js'
import type { BoundColumn } from '../dataset.js'
import { cutoffsOf } from '../domain.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from '../loader.js'
import { type Cell, matrixOf } from './table.js'

/** Something that happens to an asset on a day, and when it became known. Further fields are the values that columns show. */
export interface EventRecord {
  readonly sid: number
  /** Epoch ms of the day's midnight, or its ISO date; undefined events are left out. */
  readonly eventDate: number | string | null | undefined
  /** Epoch ms (UTC), or ISO: from then on the event counts. */
  readonly timestamp: number | string
  readonly [field: string]: Cell
}

/** A column and the field of the events that it shows. */
export type EventColumns = readonly (readonly [column: BoundColumn, field: string])[]

interface Known {
  readonly sid: number
  readonly date: number
  readonly known: number
  readonly record: EventRecord
}

/** Of each asset the next event known of, and the previous one, as of each session. */
export class EventsLoader implements PipelineLoader {
  readonly #events: readonly Known[]
  readonly #next: ReadonlyMap<BoundColumn, string>
  readonly #previous: ReadonlyMap<BoundColumn, string>

  constructor(
    events: readonly EventRecord[],
    columns: { readonly next?: EventColumns; readonly previous?: EventColumns },
  ) {
    this.#next = fieldsOf(columns.next)
    this.#previous = fieldsOf(columns.previous)
    for (const field of [...this.#next.values(), ...this.#previous.values()])
      if (events.length > 0 && !events.some((event) => field in event))
        throw new RustybtError('EVENTS_FIELD', `no event has the field '${field}'`, {
          hint: `they have ${Object.keys(events[0]).join(', ')}`,
        })
    this.#events = events
      .flatMap((record): Known[] => {
        const { sid, eventDate, timestamp } = record
        return eventDate === null || eventDate === undefined
          ? []
          : [{ sid, date: instantOf(eventDate), known: instantOf(timestamp), record }]
      })
      .sort((a, b) => a.date - b.date)
  }

  has(column: BoundColumn): boolean {
    const plain = column.unspecialize()
    return this.#next.has(plain) || this.#previous.has(plain)
  }

  load(request: LoadRequest): Map<BoundColumn, LoadedColumn> {
    const cutoffs = cutoffsOf(request.domain, request.sessions).subarray(request.first, request.first + request.rows)
    const next = this.#latest(request, (shown, places) => showNext(shown, this.#events, places, cutoffs, request))
    const previous = this.#latest(request, (shown, places) =>
      showPrevious(shown, this.#events, places, cutoffs, request),
    )
    const { rows, assets, mask } = request
    return new Map(
      request.columns.map((column) => {
        const field = this.#next.get(column.unspecialize())
        const shown = field === undefined ? previous() : next()
        const name = field ?? this.#previous.get(column.unspecialize())!
        const cells = Array.from(shown, (event, i) =>
          event < 0 || !mask.data[i] ? null : fieldOf(this.#events[event], name),
        )
        return [column, { matrix: matrixOf(cells, rows, assets.length, column) }]
      }),
    )
  }

  /** Which event each cell shows, worked out when first asked for. */
  #latest({ rows, assets }: LoadRequest, show: (shown: Int32Array, places: ReadonlyMap<number, number>) => void) {
    let shown: Int32Array | undefined
    return (): Int32Array => {
      if (shown) return shown
      shown = new Int32Array(rows * assets.length).fill(-1)
      show(shown, new Map(assets.map(({ sid }, j) => [sid, j])))
      return shown
    }
  }
}

/** From the session on which it is known up to its own day, an earlier event before a later one. */
function showNext(
  shown: Int32Array,
  events: readonly Known[],
  places: ReadonlyMap<number, number>,
  cutoffs: Float64Array,
  { sessions, first, assets }: LoadRequest,
): void {
  for (let i = events.length - 1; i >= 0; i--) {
    const column = places.get(events[i].sid)
    if (column === undefined) continue
    const end = firstAfter(daysOf(sessions, first, cutoffs.length), events[i].date)
    for (let row = firstAfter(cutoffs, events[i].known); row < end; row++) shown[row * assets.length + column] = i
  }
}

/** From the session on which it has happened and is known, until a later one. */
function showPrevious(
  shown: Int32Array,
  events: readonly Known[],
  places: ReadonlyMap<number, number>,
  cutoffs: Float64Array,
  { assets }: LoadRequest,
): void {
  const written = new Map<number, number>()
  for (let i = events.length - 1; i >= 0; i--) {
    const column = places.get(events[i].sid)
    if (column === undefined) continue
    const begin = firstAfter(cutoffs, Math.max(events[i].date, events[i].known))
    const end = written.get(column) ?? cutoffs.length
    for (let row = begin; row < end; row++) shown[row * assets.length + column] = i
    written.set(column, begin)
  }
}

function daysOf({ days }: SessionTable, first: number, rows: number): Float64Array {
  return Float64Array.from(days.subarray(first, first + rows), (day) => day * DAY)
}

/** First place whose time is after an instant. */
function firstAfter(times: Float64Array, instant: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] <= instant) low = middle + 1
    else high = middle
  }
  return low
}

function fieldOf({ date, record }: Known, field: string): Cell {
  return field === 'eventDate' ? date : record[field]
}

function fieldsOf(columns: EventColumns = []): Map<BoundColumn, string> {
  return new Map(columns.map(([column, field]) => [column.unspecialize(), field]))
}

export function instantOf(time: number | string): number {
  const instant =
    typeof time === 'number'
      ? time
      : Date.parse(/\dT\d/.test(time) && !/(Z|[+-]\d\d:?\d\d)$/.test(time) ? `${time}Z` : time)
  if (Number.isNaN(instant))
    throw new RustybtError('EVENTS_TIME', `'${time}' is no time`, { hint: "write it as '2020-01-31T14:30:00Z'" })
  return instant
}
