import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { sha256 } from '../../data/disk.js'
import type { Performance } from '../../engine/metrics.js'
import type { Plain } from '../../engine/rows.js'
import type { TrialsAbout } from '../../engine/trials.js'
import { RustybtError } from '../../kernel/errors.js'
import { riskReturnRatio } from '../../math/returns/ratios.js'
import { backtestOverfitting } from '../../math/returns/significance.js'
import { appendLines } from '../append-lines.js'
import type { Described } from '../run/performance-file.js'
import { UsageError } from '../usage.js'

/** One run of a strategy's lineage, as the ledger keeps it: a line of JSON. */
export interface TrialRecord {
  readonly kind: 'run'
  /** ISO time. */
  readonly at: string
  /** Of all that decides the run, code and parameters included: the same run again is no new trial. */
  readonly key: string
  readonly parameters: Plain
  readonly first: string
  readonly last: string
  readonly sessions: number
  /** Of a session, not annualized; null where it is not defined. */
  readonly sharpe: number | null
  /** It saw the sealed holdout. */
  readonly peek: boolean
  /** Returns of the sessions in single precision, base64 of the machine's bytes: the ledger stays on it. */
  readonly returns: string
}

/** From this session on nothing is to be looked at until the strategy is chosen. */
export interface SealRecord {
  readonly kind: 'seal'
  readonly at: string
  readonly from: string
}

export type LedgerRecord = TrialRecord | SealRecord

/** Where a lineage's ledger lies: the algorithm's file by its path, or a name that was given. */
export function ledgerFile(root: string, lineage: string): string {
  const name =
    basename(lineage)
      .replace(/\.[^.]+$/, '')
      .replace(/[^\w-]+/g, '-') || 'strategy'
  return join(root, 'trials', `${name}-${sha256(lineage).slice(0, 12)}.jsonl`)
}

/** What a run is known by in the ledger: all that decides it, as the performance file describes it. What its bars left open came of it. */
export const trialKey = ({ bounds: _, ...decided }: Described): string => sha256(JSON.stringify(decided))

/** A file by its whole path, anything else as a name. */
export function lineageOf(given: string, cwd: string): string {
  return /[./\\]/.test(given) ? resolve(cwd, given) : given
}

/** In order of time; none where there is no ledger. A line that a crash has cut short was a run too: it counts, with nothing known of it. */
export function readLedger(file: string): LedgerRecord[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, i): LedgerRecord[] => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as LedgerRecord]
    } catch {
      return [{ ...UNREADABLE, key: `line ${i + 1}` }]
    }
  })
}

const UNREADABLE: TrialRecord = {
  kind: 'run',
  at: '',
  key: '',
  parameters: 'this line of the ledger cannot be read',
  first: '',
  last: '',
  sessions: 0,
  sharpe: null,
  peek: false,
  returns: '',
}

/** Lines, in one write at the file's end: whole or not at all, also where several runs end at once. */
export function appendLedger(file: string, records: readonly LedgerRecord[]): void {
  try {
    appendLines(
      file,
      records.map((record) => JSON.stringify(record)),
    )
  } catch (cause) {
    throw new RustybtError('LEDGER_FAILED', `the trial could not be counted: ${(cause as Error).message}`, { cause })
  }
}

/** Counts runs. Of many at once only as many keep their returns as cross-validation judges. */
export function appendTrials(file: string, trials: readonly TrialRecord[]): void {
  if (trials.length === 0) return
  const judged = trials.length - MOST_JUDGED
  appendLedger(
    file,
    trials.map((trial, i) => (i < judged ? { ...trial, returns: '' } : trial)),
  )
}

/** The seal of a ledger, without reading more of it than there is to know. */
function sealIn(file: string): string | undefined {
  if (!existsSync(file) || !readFileSync(file).includes('"kind":"seal"')) return undefined
  return sealOf(readLedger(file))
}

/**
 * The seal of a ledger, for a run up to `end` (ISO date; undefined: it may go as far as the data). One that could see what is put aside is
 * refused, unless it says that it wants to. Throws `HOLDOUT_SEALED`.
 */
export function checkedSeal(
  file: string,
  end: string | undefined,
  peek: boolean | undefined,
  hint: string,
): string | undefined {
  const seal = sealIn(file)
  if (seal === undefined || peek || (end !== undefined && end < seal)) return seal
  const until = end === undefined ? 'has no end before it' : `ends on ${end}`
  throw new UsageError(`the holdout from ${seal} on is sealed, and the run ${until}`, { code: 'HOLDOUT_SEALED', hint })
}

/** The session from which the holdout is sealed; undefined: it is not. The last seal counts. */
export function sealOf(records: readonly LedgerRecord[]): string | undefined {
  return records.findLast((record) => record.kind === 'seal')?.from
}

/** What the ledger keeps of a run's performance. */
export type TrialReturns = Pick<Performance, 'length' | 'sessions'> & {
  readonly columns: Pick<Performance['columns'], 'returns'>
}

export function trialOf(
  { length, sessions, columns }: TrialReturns,
  about: Pick<TrialRecord, 'at' | 'key' | 'parameters'>,
  seal: string | undefined,
): TrialRecord {
  const returns = columns.returns.subarray(0, length)
  const sharpe = riskReturnRatio(returns)
  return {
    kind: 'run',
    ...about,
    first: sessions[0],
    last: sessions[length - 1],
    sessions: length,
    sharpe: Number.isFinite(sharpe) ? sharpe : null,
    peek: seal !== undefined && sessions[length - 1] >= seal,
    returns: encode(returns),
  }
}

const encode = (returns: Float64Array): string => Buffer.from(Float32Array.from(returns).buffer).toString('base64')
const decode = (text: string) => Float64Array.from(new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer))

/** Blocks of the cross-validation: 16, or as many as there are sessions for. */
const blocksOf = (sessions: number) => Math.min(16, 2 * Math.floor(sessions / 40))
/** Trials that cross-validation judges at most: the latest. */
const MOST_JUDGED = 200

/**
 * What the ledger says of a trial among its kin; undefined where it is in none. Overfitting is judged over the different trials of the
 * same sessions as this one.
 */
export function trialsAbout(records: readonly LedgerRecord[], key: string): TrialsAbout | undefined {
  const runs = records.filter((record) => record.kind === 'run')
  const own = runs.findLast((run) => run.key === key)
  if (own === undefined) return undefined
  const different = [...new Map(runs.map((run) => [run.key, run])).values()]
  const kin = different
    .filter(({ first, last, sessions }) => first === own.first && last === own.last && sessions === own.sessions)
    .filter(({ returns }) => returns !== '')
    .slice(-MOST_JUDGED)
  const blocks = blocksOf(own.sessions)
  const judged =
    kin.length > 1 && blocks >= 4
      ? backtestOverfitting(
          kin.map((one) => decode(one.returns)),
          blocks,
        )
      : undefined
  const seal = sealOf(records)
  return {
    runs: runs.length,
    sharpes: different.map(({ sharpe }) => sharpe),
    overfitting: judged && {
      trials: kin.length,
      probability: judged.probability,
      probabilityOfLoss: judged.probabilityOfLoss,
      degradation: Number.isFinite(judged.degradation) ? judged.degradation : null,
      splits: judged.splits,
    },
    holdout: seal === undefined ? undefined : { from: seal, peeks: runs.filter((run) => run.last >= seal).length },
  }
}

/** Looks a run up in every ledger there is. */
export function findTrials(root: string, key: string): TrialsAbout | undefined {
  const folder = join(root, 'trials')
  if (!existsSync(folder)) return undefined
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.jsonl')) continue
    const about = trialsAbout(readLedger(join(folder, name)), key)
    if (about) return about
  }
  return undefined
}
