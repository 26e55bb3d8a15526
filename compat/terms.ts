import type { RunContext } from '../core/engine/strategy.js'
import type { AccountModel } from '../core/finance/account.js'
import type { FillModel } from '../core/finance/fill-model.js'
import type { FinancingModel } from '../core/finance/financing.js'
import type { LatencyModel } from '../core/finance/latency.js'
import { RateTable } from '../core/finance/rate-table.js'
import { RustybtError } from '../core/kernel/errors.js'
import { parseInstant } from '../core/time/instant.js'
import { CashAccount } from '../plugins/account/cash.js'
import { MarginAccount, type MarginOptions } from '../plugins/account/margin.js'
import { VolumeFills } from '../plugins/fills/volume.js'
import { Funding } from '../plugins/financing/funding.js'
import { MarginInterest } from '../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../plugins/financing/overnight.js'
import {
  CompositeLatency,
  FixedLatency,
  HistoricalLatency,
  type LatencyRange,
  RandomLatency,
} from '../plugins/latency/models.js'
import { currentRun } from './current.js'

const NONE: LatencyRange = [0, 0]

/** How long orders are on their way, under the names of Python's RustyBT; ms. */
export const latency = {
  FixedLatencyModel: ({ network_ms = 0, broker_ms = 0, exchange_ms = 0 } = {}): LatencyModel =>
    new FixedLatency({ network: network_ms, broker: broker_ms, exchange: exchange_ms }),
  RandomLatencyModel: ({
    network_range = NONE,
    broker_range = NONE,
    exchange_range = NONE,
    distribution = 'uniform' as 'uniform' | 'normal',
  } = {}): LatencyModel =>
    new RandomLatency({ network: network_range, broker: broker_range, exchange: exchange_range }, distribution),
  /** What was measured, by ISO time: the latest at or before an order's. */
  HistoricalLatencyModel: (measured: Readonly<Record<string, number>>): LatencyModel =>
    new HistoricalLatency(new RateTable(Object.entries(measured).map(([at, ms]) => ['ms', parseInstant(at), ms]))),
  CompositeLatencyModel: (...parts: readonly LatencyModel[]): LatencyModel => new CompositeLatency(parts),
}

/** How much of a bar's volume orders get, under the names of Python's RustyBT. */
export const fills = {
  VolumeBasedFillModel: ({ fill_ratio = 0.1, market_impact_factor = 0.01 } = {}): FillModel =>
    new VolumeFills(fill_ratio, market_impact_factor),
  AggressiveFillModel: (): FillModel => new VolumeFills(0.25, 0.02),
  BalancedFillModel: (): FillModel => new VolumeFills(0.1, 0.01),
  ConservativeFillModel: (): FillModel => new VolumeFills(0.05, 0.005),
}

type Rates = Readonly<Record<string, number>>

/** What holding costs. Rates are fractions a year (funding: a time); a positive one costs the holder, everywhere. */
export const financing = {
  BorrowCostModel: ({
    rates = {} as Rates,
    default_rate = 0.003,
    days_in_year = 365 as 360 | 365,
  } = {}): FinancingModel =>
    new OvernightFinancing({
      kind: 'borrow-fee',
      short: { fallback: default_rate, bySymbol: rates },
      daysInYear: days_in_year,
    }),
  OvernightFinancingModel: ({
    long_rate = 0.05,
    short_rate = 0,
    long_rates = {} as Rates,
    short_rates = {} as Rates,
    days_in_year = 365 as 360 | 365,
  } = {}): FinancingModel =>
    new OvernightFinancing({
      kind: 'overnight',
      long: { fallback: long_rate, bySymbol: long_rates },
      short: { fallback: short_rate, bySymbol: short_rates },
      daysInYear: days_in_year,
    }),
  /** On cash that is owed. */
  MarginInterestModel: ({ rate = 0.05, cash_rate = 0, days_in_year = 360 as 360 | 365 } = {}): FinancingModel =>
    new MarginInterest({ rate, cashRate: cash_rate, daysInYear: days_in_year }),
  /** Perpetuals' payments at 00:00, 08:00 and 16:00 UTC. */
  FundingModel: ({ rate = 0.0001, symbols = undefined as readonly string[] | undefined } = {}): FinancingModel =>
    new Funding({ rate, symbols }),
}

/** What the account may do. */
export const account_models = {
  CashAccount: (): AccountModel => new CashAccount(),
  MarginAccount: ({
    initial,
    maintenance,
    on_call,
  }: Omit<MarginOptions, 'onCall'> & { on_call?: MarginOptions['onCall'] } = {}): AccountModel =>
    new MarginAccount({ initial, maintenance, ...(on_call === undefined ? {} : { onCall: on_call }) }),
}

/** Orders arrive later. Only in `initialize`. */
export function set_latency(model: LatencyModel): void {
  duringInitialize('set_latency').costs.latency = checked('set_latency', model, 'delay')
}

/** Orders get only a part of what slippage offers on a bar. Only in `initialize`. */
export function set_fill_model(model: FillModel): void {
  duringInitialize('set_fill_model').costs.fills = checked('set_fill_model', model, 'fill')
}

/** What holding costs, in the place of what was set before. Only in `initialize`. */
export function set_financing(...models: readonly FinancingModel[]): void {
  duringInitialize('set_financing').costs.financing = models.map((model) => checked('set_financing', model, 'charge'))
}

/** What the account may do. Only in `initialize`. */
export function set_account_model(model: AccountModel): void {
  duringInitialize('set_account_model').costs.account = checked('set_account_model', model, 'refusal')
}

function checked<M extends object>(name: string, model: M, method: keyof M & string): M {
  if (typeof model === 'object' && model !== null && typeof model[method] === 'function') return model
  throw new RustybtError(
    'UNSUPPORTED_MODEL',
    `${name}: ${String(model)} is no such model: it has no function ${method}`,
  )
}

function duringInitialize(name: string): RunContext {
  const run = currentRun(name)
  if (run.phase === 'initialize') return run
  throw new RustybtError(
    'SET_MODEL_POST_INIT',
    `You attempted to call '${name}' outside of initialize; it may be called there only.`,
  )
}
