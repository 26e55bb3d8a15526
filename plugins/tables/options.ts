import { z } from 'zod'

const assetShape = {
  /** What prices are in. */
  currency: z.string().min(1).default('USD'),
  /** ISO 3166 code of the exchange's country. */
  country: z.string().min(1).default('US'),
  exchange: z.string().min(1).default('FILE'),
}
const minuteLabel = {
  /** Whether a minute's time is its end or its start. */
  label: z.enum(['end', 'start']).default('end'),
}

export const fileOptions = z.strictObject({
  /** A file, or a folder of files: one a symbol, named after it, or with a column of symbols. */
  path: z.string().min(1),
  ...assetShape,
  ...minuteLabel,
})
export type FileOptions = z.infer<typeof fileOptions>

const numbers = z.custom<ArrayLike<number | bigint | null>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'expected an array of numbers',
)
const times = z.custom<ArrayLike<unknown>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'expected an array of dates, ISO texts or epoch ms',
)
const date = z.iso.date()

export const memoryOptions = z.strictObject({
  /** By symbol: equally long columns. */
  bars: z.record(
    z.string().min(1),
    z.strictObject({ date: times, open: numbers, high: numbers, low: numbers, close: numbers, volume: numbers }),
  ),
  /** `ratio` is new price for old: 0.25 for a 4:1 split. */
  splits: z.array(z.strictObject({ symbol: z.string(), date, ratio: z.number().positive() })).default([]),
  dividends: z
    .array(
      z.strictObject({
        symbol: z.string(),
        date,
        amount: z.number().positive(),
        declaredDate: date.optional(),
        recordDate: date.optional(),
        payDate: date.optional(),
      }),
    )
    .default([]),
  ...assetShape,
  exchange: z.string().min(1).default('MEMORY'),
  ...minuteLabel,
})
export type MemoryOptions = z.infer<typeof memoryOptions>
