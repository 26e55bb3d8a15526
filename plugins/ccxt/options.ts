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

export const ccxtBrokerOptions = z.strictObject({
  /** The exchange by its name in ccxt. */
  exchange: z.string().regex(/^[a-z0-9]+$/, 'an exchange is named in small letters, as kraken'),
  key: secretText(),
  secret: secretText(),
  password: secretText().optional(),
  /** ccxt's own settings of an exchange: options, hostname, urls, rateLimit, proxies. */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** The exchange's market for a symbol of the data, where that is another one: `{ BTCUSDT: 'BTC/USDT' }`. */
  markets: z.record(z.string(), z.string()).default({}),
  /** The exchange's test network, where ccxt knows one. */
  sandbox: z.boolean().default(false),
  /** ms for one request. */
  timeout: z.number().positive().default(10_000),
  /** How often an order is sent again after it is known not to have arrived. */
  retries: z.int().min(0).max(20).default(3),
  /** ms after which the exchange refuses a request that is still on its way: only then is an order that is not found sent again. */
  settle: z.number().nonnegative().default(11_000),
  /** ms between two looks at open orders by REST, whatever the socket says. */
  poll: z.number().positive().default(30_000),
})
export type CcxtBrokerOptions = z.infer<typeof ccxtBrokerOptions>
