import { eachOwner, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import type { DataSource } from '../../core/data/source.js'
import type { MemoryOptions } from './options.js'
import { symbolData } from './symbol-rows.js'
import { fault, type Table } from './table.js'

/** Bars, splits and dividends given as arrays. Symbols have sids in the order in which they stand. */
export function memorySource({ bars, splits, dividends, ...fields }: MemoryOptions): DataSource {
  const tables = new Map(Object.entries(bars).map(([symbol, columns]) => [symbol, tableOf(symbol, columns)]))
  return {
    async *fetch(request) {
      const { symbols, start = '', end = '9999' } = request
      const unknown = symbols?.find((symbol) => !tables.has(symbol))
      if (unknown !== undefined) throw symbolNotFound('memory', unknown, `there are: ${[...tables.keys()].join(', ')}`)
      const owners = [...tables.keys()].map((symbol, sid) => ({ sid, symbol }))
      const chosen = owners.filter(({ symbol }) => symbols?.includes(symbol) ?? true)
      yield* eachOwner(request, chosen, 'stop', async (owner) => {
        const table = tables.get(owner.symbol)!
        const rows = Int32Array.from({ length: table.rows }, (_, row) => row)
        const isOwn = ({ symbol, date }: { symbol: string; date: string }) =>
          symbol === owner.symbol && date >= start && date <= end
        return {
          ...symbolData(owner, [{ table, rows }], request, fields),
          splits: splits.filter(isOwn).map(({ date, ratio }) => ({ sid: owner.sid, effectiveDate: date, ratio })),
          dividends: dividends
            .filter(isOwn)
            .map(({ symbol: _, date, ...dividend }) => ({ sid: owner.sid, exDate: date, ...dividend })),
        }
      })
    },
  }
}

function tableOf(symbol: string, columns: MemoryOptions['bars'][string]): Table {
  const rows = columns.date.length
  for (const [name, column] of Object.entries(columns)) {
    if (column.length !== rows)
      throw fault('DATA_VALUE_INVALID', `memory, ${symbol}`, `${name} has ${column.length} values, date ${rows}`)
  }
  return { where: `memory, ${symbol}`, rows, columns: new Map(Object.entries(columns)), instants: new Set(['date']) }
}
