import type { Plain } from '../../engine/rows.js'
import type { TrialsAbout } from '../../engine/trials.js'
import { RustybtError } from '../../kernel/errors.js'
import type { TrialReturns } from './ledger.js'

/** Whether runs from code are counted in the local ledger of trials, and as whose. */
export interface TrialOptions {
  /** Whether they are counted; where left out they are, but for those of a test runner. */
  readonly trial?: boolean
  /** The strategy's name in the ledger; the file that runs it where left out. */
  readonly lineage?: string
  /** Whether they may see a sealed holdout: every look is counted. */
  readonly peek?: boolean
}

/** A run from code, as far as the ledger keeps it. */
export interface PlayedRun {
  readonly sessions: readonly string[]
  /** One a session. */
  readonly returns: Float64Array
  readonly parameters?: Plain
}

/** Counts runs; what is answered tells what the ledger says of the last of them. */
export type CountRuns = (runs: readonly PlayedRun[]) => () => TrialsAbout | undefined

export interface TrialTerms {
  /** The strategy's file, where there is one. */
  readonly file?: string
  readonly cwd?: string
  /** The last session that the runs will see (ISO date), where it is known. */
  readonly end: string | undefined
  /** Where the ledger lies, if not where RUSTYBT_ROOT of this environment says. */
  readonly root?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** Undefined where runs are not counted: by wish, in a test runner, in a browser. Throws `HOLDOUT_SEALED`. */
export async function trialCounter(options: TrialOptions, terms: TrialTerms): Promise<CountRuns | undefined> {
  if (!(options.trial ?? isCountedByDefault())) return undefined
  // Imported here: the package's entry stays one that a browser can read.
  const [ledger, { rootFolder, sha256 }] = await Promise.all([import('./ledger.js'), import('../../data/disk.js')])
  const { root = rootFolder(terms.environment), end } = terms
  const kin = options.lineage ?? terms.file ?? process.argv[1] ?? 'code'
  const file = ledger.ledgerFile(root, ledger.lineageOf(kin, terms.cwd ?? process.cwd()))
  const hint = 'end the run before it, or look with peek: true: every look is counted'
  const seal = ledger.checkedSeal(file, end, options.peek, hint)
  return (runs) => {
    try {
      const records = runs
        .filter(({ sessions }) => sessions.length > 0)
        .map((run) => ledger.trialOf(trialReturns(run), { ...whatCameOfIt(run, sha256), at: now() }, seal))
      ledger.appendTrials(file, records)
      const last = records.at(-1)
      return () => (last === undefined ? undefined : ledger.trialsAbout(ledger.readLedger(file), last.key))
    } catch (error) {
      if (!(error instanceof RustybtError)) throw error
      process.emitWarning(`${error.code}: ${error.message}`)
      return () => undefined
    }
  }
}

const now = () => new Date().toISOString()

/** A test's runs are no trials; jest and vitest say NODE_ENV, node's own runner NODE_TEST_CONTEXT. */
function isCountedByDefault(): boolean {
  const { env, versions } = (globalThis.process ?? {}) as Partial<NodeJS.Process>
  return versions?.node !== undefined && env?.NODE_ENV !== 'test' && env?.NODE_TEST_CONTEXT === undefined
}

function trialReturns({ sessions, returns }: PlayedRun): TrialReturns {
  return { length: sessions.length, sessions, columns: { returns } }
}

/** Code can close over anything, so a run from it is known by what came of it: the same again is no new trial. */
function whatCameOfIt({ sessions, returns, parameters = {} }: PlayedRun, hash: (data: string | Uint8Array) => string) {
  const bytes = new Uint8Array(returns.buffer, returns.byteOffset, returns.byteLength)
  return { key: hash(`${sessions[0]} ${sessions.at(-1)} ${hash(bytes)}`), parameters }
}
