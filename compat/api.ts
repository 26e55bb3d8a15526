import type { RunContext } from '../core/engine/strategy.js'
import type { CommissionModel } from '../core/finance/commission.js'
import type { SlippageModel } from '../core/finance/slippage.js'
import { RustybtError } from '../core/kernel/errors.js'
import { currentRun } from './current.js'
import { type Asset, assetOf } from './protocol.js'
import { Timestamp } from './timestamp.js'

/** The asset of a ticker, as of the run's end. Throws `SYMBOL_NOT_FOUND`. */
export function symbol(symbol_str: string, options: { readonly country_code?: string } = {}): Asset {
  const run = currentRun('symbol')
  return assetOf(run.finder.lookupSymbol(symbol_str, run.end, options.country_code))
}

/** The assets of several tickers. */
export function symbols(...symbol_strs: string[]): Asset[] {
  return symbol_strs.map((each) => symbol(each))
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

/** Chooses the commission models. Only in `initialize`. */
export function set_commission(model: CommissionModel | ModelsByClass<CommissionModel>): void {
  const run = duringInitialize('set_commission', 'SET_COMMISSION_POST_INIT')
  eachModel(model, 'calculate', (each, kind) => run.costs.setCommission(each, kind))
}

/** Chooses the slippage models. Only in `initialize`. */
export function set_slippage(model: SlippageModel | ModelsByClass<SlippageModel>): void {
  const run = duringInitialize('set_slippage', 'SET_SLIPPAGE_POST_INIT')
  eachModel(model, 'fill', (each, kind) => run.costs.setSlippage(each, kind))
}

export interface ModelsByClass<M> {
  readonly us_equities?: M
  readonly us_futures?: M
}

/** Measures the run against this asset. Only in `initialize`. */
export function set_benchmark(benchmark: Asset): void {
  duringInitialize('set_benchmark', 'SET_BENCHMARK_OUTSIDE_INITIALIZE').setBenchmark(benchmark.core)
}

/** The current time of the simulation. */
export function get_datetime(): Timestamp {
  return new Timestamp(currentRun('get_datetime').now)
}

function eachModel<M extends object>(
  given: M | ModelsByClass<M>,
  method: string,
  use: (model: M, kind: 'equity' | 'future') => void,
): void {
  if (method in given) {
    use(given as M, 'equity')
    return
  }
  const { us_equities, us_futures } = given as ModelsByClass<M>
  if (us_equities) use(us_equities, 'equity')
  if (us_futures) use(us_futures, 'future')
}

function duringInitialize(name: string, code: string): RunContext {
  const run = currentRun(name)
  if (run.phase !== 'initialize')
    throw new RustybtError(code, `You attempted to call '${name}' outside of initialize; it may be called there only.`)
  return run
}
