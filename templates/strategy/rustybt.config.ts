import { defineConfig } from 'rustybt'

/** What `rustybt run` does here without flags; a flag stands above its key, as in `rustybt run -s 2014-01-01`. */
export default defineConfig({
  strategy: './strategy.ts',
  source: { use: 'csv', dir: './data' },
  benchmark: './data/benchmark.csv',
  start: '2013-01-02',
  end: '2014-12-31',
  capital: 100_000,
  commission: { use: 'per-share', cost: 0.005, minTradeCost: 1 },
  slippage: { use: 'fixed-basis-points', basisPoints: 5 },
  profiles: {
    free: { commission: 'none', slippage: 'none' },
  },
})
