import { doubtfulBar } from '../../core/data/check-prices.js'
import { DAY, MINUTE } from '../../core/time/instant.js'
import { dateOf } from '../../core/time/session.js'
import { fault, type Place } from './fault.js'
import type { Rows, RowTimes } from './rows.js'

/** Prices rounded to 6 decimals after a split adjustment may overlap by their last digit. */
const ROUNDING = 1e-6

/** What is said below of times, prices and volumes. */
export function checkRows(rows: Rows): void {
  const doubtful = doubtfulBar(rows, unitOf(rows))
  if (doubtful === rows.length) return
  checkTimes(rows)
  checkBars(rows, doubtful)
}

const unitOf = ({ minute }: RowTimes): number => (minute ? MINUTE : DAY)

/** Times rise, each once; daily rows have no time of day, minute rows lie on whole minutes. */
function checkTimes(rows: RowTimes): void {
  const { times, lines, minute, length } = rows
  const unit = unitOf(rows)
  for (let i = 0; i < length; i++) {
    if (times[i] % unit !== 0) {
      const what = minute ? 'is no whole minute' : 'has a time of day, in a file of daily bars'
      const hint = minute ? 'a bar is labelled by the minute in which it ends' : 'is this a file of minute bars?'
      throw fault('DATA_DATE_INVALID', placeOf(rows, i), `${showTime(rows, i)} ${what}`, hint)
    }
    if (i === 0 || times[i] > times[i - 1]) continue
    const here = placeOf(rows, i)
    if (times[i] === times[i - 1]) {
      const what = `${showTime(rows, i)} is there twice, in line ${lines[i - 1]} and line ${lines[i]}`
      throw fault('DATA_DATE_DUPLICATE', here, what, 'keep one row for each bar')
    }
    const what = `${showTime(rows, i)} comes after ${showTime(rows, i - 1)} of line ${lines[i - 1]}`
    throw fault('DATA_NOT_SORTED', here, what, 'sort the file by date, oldest first')
  }
}

/** Prices and volume make sense: a row has all four prices or none, none is negative, and high and low hold the others. */
function checkBars(rows: Rows, from: number): void {
  const { open, high, low, close, volume } = rows
  for (let i = from; i < rows.length; i++) {
    const top = Math.max(open[i], close[i])
    const bottom = Math.min(open[i], close[i])
    const slack = ROUNDING * high[i]
    // False for NaN too, so that a good row passes by one comparison chain.
    if (bottom >= 0 && high[i] + slack >= top && low[i] >= 0 && low[i] <= bottom + slack && volume[i] >= 0) continue
    checkRow(rows, i)
  }
}

const PRICES = ['open', 'high', 'low', 'close'] as const

function checkRow(rows: Rows, i: number): void {
  const at = (column: string): Place => ({ file: rows.file, line: rows.lines[i], column })
  const empty = PRICES.filter((name) => Number.isNaN(rows[name][i]))
  for (const name of [...PRICES, 'volume'] as const) {
    const hint = 'prices and volume are never below zero'
    if (rows[name][i] < 0) throw fault('DATA_VALUE_INVALID', at(name), `${rows[name][i]} is negative`, hint)
  }
  if (empty.length > 0 && empty.length < 4) {
    const what = 'is empty, while other prices of the row are there'
    throw fault('DATA_VALUE_INVALID', at(empty[0]), what, 'a day without trades has no prices at all')
  }
  if (empty.length === 4) {
    if (!(rows.volume[i] > 0)) {
      rows.volume[i] = 0
      return
    }
    throw fault('DATA_VALUE_INVALID', at('volume'), `${rows.volume[i]} traded, but the row has no prices`)
  }
  if (Number.isNaN(rows.volume[i])) {
    throw fault('DATA_VALUE_INVALID', at('volume'), 'is empty', 'write 0 where nothing, or nothing known, was traded')
  }
  throw inconsistent(rows, i, at)
}

function inconsistent(rows: Rows, i: number, at: (column: string) => Place) {
  const [open, high, low, close] = PRICES.map((name) => rows[name][i])
  const hint = 'are the columns in the order that the header says?'
  if (high < low) return fault('DATA_PRICE_INCONSISTENT', at('high'), `high ${high} is below low ${low}`, hint)
  const outside = (price: number) => price > high * (1 + ROUNDING) || price < low - high * ROUNDING
  const [name, price] = outside(open) ? ['open', open] : ['close', close]
  return fault('DATA_PRICE_INCONSISTENT', at(name as string), `${name} ${price} is outside ${low} to ${high}`, hint)
}

function placeOf(rows: RowTimes, i: number): Place {
  return { file: rows.file, line: rows.lines[i], column: rows.timeName }
}

export function showTime(rows: RowTimes, i: number): string {
  const time = rows.times[i]
  return rows.minute ? new Date(time).toISOString() : dateOf(Math.floor(time / DAY))
}
