import type { TableColumn, TableColumns } from '../data/table-file.js'
import { PERFORMANCE_COLUMNS } from './metrics.js'
import type { PerformanceRow, Plain } from './rows.js'

/** The index of the performance as a table, as in Zipline's frame. */
export const PERFORMANCE_INDEX = 'period_close'

/**
 * The performance as columns, for Parquet: times are instants, numbers doubles, and what are lists of records (orders, transactions,
 * positions, cash flows) JSON texts, under the names that Zipline's frame has inside of them.
 */
export function performanceTable(rows: Iterable<PerformanceRow>): TableColumns {
  const all = [...rows]
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))]
  const numeric = new Set<string>(PERFORMANCE_COLUMNS)
  return new Map(
    names.map((name) => [
      name,
      columnOf(
        name,
        all.map((row) => row[name] ?? null),
        numeric.has(name),
      ),
    ]),
  )
}

function columnOf(name: string, values: readonly Plain[], isNumeric: boolean): TableColumn {
  if (name === 'period_open' || name === PERFORMANCE_INDEX)
    return { kind: 'instant', values: Float64Array.from(values, (value) => Date.parse(String(value))) }
  if (name === 'session')
    return { kind: 'date', values: Float64Array.from(values, (value) => Date.parse(`${String(value)}T00:00:00Z`)) }
  if (isNumeric || values.every(isNumber)) return { kind: 'number', values: Float64Array.from(values, numberOf) }
  return { kind: 'text', values: values.map((value) => textOf(name, value)) }
}

const isNumber = (value: Plain) => value === null || typeof value === 'number' || value === 'inf' || value === '-inf'

function numberOf(value: Plain): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY
  if (value === '-inf') return Number.NEGATIVE_INFINITY
  return typeof value === 'number' ? value : Number.NaN
}

function textOf(name: string, value: Plain): string | null {
  if (value === null || typeof value === 'string') return value
  if (name !== 'transactions' || !Array.isArray(value)) return JSON.stringify(value)
  // As pyfolio asks for them: an order's id under Zipline's name, commission with the order.
  const fills = value as readonly { readonly [name: string]: Plain }[]
  return JSON.stringify(fills.map(({ order, ...fill }) => ({ ...fill, order_id: order, commission: null })))
}
