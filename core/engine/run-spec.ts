import { type Dataset, readDataset } from '../data/dataset.js'
import { treatSplits } from '../data/listed-splits.js'
import { type Profile, type Quirks, quirksOf } from '../data/quirks.js'
import { DataSource, type Frequency } from '../data/source.js'
import type { SplitTreatment } from '../data/split-check.js'
import { Broker } from '../execution/broker.js'
import { AccountModel } from '../finance/account.js'
import { CommissionModel } from '../finance/commission.js'
import { Costs } from '../finance/costs.js'
import { FillModel } from '../finance/fill-model.js'
import { FinancingModel } from '../finance/financing.js'
import { FxRates } from '../finance/fx.js'
import { LatencyModel } from '../finance/latency.js'
import { SlippageModel } from '../finance/slippage.js'
import type { Choice } from '../kernel/choice.js'
import { RustybtError } from '../kernel/errors.js'
import type { Kernel } from '../kernel/kernel.js'
import { Random } from '../kernel/random.js'
import type { Token } from '../kernel/token.js'
import { exactFromText } from '../math/decimal.js'
import { PipelineLoader } from '../pipeline/loader.js'
import { Calendar } from '../time/calendar.js'
import type { CapitalChange } from './capital-changes.js'
import { type CostChoice, costChoices } from './cost-choices.js'
import { MetricsSet } from './metrics-set.js'
import { Observer } from './observer.js'
import type { RunResult } from './result.js'
import { type BacktestOptions, runBacktest } from './run.js'
import type { Strategy } from './strategy.js'

/** All that decides a run beside the strategy's code, as plain data: who plays each role, over which sessions, with how much. */
export interface RunSpec {
  readonly runId?: string
  readonly profile: Profile
  /** Quirks that are other than the profile has them. */
  readonly quirks?: Partial<Quirks>
  readonly frequency: Frequency
  readonly calendar: Choice
  readonly source: Choice | BundleChoice
  /** What to do with listed splits that the source's prices do not show; a bundle has settled that when it was ingested. */
  readonly splits?: SplitTreatment
  /** Where bars come from while the run goes on: 'history' (where left out) has them all before, else a MarketStream. */
  readonly feed?: Choice
  readonly broker: Choice
  readonly commission: CostChoice
  readonly slippage: CostChoice
  /** How long orders are on their way, and how much they get of what slippage offers; no time, and all, where left out. */
  readonly latency?: Choice
  readonly fills?: Choice
  /** What holding costs, one model for each thing that is charged. */
  readonly financing?: readonly Choice[]
  /** What the account may do; anything, where left out. */
  readonly account?: Choice
  /** The account's currency; that of the assets, or USD where they have several, where left out. */
  readonly currency?: string
  /** What other currencies are worth in it. */
  readonly fx?: Choice
  /** Where pipeline columns beside the bars come from, asked in this order. */
  readonly pipelineLoaders?: readonly Choice[]
  /** Who watches the run beside the metrics, told of each event in this order. */
  readonly observers?: readonly Choice[]
  /** ISO dates, both included. */
  readonly start?: string
  readonly end?: string
  /** In currency units, as text: '100000'. */
  readonly capital: string
  readonly capitalChanges?: readonly CapitalChange[]
  /** 'default' where left out. */
  readonly metricsSet?: Choice
  /** 'minute' keeps the performance of each minute bar as well. */
  readonly emissionRate?: Frequency
  /** The benchmark's return by ISO date, or an asset of the data. */
  readonly benchmark?: ReadonlyMap<string, number> | BenchmarkAsset
  /** Seed of whatever is drawn at random; '0' where left out. */
  readonly seed?: string
  /** Values that the strategy was given by name (`-D NAME=VALUE`). */
  readonly parameters?: Readonly<Record<string, unknown>>
}

/** An asset to measure against, by its symbol on the run's last day or by its sid. */
export type BenchmarkAsset = { readonly symbol: string } | { readonly sid: number }

/** Data that have been ingested: the latest ingestion, or the latest at or before `timestamp` (ISO). */
export interface BundleChoice {
  readonly bundle: string
  readonly timestamp?: string
}

export const isBundle = (source: RunSpec['source']): source is BundleChoice =>
  typeof source === 'object' && 'bundle' in source && typeof source.bundle === 'string' && !('use' in source)

export const DEFAULT_SPEC = {
  profile: 'zipline',
  frequency: 'daily',
  calendar: 'XNYS',
  broker: 'simulated',
  commission: { equity: 'per-share', future: 'per-contract' },
  slippage: { equity: 'fixed-basis-points', future: 'volatility-volume-share' },
  capital: '10000000',
} as const satisfies Partial<RunSpec>

/** The room of live runs, which stands behind this one: it is handed in where a run's feed is not history. */
export interface LiveRoom {
  /** The role that a feed's name chooses. */
  readonly role: Token<unknown>
  run(stream: unknown, options: BacktestOptions): Promise<RunResult>
}

export const isHistory = (feed: RunSpec['feed']): boolean => feed === undefined || feed === 'history'

/** What a run asks of a bundle. */
export interface BundleTerms {
  readonly calendar: Calendar
  readonly frequency: Frequency
  readonly quirks: Quirks
}

export interface RunHooks
  extends Pick<
    BacktestOptions,
    'signal' | 'journal' | 'onSession' | 'onLog' | 'observers' | 'barStates' | 'lists' | 'pipelineLoaders'
  > {
  /** Told how far reading the data has come, 0 to 1, and what was read; the run is on what is answered, if anything is. */
  readonly onRead?: (done: number) => void
  readonly onData?: (dataset: Dataset) => Dataset | undefined
  /** Data that have been read already; nothing is read then. */
  readonly dataset?: Dataset
  /** Opens a bundle, where the run is on one: the engine itself does not touch the disk. */
  readonly openBundle?: (choice: BundleChoice, terms: BundleTerms) => Promise<Dataset>
  readonly live?: LiveRoom
}

/** What config calls the roles, for the paths in messages. */
const CONFIG_KEYS = new Map<Token<unknown>, string>([
  [DataSource, 'source'],
  [CommissionModel, 'commission'],
  [SlippageModel, 'slippage'],
  [LatencyModel, 'latency'],
  [FillModel, 'fills'],
  [FinancingModel, 'financing'],
  [AccountModel, 'account'],
  [FxRates, 'fx'],
  [PipelineLoader, 'pipelineLoaders'],
  [Observer, 'observers'],
])

/** Boots the roles, reads the data and runs; whatever was opened is closed again, whatever happens. */
export async function executeSpec(
  kernel: Kernel,
  spec: RunSpec,
  strategy: Strategy,
  hooks: RunHooks = {},
): Promise<RunResult> {
  const commissions = costChoices(spec.commission, DEFAULT_SPEC.commission)
  const slippages = costChoices(spec.slippage, DEFAULT_SPEC.slippage)
  const { source, latency, fills, account, fx, financing = [] } = spec
  const live = isHistory(spec.feed) ? undefined : (hooks.live ?? noLiveRoom())
  const run = await kernel.boot(
    new Map<Token<unknown>, Choice | readonly Choice[]>([
      [Calendar, spec.calendar],
      ...(isBundle(source) || hooks.dataset ? [] : [[DataSource, source] as const]),
      [Broker, spec.broker],
      ...chosen(MetricsSet, spec.metricsSet),
      ...chosen(LatencyModel, latency),
      ...chosen(FillModel, fills),
      ...chosen(AccountModel, account),
      ...chosen(FxRates, fx),
      ...chosen(FinancingModel, financing.length > 0 ? financing : undefined),
      ...(live === undefined ? [] : [[live.role, spec.feed!] as const]),
      ...(spec.pipelineLoaders?.length ? [[PipelineLoader, spec.pipelineLoaders] as const] : []),
      ...(spec.observers?.length ? [[Observer, spec.observers] as const] : []),
      [CommissionModel, commissions.map(({ choice }) => choice)],
      [SlippageModel, slippages.map(({ choice }) => choice)],
    ]),
    { keys: live === undefined ? CONFIG_KEYS : new Map([...CONFIG_KEYS, [live.role, 'feed']]) },
  )
  try {
    const quirks = quirksOf(spec.profile, spec.quirks)
    const calendar = run.get(Calendar)
    const request = { frequency: spec.frequency, calendar, signal: hooks.signal, progress: hooks.onRead }
    const read = () => readDataset(treatSplits(run.get(DataSource), spec.splits ?? 'apply'), request, quirks)
    const terms = { calendar, frequency: spec.frequency, quirks }
    const found = hooks.dataset ?? (await (isBundle(source) ? openBundle(source, terms, hooks) : read()))
    const dataset = hooks.onData?.(found) ?? found
    const costs = new Costs()
    const commissionModels = run.all(CommissionModel)
    const slippageModels = run.all(SlippageModel)
    for (let i = commissions.length; i-- > 0; ) costs.setCommission(commissionModels[i], commissions[i].kind)
    for (let i = slippages.length; i-- > 0; ) costs.setSlippage(slippageModels[i], slippages[i].kind)
    costs.latency = run.all(LatencyModel)[0]
    costs.fills = run.all(FillModel)[0]
    costs.account = run.all(AccountModel)[0]
    costs.financing = run.all(FinancingModel)
    const loaders = spec.pipelineLoaders?.length ? run.all(PipelineLoader) : []
    const play = live === undefined ? runBacktest : (options: BacktestOptions) => live.run(run.get(live.role), options)
    return await play({
      ...hooks,
      pipelineLoaders: [...(hooks.pipelineLoaders ?? []), ...loaders],
      observers: [...(hooks.observers ?? []), ...(spec.observers?.length ? run.all(Observer) : [])],
      strategy,
      dataset,
      costs,
      quirks,
      calendar,
      frequency: spec.frequency,
      broker: run.get(Broker),
      capital: exactFromText(spec.capital),
      currency: currencyOf(dataset, spec, quirks),
      fx: run.all(FxRates)[0],
      random: new Random(spec.seed ?? 0),
      capitalChanges: spec.capitalChanges,
      start: spec.start,
      end: spec.end,
      ...benchmarkIn(dataset, spec),
      runId: spec.runId,
      metrics: spec.metricsSet === undefined ? undefined : run.get(MetricsSet),
      emissionRate: spec.emissionRate,
      sessionsPerYear: spec.profile === 'zipline' ? 252 : calendar.sessionsPerYear,
    })
  } finally {
    await run.close()
  }
}

function chosen<C extends Choice | readonly Choice[]>(role: Token<unknown>, choice: C | undefined) {
  return choice === undefined ? [] : [[role, choice] as const]
}

/** undefined: the run does not tell currencies apart, as Zipline. */
function currencyOf({ finder }: Dataset, { currency, fx }: RunSpec, quirks: Quirks): string | undefined {
  if (quirks.currenciesAreOne && currency === undefined && fx === undefined) return undefined
  const [first, ...others] = new Set(finder.all.map((asset) => asset.currency))
  return currency ?? (first !== undefined && others.length === 0 ? first : 'USD')
}

function benchmarkIn(
  { finder }: Dataset,
  { benchmark, end }: RunSpec,
): Pick<BacktestOptions, 'benchmark' | 'benchmarkAsset'> {
  if (benchmark === undefined || 'get' in benchmark) return { benchmark }
  const asOf = end ?? finder.all.reduce((last, { endDate }) => (endDate > last ? endDate : last), '')
  return {
    benchmarkAsset: 'sid' in benchmark ? finder.retrieve(benchmark.sid) : finder.lookupSymbol(benchmark.symbol, asOf),
  }
}

function openBundle(source: BundleChoice, terms: BundleTerms, hooks: RunHooks): Promise<Dataset> {
  if (hooks.openBundle !== undefined) return hooks.openBundle(source, terms)
  throw new RustybtError(
    'BUNDLE_NOT_FOUND',
    `the run is on bundle '${source.bundle}', and nothing here opens bundles`,
    {
      hint: 'give executeSpec an openBundle',
    },
  )
}

function noLiveRoom(): never {
  throw new RustybtError('FEED_UNKNOWN', 'the run is on a stream, and nothing here plays streams', {
    hint: 'give executeSpec the live room: { live }',
  })
}
