import { defineConfig } from 'rustybt'

/** One strategy; a profile replaces whole keys. `rustybt run` backtests, `rustybt paper` and `rustybt live` take their profiles. */
export default defineConfig({
  plugins: ['./venue.ts'],
  strategy: './strategy.ts',
  source: { use: 'csv', dir: './data' },
  start: '2014-01-02',
  end: '2014-12-31',
  capital: 100_000,
  commission: 'none',
  slippage: 'none',
  profiles: {
    /** Bars one by one from a replay, orders simulated: the backtest's fills. A vendor's stream stands here in its place. */
    paper: { feed: { use: 'replay', speed: 'max' } },
    /** The same with another broker. A vendor's takes its key from the environment: `{ use: 'acme', key: secret('ACME_KEY') }`. */
    live: { feed: { use: 'replay', speed: 'max' }, broker: 'venue' },
  },
})
