import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  attach_pipeline,
  type BarData,
  batch_market_order,
  type Context,
  CustomFactor,
  continuous_future,
  date_rules,
  EODCancel,
  EquityPricing,
  future_symbol,
  order,
  Pipeline,
  pipeline_output,
  run_algorithm,
  schedule_function,
  set_cancel_policy,
  set_commission,
  set_max_order_size,
  set_slippage,
  slippage,
  symbol,
} from '../../compat/index.js'
import { type TestAlgorithmOptions, test_algorithm } from '../../compat/test-algorithm.js'
import { QUIRKS, type Quirks, quirksOf } from '../../core/data/quirks.js'
import { DATA } from './answers.js'

type Chosen = Pick<TestAlgorithmOptions, 'profile' | 'quirks'>
type Callbacks = Parameters<typeof test_algorithm>[0]
interface Case {
  /** What is seen under some rules. */
  readonly see: (rules: Chosen) => Promise<unknown>
  readonly zipline: unknown
  readonly strict: unknown
}

const play = (
  callbacks: Partial<Callbacks>,
  options: Omit<TestAlgorithmOptions, 'profile' | 'quirks'>,
  rules: Chosen,
) =>
  test_algorithm({ initialize: () => {}, ...callbacks }, { commission: { calculate: () => 0 }, ...options, ...rules })

/** What one expression answers in a callback, bar by bar. */
async function each(
  callback: 'handle_data' | 'before_trading_start',
  read: (data: BarData) => unknown,
  options: Omit<TestAlgorithmOptions, 'profile' | 'quirks'>,
  rules: Chosen,
): Promise<unknown[]> {
  const seen: unknown[] = []
  await play({ [callback]: (_context: Context, data: BarData) => void seen.push(read(data)) }, options, rules)
  return seen
}
const once = (callback: (context: Context, data: BarData) => void) => {
  let done = false
  return (context: Context, data: BarData) => {
    if (!done) callback(context, data)
    done = true
  }
}
const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
const minutes = (price: number, times = ['14:31', '14:32', '14:33'], day = '2024-01-02') =>
  times.map((time, i) => ({ date: `${day} ${time}`, close: price + i }))

const CASES: Partial<Record<keyof Quirks, Case>> = {
  storeThousandths: {
    see: (rules) =>
      each(
        'handle_data',
        (data) => rounded(data.current(symbol('AAA'), 'price'), 6),
        { bars: { AAA: [10.12345] } },
        rules,
      ),
    zipline: [10.123],
    strict: [10.12345],
  },
  roundHistory: {
    see: async (rules) => {
      const options = {
        bars: { AAA: [10.001, 2.5] },
        splits: [{ symbol: 'AAA', date: '2024-01-03', ratio: 0.25 }],
        warmup: 1,
      }
      const read = (data: BarData) => rounded(data.history(symbol('AAA'), 'close', 2, '1d').values[0], 6)
      return each('handle_data', read, options, rules)
    },
    zipline: [2.5],
    strict: [2.50025],
  },
  beforeTradingStartSeesToday: {
    see: (rules) =>
      each(
        'before_trading_start',
        (data) => data.current(symbol('AAA'), 'price'),
        { bars: { AAA: [10, 11, 12] }, warmup: 1 },
        rules,
      ),
    zipline: [11, 12],
    strict: [10, 11],
  },
  cannotTradeBeforeOpen: {
    see: (rules) =>
      each(
        'before_trading_start',
        (data) => data.can_trade(symbol('AAA')),
        { bars: { AAA: [...minutes(10), ...minutes(12, undefined, '2024-01-03')] }, data_frequency: 'minute' },
        rules,
      ),
    zipline: [false, false],
    strict: [false, true],
  },
  windowBeforeOpenTakesFirstActions: {
    see: (rules) =>
      each(
        'before_trading_start',
        (data) =>
          data
            .history([symbol('AAA'), symbol('BBB')], ['price', 'volume'], 1, '1m')
            .get('price')
            .get(symbol('BBB')).values[0],
        {
          bars: {
            AAA: [...minutes(40), ...minutes(20, undefined, '2024-01-03')],
            BBB: [...minutes(10), ...minutes(10, undefined, '2024-01-03')],
          },
          splits: [{ symbol: 'AAA', date: '2024-01-03', ratio: 0.5 }],
          data_frequency: 'minute',
          warmup: 1,
        },
        rules,
      ),
    zipline: [6],
    strict: [12],
  },
  unpaidDividendWithoutPaySession: {
    see: async (rules) => {
      const weekend = await play(
        { handle_data: once(() => order(symbol('AAA'), 10)) },
        {
          bars: { AAA: [10, 10, 10, 10, 10, 10] },
          slippage: { fill: ({ amount }) => ({ price: 10, amount }) },
          dividends: [{ symbol: 'AAA', exDate: '2024-01-04', payDate: '2024-01-06', amount: 1 }],
        },
        rules,
      )
      return [weekend.cash, await cashWithoutPayDate(rules)]
    },
    zipline: [99_900, 99_900],
    strict: [99_910, 99_910],
  },
  scheduledOncePer24Hours: {
    see: async (rules) => {
      const days: string[] = []
      await play(
        {
          initialize: () =>
            schedule_function(
              (_context, data) => days.push(data.current_session.isoformat().slice(5, 10)),
              date_rules.every_day(),
            ),
        },
        { bars: { AAA: [10, 10, 10, 10] }, start: '2020-12-23' },
        rules,
      )
      return days
    },
    zipline: ['12-23', '12-28', '12-29'],
    strict: ['12-23', '12-24', '12-28', '12-29'],
  },
  fillBeyondLimit: {
    see: async (rules) => {
      const { fills } = await play(
        {
          initialize: () => set_slippage(slippage.FixedSlippage(0.5)),
          handle_data: once(() => order(symbol('AAA'), 10, { limit_price: 10 })),
        },
        { bars: { AAA: [10, 10, 10] } },
        rules,
      )
      return fills.map(({ price }) => price)
    },
    zipline: [10.25],
    strict: [10],
  },
  multiplierInSinglePrecision: {
    see: async (rules) => {
      const { portfolioValue } = await play(
        { handle_data: once(() => order(future_symbol('CLF25'), 1_000_000)) },
        {
          bars: { CLF25: [10, 10, 11] },
          assets: { CLF25: { kind: 'future', rootSymbol: 'CL', multiplier: 0.1 } },
          slippage: { fill: ({ amount }, { close }) => ({ price: close, amount }) },
        },
        rules,
      )
      return rounded(portfolioValue - 100_000, 6)
    },
    zipline: 100_000.00149,
    strict: 100_000,
  },
  splitKeepsLastPrice: {
    see: async (rules) => {
      const { fills } = await play(
        { handle_data: once(() => order(symbol('AAA'), 10)) },
        {
          bars: {
            AAA: ['2024-01-02', '2024-01-03'].map((date) => ({ date, close: 40 })),
            BBB: [1, 1, 1, 1],
          },
          splits: [{ symbol: 'AAA', date: '2024-01-04', ratio: 0.5 }],
          slippage: { fill: ({ amount }, { close }) => ({ price: close, amount }) },
        },
        rules,
      )
      return fills.map(({ amount, price }) => [amount, price])
    },
    zipline: [
      [10, 40],
      [-20, 40],
    ],
    strict: [
      [10, 40],
      [-20, 20],
    ],
  },
  rebatesUnpaid: {
    see: async (rules) => {
      const { cash } = await play(
        {
          initialize: () => set_commission({ us_equities: { calculate: () => -5 } }),
          handle_data: once(() => order(symbol('AAA'), 10)),
        },
        { bars: { AAA: [10, 10] }, slippage: { fill: ({ amount }) => ({ price: 10, amount }) } },
        rules,
      )
      return cash
    },
    zipline: 99_900,
    strict: 99_905,
  },
  batchOrdersUncontrolled: {
    see: async (rules) => {
      const run = play(
        {
          initialize: () => set_max_order_size({ max_shares: 5, on_error: 'fail' }),
          handle_data: once(() => batch_market_order([[symbol('AAA'), 10]])),
        },
        { bars: { AAA: [10, 10] } },
        rules,
      )
      return run.then(
        ({ orders }) => orders.length,
        (error: { name: string }) => error.name,
      )
    },
    zipline: 1,
    strict: 'TradingControlViolation',
  },
  dailyCancelTakesOneOfSeveral: {
    see: async (rules) => {
      const { orders } = await play(
        {
          initialize: () => set_cancel_policy(EODCancel()),
          handle_data: once(() => {
            for (const limit_price of [1, 2]) order(symbol('AAA'), 10, { limit_price })
            order(symbol('BBB'), 10, { limit_price: 1 })
          }),
        },
        { bars: { AAA: [10], BBB: [10] } },
        rules,
      )
      return orders.map(({ status }) => status)
    },
    zipline: ['cancelled', 'open', 'open'],
    strict: ['cancelled', 'cancelled', 'cancelled'],
  },
  cancelledAtSessionEndUnlisted: {
    see: async (rules) => {
      const { performance } = await play(
        {
          initialize: () => set_cancel_policy(EODCancel()),
          handle_data: once(() => {
            for (const limit_price of [1, 2]) order(symbol('AAA'), 10, { limit_price })
          }),
        },
        { bars: { AAA: [10, 10, 10] } },
        { ...rules, quirks: { ...rules.quirks, dailyCancelTakesOneOfSeveral: true } },
      )
      return performance.map(
        ({ orders }) => (orders as { status: number }[]).filter(({ status }) => status === 2).length,
      )
    },
    zipline: [1, 1, 0],
    strict: [1, 0, 0],
  },
  ticksInDoubles: {
    see: async (rules) => {
      const handle_data = once(() => void order(symbol('AAA'), 10, { limit_price: 100.99 }))
      return (await play({ handle_data }, { bars: { AAA: [101, 101] } }, rules)).orders[0].limit
    },
    zipline: 100.99000000000001,
    strict: 100.99,
  },
  triggersAtClose: {
    see: async (rules) => {
      const handle_data = once(() => void order(symbol('AAA'), 10, { stop_price: 11 }))
      const bars = { AAA: [10, { open: 10, high: 12, low: 10, close: 10 }, { open: 10, high: 12, low: 10, close: 12 }] }
      const { fills } = await play({ handle_data }, { bars, slippage: 'none' }, rules)
      return fills.map(({ date, price }) => [date, price])
    },
    zipline: [['2024-01-04', 12]],
    strict: [['2024-01-03', 11]],
  },
  refusalsEndTheRun: {
    see: (rules) => {
      const units = (data: BarData) => 10 / data.current(symbol('AAA'), 'open')
      const callbacks = { handle_data: (_: Context, data: BarData) => void order(symbol('AAA'), units(data)) }
      return play(callbacks, { bars: { AAA: [10, null, 10] } }, rules).then(
        ({ events }) => events.filter(({ kind }) => kind === 'refused').map(({ reason }) => reason),
        ({ code }) => code,
      )
    },
    zipline: 'ORDER_AMOUNT_INVALID',
    strict: ['bad-amount'],
  },
  maximumComparesBits: {
    see: async (rules) => {
      const chosen: string[] = []
      await play(
        {
          initialize: () => void attach_pipeline(new Pipeline({ screen: new Negative().top(1) }), 'p'),
          handle_data: () => chosen.push(...Array.from(pipeline_output('p').index, ({ symbol: ticker }) => ticker)),
        },
        { bars: { AAA: [10, 10], BBB: [20, 20] }, warmup: 1 },
        rules,
      )
      return chosen
    },
    zipline: ['BBB'],
    strict: ['AAA'],
  },
  quantilesGroupMissing: {
    see: async (rules) => {
      const groups: unknown[] = []
      await play(
        {
          initialize: () =>
            void attach_pipeline(new Pipeline({ columns: { q: EquityPricing.close.latest.quantiles(2) } }), 'p'),
          handle_data: () => groups.push(pipeline_output('p').get('q').values[1]),
        },
        { bars: { AAA: [10, 10, 10, 10], BBB: [20, 20, null, 20], CCC: [5, 5, 5, 5] }, warmup: 1 },
        rules,
      )
      return groups
    },
    zipline: [1, 1, -(2 ** 63)],
    strict: [1, 1, -1],
  },
  rollsFoundAhead: {
    see: async (rules) => {
      let sids: number[] = []
      const day = '2021-02-01'
      await run_algorithm({
        ...{ start: day, end: day, capital_base: 1e5, csv: DATA.futures, trading_calendar: 'us_futures' },
        ...rules,
        initialize: () => {},
        handle_data: (_context, data) => {
          sids = data.history(continuous_future('CL', { roll: 'volume' }), 'sid', 10, '1d').toArray()
        },
      })
      return sids.slice(-3)
    },
    zipline: [1, 1, 1],
    strict: [1, 2, 2],
  },
}

class Negative extends CustomFactor {
  static override inputs = [EquityPricing.close]
  static override window_length = 1

  override compute(
    _today: unknown,
    _assets: Int32Array,
    out: Float64Array,
    close: { column(j: number): Float64Array },
  ) {
    for (let j = 0; j < out.length; j++) out[j] = -close.column(j)[0]
  }
}

/** Cash at the end where the data have a dividend of no pay date at all. */
async function cashWithoutPayDate(rules: Chosen): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'quirks-'))
  const days = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05']
  mkdirSync(join(dir, 'bars'))
  writeFileSync(
    join(dir, 'bars', 'AAA.csv'),
    `date,open,high,low,close,volume\n${days.map((day) => `${day},10,10,10,10,1000000`).join('\n')}\n`,
  )
  writeFileSync(join(dir, 'dividends.csv'), 'symbol,ex_date,amount\nAAA,2024-01-04,1\n')
  const perf = await run_algorithm({
    ...{ start: days[0], end: days[3], capital_base: 100_000, csv: dir },
    ...rules,
    initialize: () => {
      set_slippage(slippage.NoSlippage())
      set_commission({ us_equities: { calculate: () => 0 } })
    },
    handle_data: once(() => order(symbol('AAA'), 10)),
  })
  return perf.ending_cash.values[3]
}

const cases = Object.entries(CASES).map(([name, each]) => [name, each] as const)

describe('each quirk, and nothing but it, makes the difference', () => {
  it.each(cases)('%s', async (name, { see, zipline, strict }) => {
    expect(await see({ profile: 'zipline' })).toEqual(zipline)
    expect(await see({ profile: 'strict' })).toEqual(strict)
    expect(await see({ profile: 'zipline', quirks: { [name]: false } })).toEqual(strict)
    expect(await see({ profile: 'strict', quirks: { [name]: true } })).toEqual(zipline)
  })
})

describe('the list of quirks', () => {
  const names = Object.keys(QUIRKS.zipline)
  const page = readFileSync(new URL('../../docs/quirks.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => /^\| `/.test(line))

  it('is all on in zipline, all off in strict', () => {
    expect(new Set(Object.values(QUIRKS.zipline))).toEqual(new Set([true]))
    expect(QUIRKS.strict).toEqual(Object.fromEntries(names.map((name) => [name, false])))
  })

  it('is told in docs/quirks.md, in the same order, with Zipline, strict and when it matters', () => {
    expect(rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1])).toEqual(names)
    for (const row of rows) expect(row.split('|').filter((cell) => cell.trim() !== '').length).toBe(4)
  })

  it('is tested, each by name', () => {
    const files = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' })
    const tests = files.filter((file) => /\.test\.ts$/.test(file))
    const all = tests.map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).join('\n')
    expect(names.filter((name) => !(name in CASES) && !new RegExp(`\\b${name}\\b`).test(all))).toEqual([])
  })

  it('has names that must be right', () => {
    expect(() => quirksOf('strict', { fillBeyondLimits: true } as Partial<Quirks>)).toThrow(
      "'fillBeyondLimits' is no quirk",
    )
    expect(() => quirksOf('strict', { roundHistory: 1 } as unknown as Partial<Quirks>)).toThrow('is true or false')
    expect(quirksOf('strict', { roundHistory: true })).toEqual({ ...QUIRKS.strict, roundHistory: true })
  })
})
