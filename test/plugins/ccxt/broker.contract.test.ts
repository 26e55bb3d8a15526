import { afterAll, jest } from '@jest/globals'
import type { Cryptocurrency } from '../../../core/assets/asset.js'
import { brokerContract } from '../../../core/testing/contracts/broker.js'
import ccxt from '../../../plugins/ccxt/plugin.js'
import { BinanceExchange, KEY, SECRET } from './binance-exchange.js'

/** What every broker promises, by ccxt's own REST and socket against an exchange of this machine. */
jest.setTimeout(30_000)
const exchange = await BinanceExchange.open()
afterAll(() => exchange.close())

const assets = ['BTC/USDT', 'BNB/USDT'].map(
  (symbol, sid): Cryptocurrency => ({
    kind: 'cryptocurrency',
    sid,
    symbol,
    name: symbol,
    exchange: 'Binance',
    country: '??',
    currency: 'USDT',
    startDate: '2024-01-02',
    endDate: '2024-12-31',
    tickSize: 0.01,
    lotSize: 0.00001,
    multiplier: 1,
  }),
)

brokerContract({
  plugin: ccxt,
  use: { use: 'ccxt', exchange: 'binance', key: KEY, secret: SECRET, settings: exchange.settings, settle: 50 },
  assets,
  amount: 0.5,
  moveMarket: (price) => exchange.moveTo(price),
  patience: 5000,
  rejected: { amount: 100_000 },
})
