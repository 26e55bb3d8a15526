import { defineConfig } from 'rustybt'

/** `npm start`: a run on paper with the plugin in it; it knows the assets and the days of the data, and makes up the bars. */
export default defineConfig({
  plugins: ['./plugin.ts'],
  strategy: './demo.ts',
  capital: 100_000,
  source: { use: 'csv', dir: './data' },
  feed: { use: '{{short}}', seed: 7 },
})
