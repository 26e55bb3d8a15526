import { defineConfig } from 'rustybt'

/** What `rustybt run` does here without flags; a flag stands above its key, as in `rustybt run -s 2014-01-01`. */
export default defineConfig({
  strategy: './algorithm.ts',
  source: { use: 'csv', dir: './data' },
  benchmark: './data/benchmark.csv',
  start: '2013-05-01',
  end: '2014-12-31',
  capital: 100_000,
})
