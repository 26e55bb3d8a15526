import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SearchResult, Trial } from '../../optimize/search.js'
import { cell } from '../run/performance-file.js'
import { formatTable } from '../terminal/table.js'
import { UsageError } from '../usage.js'
import { writeWhole } from '../whole-file.js'
import type { OptimizationResult } from './runs.js'

/** How many trials are shown. */
const SHOWN = 10

/** The best trials, a parameter a column. */
export function trialsTable({ trials }: SearchResult, objective: string): string {
  const names = namesOf(trials)
  const ranked = trials.filter(({ value }) => !Number.isNaN(value)).sort((a, b) => b.value - a.value)
  const rows = ranked
    .slice(0, SHOWN)
    .map(({ parameters, value }) => [...names.map((name) => shown(parameters[name])), shown(value)])
  const table = formatTable([[...names, objective], ...rows], [names.length])
  return ranked.length > SHOWN ? `${table}… the best ${SHOWN} of ${trials.length}\n` : table
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value)

export function checkTrialsFile(file: string): void {
  if (!/\.(json|csv)$/i.test(file))
    throw new UsageError(`${file}: trials are written as .json or .csv`, { code: 'OUTPUT_KIND' })
  if (!existsSync(dirname(file)))
    throw new UsageError(`there is no folder ${dirname(file)} to write into`, { code: 'OUTPUT_FOLDER' })
}

/** A trial a line, in the order in which they were tried; its value is null where it failed. */
export function writeTrials(file: string, { trials, failures }: OptimizationResult): void {
  const failed = new Map(failures.map(({ trial, code, message }) => [trial, `${code}: ${message}`]))
  const rows = trials.map(({ parameters, value }, i) => ({
    parameters,
    value: Number.isFinite(value) ? value : null,
    failure: failed.get(i) ?? null,
  }))
  if (/\.json$/i.test(file)) {
    writeWhole(file, [`[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`])
    return
  }
  const names = namesOf(trials)
  const lines = rows.map(({ parameters, value, failure }) => [...names.map((name) => parameters[name]), value, failure])
  writeWhole(
    file,
    [[...names, 'value', 'failure'], ...lines].map((line) => `${line.map(cell).join(',')}\n`),
  )
}

const namesOf = ([trial]: readonly Trial[]): readonly string[] => Object.keys(trial?.parameters ?? {})
