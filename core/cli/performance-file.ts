import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { PerformanceRow, Plain } from '../engine/rows.js'
import { RustybtError } from '../kernel/errors.js'

/** Text is handed to the system in pieces of about so many characters. */
const PIECE = 1 << 16

/** Writes `{ run, perf: [a row a line] }` beside the file, then renames: there is the whole file, or what was there before. */
export function writePerformance(
  file: string,
  run: { readonly [name: string]: Plain },
  rows: Iterable<PerformanceRow>,
): void {
  const beside = `${file}.${process.pid}.part`
  try {
    const handle = openSync(beside, 'w')
    try {
      let text = ''
      for (const part of textOf(run, rows)) {
        text += part
        if (text.length < PIECE) continue
        writeSync(handle, text)
        text = ''
      }
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, file)
  } catch (cause) {
    rmSync(beside, { force: true })
    throw new RustybtError('OUTPUT_FAILED', `${file} could not be written: ${(cause as Error).message}`, { cause })
  }
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
