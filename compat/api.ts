import type { RunContext } from '../core/engine/strategy.js'
import type { SlippageModel } from '../core/finance/slippage.js'
import { RustybtError } from '../core/kernel/errors.js'
import { MINUTE } from '../core/time/instant.js'
import { currentRun } from './current.js'
import {
  commissionOf,
  type MarketImpactBase,
  type OfCore,
  slippageOf,
  type ZiplineCommission,
  type ZiplineSlippage,
} from './models.js'
import { type Asset, assetOf } from './protocol.js'
import { Timestamp } from './timestamp.js'

const lookupDates = new WeakMap<RunContext, string>()

/** The asset of a ticker, as of the run's end or of `set_symbol_lookup_date`. Throws `SYMBOL_NOT_FOUND`. */
export function symbol(symbol_str: string, options: SymbolOptions = {}): Asset {
  const run = currentRun('symbol')
  const asOf = lookupDates.get(run) ?? run.end
  return assetOf(run.finder.lookupSymbol(symbol_str, asOf, options.country_code?.toUpperCase()))
}

export interface SymbolOptions {
  readonly country_code?: string
}

/** The assets of several tickers: `symbols('ALFA', 'BETA')`. */
export function symbols(...given: readonly string[] | readonly [...string[], SymbolOptions]): Asset[] {
  const last = given.at(-1)
  const options = typeof last === 'object' ? last : {}
  return given.flatMap((each) => (typeof each === 'object' ? [] : [symbol(each, options)]))
}

/** From now on tickers mean the assets that had them on this date. */
export function set_symbol_lookup_date(dt: string | Date | Timestamp): void {
  const run = currentRun('set_symbol_lookup_date')
  try {
    lookupDates.set(run, new Timestamp(new Timestamp(dt).valueOf()).isoformat().slice(0, 10))
  } catch (cause) {
    const message = `The input '${String(dt)}' passed to 'set_symbol_lookup_date' is not a date`
    throw new RustybtError('UNSUPPORTED_DATETIME_FORMAT', message, { hint: "write it as '2020-01-31'", cause })
  }
}

/** The asset with this sid. Throws `SIDS_NOT_FOUND`. */
export function sid(sid: number): Asset {
  return assetOf(currentRun('sid').finder.retrieve(sid))
}

/** Keeps values by name on this and every later session's row: `record({ price: 1.5 })`, or `record('price', 1.5)`. */
export function record(values: Readonly<Record<string, unknown>>): void
export function record(name: string, value: unknown, ...more: unknown[]): void
export function record(first: string | Readonly<Record<string, unknown>>, ...rest: unknown[]): void {
  const run = currentRun('record')
  if (typeof first !== 'string') {
    for (const name in first) run.record(name, first[name])
    return
  }
  const pairs = [first, ...rest]
  for (let i = 0; i < pairs.length; i += 2) run.record(String(pairs[i]), pairs[i + 1])
}

type Commission = OfCore | ZiplineCommission
type Slippage = SlippageModel | ZiplineSlippage | MarketImpactBase

/** Chooses the commission models of equities and futures, ours or one's own; `null` leaves one as it is. Only in `initialize`. */
export function set_commission(
  us_equities?: Commission | ModelsByClass<Commission> | null,
  us_futures?: Commission | null,
): void {
  const run = duringInitialize('set_commission', 'SET_COMMISSION_POST_INIT')
  const models = byClass(us_equities, us_futures, ['calculate'], 'COMMISSION')
  for (const [kind, model] of models) run.costs.setCommission(commissionOf(model, run), kind)
}

/** Chooses the slippage models of equities and futures, ours or one's own; `null` leaves one as it is. Only in `initialize`. */
export function set_slippage(
  us_equities?: Slippage | ModelsByClass<Slippage> | null,
  us_futures?: Slippage | null,
): void {
  const run = duringInitialize('set_slippage', 'SET_SLIPPAGE_POST_INIT')
  const methods = ['fill', 'process_order', 'get_simulated_impact']
  const models = byClass(us_equities, us_futures, methods, 'SLIPPAGE')
  for (const [kind, model] of models) run.costs.setSlippage(slippageOf(model, run), kind)
}

export interface ModelsByClass<M> {
  readonly us_equities?: M | null
  readonly us_futures?: M | null
}

/** Measures the run against this asset. Only in `initialize`. */
export function set_benchmark(benchmark: Asset): void {
  duringInitialize('set_benchmark', 'SET_BENCHMARK_OUTSIDE_INITIALIZE').setBenchmark(benchmark.core)
}

/** The current time of the simulation, in UTC or as clocks in `tz` (an IANA name) show it. */
export function get_datetime(tz: string | { readonly tz?: string } | null = null): Timestamp {
  const now = new Timestamp(currentRun('get_datetime').now)
  const zone = typeof tz === 'object' ? tz?.tz : tz
  return zone === undefined ? now : now.tz_convert(zone)
}

/** What `get_environment('*')` tells of the run. */
export interface RunEnvironment {
  readonly arena: string
  readonly data_frequency: 'daily' | 'minute'
  /** First minute of the first session, and close of the last. */
  readonly start: Timestamp
  readonly end: Timestamp
  readonly capital_base: number
  readonly platform: string
}

/** One field of the environment, the platform where none is named; `'*'` gives them all. */
export function get_environment(field: '*'): RunEnvironment
export function get_environment<F extends keyof RunEnvironment = 'platform'>(field?: F): RunEnvironment[F]
export function get_environment(field: keyof RunEnvironment | '*' = 'platform'): unknown {
  const { frequency, hours: sessions, start, end, capital } = currentRun('get_environment')
  const all: RunEnvironment = {
    arena: 'backtest',
    data_frequency: frequency,
    start: new Timestamp(sessions.opens[sessions.indexOf(start)] + MINUTE),
    end: new Timestamp(sessions.closes[sessions.indexOf(end)]),
    capital_base: capital,
    platform: 'zipline',
  }
  if (field === '*') return all
  if (Object.hasOwn(all, field)) return all[field]
  throw new RustybtError('ENVIRONMENT_FIELD', `'${field}' is not a valid field for get_environment`, {
    hint: `there are ${Object.keys(all).join(', ')} and '*'`,
  })
}

function byClass<M extends object>(
  us_equities: M | ModelsByClass<M> | null | undefined,
  us_futures: M | null | undefined,
  methods: readonly string[],
  role: string,
): readonly (readonly ['equity' | 'future', M])[] {
  const isModel = (given: object) => methods.some((method) => method in given)
  const models: ModelsByClass<M> =
    us_equities && typeof us_equities === 'object' && !isModel(us_equities)
      ? (us_equities as ModelsByClass<M>)
      : { us_equities: us_equities as M | null, us_futures }
  const chosen = [
    ['equity', models.us_equities ?? undefined] as const,
    ['future', models.us_futures ?? undefined] as const,
  ]
  return chosen.flatMap(([kind, model]) => {
    if (model === undefined) return []
    if (typeof model === 'object' && isModel(model)) return [[kind, model] as const]
    throw new RustybtError(`UNSUPPORTED_${role}_MODEL`, `${String(model)} is no ${role.toLowerCase()} model`, {
      hint: `a model of one's own is an object with ${methods.at(-1)}`,
    })
  })
}

function duringInitialize(name: string, code: string): RunContext {
  const run = currentRun(name)
  if (run.phase !== 'initialize')
    throw new RustybtError(code, `You attempted to call '${name}' outside of initialize; it may be called there only.`)
  return run
}
