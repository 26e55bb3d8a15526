import type { Asset, Equity, Future } from '../assets/asset.js'
import { ASSET_CLASSES } from '../assets/asset-class.js'
import core from '../builtin.js'
import type { Dataset } from '../data/dataset.js'
import type { Profile, Quirks } from '../data/quirks.js'
import type { Bars, Frequency } from '../data/source.js'
import type { CostChoice } from '../engine/cost-choices.js'
import type { Observer } from '../engine/observer.js'
import { DEFAULT_SPEC, executeSpec } from '../engine/run-spec.js'
import type { RunContext, Strategy } from '../engine/strategy.js'
import type { AccountModel } from '../finance/account.js'
import type { CommissionModel } from '../finance/commission.js'
import type { FillModel } from '../finance/fill-model.js'
import type { FinancingModel } from '../finance/financing.js'
import type { FxRates } from '../finance/fx.js'
import type { LatencyModel } from '../finance/latency.js'
import type { OrderSnapshot } from '../finance/order.js'
import type { SlippageModel } from '../finance/slippage.js'
import type { Choice } from '../kernel/choice.js'
import { RustybtError } from '../kernel/errors.js'
import { createKernel, type Kernel } from '../kernel/kernel.js'
import type { Plugin } from '../kernel/plugin.js'
import { Calendar, ruleCalendar } from '../time/calendar.js'
import { dateOf, dayOf, type SessionTable, sliceSessions } from '../time/session.js'
import { VERSION } from '../version.js'
import { type TestAxis, testAxis } from './axis.js'
import { checkLengths, datesOf, layOutBars, type TestBars } from './bars.js'
import { adjustmentRecords, type TestCorporateActions } from './corporate-actions.js'
import { memorySource } from './memory-source.js'
import { type Played, type TestRun, testRun } from './outcome.js'

/** Monday to Friday, 09:30 to 16:00 in New York, without holidays: what tests run on where they name no exchange. */
export const weekdays: Calendar = ruleCalendar({
  name: 'weekdays',
  zone: 'America/New_York',
  weekmask: '1111100',
  open: '09:30',
  close: '16:00',
  firstDate: '1970-01-01',
  lastDate: '2099-12-31',
})

/** Each order fills whole at the close of the next bar that trades. */
const atClose: SlippageModel = { fill: (order, bar) => ({ price: bar.price, amount: order.amount - order.filled }) }

const free: CommissionModel = { calculate: () => 0 }

/** What a test says of an asset that it is not content to have as a plain US equity. */
export type TestAsset = Partial<Omit<Equity, 'kind' | 'sid' | 'symbol'> & Omit<Future, 'kind' | 'sid' | 'symbol'>> & {
  readonly kind?: Asset['kind']
}

export interface StrategyTest extends TestCorporateActions {
  readonly bars: TestBars
  /** Session of the first bar of those without dates; 2024-01-02 where left out. */
  readonly start?: string
  /** How many of the first sessions are history only: the run begins after them. */
  readonly warmup?: number
  readonly frequency?: Frequency
  /** A calendar, or the name of one that `plugins` have; `weekdays` where left out. */
  readonly calendar?: string | Calendar
  /** What the account starts with; 100 000 where left out. */
  readonly capital?: number
  /** By symbol, what differs from a US equity that lives as long as its bars. */
  readonly assets?: Readonly<Record<string, TestAsset>>
  /** No commission and fills at the close, where left out; a model, or the choice of one that `plugins` have. */
  readonly commission?: CommissionModel | CostChoice
  readonly slippage?: SlippageModel | CostChoice
  /** Models, or the choices of ones that `plugins` have; none of them where left out. */
  readonly latency?: LatencyModel | Choice
  readonly fills?: FillModel | Choice
  readonly financing?: readonly (FinancingModel | Choice)[]
  readonly account?: AccountModel | Choice
  /** The account's currency, and rates into it. */
  readonly currency?: string
  readonly fx?: FxRates | Choice
  /** Who fills orders, where not the simulated broker as it is: `{ use: 'simulated', fillAt: 'next-open', triggers: 'ohlc' }`. */
  readonly broker?: Choice
  readonly seed?: string
  /** Which of Zipline's quirks hold: none (`strict`), where left out. */
  readonly profile?: Profile
  /** Quirks that are other than the profile has them. */
  readonly quirks?: Partial<Quirks>
  /** Whose calendars and models can be chosen by name. */
  readonly plugins?: readonly Plugin[]
  /** What watches the run; the columns that it adds stand in `performance`. */
  readonly observers?: readonly Observer[]
  /** Stops the run between two sessions. */
  readonly signal?: AbortSignal
}

/**
 * Runs a strategy on bars written in the test, on the engine that backtests run on, and tells what it did:
 *
 *     const { orders } = await runStrategy(myStrategy, { bars: { AAPL: [10, 11, 12] } })
 *     assert.deepEqual(orders.map(({ date, amount }) => [date, amount]), [['2024-01-02', 100]])
 *
 * Throws what is wrong with the bars, and what the strategy throws.
 */
export async function runStrategy(strategy: Strategy, test: StrategyTest): Promise<TestRun> {
  return testRun(await playStrategy(strategy, test))
}

/** The same, with the engine's own result. */
export async function playStrategy(strategy: Strategy, test: StrategyTest): Promise<Played> {
  const plugins = [core, ...(test.plugins ?? []).filter(({ name }) => name !== core.name)]
  const kernel = await createKernel({ version: VERSION, plugins })
  try {
    return await play(kernel, strategy, test)
  } finally {
    await kernel.close()
  }
}

async function play(kernel: Kernel, strategy: Strategy, test: StrategyTest): Promise<Played> {
  const { frequency = 'daily', capital = 100_000, profile = 'strict' } = test
  const given = test.calendar ?? weekdays
  const calendar = typeof given === 'string' ? await kernel.create(Calendar, given) : given
  const count = checkLengths(test.bars)
  const axis = testAxis({ calendar, frequency, start: test.start, dates: datesOf(test.bars), count })
  const bars = layOutBars(test.bars, axis)
  const symbols = Object.keys(test.bars)
  const sessions = sessionsOf(bars, axis)
  const source = memorySource({
    assets: bars.map((each) => assetOf(symbols[each.sid], each, axis, test.assets)),
    bars,
    ...adjustmentRecords(test, symbols, sessions),
  })
  let orders: readonly OrderSnapshot[] = []
  let dataset: Dataset | undefined
  const log: Played['log'][number][] = []
  const result = await executeSpec(
    kernel,
    {
      profile,
      quirks: test.quirks,
      frequency,
      calendar: { useValue: calendar },
      source: { useValue: source },
      broker: test.broker ?? DEFAULT_SPEC.broker,
      latency: modelChoice(test.latency, 'delay'),
      fills: modelChoice(test.fills, 'fill'),
      financing: test.financing?.map((given) => modelChoice(given, 'charge')!),
      account: modelChoice(test.account, 'refusal'),
      currency: test.currency,
      fx: modelChoice(test.fx, 'rate'),
      seed: test.seed,
      commission: costs(test.commission ?? free, 'calculate', free),
      slippage: costs(test.slippage ?? atClose, 'fill', atClose),
      capital: String(capital),
      start: sessions.date(checkWarmup(test.warmup ?? 0, sessions)),
      end: sessions.date(sessions.length - 1),
    },
    watched(strategy, (run, ids) => {
      orders = ids.map((id) => run.orderOf(id)!)
    }),
    {
      signal: test.signal,
      observers: test.observers,
      onData: (data) => {
        dataset = data
      },
      onLog: (level, at, message) => log.push({ at, level, message }),
    },
  )
  return { result, dataset: dataset!, frequency, orders, log }
}

/** From the first bar's session to the last's. */
function sessionsOf(bars: readonly Bars[], axis: TestAxis): SessionTable {
  const first = bars.map(({ times }) => axis.sessionOf(times[0])).sort()[0]
  const last = bars.map(({ times }) => axis.sessionOf(times[times.length - 1])).sort()[bars.length - 1]
  return sliceSessions(axis.sessions, first, last)
}

function checkWarmup(warmup: number, { length }: SessionTable): number {
  if (Number.isInteger(warmup) && warmup >= 0 && warmup < length) return warmup
  throw new RustybtError('WARMUP_INVALID', `${warmup} sessions of warmup leave none of the bars' ${length} to run on`)
}

/** Its last day of trading is its last bar's; then positions in it are closed, as those of CSV files are. */
function assetOf(symbol: string, { sid, times }: Bars, axis: TestAxis, assets: StrategyTest['assets'] = {}): Asset {
  const { kind = 'equity', ...told } = assets[symbol] ?? {}
  const startDate = axis.sessionOf(times[0])
  const endDate = told.endDate ?? axis.sessionOf(times[times.length - 1])
  const fields = {
    sid,
    symbol,
    name: symbol,
    exchange: 'TEST',
    country: 'US',
    currency: 'USD',
    startDate,
    endDate,
    autoCloseDate: dateOf(dayOf(endDate) + 1),
    tickSize: ASSET_CLASSES[kind].tickSize,
    multiplier: 1,
    ...told,
  }
  return kind !== 'future' ? { ...fields, kind } : { rootSymbol: symbol, ...fields, kind }
}

/** A model serves the kinds of asset that it knows, the other one those that are left; a choice stays as it is. */
function costs<M extends CommissionModel | SlippageModel>(
  given: M | CostChoice,
  method: keyof M & string,
  other: M,
): CostChoice {
  if (typeof given !== 'object' || !(method in given)) return given as CostChoice
  const { assetKinds } = given as M
  const choiceOf = (kind: Asset['kind']): Choice => ({ useValue: assetKinds?.includes(kind) === false ? other : given })
  return { equity: choiceOf('equity'), future: choiceOf('future') }
}

/** A model is what has its method; a choice stays as it is. */
function modelChoice(given: object | Choice | undefined, method: string): Choice | undefined {
  return typeof given === 'object' && method in given && !('use' in given) ? { useValue: given } : (given as Choice)
}

/** Looks at the run once more as it ends: what sessions list is how orders stood then. */
function watched(strategy: Strategy, look: (run: RunContext, orderIds: readonly string[]) => void): Strategy {
  return {
    initialize: (run) => strategy.initialize?.(run),
    beforeTradingStart: strategy.beforeTradingStart && ((run) => strategy.beforeTradingStart!(run)),
    onBar: strategy.onBar && ((run) => strategy.onBar!(run)),
    onEnd: (run, result) => {
      const ids = new Set(result.performance.orders.flat().map(({ id }) => id))
      look(
        run,
        [...ids].sort((a, b) => sequence(a) - sequence(b)),
      )
      return strategy.onEnd?.(run, result)
    },
  }
}

const sequence = (orderId: string): number => Number(orderId.slice(orderId.lastIndexOf('-') + 1))
