import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { fredOptions } from './options.js'

export default definePlugin({
  name: 'fred',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'fred', async (options) => (await import('./source.js')).fredSource(options), {
      summary: 'FRED: macroeconomic series as assets without volume, each value on the day of its release; needs a key',
      options: fredOptions,
      capabilities: ['daily'],
    })
  },
})
