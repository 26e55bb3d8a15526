import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { FinancingModel } from '../../core/finance/financing.js'
import { momentIn, numberIn, RateTable, textTable } from '../../core/finance/rate-table.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { Funding } from './funding.js'
import { MarginInterest } from './margin-interest.js'
import { OvernightFinancing, type SideRates } from './overnight.js'

const yearly = z.number().min(-10).max(10)
const daysInYear = z.union([z.literal(360), z.literal(365)])
const rates = z.union([yearly, z.record(z.string(), yearly)])
const file = z.string().optional()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "written as '08:00'")

export default definePlugin({
  name: 'financing',
  requires: '>=0.1.0',
  register(host) {
    host.provide(
      FinancingModel,
      'borrow',
      (options) =>
        new OvernightFinancing({
          kind: 'borrow-fee',
          short: sideOf(options.rate, options.file, 'rate', [0, 10]),
          daysInYear: options.daysInYear,
        }),
      {
        summary:
          'fees for borrowing what is sold short: a rate a year, by symbol, or a CSV of symbol, date, rate (0.003)',
        options: z.object({ rate: rates.default(0.003), file, daysInYear: daysInYear.default(365) }),
      },
    )
    host.provide(
      FinancingModel,
      'overnight',
      ({ long, short, ...options }) =>
        new OvernightFinancing({
          kind: 'overnight',
          long: sideOf(long, options.file, 'long_rate'),
          short: sideOf(short, options.file, 'short_rate'),
          daysInYear: options.daysInYear,
          futures: options.futures,
        }),
      {
        summary: 'swaps of positions held over night: rates a year of longs and shorts, by symbol, or a CSV',
        options: z.object({
          long: rates.default(0),
          short: rates.default(0),
          file,
          daysInYear: daysInYear.default(365),
          futures: z.boolean().default(false),
        }),
      },
    )
    host.provide(
      FinancingModel,
      'margin-interest',
      ({ file: path, ...options }) =>
        new MarginInterest({ ...options, table: path === undefined ? undefined : tableOf(path, 'currency', 'rate') }),
      {
        summary: 'interest on cash that is owed: a rate a year, or a CSV of currency, date, rate (0.05, 360 days)',
        options: z.object({
          rate: yearly.default(0.05),
          cashRate: yearly.default(0),
          file,
          daysInYear: daysInYear.default(360),
        }),
      },
    )
    host.provide(
      FinancingModel,
      'funding',
      ({ file: path, times, ...options }) =>
        new Funding({
          ...options,
          times: times.map((each) => Date.parse(`1970-01-01T${each}Z`)),
          table: path === undefined ? undefined : tableOf(path, 'symbol', 'rate'),
        }),
      {
        summary:
          'payments between longs and shorts of perpetuals: a rate a time, or a CSV of symbol, date, rate (every 8 hours)',
        options: z.object({
          rate: z.number().min(-1).max(1).default(0.0001),
          times: z.array(time).min(1).default(['00:00', '08:00', '16:00']),
          symbols: z.array(z.string()).optional(),
          file,
        }),
      },
    )
  },
})

function sideOf(
  given: z.output<typeof rates>,
  path: string | undefined,
  column: string,
  bounds?: readonly [number, number],
): SideRates {
  const { default: fallback = 0, ...bySymbol } = typeof given === 'number' ? { default: given } : given
  return { fallback, bySymbol, table: path === undefined ? undefined : tableOf(path, 'symbol', column, bounds) }
}

/** Throws `RATE_TABLE_INVALID`. */
function tableOf(path: string, name: string, column: string, bounds: readonly [number, number] = [-10, 10]): RateTable {
  const table = textTable(readFileSync(resolve(path), 'utf8'), path, [name, column])
  return new RateTable(
    table.rows.map((row) => [row[name], momentIn(table, row, 'date'), numberIn(table, row, column, bounds)]),
  )
}
