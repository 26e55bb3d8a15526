import { z } from 'zod'
import { remoteShape } from '../../core/data/remote/options.js'
import { secretText } from '../../core/kernel/secret.js'

/** The library keeps to each exchange's own limits. */
const { requestsPerMinute: _, ...remote } = remoteShape(1)

export const ccxtOptions = z.strictObject({
  /** The exchange by its name in ccxt. */
  exchange: z.string().regex(/^[a-z0-9]+$/, 'an exchange is named in small letters, as kraken'),
  /** Few exchanges ask for keys before they show prices. */
  key: secretText().optional(),
  secret: secretText().optional(),
  password: secretText().optional(),
  /** ccxt's own settings of an exchange: options, hostname, urls, rateLimit, proxies. */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** What becomes of symbols that the exchange does not know. */
  missing: z.enum(['stop', 'skip']).default('stop'),
  ...remote,
})
export type CcxtOptions = z.infer<typeof ccxtOptions>
