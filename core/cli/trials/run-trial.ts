import { resolve } from 'node:path'
import { rootFolder } from '../../data/disk.js'
import type { TrialsAbout } from '../../engine/trials.js'
import { RustybtError } from '../../kernel/errors.js'
import type { RunFlags } from '../run/flags.js'
import type { Described } from '../run/performance-file.js'
import type { RunPlan } from '../run/plan.js'
import type { Shell } from '../terminal/shell.js'
import {
  appendTrials,
  checkedSeal,
  type LedgerRecord,
  ledgerFile,
  lineageOf,
  readLedger,
  sealOf,
  type TrialReturns,
  trialKey,
  trialOf,
  trialsAbout,
} from './ledger.js'

/** Where the runs of an algorithm are counted, and its holdout is sealed. */
export function ledgerOf({ lineage }: RunFlags, { algorithm }: RunPlan, shell: Shell): string {
  const kin = lineage ?? ('file' in algorithm ? lineageOf(resolve(shell.cwd, algorithm.file), shell.cwd) : 'algotext')
  return ledgerFile(rootFolder(shell.environment), kin)
}

/** A run that could see a sealed holdout is refused, unless it says that it wants to. Throws `HOLDOUT_SEALED`. */
export function checkHoldout(ledger: string, plan: RunPlan, { peek }: RunFlags): void {
  const hint = 'end the run before it with -e, or look with --peek: every look is counted'
  checkedSeal(ledger, plan.spec('zipline').end, peek, hint)
}

/** A run that is to be counted: how it went, and all that decides it. */
export interface CountedRun {
  readonly performance: TrialReturns
  readonly described: Described
}

/** Counts a run, and answers what the ledger says of it; where that fails the run stands, and somebody is told. */
export function countTrial(shell: Shell, ledger: string, run: CountedRun): TrialsAbout | undefined {
  const records = countTrials(shell, ledger, [run])
  return records && trialsAbout(records, trialKey(run.described))
}

/** Counts runs, and answers the ledger with them; undefined, and somebody is told, where it could not be written. */
export function countTrials(
  shell: Shell,
  ledger: string,
  runs: readonly CountedRun[],
): readonly LedgerRecord[] | undefined {
  const played = runs.filter(({ performance }) => performance.length > 0)
  if (played.length === 0) return undefined
  try {
    const before = readLedger(ledger)
    const seal = sealOf(before)
    const at = new Date().toISOString()
    const records = played.map(({ performance, described }) =>
      trialOf(performance, { at, key: trialKey(described), parameters: described.parameters }, seal),
    )
    appendTrials(ledger, records)
    return [...before, ...records]
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
    shell.tell(`${error.code}: ${error.message}`, 'yellow')
    return undefined
  }
}
