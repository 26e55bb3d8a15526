import type { Database } from 'node-sqlite3-wasm'
import { allRows, createDatabase, insertRows, type Row, readDatabase, textOf } from '../assets/sqlite.js'
import type { AdjustmentRecords } from './adjustments.js'

const PRICE = 'sid INTEGER NOT NULL, effective_date TEXT NOT NULL, ratio REAL NOT NULL'
const PAYOUT = 'declared_date TEXT, record_date TEXT, pay_date TEXT'
const TABLES = `
  CREATE TABLE splits (${PRICE});
  CREATE TABLE mergers (${PRICE});
  CREATE TABLE dividends (sid INTEGER NOT NULL, ex_date TEXT NOT NULL, amount REAL NOT NULL, ${PAYOUT});
  CREATE TABLE stock_dividends (sid INTEGER NOT NULL, ex_date TEXT NOT NULL, ratio REAL NOT NULL,
    payment_sid INTEGER NOT NULL, ${PAYOUT});`

type Dates = { readonly declaredDate?: string; readonly recordDate?: string; readonly payDate?: string }
type Change = { readonly sid: number; readonly effectiveDate: string; readonly ratio: number }

export function writeAdjustments(Sqlite: typeof Database, path: string, records: AdjustmentRecords): void {
  const change = ({ sid, effectiveDate, ratio }: Change) => [sid, effectiveDate, ratio]
  const dates = ({ declaredDate, recordDate, payDate }: Dates) => [declaredDate, recordDate, payDate]
  createDatabase(Sqlite, path, TABLES, (db) => {
    insertRows(db, 'splits', records.splits.map(change))
    insertRows(db, 'mergers', records.mergers.map(change))
    insertRows(
      db,
      'dividends',
      records.dividends.map((each) => [each.sid, each.exDate, each.amount, ...dates(each)]),
    )
    insertRows(
      db,
      'stock_dividends',
      records.stockDividends.map((each) => [each.sid, each.exDate, each.ratio, each.paymentSid, ...dates(each)]),
    )
  })
}

/** The records in the order in which they were written. */
export function readAdjustments(Sqlite: typeof Database, path: string): AdjustmentRecords {
  const change = (row: Row): Change => ({
    sid: Number(row.sid),
    effectiveDate: String(row.effective_date),
    ratio: Number(row.ratio),
  })
  return readDatabase(Sqlite, path, (db) => ({
    splits: allRows(db, 'splits').map(change),
    mergers: allRows(db, 'mergers').map(change),
    dividends: allRows(db, 'dividends').map((row) => ({
      sid: Number(row.sid),
      exDate: String(row.ex_date),
      amount: Number(row.amount),
      ...datesOf(row),
    })),
    stockDividends: allRows(db, 'stock_dividends').map((row) => ({
      sid: Number(row.sid),
      exDate: String(row.ex_date),
      ratio: Number(row.ratio),
      paymentSid: Number(row.payment_sid),
      ...datesOf(row),
    })),
  }))
}

const datesOf = (row: Row): Dates => ({
  declaredDate: textOf(row.declared_date),
  recordDate: textOf(row.record_date),
  payDate: textOf(row.pay_date),
})
