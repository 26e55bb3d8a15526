import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Answer, type Comparison, compareAnswer, type Json, type RunParameters } from './compare.js'

/** Runs a case on the data and gives its answer; an error of the run that Zipline has too is in `raises`, not thrown. */
export type RunCase = (casePath: string, run: RunParameters, dataDir: string) => Promise<Answer>

export interface Folders {
  /** Bundles: `g-NAME` is the folder `NAME`. */
  readonly data: string
  /** NAME.json or NAME.json.gz. */
  readonly expected: string
  /** NAME.ts. */
  readonly cases: string
}

export interface CaseResult extends Comparison {
  readonly name: string
  readonly ok: boolean
  readonly sessions: number
  /** The error in which it agrees with Zipline. */
  readonly raises?: string
  /** Why there is nothing to compare. */
  readonly error?: string
}

/** The names of the cases that have an expected answer, in the names' order. */
export function caseNames({ cases, expected }: Folders): string[] {
  const names = readdirSync(cases).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? [])
  return names.filter((name) => answerFile(expected, name) !== undefined).sort()
}

export function readAnswer(expected: string, name: string): Answer {
  const file = answerFile(expected, name)
  if (file === undefined) throw new Error(`no answer ${join(expected, name)}.json or .json.gz`)
  const bytes = readFileSync(file)
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as Answer
}

function answerFile(expected: string, name: string): string | undefined {
  return [`${name}.json`, `${name}.json.gz`].map((file) => join(expected, file)).find((file) => existsSync(file))
}

/** Runs one case and compares; whatever goes wrong on the way is a failed case, not an error. */
export async function checkCase(name: string, folders: Folders, runCase: RunCase): Promise<CaseResult> {
  try {
    const expected = readAnswer(folders.expected, name)
    const port = join(folders.cases, `${name}.ts`)
    if (!existsSync(port)) throw new Error(`no port ${port}`)
    const actual = await runCase(port, expected.run, folders.data)
    const comparison = compareAnswer(expected, actual)
    const sessions = actual.perf?.length ?? 0
    return { name, ok: comparison.count === 0, sessions, raises: actual.raises?.type, ...comparison }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    const text = code === undefined ? message : `${code}: ${message}`
    return { name, ok: false, sessions: 0, worst: 0, differences: [], count: 0, error: text }
  }
}

/** `ok   buy_and_hold  253 sessions  worst 3.1e-13`, or where it first differs. */
export function resultLine(result: CaseResult, width = result.name.length): string {
  const { name, ok, sessions, raises, worst, differences, count, error } = result
  const head = `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(width)}`
  if (error !== undefined) return `${head}  ${error}`
  if (ok)
    return `${head}  ${raises === undefined ? `${sessions} sessions` : `raises ${raises}`}  worst ${worst.toPrecision(2)}`
  const { session, column, expected, actual } = differences[0]
  const more = count > 1 ? ` (and ${count - 1} more)` : ''
  return `${head}  ${session} ${column}: expected ${shown(expected)}, was ${shown(actual)}${more}`
}

export function tallyLine(results: readonly CaseResult[]): string {
  const passed = results.filter(({ ok }) => ok).length
  return `${passed} passed, ${results.length - passed} failed`
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
