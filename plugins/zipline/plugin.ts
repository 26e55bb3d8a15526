import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { ziplineOptions } from './options.js'
import { ziplineSource } from './source.js'

export default definePlugin({
  name: 'zipline',
  requires: '>=0.1.0',
  register(host) {
    host.provide(DataSource, 'zipline-bundle', ziplineSource, {
      summary: 'a bundle that Zipline wrote: bcolz and SQLite, as they lie in ~/.zipline/data',
      options: ziplineOptions,
      capabilities: ['daily', 'minute'],
    })
  },
})
