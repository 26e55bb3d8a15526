import { defineConfig } from 'rustybt'

/** `npm start`: a search with the plugin. */
export default defineConfig({
  plugins: ['./plugin.ts'],
  strategy: './demo.ts',
  capital: 100_000,
  source: { use: 'csv', dir: './data' },
  space: { every: { from: 5, to: 60, step: 5 }, wait: { from: 1, to: 20, step: 1 } },
  search: { use: '{{short}}', trials: 30 },
})
