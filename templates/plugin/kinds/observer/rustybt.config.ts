import { defineConfig } from 'rustybt'

/** `npm start`: a run with the plugin in it. */
export default defineConfig({
  plugins: ['./plugin.ts'],
  strategy: './demo.ts',
  capital: 100_000,
  source: { use: 'csv', dir: './data' },
  observers: ['{{short}}'],
})
