import { z } from 'zod'
import { remoteShape } from '../../core/data/remote/options.js'
import { secretText } from '../../core/kernel/secret.js'

export const alpacaOptions = z.strictObject({
  /** By `secret('ALPACA_KEY')` and `secret('ALPACA_SECRET')`; sent in headers. */
  key: secretText(),
  secret: secretText(),
  url: z.url().default('https://data.alpaca.markets'),
  /** `sip` is all US exchanges together, 15 minutes late on the free plan; `iex` one of them, at once. */
  feed: z.enum(['sip', 'iex', 'otc']).default('sip'),
  missing: z.enum(['stop', 'skip']).default('stop'),
  ...remoteShape(200),
})
export type AlpacaOptions = z.infer<typeof alpacaOptions>
