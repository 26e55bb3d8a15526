import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Algorithm, run_algorithm } from 'rustybt/compat'
import type { Answer, Json, PerfRow, RunParameters } from './compare.js'
import { plain } from './plain.js'
import type { RunCase } from './suite.js'

/** Runs a ported case on a folder of data, as a user would from code. What Zipline raises too is an answer, not an error. */
export const runCase: RunCase = async (casePath, run, dataDir) => {
  const algorithm = (await import(pathToFileURL(casePath).href)) as Algorithm & { LOG?: unknown[] }
  const answer = { name: casePath, run }
  try {
    const perf = await run_algorithm({
      ...algorithm,
      start: run.start,
      end: run.end,
      capital_base: run.capital_base,
      data_frequency: run.data_frequency,
      trading_calendar: run.calendar,
      trial: false,
      csv: join(dataDir, run.bundle.replace(/^g-/, '')),
      benchmark_returns: benchmarkOf(run, dataDir),
    })
    return { ...answer, perf: perf.to_records() as PerfRow[], log: logOf(algorithm) } satisfies Answer
  } catch (error) {
    if (!run.raises) throw error
    const { name, message } = error as Error
    return { ...answer, raises: { type: name, message }, log: logOf(algorithm) } satisfies Answer
  }
}

const logOf = (algorithm: { LOG?: unknown[] }) => (algorithm.LOG ? (plain(algorithm.LOG) as Json[]) : undefined)

function benchmarkOf(run: RunParameters, dataDir: string): Map<string, number> | undefined {
  if (run.benchmark === false) return undefined
  const file = join(dataDir, run.benchmark === true ? 'benchmark.csv' : run.benchmark)
  if (!existsSync(file)) throw new Error(`no benchmark ${file}`)
  const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  return new Map(rows.map((row) => row.split(',')).map(([date, value]) => [date, Number(value)]))
}
