import type { Asset } from '../assets/asset.js'
import type { Dataset } from '../data/dataset.js'
import type { Quirks } from '../data/quirks.js'
import { forwardFilled } from '../data/window.js'
import { runBacktest, sessionRows } from '../engine/run.js'
import type { Strategy } from '../engine/strategy.js'
import { SimulatedBroker } from '../execution/simulated-broker.js'
import type { CommissionModel } from '../finance/commission.js'
import { Costs } from '../finance/costs.js'
import { Ledger } from '../finance/ledger.js'
import { orderableUnits } from '../finance/sizing.js'
import type { SlippageModel } from '../finance/slippage.js'
import { RustybtError } from '../kernel/errors.js'
import type { Exact } from '../math/decimal.js'
import { kernels, SWEEP, SWEEP_COMMISSION, SWEEP_SLIPPAGE } from '../math/kernels.js'
import type { Calendar } from '../time/calendar.js'

export interface SweepOptions {
  /** Daily bars. */
  readonly dataset: Dataset
  readonly asset: Asset
  readonly calendar: Calendar
  readonly quirks: Quirks
  /** Units wanted after each session's bar, one run's sessions after the other's: sessions × runs values; NaN orders nothing. */
  readonly targets: Float64Array
  readonly capital: Exact
  readonly commission: CommissionModel
  readonly slippage: SlippageModel
  /** ISO dates, both included; the data's own first and last session where left out. */
  readonly start?: string
  readonly end?: string
  /** Threads of the kernel; one a core where left out. The result does not depend on it. */
  readonly threads?: number
  readonly onRun?: (done: number, runs: number) => void
}

export interface SweepResult {
  /** 'kernel': all runs in one native call; 'engine': run by run, because of `reason`. Both fill and account alike. */
  readonly by: 'kernel' | 'engine'
  readonly reason?: string
  readonly runs: number
  readonly sessions: number
  /** The portfolio's value at each session's end, one run after the other, in currency units. */
  readonly values: Float64Array
  /** Fills of each run, and the commission that they were charged. */
  readonly fills: Float64Array
  readonly commission: Float64Array
}

/**
 * Runs the same market once for each row of targets: on each bar an order for what is missing to hold the target, filled from the next
 * bar on. Where the models are numbers that the kernel knows, and nothing but trades moves the account, all runs are one call on all
 * cores; anything else goes through the engine, and the result says why. Throws `SWEEP_TARGETS` where their number does not fit.
 */
export async function sweepTargets(options: SweepOptions): Promise<SweepResult> {
  const { dataset, targets } = options
  const [first, last] = sessionRows(dataset.reader.sessions, options.start, options.end)
  const sessions = last - first + 1
  if (targets.length === 0 || targets.length % sessions !== 0)
    throw new RustybtError('SWEEP_TARGETS', `${targets.length} targets are no multiple of the ${sessions} sessions`, {
      hint: 'give each run a target for each session, one run after the other',
    })
  const runs = targets.length / sessions
  const terms = termsOf(options)
  const reason = typeof terms === 'string' ? terms : unlikeTrades(options, first, last)
  if (typeof terms === 'string' || reason !== undefined) return byEngine(options, runs, sessions, reason!)
  const stride = sessions + SWEEP.extra
  const out = new Float64Array(runs * stride)
  const account = new Ledger(options.capital, 1).wordsFor(options.asset)
  kernels.sweepTargets(marketOf(options, first, last), targets, terms, account, out)
  const result = emptyResult('kernel', runs, sessions)
  for (let run = 0; run < runs; run++) {
    result.values.set(out.subarray(run * stride, run * stride + sessions), run * sessions)
    result.fills[run] = out[run * stride + sessions]
    result.commission[run] = out[run * stride + sessions + 1]
  }
  options.onRun?.(runs, runs)
  return result
}

/** The models as the kernel takes them, or why it cannot. */
function termsOf({ slippage, commission, threads = 0 }: SweepOptions): Float64Array | string {
  const nameOf = (model: { readonly name?: string }) => model.name ?? model.constructor.name
  if (!slippage.kernel) return `the kernel has no ${nameOf(slippage)}`
  if (!commission.kernel) return `the kernel has no ${nameOf(commission)}`
  const [fills, ...offered] = slippage.kernel
  const [charges, ...asked] = commission.kernel
  return Float64Array.of(SWEEP_SLIPPAGE[fills], ...offered, SWEEP_COMMISSION[charges], ...asked, threads)
}

/** What beside trades would move the account, if anything does. */
function unlikeTrades({ asset, dataset }: SweepOptions, first: number, last: number): string | undefined {
  const { reader, adjustments } = dataset
  const { sessions } = reader
  if (asset.kind !== 'equity' || (asset.lotSize ?? 1) !== 1) return `${asset.symbol} is no share`
  if (sessions.date(first) < asset.startDate || sessions.date(last) > asset.endDate)
    return `${asset.symbol} is listed from ${asset.startDate} to ${asset.endDate} only`
  const close = reader.column(asset.sid, 'close')
  let row = first
  while (row > 0 && Number.isNaN(close[row])) row--
  for (; row <= last; row++)
    for (const actions of [adjustments.splits(row), adjustments.dividends(row), adjustments.stockDividends(row)])
      if (actions.some(({ sid }) => sid === asset.sid))
        return `${asset.symbol} has a split or a dividend on ${sessions.date(row)}`
  return undefined
}

/** The kernel's three columns: what orders fill at, the volume, and what a share is worth. */
function marketOf({ asset, dataset: { reader } }: SweepOptions, first: number, last: number): Float64Array {
  const count = last - first + 1
  const close = reader.column(asset.sid, 'close')
  const market = new Float64Array(3 * count)
  market.set(close.subarray(first, last + 1))
  market.set(reader.column(asset.sid, 'volume').subarray(first, last + 1), count)
  market.set(forwardFilled(close, close.length).subarray(first, last + 1), 2 * count)
  return market
}

function emptyResult(by: SweepResult['by'], runs: number, sessions: number, reason?: string): SweepResult {
  const [values, fills, commission] = [runs * sessions, runs, runs].map((length) => new Float64Array(length))
  return { by, reason, runs, sessions, values, fills, commission }
}

async function byEngine(options: SweepOptions, runs: number, sessions: number, reason: string): Promise<SweepResult> {
  const { asset, targets, onRun } = options
  const result = emptyResult('engine', runs, sessions, reason)
  for (let run = 0; run < runs; run++) {
    const costs = new Costs()
    costs.setCommission(options.commission)
    costs.setSlippage(options.slippage)
    const { performance } = await runBacktest({
      ...options,
      strategy: followed(asset, targets.subarray(run * sessions, (run + 1) * sessions)),
      costs,
      broker: new SimulatedBroker(),
      frequency: 'daily',
    })
    result.values.set(performance.columns.portfolio_value, run * sessions)
    result.fills[run] = performance.transactions.flat().length
    const charged = new Map(performance.orders.flat().map(({ id, commission }) => [id, commission]))
    for (const each of charged.values()) result.commission[run] += each
    onRun?.(run + 1, runs)
  }
  return result
}

/** Orders on each bar what is missing to hold its target. */
function followed(asset: Asset, targets: Float64Array): Strategy {
  let bar = 0
  return {
    onBar(run) {
      const target = targets[bar++]
      if (!Number.isNaN(target)) run.order(asset, orderableUnits(target - run.amount(asset)))
    },
  }
}
