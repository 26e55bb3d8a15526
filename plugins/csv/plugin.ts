import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { csvOptions } from './options.js'
import { csvSource } from './source.js'

export default definePlugin({
  name: 'csv',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'csv', csvSource, {
      summary: "bars, assets and adjustments out of CSV files: Zipline's csvdir, bars/ with tables, or a plain folder",
      options: csvOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
