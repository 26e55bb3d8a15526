import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { ccxtOptions } from './options.js'

export default definePlugin({
  name: 'ccxt',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'ccxt', async (options) => (await import('./source.js')).ccxtSource(options), {
      summary: 'cryptocurrency exchanges through ccxt: OHLCV of spot markets and linear swaps (choose --calendar 24/7)',
      options: ccxtOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
