import type { DataBatch, Dividend, Split, StockDividend } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import { dateOf } from '../../core/time/session.js'
import { fault } from './fault.js'
import type { Layout } from './layout.js'
import { type Listed, suggest } from './listing.js'
import type { Rows } from './rows.js'
import { readTable, type TableRow } from './table.js'

export type Adjustments = Extract<DataBatch, { kind: 'adjustments' }>
type Range = { readonly start?: string; readonly end?: string }

const within = (date: string, { start, end }: Range): boolean =>
  (start === undefined || date >= start) && (end === undefined || date <= end)

/** Dividends and splits that stand beside the prices: `split` is new shares for one old, so the price ratio is 1 / split. */
export function adjustmentsInRows(sid: number, rows: Rows, range: Range): { splits: Split[]; dividends: Dividend[] } {
  const splits: Split[] = []
  const dividends: Dividend[] = []
  if (rows.split === undefined && rows.dividend === undefined) return { splits, dividends }
  for (let i = 0; i < rows.length; i++) {
    const split = rows.split?.[i] ?? Number.NaN
    const amount = rows.dividend?.[i] ?? Number.NaN
    const place = (column: string) => ({ file: rows.file, line: rows.lines[i], column })
    if (split <= 0) throw fault('DATA_VALUE_INVALID', place('split'), `${split} is not above zero`, 'no split is 1.0')
    if (amount < 0) throw fault('DATA_VALUE_INVALID', place('dividend'), `${amount} is negative`, 'no dividend is 0.0')
    const isSplit = !Number.isNaN(split) && split !== 1
    if (!isSplit && !(amount > 0)) continue
    const date = dateOf(Math.floor(rows.times[i] / DAY))
    if (!within(date, range)) continue
    if (isSplit) splits.push({ sid, effectiveDate: date, ratio: 1 / split })
    if (amount > 0) dividends.push({ sid, exDate: date, amount })
  }
  return { splits, dividends }
}

/** What splits.csv, dividends.csv and stock_dividends.csv say of the chosen assets. */
export async function adjustmentsInTables(
  layout: Layout,
  listing: readonly Listed[],
  chosen: readonly Listed[],
  range: Range,
): Promise<Adjustments> {
  const sids = new Map(listing.map(({ symbol, sid }) => [symbol, sid]))
  const wanted = new Set(chosen.map(({ sid }) => sid))
  const sidOf = (row: TableRow, column: string): number => {
    const symbol = row.required(column)
    const sid = sids.get(symbol)
    if (sid !== undefined) return sid
    throw fault('SYMBOL_NOT_FOUND', row.place(column), `no symbol '${symbol}'${suggest(symbol, [...sids.keys()])}`)
  }
  const rowsOf = async (file: string | undefined, columns: string[]) =>
    file === undefined ? [] : await readTable(file, columns)
  const dates = (row: TableRow) => ({
    declaredDate: row.date('declared_date'),
    recordDate: row.date('record_date'),
    payDate: row.date('pay_date'),
  })

  const splits = (await rowsOf(layout.tables.splits, ['symbol', 'effective_date', 'ratio'])).map(
    (row): Split => ({
      sid: sidOf(row, 'symbol'),
      effectiveDate: row.requiredDate('effective_date'),
      ratio: row.requiredPositive('ratio'),
    }),
  )
  const dividends = (await rowsOf(layout.tables.dividends, ['symbol', 'ex_date', 'amount'])).map(
    (row): Dividend => ({
      sid: sidOf(row, 'symbol'),
      exDate: row.requiredDate('ex_date'),
      amount: row.requiredPositive('amount'),
      ...dates(row),
    }),
  )
  const stock = await rowsOf(layout.tables.stock_dividends, ['symbol', 'ex_date', 'payment_symbol', 'ratio'])
  const stockDividends = stock.map(
    (row): StockDividend => ({
      sid: sidOf(row, 'symbol'),
      exDate: row.requiredDate('ex_date'),
      ratio: row.requiredPositive('ratio'),
      paymentSid: sidOf(row, 'payment_symbol'),
      ...dates(row),
    }),
  )
  return {
    kind: 'adjustments',
    splits: splits.filter(({ sid, effectiveDate }) => wanted.has(sid) && within(effectiveDate, range)),
    dividends: dividends.filter(({ sid, exDate }) => wanted.has(sid) && within(exDate, range)),
    stockDividends: stockDividends.filter(
      ({ sid, paymentSid, exDate }) => wanted.has(sid) && wanted.has(paymentSid) && within(exDate, range),
    ),
    mergers: [],
  }
}
