import { z } from 'zod'

export const csvOptions = z.strictObject({
  /** Folder of one of the shapes that the source knows, or one CSV file. */
  dir: z.string().min(1),
  /** What prices are in, for assets whose table does not say. */
  currency: z.string().min(1).default('USD'),
  /** ISO 3166 code of the exchange's country. */
  country: z.string().min(1).default('US'),
  exchange: z.string().min(1).optional(),
})
export type CsvOptions = z.infer<typeof csvOptions>
