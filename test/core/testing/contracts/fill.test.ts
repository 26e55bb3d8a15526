import { describe } from '@jest/globals'
import { FillModel } from '../../../../core/finance/fill-model.js'
import { fillBehaviours, fillContract } from '../../../../core/testing/contracts/fill.js'
import fills from '../../../../plugins/fills/plugin.js'
import { testCatches } from './wrong.js'

fillContract({ plugin: fills, use: 'volume' })
fillContract({ plugin: fills, use: 'aggressive' })
fillContract({ plugin: fills, use: 'balanced' })
fillContract({ plugin: fills, use: 'conservative' })
fillContract({ plugin: fills, use: { use: 'chance', probability: 0.5, least: 0.2 } })

type Fill = FillModel['fill']
const fill = (fill: Fill) => () => ({ fill })
const offered = (change: (offer: Parameters<Fill>[2]) => unknown) =>
  fill((_order, _bar, offer) => change(offer) as ReturnType<Fill>)

describe('what is wrong with a fill model', () => {
  let runs = 0
  testCatches(FillModel, fillBehaviours(), {
    'has fill(order, bar, offered, random)': () => ({}) as FillModel,
    'answers an order where much trades': offered(() => ({ price: 50 })),
    'answers a part of a unit': offered(({ price, amount }) => ({ price, amount: amount < 1 ? Number.NaN : amount })),
    'answers a bar on which a single unit trades': fill((_order, bar, offer) =>
      bar.volume === 1 ? ('none' as never) : offer,
    ),
    'answers a bar that is used up': fill((_order, bar, offer) =>
      bar.volumeUsed > 0 ? (Promise.resolve(undefined) as never) : offer,
    ),
    'never fills more than is offered': fill((order, _bar, { price }) => ({ price, amount: order.amount })),
    'buys where buying is offered': offered(({ price }) => ({ price, amount: 0 })),
    'sells where selling is offered': offered(({ price, amount }) => ({ price, amount: Math.abs(amount) })),
    'fills near the price that is offered': offered(({ price, amount }) => ({ price: price * 100, amount })),
    'pays no more than a limit': offered(({ price, amount }) => ({ price: price + 0.01, amount })),
    'sells for no less than a limit': offered(({ price, amount }) => ({ price: price - 0.01, amount })),
    'leaves the order and the offer as they are': offered((offer) =>
      Object.assign(offer, { amount: offer.amount / 2 }),
    ),
    'asks neither the clock nor any chance but the run’s': offered((offer) => (Date.now() > 0 ? offer : undefined)),
    'fills alike in the next run of the same seed': offered(({ price, amount }) => ({
      price: price + ++runs / 1e9,
      amount,
    })),
    'fills an order of a backtest in the end, and no more than it': fill(() => undefined),
  })
})
