import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { FxRates } from '../../core/finance/fx.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { AssetFx, FixedFx, TableFx } from './rates.js'

const code = z.string().min(1)

export default definePlugin({
  name: 'fx',
  requires: '>=0.1.0',
  register(host) {
    host.provide(FxRates, 'fixed', ({ base, rates }) => new FixedFx(base, rates), {
      summary: 'rates that never change: what each currency is worth in the base (USD)',
      options: z.object({ base: code.default('USD'), rates: z.record(code, z.number().positive()) }),
    })
    host.provide(FxRates, 'csv', ({ file }) => new TableFx(readFileSync(resolve(file), 'utf8'), file), {
      summary: 'rates of a CSV file: date, from, to, rate; the latest at or before the day',
      options: z.object({ file: z.string() }),
    })
    host.provide(FxRates, 'assets', ({ pairs }) => new AssetFx(pairs), {
      summary: "rates that are prices of the run's own data: pairs: { 'EUR/USD': 'EURUSD' }",
      options: z.object({ pairs: z.record(code, code) }),
    })
  },
})
