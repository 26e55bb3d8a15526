import type { PerformanceRow, Plain } from '../engine/rows.js'
import { writeWhole } from './whole-file.js'

/** Writes `{ run, perf: [a row a line] }`: there is the whole file, or what was there before. */
export function writePerformance(
  file: string,
  run: { readonly [name: string]: Plain },
  rows: Iterable<PerformanceRow>,
): void {
  writeWhole(file, textOf(run, rows))
}

function* textOf(run: { readonly [name: string]: Plain }, rows: Iterable<PerformanceRow>): Generator<string> {
  yield `{"run":${JSON.stringify(run)},"perf":[`
  let before = '\n'
  for (const row of rows) {
    yield `${before}${JSON.stringify(row)}`
    before = ',\n'
  }
  yield '\n]}\n'
}
