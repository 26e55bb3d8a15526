import { expect, it } from '@jest/globals'
import { commission, order, set_commission, set_slippage, slippage, symbol } from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

/** Orders on the first bar with these models; the fill's price and its commission. */
async function traded(amount: number, set: () => void): Promise<[number, number]> {
  let isFirst = true
  const { fills, orders } = await test_algorithm(
    {
      initialize: () => set(),
      handle_data() {
        if (isFirst) order(symbol('AAPL'), amount)
        isFirst = false
      },
    },
    { bars: { AAPL: [100, 100, 100] } },
  )
  return [fills[0].price, orders[0].commission]
}

it.each([
  ['PerShareCommission', () => commission.PerShareCommission(0.005), 1],
  ['PercentageCommission', () => commission.PercentageCommission({ percentage: 0.001 }), 10],
  ['TieredCommission', () => commission.TieredCommission({ 0: 0.002, 100000: 0.0005 }, 5), 20],
  ['MakerTakerCommission', () => commission.MakerTakerCommission(-0.0001, 0.0004), 4],
  ['CryptoCommission', () => commission.CryptoCommission({ maker_rate: 0, taker_rate: 0.001 }), 10],
])('%s charges as in Python’s RustyBT', async (_, model, charge) => {
  const [, paid] = await traded(100, () => {
    set_slippage(slippage.NoSlippage())
    set_commission(model())
  })
  expect(paid).toBe(charge)
})

it.each([
  ['VolumeShareSlippageDecimal', () => slippage.VolumeShareSlippageDecimal(), 100.1, 99.9],
  [
    'FixedBasisPointSlippageDecimal',
    () => slippage.FixedBasisPointSlippageDecimal({ basis_points: 0.1 }),
    100.01,
    99.99,
  ],
  ['BidAskSpreadSlippageDecimal', () => slippage.BidAskSpreadSlippageDecimal({ spread_estimate: 0.002 }), 100.1, 99.9],
  ['AsymmetricSlippage', () => slippage.AsymmetricSlippage(slippage.FixedSlippage(2), slippage.NoSlippage()), 101, 100],
])('%s moves the price for buys and sells', async (_, model, buy, sell) => {
  const set = () => set_slippage(model())
  expect([(await traded(100, set))[0], (await traded(-100, set))[0]]).toEqual([
    expect.closeTo(buy, 9),
    expect.closeTo(sell, 9),
  ])
})
