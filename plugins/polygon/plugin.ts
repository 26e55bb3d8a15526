import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { polygonOptions } from './options.js'

export default definePlugin({
  name: 'polygon',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'polygon', async (options) => (await import('./source.js')).polygonSource(options), {
      summary: 'Polygon (now Massive): raw aggregates, splits and dividends of US stocks; needs a key',
      options: polygonOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
