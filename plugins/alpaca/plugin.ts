import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { alpacaOptions } from './options.js'

export default definePlugin({
  name: 'alpaca',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'alpaca', async (options) => (await import('./source.js')).alpacaSource(options), {
      summary: 'Alpaca: raw bars, splits and dividends of US stocks since 2016; needs a key',
      options: alpacaOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
