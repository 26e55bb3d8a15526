import { z } from 'zod'
import { remoteShape } from '../../core/data/remote/options.js'
import { secretText } from '../../core/kernel/secret.js'

export const fredOptions = z.strictObject({
  /** By `secret('FRED_KEY')`. FRED takes it in the URL alone; nothing that is shown or kept has it. */
  key: secretText(),
  url: z.url().default('https://api.stlouisfed.org'),
  /**
   * On which day a value stands: `release`, when it was first published, as it was published then; or `observation`, the day that it
   * is of, as it is known today. The latter looks ahead: a month's prices are known in the middle of the next one, and revised later.
   */
  dates: z.enum(['release', 'observation']).default('release'),
  missing: z.enum(['stop', 'skip']).default('stop'),
  ...remoteShape(120),
})
export type FredOptions = z.infer<typeof fredOptions>
