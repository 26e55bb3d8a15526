// biome-ignore-all lint/suspicious/noEmptyInterface: plugins' names are merged into them
import type { Config } from '../../kernel/config-schema.js'
import type { Plugin } from '../../kernel/plugin.js'
import type { SearchSpace } from '../../optimize/space.js'

/** Names that can be chosen, by the config's key; first-party plugins add theirs. Any other text is a plugin's. */
export interface BrokerNames {
  simulated: true
}
export interface FeedNames {
  history: true
  replay: true
}
export interface SourceNames {}
export interface CalendarNames {}
export interface CommissionNames {}
export interface SlippageNames {}
export interface LatencyNames {}
export interface FillsNames {}
export interface FinancingNames {}
export interface AccountNames {}
export interface FxNames {}
export interface ReportNames {}
export interface SearchNames {}

/** One of the known names, for editors to complete, or any other. */
type Name<N> = (keyof N & string) | (string & {})
/** A name, or `{ use: name, ...options }`. */
export type NamedChoice<N = object> = Name<N> | { readonly use: Name<N>; readonly [option: string]: unknown }
/** One model for all assets, or one a kind. */
export type CostChoiceOf<N> =
  | NamedChoice<N>
  | { readonly equity?: NamedChoice<N>; readonly future?: NamedChoice<N>; readonly cryptocurrency?: NamedChoice<N> }

/** What decides a run; all may be left out, and flags stand above it. Paths are as seen from the config. */
export interface ConfigSettings {
  /** Names of packages, paths beginning with `..`, or plugins themselves. */
  readonly plugins?: readonly (string | Plugin)[]
  /** The algorithm's file. */
  readonly strategy?: string
  /** Values given to the algorithm by name. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Where prices come from. */
  readonly source?: NamedChoice<SourceNames>
  /** A bundle by name, in the place of a source. */
  readonly bundle?: string
  /** 'history', or the stream of a plugin: `{ use: 'replay', speed: 60 }`. */
  readonly feed?: NamedChoice<FeedNames>
  readonly calendar?: NamedChoice<CalendarNames>
  readonly broker?: NamedChoice<BrokerNames>
  readonly commission?: CostChoiceOf<CommissionNames>
  readonly slippage?: CostChoiceOf<SlippageNames>
  /** How long orders are on their way. */
  readonly latency?: NamedChoice<LatencyNames>
  /** How much orders get of what slippage offers. */
  readonly fills?: NamedChoice<FillsNames>
  /** What holding costs: one model, or several. */
  readonly financing?: NamedChoice<FinancingNames> | readonly NamedChoice<FinancingNames>[]
  /** What the account may do. */
  readonly account?: NamedChoice<AccountNames>
  /** The account's currency. */
  readonly currency?: string
  /** What other currencies are worth in it. */
  readonly fx?: NamedChoice<FxNames>
  /** Who watches the run. */
  readonly observers?: readonly NamedChoice[]
  /** Where pipeline columns beside the bars come from. */
  readonly pipelineLoaders?: readonly NamedChoice[]
  /** Who makes the file of `--report`. */
  readonly report?: NamedChoice<ReportNames>
  /** In the report, the first day that is out-of-sample; a sealed holdout where left out. */
  readonly outOfSample?: string
  /** What the account starts with, in currency units: `'100000'`, `1e6`. */
  readonly capital?: string | number
  readonly frequency?: 'daily' | 'minute'
  /** ISO dates, both included. */
  readonly start?: string
  readonly end?: string
  /** A CSV file of daily returns. */
  readonly benchmark?: string
  /** A set of rules, or single ones: `{ fillBeyondLimit: false }`. */
  readonly quirks?: 'zipline' | 'strict' | Readonly<Record<string, boolean>>
  readonly splits?: 'apply' | 'ignore'
  readonly seed?: string | number
  /** What `rustybt optimize` may give the algorithm: `{ fast: { from: 5, to: 20, step: 5 }, kind: ['sma', 'ema'] }`. */
  readonly space?: SearchSpace
  /** Who chooses among it. */
  readonly search?: NamedChoice<SearchNames>
}

/** `rustybt.config.ts`. A profile replaces whole keys: `rustybt run --profile live`. */
export interface ProjectConfig extends ConfigSettings {
  readonly profiles?: Readonly<Record<string, ConfigSettings>>
}

/** Gives a config its type, so that editors complete keys and names, and wrong ones are told while they are written. */
export const defineConfig = (config: ProjectConfig): ProjectConfig & Config => config as ProjectConfig & Config
