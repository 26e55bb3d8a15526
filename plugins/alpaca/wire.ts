import { z } from 'zod'

const next = { next_page_token: z.string().nullish() }
const date = z.iso.date()

/** `t` is the bar's start, RFC 3339; of a day, midnight in New York. */
const bar = z.object({ t: z.string(), o: z.number(), h: z.number(), l: z.number(), c: z.number(), v: z.number() })
export type Bar = z.infer<typeof bar>

/** A symbol without bars is left out; without any, `bars` may be null. */
export const bars = z.object({ ...next, bars: z.record(z.string(), z.array(bar).nullable()).nullish() })

const split = z.object({ ex_date: date, new_rate: z.number().positive(), old_rate: z.number().positive() })
const paid = z.object({
  ex_date: date,
  rate: z.number().positive(),
  record_date: date.nullish(),
  payable_date: date.nullish(),
})

export const actions = z.object({
  ...next,
  corporate_actions: z
    .object({
      forward_splits: z.array(split).nullish(),
      reverse_splits: z.array(split).nullish(),
      cash_dividends: z.array(paid).nullish(),
      stock_dividends: z.array(paid).nullish(),
    })
    .nullish(),
})
export type Actions = NonNullable<z.infer<typeof actions>['corporate_actions']>
