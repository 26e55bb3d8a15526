import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { yahooOptions } from './options.js'

export default definePlugin({
  name: 'yahoo',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'yahoo', async (options) => (await import('./source.js')).yahooSource(options), {
      summary: 'Yahoo Finance: bars as they were traded, splits and dividends of stocks, funds, indices, currencies',
      options: yahooOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
