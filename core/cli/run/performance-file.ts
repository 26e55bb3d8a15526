import { parquetBytes } from '../../data/table-file.js'
import type { EventRow } from '../../engine/event-rows.js'
import { PERFORMANCE_INDEX, performanceTable } from '../../engine/performance-table.js'
import type { PerformanceRow, Plain } from '../../engine/rows.js'
import type { RunRecord } from '../../engine/run-record.js'
import { writeWhole } from '../whole-file.js'

/** What the run was, as the file tells it. */
export type Described = { readonly [name: string]: Plain }

/**
 * Writes `{ run, perf: [a row a line], events: [an event a line], record }`, or where the file is a .csv the rows alone, their lists as
 * JSON, or where it is a .parquet the same as columns, which pandas opens indexed by `period_close`: there is the whole file, or what was
 * there before. Rows are read before events.
 */
export async function writePerformance(
  file: string,
  run: Described,
  rows: Iterable<PerformanceRow>,
  events: Iterable<EventRow> = [],
  record?: RunRecord,
): Promise<void> {
  if (/\.parquet$/i.test(file)) return writeWhole(file, [await parquetBytes(performanceTable(rows), PERFORMANCE_INDEX)])
  writeWhole(file, /\.csv$/i.test(file) ? table(rows) : textOf(run, rows, events, record))
}

function* textOf(
  run: Described,
  rows: Iterable<PerformanceRow>,
  events: Iterable<EventRow>,
  record: RunRecord | undefined,
): Generator<string> {
  yield `{"run":${JSON.stringify(run)},"perf":[`
  yield* lines(rows)
  yield '\n],"events":['
  yield* lines(events)
  yield '\n]'
  if (record !== undefined) yield* recordText(record)
  yield '}\n'
}

/** Prices an asset a line. */
function* recordText({ prices, ...record }: RunRecord): Generator<string> {
  yield `,\n"record":${JSON.stringify(record).slice(0, -1)},"prices":{`
  let before = '\n'
  for (const [symbol, bars] of Object.entries(prices as { readonly [name: string]: Plain })) {
    yield `${before}${JSON.stringify(symbol)}:${JSON.stringify(bars)}`
    before = ',\n'
  }
  yield '\n}}'
}

function* lines(items: Iterable<{ readonly [name: string]: Plain }>): Generator<string> {
  let before = '\n'
  for (const item of items) {
    yield `${before}${JSON.stringify(item)}`
    before = ',\n'
  }
}

/** Columns in the order of the first row; nothing where a value is null. */
function* table(rows: Iterable<PerformanceRow>): Generator<string> {
  let names: string[] | undefined
  for (const row of rows) {
    if (names === undefined) {
      names = Object.keys(row)
      yield `${names.map(cell).join(',')}\n`
    }
    yield `${names.map((name) => cell(row[name])).join(',')}\n`
  }
}

/** A value as a CSV file has it. */
export function cell(value: Plain): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
