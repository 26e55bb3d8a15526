import { describe, expect, it } from '@jest/globals'
import {
  account_models,
  type Context,
  commission,
  fills,
  financing,
  latency,
  order,
  set_account_model,
  set_commission,
  set_fill_model,
  set_financing,
  set_latency,
  set_slippage,
  slippage,
  symbol,
} from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

const bar = (close: number, volume = 1000) => ({ close, volume })

/** Sets models, orders on the first bar, and looks at the account on each. */
async function run(amount: number, set: () => void, see: (context: Context) => unknown = () => 0) {
  const seen: unknown[] = []
  let isFirst = true
  const done = await test_algorithm(
    {
      initialize() {
        set_slippage(slippage.NoSlippage())
        set_commission(commission.NoCommission())
        set()
      },
      handle_data(context) {
        seen.push(see(context))
        if (isFirst) order(symbol('A'), amount)
        isFirst = false
      },
    },
    { bars: { A: [bar(10), bar(10), bar(10), bar(10)] }, capital_base: 1000 },
  )
  return { ...done, seen }
}

describe('models that the algorithm sets', () => {
  it('delay its orders', async () => {
    const late = await run(5, () => set_latency(latency.FixedLatencyModel({ network_ms: 86_400_000, exchange_ms: 1 })))
    expect(late.fills.map(({ date }) => date)).toEqual(['2024-01-04'])
    const models = [
      latency.RandomLatencyModel({ network_range: [1, 2], distribution: 'normal' }),
      latency.HistoricalLatencyModel({ '2023-01-01': 5 }),
    ]
    expect((await run(5, () => set_latency(latency.CompositeLatencyModel(...models)))).fills[0].date).toBe('2024-01-03')
  })

  it.each([
    [fills.VolumeBasedFillModel(), 100],
    [fills.AggressiveFillModel(), 250],
    [fills.BalancedFillModel(), 100],
    [fills.ConservativeFillModel(), 50],
  ])('give them a part: %j', async (model, amount) => {
    expect((await run(400, () => set_fill_model(model))).fills[0].amount).toBe(amount)
  })

  it('charge what holding costs', async () => {
    const models = [
      financing.BorrowCostModel({ rates: { A: 0.365 } }),
      financing.OvernightFinancingModel({ long_rate: 0.073 }),
      financing.MarginInterestModel({ rate: 0.36 }),
      financing.FundingModel(),
    ]
    const flows = async (amount: number) =>
      (await run(amount, () => set_financing(...models))).cashFlows.map(({ date, kind, amount }) => [
        date,
        kind,
        amount,
      ])
    expect(await flows(-100)).toEqual([
      ['2024-01-04', 'borrow-fee', -1],
      ['2024-01-05', 'borrow-fee', -1],
    ])
    expect((await flows(200)).slice(0, 2)).toEqual([
      ['2024-01-04', 'overnight', -0.4],
      ['2024-01-04', 'margin-interest', -1],
    ])
  })

  it('say what the account may do, and what it still can', async () => {
    const see = ({ account }: Context) => [
      account.buying_power,
      account.initial_margin_requirement,
      account.maintenance_margin_requirement,
      account.available_funds,
      account.excess_liquidity,
    ]
    const margin = await run(100, () => set_account_model(account_models.MarginAccount({ on_call: 'warn' })), see)
    expect(margin.seen.slice(0, 2)).toEqual([
      [1000, 0, 0, 1000, 1000],
      [500, 500, 250, 500, 750],
    ])
    const cash = await run(101, () => set_account_model(account_models.CashAccount()), see)
    expect(cash.orders).toMatchObject([{ status: 'rejected', reason: 'insufficient-funds' }])
    expect(cash.seen[0]).toEqual([1000, 0, 0, 1000, 1000])
    const none = await run(1000, () => {}, see)
    expect(none.seen[1]).toEqual([Number.POSITIVE_INFINITY, 0, 0, -9000, -9000])
  })

  it('are refused where they are none, and after initialize', async () => {
    await expect(run(1, () => set_latency({} as never))).rejects.toMatchObject({
      message: expect.stringContaining('no function delay'),
    })
    await expect(
      run(
        1,
        () => {},
        () => set_financing(),
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining("'set_financing' outside of initialize") })
  })
})
