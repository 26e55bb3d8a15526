import { z } from 'zod'

export const ziplineOptions = z.strictObject({
  /** An ingestion's folder, with `daily_equities.bcolz` in it; or a bundle's, of which the latest ingestion is taken. */
  path: z.string().min(1),
  /** What prices are in; Zipline does not say. */
  currency: z.string().min(1).default('USD'),
  /** ISO 3166 code, for exchanges of which the bundle does not say it. */
  country: z.string().min(1).default('US'),
})
export type ZiplineOptions = z.infer<typeof ziplineOptions>
