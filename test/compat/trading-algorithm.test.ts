import { describe, expect, it } from '@jest/globals'
import {
  type BarData,
  type Context,
  EODCancel,
  order_target_percent,
  run_algorithm,
  symbol,
  Timestamp,
  TradingAlgorithm,
  type TradingAlgorithmOptions,
} from '../../compat/index.js'
import { DATA } from './answers.js'

const sim_params = { start_session: '2020-03-02', end_session: '2020-03-06', capital_base: 50_000 }
const base: TradingAlgorithmOptions = { sim_params, csv: DATA.daily }

describe('the context is the algorithm', () => {
  it('its methods are the functions of the API', async () => {
    const seen: unknown[] = []
    const perf = await run_algorithm({
      start: '2020-03-02',
      end: '2020-03-06',
      capital_base: 50_000,
      csv: DATA.daily,
      initialize(context: Context) {
        context.asset = context.symbol('ALFA')
        context.all = context.symbols('ALFA', 'BETA')
        context.set_commission({ us_equities: { calculate: () => 1 } })
        context.schedule_function((inner: Context) => inner.record({ scheduled: 1 }))
        context.set_long_only()
        seen.push(context.initialized, context.asset === symbol('ALFA'), context.all[1] === context.sid(1))
      },
      handle_data(context: Context, data: BarData) {
        if (context.get_open_orders().size === 0 && !context.ordered) context.ordered = context.order(context.asset, 10)
        context.record('price', data.current(context.asset, 'price'))
        seen.push([
          context.datetime.isoformat(),
          context.get_datetime('America/New_York').hour,
          [...context.blotter.open_orders.keys()].map(String),
          context.blotter.orders.get(context.ordered)?.status,
        ])
      },
      analyze(context: Context) {
        seen.push(context.recorded_vars, context.portfolio.positions.get(context.asset).amount, context.risk_report)
      },
    })
    expect(seen.slice(0, 3)).toEqual([false, true, true])
    expect(seen[3]).toEqual(['2020-03-02T21:00:00+00:00', 16, ['Equity(0 [ALFA])'], 0])
    expect(seen[4]).toEqual(['2020-03-03T21:00:00+00:00', 16, [], 1])
    expect(seen.slice(-3)).toEqual([{ scheduled: 1, price: perf.get('price').values.at(-1) }, 10, {}])
  })

  it('tells what the run is', async () => {
    let told: unknown[] = []
    const algo = new TradingAlgorithm({
      ...base,
      handle_data(context) {
        const { sim_params: asked, trading_calendar, data_frequency, asset_finder } = context
        told = [
          asked.start_session.isoformat(),
          asked.end_session.isoformat(),
          asked.first_open.isoformat(),
          asked.last_close.isoformat(),
          asked.sessions.length,
          asked.capital_base,
          asked.emission_rate,
          [trading_calendar.name, trading_calendar.next_session('2020-03-06').isoformat()],
          data_frequency,
          asset_finder.lookup_symbol('beta').sid,
          asset_finder.retrieve_all([0, 2]).map(({ symbol: ticker }: { symbol: string }) => ticker),
        ]
      },
    })
    await algo.run()
    expect(told).toEqual([
      '2020-03-02T00:00:00',
      '2020-03-06T00:00:00',
      '2020-03-02T14:31:00+00:00',
      '2020-03-06T21:00:00+00:00',
      5,
      50_000,
      'daily',
      ['XNYS', '2020-03-09T00:00:00'],
      'daily',
      1,
      ['ALFA', 'CHAR'],
    ])
  })

  it('keeps what an algorithm puts there, under whatever name', async () => {
    let kept: Record<string, unknown> = {}
    const algo = new TradingAlgorithm({
      ...base,
      initialize(context) {
        context.symbols = ['ALFA']
        context.order = 3
        context.blotter = 'mine'
        context.i = 0
      },
      handle_data(context) {
        context.i += 1
        kept = { ...context }
      },
    })
    await algo.run()
    expect(kept).toEqual({ symbols: ['ALFA'], order: 3, blotter: 'mine', i: 5 })
  })
})

describe('TradingAlgorithm', () => {
  it('runs functions as run_algorithm does, and holds the account afterwards', async () => {
    const handle_data = () => void order_target_percent(symbol('ALFA'), 0.5)
    const algo = new TradingAlgorithm({ ...base, handle_data })
    const perf = await algo.run()
    const same = await run_algorithm({
      start: '2020-03-02',
      end: '2020-03-06',
      capital_base: 50_000,
      csv: DATA.daily,
      initialize: () => {},
      handle_data,
    })
    expect(perf.to_records()).toEqual(same.to_records())
    expect(algo.portfolio.portfolio_value).toBe(perf.portfolio_value.values.at(-1))
    expect((algo as Context).get_datetime().isoformat()).toBe('2020-03-06T21:00:00+00:00')
  })

  it('may be extended, with its callbacks as methods', async () => {
    class Steps extends TradingAlgorithm {
      steps: string[] = []
      override initialize() {
        this.steps.push('initialize')
      }
      override before_trading_start() {
        this.steps.push('before')
      }
      override handle_data(data: BarData) {
        this.steps.push(`bar ${data.current_session.isoformat().slice(8, 10)}`)
      }
      override analyze() {
        this.steps.push('analyze')
      }
    }
    const algo = new Steps({ ...base, sim_params: { ...sim_params, end_session: '2020-03-03' } })
    await algo.run()
    expect(algo.steps).toEqual(['initialize', 'before', 'bar 02', 'before', 'bar 03', 'analyze'])
  })

  it('hands whatever else it is given to initialize', async () => {
    let given: unknown
    const initialize = (_context: Context, kwargs: unknown) => {
      given = kwargs
    }
    await new TradingAlgorithm({ ...base, initialize, window: 20, tickers: ['ALFA'] }).run()
    expect(given).toEqual({ window: 20, tickers: ['ALFA'] })
  })

  it('takes capital changes, a metrics set, a cancel policy and a benchmark', async () => {
    const perf = await new TradingAlgorithm({
      ...base,
      capital_changes: { '2020-03-04': { type: 'delta', value: 1000 } },
      metrics_set: 'classic',
      cancel_policy: EODCancel(),
      benchmark_sid: 1,
      initialize(context) {
        context.i = 0
      },
      handle_data(context) {
        if (context.i++ === 0) for (const amount of [10, 20]) context.order(symbol('ALFA'), amount, { limit_price: 1 })
      },
    }).run()
    expect(perf.ending_cash.toArray()).toEqual([50_000, 50_000, 51_000, 51_000, 51_000])
    expect(Object.keys(perf.risk_report)).toContain('one_month')
    const statuses = perf
      .to_records()
      .flatMap(({ orders }) => (orders as { status: number }[]).map(({ status }) => status))
    expect(statuses).toContain(2)
    expect(perf.benchmark_period_return.values.at(-1)).not.toBe(0)
  })

  it('takes dates of any kind', async () => {
    const sessions = [new Timestamp('2020-03-02', 'UTC'), new Date('2020-03-03T00:00:00Z')] as const
    const algo = new TradingAlgorithm({ ...base, sim_params: { start_session: sessions[0], end_session: sessions[1] } })
    expect((await algo.run()).starting_cash.toArray()).toEqual([100_000, 100_000])
  })

  it.each([
    [{ sim_params: { ...sim_params, capital_base: 0 } }, 'ZERO_CAPITAL'],
    [{ sim_params: { ...sim_params, trading_calendar: '24/7' }, trading_calendar: 'XNYS' }, 'CONFLICTING_CALENDARS'],
    [{ script: 'export function initialize() {}', handle_data: () => {} }, 'SCRIPT_AND_FUNCTIONS'],
  ])('refuses what cannot be: %#', (options, code) => {
    expect(() => new TradingAlgorithm({ ...base, ...options })).toThrow(expect.objectContaining({ code }))
  })

  it('is run once', async () => {
    const algo = new TradingAlgorithm(base)
    expect(() => algo.portfolio).toThrow('has not been run')
    await algo.run()
    await expect(algo.run()).rejects.toMatchObject({ code: 'ALGORITHM_RUN' })
  })
})
