import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { RustybtError } from '../../kernel/errors.js'
import { parseDate } from '../../time/instant.js'
import { UsageError } from '../usage.js'

/** Reads the benchmark's returns by ISO date out of a CSV with the columns `date` and `return`. */
export function readBenchmark(file: string, cwd: string): ReadonlyMap<string, number> {
  const path = resolve(cwd, file)
  const [header = '', ...lines] = textOf(path).split(/\r?\n/)
  const names = header.split(',').map((name) => name.trim())
  const [dates, returns] = ['date', 'return'].map((name) => columnOf(names, name, path))
  const byDate = new Map<string, number>()
  lines.forEach((line, i) => {
    if (line.trim() === '') return
    const cells = line.split(',')
    const place = (column: string) => `${path}, line ${i + 2}, column ${column}`
    const date = dateOf(cells[dates] ?? '', place('date'))
    const text = (cells[returns] ?? '').trim()
    const value = Number(text)
    if (text === '' || !Number.isFinite(value))
      throw new RustybtError('BENCHMARK_INVALID', `${place('return')}: '${text}' is no number`)
    if (byDate.has(date)) throw new RustybtError('BENCHMARK_INVALID', `${place('date')}: ${date} is there twice`)
    byDate.set(date, value)
  })
  return byDate
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new UsageError(`the benchmark file ${path} can't be read`, { code: 'BENCHMARK_NOT_FOUND', cause })
  }
}

function columnOf(names: readonly string[], name: string, path: string): number {
  const at = names.indexOf(name)
  if (at >= 0) return at
  throw new RustybtError('BENCHMARK_INVALID', `${path}: there is no column '${name}', only ${names.join(', ')}`, {
    hint: 'a benchmark file has the columns date and return, such as 2020-01-02,0.0084',
  })
}

function dateOf(text: string, place: string): string {
  try {
    return parseDate(text.trim())
  } catch (cause) {
    throw new RustybtError('BENCHMARK_INVALID', `${place}: '${text}' is no date`, { cause })
  }
}
