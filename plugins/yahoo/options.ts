import { z } from 'zod'
import { remoteShape } from '../../core/data/remote/options.js'

export const yahooOptions = z.strictObject({
  /** Where the API is, or what stands before it. */
  url: z.url().default('https://query2.finance.yahoo.com'),
  /** What becomes of symbols that Yahoo does not know. */
  missing: z.enum(['stop', 'skip']).default('stop'),
  /** ISO 3166 code of the exchanges' country, which Yahoo does not tell. */
  country: z.string().min(1).default('US'),
  ...remoteShape(120),
})
export type YahooOptions = z.infer<typeof yahooOptions>
