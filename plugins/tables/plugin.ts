import { DataSource } from '../../core/data/source.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { fileOptions, memoryOptions } from './options.js'

const EXAMPLE = {
  date: ['2024-01-02', '2024-01-03', '2024-01-04'],
  open: [10, 11, 12],
  high: [11, 12, 13],
  low: [9, 10, 11],
  close: [10, 11, 12],
  volume: [1000, 0, 2000],
}

/** Bars in columns: of Parquet and Arrow files, and of arrays in code. */
export default definePlugin({
  name: 'tables',
  requires: '>=0.1.0',
  register(host) {
    const capabilities = ['daily', 'minute']
    host.provide(DataSource, 'parquet', async (options) => (await import('./files.js')).parquetSource(options), {
      summary: 'bars out of Parquet files: columns symbol, date, open, high, low, close, volume, split, dividend',
      options: fileOptions,
      capabilities,
    })
    host.provide(DataSource, 'arrow', async (options) => (await import('./files.js')).arrowSource(options), {
      summary: 'as parquet, out of Arrow IPC files (Feather, version 2)',
      options: fileOptions,
      capabilities,
    })
    host.provide(DataSource, 'memory', async (options) => (await import('./memory.js')).memorySource(options), {
      summary: 'bars out of arrays that are given in code',
      options: memoryOptions,
      capabilities,
      example: { bars: { A: EXAMPLE, B: EXAMPLE } },
    })
  },
})
