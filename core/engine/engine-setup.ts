import type { Dataset } from '../data/dataset.js'
import type { Quirks } from '../data/quirks.js'
import type { Frequency } from '../data/source.js'
import type { Broker, OrderJournal } from '../execution/broker.js'
import type { Costs } from '../finance/costs.js'
import type { FxRates } from '../finance/fx.js'
import type { LedgerCurrency } from '../finance/ledger-currency.js'
import type { Random } from '../kernel/random.js'
import type { Exact } from '../math/decimal.js'
import type { PipelineLoader } from '../pipeline/loader.js'
import type { Calendar } from '../time/calendar.js'
import type { CapitalChange } from './capital-changes.js'
import type { Observer } from './observer.js'
import type { Strategy } from './strategy.js'

/** What an engine is made of. */
export interface EngineSetup {
  readonly runId: string
  readonly strategy: Strategy
  readonly dataset: Dataset
  readonly broker: Broker
  readonly costs: Costs
  readonly quirks: Quirks
  readonly calendar: Calendar
  readonly frequency: Frequency
  /** How often performance is kept: 'minute' keeps it for each bar of minute data as well, in `observed.bars`. */
  readonly emissionRate?: Frequency
  readonly capital: Exact
  /** The account's currency, where the run tells currencies apart, and rates into it. */
  readonly currency?: string
  readonly fx?: FxRates
  /** What the run's models draw from; that of seed 0 where left out. */
  readonly random?: Random
  readonly capitalChanges?: readonly CapitalChange[]
  /** Rows of the first and last session on the data's axis. */
  readonly first: number
  readonly last: number
  readonly benchmark: Float64Array
  readonly observers: readonly Observer[]
  /** Where pipeline columns beside the bars come from. */
  readonly pipelineLoaders?: readonly PipelineLoader[]
  /** Keeps what is sent to the broker, before it is sent. */
  readonly journal?: OrderJournal
  /** Told when the broker has something to tell between bars. */
  readonly onNews?: () => void
  readonly onLog?: (level: 'info' | 'warn', at: number, message: string) => void
}

/** Undefined where the run does not tell currencies apart. */
export function ledgerCurrency({ currency: code, fx }: EngineSetup): LedgerCurrency | undefined {
  return code === undefined ? undefined : { code, rate: (from, at) => fx?.rate(from, code, at) ?? Number.NaN }
}
