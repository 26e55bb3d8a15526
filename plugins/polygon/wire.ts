import { z } from 'zod'

const page = { next_url: z.string().optional() }
const date = z.iso.date()

/** `t` is the bar's start in epoch ms; of a day, midnight in New York (of currencies and coins, UTC's). */
export const aggregates = z.object({
  ...page,
  adjusted: z.boolean().optional(),
  results: z
    .array(z.object({ t: z.number(), o: z.number(), h: z.number(), l: z.number(), c: z.number(), v: z.number() }))
    .default([]),
})

export const splits = z.object({
  ...page,
  results: z
    .array(z.object({ execution_date: date, split_from: z.number().positive(), split_to: z.number().positive() }))
    .default([]),
})

export const dividends = z.object({
  ...page,
  results: z
    .array(
      z.object({
        ex_dividend_date: date,
        cash_amount: z.number(),
        declaration_date: date.nullish(),
        record_date: date.nullish(),
        pay_date: date.nullish(),
      }),
    )
    .default([]),
})

export const ticker = z.object({
  results: z.object({
    name: z.string().optional(),
    primary_exchange: z.string().optional(),
    currency_name: z.string().optional(),
    locale: z.string().optional(),
  }),
})
