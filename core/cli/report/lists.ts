import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { RunAbout } from '../../engine/report.js'
import { UsageError } from '../usage.js'

type Line = Readonly<Record<string, string>>

function linesOf(file: string): Line[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${file} cannot be read`, { code: 'LIST_NOT_FOUND' })
  }
  try {
    return parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim()),
      skip_empty_lines: true,
      trim: true,
      bom: true,
    })
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, { code: 'LIST_INVALID' })
  }
}

/** Sectors by symbol, with weights where the list has them. Throws `LIST_INVALID` with file, row and field. */
export function sectorList(file: string): NonNullable<RunAbout['sectors']> {
  return Object.fromEntries(
    linesOf(file).map((line, i) => {
      const { symbol, sector, weight } = line
      if (!symbol || !sector) throw invalid(file, i, symbol ? 'sector' : 'symbol', 'is missing')
      if (weight !== undefined && weight !== '' && !(Number(weight) >= 0))
        throw invalid(file, i, 'weight', `is no number from 0: ${weight}`)
      return [symbol, { sector, ...(weight ? { weight: Number(weight) } : {}) }]
    }),
  )
}

/**
 * Columns of numbers by date (returns of factors, closes) on the sessions of a run; NaN where the list has none. Throws `LIST_INVALID`
 * with file, row and field.
 */
export function listedColumns(file: string, sessions: readonly string[]): Record<string, Float64Array> {
  const lines = linesOf(file)
  const names = Object.keys(lines[0] ?? {}).filter((name) => name !== 'date')
  if (names.length === 0 || !('date' in (lines[0] ?? {})))
    throw new UsageError(`${file}: a column called date, and more for what is listed`, { code: 'LIST_INVALID' })
  const byDate = new Map(
    lines.map((line, i) => {
      if (!/^\d{4}-\d\d-\d\d$/.test(line.date))
        throw invalid(file, i, 'date', `is no date like 2020-01-31: ${line.date}`)
      for (const name of names)
        if (line[name] === '' || Number.isNaN(Number(line[name])))
          throw invalid(file, i, name, `is no number: ${line[name]}`)
      return [line.date, line] as const
    }),
  )
  return Object.fromEntries(
    names.map((name) => [
      name,
      Float64Array.from(sessions, (session) => Number(byDate.get(session)?.[name] ?? Number.NaN)),
    ]),
  )
}

const invalid = (file: string, i: number, field: string, what: string) =>
  new UsageError(`${file}, row ${i + 2}: ${field} ${what}`, { code: 'LIST_INVALID' })
