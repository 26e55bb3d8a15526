import { existsSync, readFileSync } from 'node:fs'
import type { Database } from 'node-sqlite3-wasm'
import { allRows, type Row, readDatabase } from '../../core/assets/sqlite.js'
import { withPrivateCopy } from '../../core/data/disk.js'
import type { Dividend, Merger, Split, StockDividend } from '../../core/data/source.js'
import { dateIn } from './dates.js'
import { damaged } from './fault.js'

export interface AdjustmentTables {
  readonly splits: readonly Split[]
  readonly mergers: readonly Merger[]
  readonly dividends: readonly Dividend[]
  readonly stockDividends: readonly StockDividend[]
  /** What Zipline has worked out of dividends and closes, to multiply earlier prices by. */
  readonly dividendRatios: readonly Merger[]
}

const NONE: AdjustmentTables = { splits: [], mergers: [], dividends: [], stockDividends: [], dividendRatios: [] }

/** `adjustments.sqlite`; rows in the order in which they were written. */
export function readAdjustmentTables(Sqlite: typeof Database, path: string): AdjustmentTables {
  if (!existsSync(path)) return NONE
  return withPrivateCopy(readFileSync(path), (copy) =>
    readDatabase(Sqlite, copy, (db) => {
      const tables = new Set(db.all("SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => row.name))
      const rows = (table: string) => (tables.has(table) ? allRows(db, table) : [])
      const day = (row: Row, column: string) => {
        const date = dateIn(row[column], 'seconds')
        if (date === undefined) throw damaged(path, `sid ${row.sid} has an adjustment without ${column}`)
        return date
      }
      const ratio = (row: Row) => ({
        sid: Number(row.sid),
        effectiveDate: day(row, 'effective_date'),
        ratio: Number(row.ratio),
      })
      const payout = (row: Row) => ({
        sid: Number(row.sid),
        exDate: day(row, 'ex_date'),
        declaredDate: dateIn(row.declared_date, 'seconds'),
        recordDate: dateIn(row.record_date, 'seconds'),
        payDate: dateIn(row.pay_date, 'seconds'),
      })
      return {
        splits: rows('splits').map(ratio),
        mergers: rows('mergers').map(ratio),
        dividendRatios: rows('dividends').map(ratio),
        dividends: rows('dividend_payouts').map((row) => ({ ...payout(row), amount: Number(row.amount) })),
        stockDividends: rows('stock_dividend_payouts').map((row) => ({
          ...payout(row),
          ratio: Number(row.ratio),
          paymentSid: Number(row.payment_sid),
        })),
      }
    }),
  )
}
