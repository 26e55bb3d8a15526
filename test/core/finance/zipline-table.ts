import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rows of input and Zipline's answer, made by zipline_tables.py. */
export function readTable<Row>(name: string): readonly Row[] {
  const lines = readFileSync(join(import.meta.dirname, 'zipline', `${name}.txt`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Row)
}

/** The first of the rows whose answers differ, told with both; floats may differ by `tolerance`, relative, absolute below 1. */
export function differences<Row>(
  rows: readonly Row[],
  answers: (row: Row) => { readonly expected: unknown; readonly actual: unknown },
  tolerance = 0,
): string[] {
  const found = rows.flatMap((row, i) => {
    const { expected, actual } = answers(row)
    const at = whereDifferent(expected, actual, tolerance)
    if (at === undefined) return []
    return `row ${i} ${JSON.stringify(row).slice(0, 400)}: at '${at}' expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`
  })
  return found.length > 5 ? [...found.slice(0, 5), `… ${found.length} of ${rows.length} rows differ`] : found
}

function whereDifferent(expected: unknown, actual: unknown, tolerance: number, path = ''): string | undefined {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const room = tolerance * Math.max(1, Math.abs(expected))
    return Math.abs(expected - actual) <= room ? undefined : path
  }
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null)
    return expected === actual || (expected === null && Number.isNaN(actual)) ? undefined : path
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
  for (const key of keys) {
    const inside = (value: object) => (value as Record<string, unknown>)[key]
    const found = whereDifferent(inside(expected), inside(actual), tolerance, `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}
