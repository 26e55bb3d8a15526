import type { AssetFinder } from '../assets/finder.js'
import { token } from '../kernel/token.js'
import type { RunResult } from './result.js'
import type { TrialsAbout } from './trials.js'

/** What a report says about a run beside its numbers: the part that a `RunSpec`, the data and the command line know. */
export interface RunAbout {
  /** As people call it: the algorithm's file name. */
  readonly strategy: string
  /** ISO dates asked for; a run that was stopped has fewer sessions. */
  readonly start: string
  readonly end: string
  /** In currency units, as text: '100000'. */
  readonly capital: string
  /** Code of the account's currency, such as 'USD'; left out where the data do not say. */
  readonly currency?: string
  readonly calendar: string
  /** Sessions in a year, by which figures are annualized. */
  readonly sessionsPerYear: number
  readonly frequency: string
  readonly profile: string
  readonly finder: Pick<AssetFinder, 'retrieve' | 'has' | 'all'>
  /** What the benchmark is called; left out where the run has none. */
  readonly benchmark?: string
  /** Of rustybt. */
  readonly version: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** What else is worth telling, by name: source, broker, commission, slippage, seed. Plain data. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Left out where nobody has counted. */
  readonly trials?: TrialsAbout
  /** Sectors by symbol, and the weight that the asset has in what the run is compared with. */
  readonly sectors?: Readonly<Record<string, { readonly sector: string; readonly weight?: number }>>
  /** Returns of what has such a weight, and no prices in the run, by symbol: a value a session. */
  readonly memberReturns?: Readonly<Record<string, Float64Array>>
  /** Returns of factors, by name, a value a session of the run. */
  readonly factors?: Readonly<Record<string, Float64Array>>
  /** ISO date of the first day that is out-of-sample; where left out the start of the sealed holdout, if the run has seen it. */
  readonly outOfSample?: string
  /** SHA-256 of the performance's rows, of the data and of the algorithm's text, in hex, as far as they are known. */
  readonly fingerprints?: { readonly result?: string; readonly data?: string; readonly algorithm?: string }
  /** IANA zone of the calendar, in which hours are told. */
  readonly zone?: string
}

/** A file that a report consists of. */
export interface Artifact {
  /** A file name without a folder. */
  readonly name: string
  readonly mediaType: string
  readonly content: string | Uint8Array
}

/** A result with what is to be said of it. */
export interface ReportedResult {
  readonly result: RunResult
  readonly about: RunAbout
}

/** Turns a result into files. It writes none: whoever asked does. The same result gives the same bytes. */
export interface Report {
  render(result: RunResult, about: RunAbout): readonly Artifact[] | Promise<readonly Artifact[]>
  /** Several runs side by side; left out where a report cannot. */
  compare?(runs: readonly ReportedResult[]): readonly Artifact[] | Promise<readonly Artifact[]>
}
export const Report = token<Report>('Report')
