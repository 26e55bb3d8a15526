import { describe } from '@jest/globals'
import { LIQUIDITY_EXCEEDED, SlippageModel } from '../../../../core/finance/slippage.js'
import { slippageBehaviours, slippageContract } from '../../../../core/testing/contracts/slippage.js'
import slippage from '../../../../plugins/slippage/plugin.js'
import { testCatches } from './wrong.js'

slippageContract({
  plugin: slippage,
  use: 'none',
  valid: [{ order: { amount: 100 }, bar: 10, expect: { price: 10, amount: 100 } }],
})
slippageContract({
  plugin: slippage,
  use: { use: 'fixed', spread: 0.1 },
  valid: [{ order: { amount: -100 }, bar: 10, expect: { price: 9.95, amount: -100 } }],
})
slippageContract({
  plugin: slippage,
  use: 'fixed-basis-points',
  valid: [
    { order: { amount: 100 }, bar: 10, expect: { price: 10.005, amount: 100 } },
    { order: { amount: 100 }, bar: { close: 10, volume: 500 }, expect: { price: 10.005, amount: 50 } },
    { order: { amount: 100 }, bar: { close: 10, volume: 500, volumeUsed: 50 }, expect: 'liquidity-exceeded' },
  ],
})
slippageContract({
  plugin: slippage,
  use: 'volume-share',
  valid: [
    // A fortieth of the volume: 10 · (1 + 0.025² · 0.1)
    { order: { amount: 100 }, bar: { close: 10, volume: 1000 }, expect: { price: 10.000625, amount: 25 } },
    { order: { amount: 100, limit: 10 }, bar: { close: 10, volume: 1000 }, expect: 'nothing' },
  ],
})
slippageContract({
  plugin: slippage,
  use: 'volatility-volume-share',
  valid: [
    // Without history the price is worse by 7.5 basis points.
    { order: { amount: 10 }, bar: { close: 100, history: {} }, expect: { price: 100.075, amount: 10 } },
  ],
})

type Fill = SlippageModel['fill']
const fill = (fill: Fill) => () => ({ fill })
const whole: Fill = (order, bar) => ({ price: bar.close, amount: order.amount - order.filled })
const changed = (change: (right: { price: number; amount: number }) => unknown) =>
  fill((order, bar) => change(whole(order, bar) as never) as ReturnType<Fill>)

describe('what is wrong with a slippage model', () => {
  let runs = 0
  testCatches(SlippageModel, slippageBehaviours(), {
    'has fill(order, bar)': () => ({}) as SlippageModel,
    'tells a name and the kinds of asset that it knows, where it does, as they are written': () => ({
      fill: whole,
      name: '',
    }),
    'fills something of a small order where much trades': fill(() => undefined),
    'fills every kind of asset that it says it knows': fill((order, bar) =>
      order.asset.kind === 'future' ? undefined : whole(order, bar),
    ),
    'answers an order of a part of a unit': fill((order, bar) => ({
      price: bar.close,
      amount: order.amount % 1 === 0 ? order.amount : Number.NaN,
    })),
    'answers a bar on which a single unit trades': fill((order, bar) => ({
      price: bar.close / Math.log(bar.volume),
      amount: order.amount,
    })),
    'answers an asset without history': fill((order, bar) => ({
      price: bar.history('close', 1)[0],
      amount: order.amount,
    })),
    'answers an asset with gaps in its history': fill((order, bar) => ({
      price: bar.close,
      amount: order.amount + 0 * bar.history('close', 20).reduce((sum, each) => sum + each),
    })),
    'fills at a price above 0': changed((right) => ({
      ...right,
      price: right.amount < 0 ? right.price - 100 : right.price,
    })),
    'fills near the bar': changed((right) => ({ ...right, price: right.price * 5 })),
    'buys with a positive amount and sells with a negative one': changed(({ price, amount }) => ({
      price,
      amount: Math.abs(amount),
    })),
    'buys no cheaper than it sells on the same bar': changed(({ price, amount }) => ({
      price: price - Math.sign(amount) * 0.01,
      amount,
    })),
    'never fills more than was ordered': changed(({ price, amount }) => ({
      price,
      amount: Math.sign(amount) * Math.max(10, Math.abs(amount)),
    })),
    'never fills more than is still open': fill((order, bar) => ({ price: bar.close, amount: order.amount })),
    'answers no fill of nothing': fill((order, bar) => ({
      price: bar.close,
      amount: Math.min(order.amount, Math.floor(bar.volume / 10) - bar.volumeUsed),
    })),
    'where it caps an order by volume, gives no more than the bar has': fill((order, bar) => ({
      price: bar.close,
      amount: Math.min(order.amount, bar.volume / 2),
    })),
    'leaves the order as it is': fill((order, bar) => {
      ;(order as { filled: number }).filled += 1
      return whole(order, bar)
    }),
    'leaves the bar as it is': fill((order, bar) => {
      ;(bar as { volumeUsed: number }).volumeUsed += order.amount
      return whole(order, bar)
    }),
    'asks neither the clock nor chance': fill((order, bar) => ({
      price: bar.close + Date.now() * 0,
      amount: order.amount,
    })),
    'gives the same answers in the next run': changed((right) => ({ ...right, price: right.price + ++runs / 1e6 })),
    'is booked by a backtest as it answers': fill((order, bar) =>
      bar.volume < 999 || order.amount !== 10 ? whole(order, bar) : LIQUIDITY_EXCEEDED,
    ),
  })
})
