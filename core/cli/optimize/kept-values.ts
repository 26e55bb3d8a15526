import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../data/disk.js'
import type { PerformanceColumn } from '../../engine/metrics.js'
import { isRecord } from '../../kernel/reference.js'
import type { ParameterSet } from '../../optimize/space.js'
import { appendLines } from '../append-lines.js'
import type { Described } from '../run/performance-file.js'
import { trialKey } from '../trials/ledger.js'

/** What runs came to, by their parameters. */
export interface KeptValues {
  /** Undefined where such a run has not come to its end; NaN where its objective is not defined. */
  get(set: ParameterSet): number | undefined
  keep(sets: readonly ParameterSet[], values: readonly number[]): void
}

/** Where the values of a search lie until it is over: those of other runs, on other data or by another objective lie elsewhere. */
export function keptFile(root: string, run: Described, data: string | undefined, objective: PerformanceColumn): string {
  return join(root, 'searches', `${sha256(`${trialKey(run)} ${data} ${objective}`).slice(0, 24)}.jsonl`)
}

export const countKept = (file: string): number => readKept(file).size

/**
 * What an earlier search has kept in a file, where it is gone on with, and to which is added either way: a line of JSON a run, on the disk
 * before the next ones begin. A line that was cut short is a run that is played again.
 */
export function openKept(file: string, resume = true): KeptValues {
  const known = resume ? readKept(file) : new Map<string, number>()
  return {
    get: (set) => known.get(keyOf(set)),
    keep(sets, values) {
      appendLines(
        file,
        sets.map((set, i) => lineOf(set, values[i])),
      )
    },
  }
}

export const removeKept = (file: string): void => rmSync(file, { force: true })

const keyOf = (set: ParameterSet): string => JSON.stringify(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)))

/** JSON knows no NaN and no infinities. */
const lineOf = (parameters: ParameterSet, value: number): string =>
  JSON.stringify({ parameters, value: Number.isFinite(value) ? value : String(value) })

function readKept(file: string): Map<string, number> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  return new Map(
    lines.flatMap((line): [string, number][] => {
      try {
        const { parameters, value } = JSON.parse(line) as { parameters: ParameterSet; value: number | string }
        return isRecord(parameters) ? [[keyOf(parameters), Number(value)]] : []
      } catch {
        return []
      }
    }),
  )
}
