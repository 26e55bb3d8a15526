import { DataSource } from '../../core/data/source.js'
import { Broker } from '../../core/execution/broker.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { ccxtBrokerOptions, ccxtOptions } from './options.js'

export default definePlugin({
  name: 'ccxt',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'ccxt', async (options) => (await import('./source.js')).ccxtSource(options), {
      summary: 'cryptocurrency exchanges through ccxt: OHLCV of spot markets and linear swaps (choose --calendar 24/7)',
      options: ccxtOptions,
      capabilities: ['daily', 'minute'],
    })
    host.provide(Broker, 'ccxt', async (options) => (await import('./broker.js')).ccxtBroker(options), {
      summary: 'places orders at a cryptocurrency exchange through ccxt, by REST and the socket',
      options: ccxtBrokerOptions,
      capabilities: ['live', 'market', 'limit', 'stop', 'stop-limit'],
    })
  },
})
