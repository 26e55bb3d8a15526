import { describe, expect, it } from '@jest/globals'
import { commission, execution, order, set_commission, set_slippage, slippage, symbol } from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

const bars = {
  AAPL: [100, 100, 100],
  ESH4: [4000, { open: 4000, high: 4010, low: 3990, close: 4005, volume: 1000 }, 4000],
}
const assets = { ESH4: { kind: 'future' as const, rootSymbol: 'ES', multiplier: 50 } }

/** Sets models and orders 10 of each asset on the first bar. */
function run(set: () => void = () => {}) {
  let isFirst = true
  const algorithm = {
    initialize: () => set(),
    handle_data() {
      if (isFirst) for (const name of ['AAPL', 'ESH4']) order(symbol(name), 10)
      isFirst = false
    },
  }
  return test_algorithm(algorithm, { bars, assets })
}

describe('the models of a run', () => {
  it("are Zipline's for each kind of asset, where the algorithm sets none", async () => {
    const { fills, orders } = await run()
    // 5 basis points off the close; 7.5 off the middle of the range, as there is no history; 0.001 a share; 0.85 a contract and ES's fee.
    expect(fills.map(({ symbol, price }) => [symbol, price])).toEqual([
      ['AAPL', 100.05],
      ['ESH4', 4003],
    ])
    expect(orders.map((each) => each.commission)).toEqual([0.01, 8.5 + 1.18])
  })

  it('are set kind by kind; the other kind keeps its own', async () => {
    const { fills, orders } = await run(() => {
      set_slippage(slippage.FixedSlippage({ spread: 2 }))
      set_commission({ us_futures: commission.PerFutureTrade({ ES: 3 }) })
    })
    expect(fills.map(({ price }) => price)).toEqual([101, 4003])
    expect(orders.map((each) => each.commission)).toEqual([0.01, 3])
  })

  it('take two models by position, and null for none', async () => {
    const { orders } = await run(() => set_commission(null, commission.PerContract(1, { ES: 0.5 }, 20)))
    expect(orders.map((each) => each.commission)).toEqual([0.01, 20])
  })

  it.each([
    ['IncompatibleCommissionModel', () => set_commission(commission.PerContract(1, 1))],
    ['IncompatibleCommissionModel', () => set_commission({ us_futures: commission.PerShare() })],
    ['IncompatibleSlippageModel', () => set_slippage(slippage.VolatilityVolumeShare(0.05))],
    ['UnsupportedSlippageModel', () => set_slippage({ us_equities: 'cheap' as never })],
    ['UnsupportedCommissionModel', () => set_commission(7 as never)],
  ])('are refused where they do not fit: %s', async (name, set) => {
    await expect(run(set)).rejects.toMatchObject({ name })
  })
})

describe("a model of the algorithm's own", () => {
  it('may be a plain object', async () => {
    const { fills, orders } = await run(() => {
      set_slippage({ process_order: (data, { sid, open_amount }) => [data.current(sid, 'high') + 1, open_amount / 4] })
      set_commission({ calculate: ({ filled }, { amount, price }) => filled + amount + price / 1000 })
    })
    expect(fills.filter(({ symbol }) => symbol === 'AAPL').map(({ price, amount }) => [price, amount])).toEqual([
      [101, 2],
      [101, 2],
    ])
    expect(orders[0].commission).toBe(2 + 0.101 + (2 + 2 + 0.101))
  })

  it('is for the assets that its base is for', async () => {
    class Futures extends slippage.FutureSlippageModel {
      process_order() {
        return null
      }
    }
    const failure = run(() => set_slippage(new Futures()))
    await expect(failure).rejects.toThrow('Futures is for future assets')
    const { fills } = await run(() => set_slippage({ us_futures: new Futures() }))
    expect(fills.map(({ symbol }) => symbol)).toEqual(['AAPL'])
  })

  it('may be of market impact', async () => {
    class Tenth extends slippage.MarketImpactBase {
      get_txn_volume = () => 4
      get_simulated_impact = () => 0.1
    }
    const { fills } = await run(() => set_slippage(null, new Tenth()))
    expect(fills.filter(({ symbol }) => symbol === 'ESH4')).toMatchObject([
      { amount: 4, price: 4004 },
      { amount: 4, price: 4004 },
    ])
  })

  it('fills no less than one unit', async () => {
    const failure = run(() => set_slippage({ process_order: () => [100, 0.5] }))
    await expect(failure).rejects.toThrow('Transaction magnitude must be at least 1')
  })
})

describe('arguments of models and styles', () => {
  it.each([
    [
      'a name that it does not have',
      () => commission.PerShare({ costs: 1 } as object),
      "PerShare does not take 'costs'",
    ],
    ['more than it has', () => commission.PerTrade(...([1, 2] as unknown as [number])), 'does not take 2 arguments'],
    ['less than it needs', () => commission.PerContract({ cost: 1 } as never), 'PerContract needs exchange_fee'],
    ['what is out of bounds', () => slippage.FixedBasisPointsSlippage({ volume_limit: 0 }), 'to be more than 0, was 0'],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message)
  })

  it('come by position, by name, or both', () => {
    const byName = commission.PerShare({ cost: 0.005, min_trade_cost: 1 })
    expect(commission.PerShare(0.005, 1)).toEqual(byName)
    expect(commission.PerShare(0.005, { min_trade_cost: 1 } as never)).toEqual(byName)
    expect(execution.StopLimitOrder(10, { stop_price: 9 } as never)).toEqual(execution.StopLimitOrder(10, 9))
  })
})
