import type { ColumnTable } from 'arquero'
import { parquetBytes, type TableColumn, type TableColumns } from '../../core/data/table-file.js'
import { RustybtError } from '../../core/kernel/errors.js'

/** An arquero table of columns: dates are `Date`, flags `true` and `false`, numbers typed arrays, whole ones `Int32Array` where they fit. */
export async function arqueroTable(columns: TableColumns): Promise<ColumnTable> {
  const { table } = await import('arquero')
  return table(Array.from(columns, ([name, column]) => [name, shown(column)] as [string, unknown[]]))
}

function shown({ kind, values }: TableColumn): ArrayLike<unknown> {
  if (kind === 'flag') return Array.from(values, (value) => value === 1)
  if (kind === 'whole') return values.every(fits) ? Int32Array.from(values) : values
  if (kind !== 'date') return values
  // Rows of a session share one object: there are many more rows than dates.
  const dates = new Map<number, Date>()
  return Array.from(values, (instant) => {
    if (Number.isNaN(instant)) return null
    let date = dates.get(instant)
    if (date === undefined) dates.set(instant, (date = new Date(instant)))
    return date
  })
}

const fits = (value: number) => value === (value | 0)

/**
 * Writes any arquero table as one Parquet file, whole or not at all: `await to_parquet(table, 'momentum.parquet')`, and in Python
 * `pandas.read_parquet('momentum.parquet')`. Columns that stand in an `Int32Array` are whole numbers. Throws `TABLE_COLUMN` where a column's values are of several kinds.
 */
export async function to_parquet(table: ColumnTable, file: string): Promise<void> {
  const columns = new Map(
    table
      .columnNames()
      .map((name) => [
        name,
        columnOf(name, Array.from(table.array(name) as ArrayLike<unknown>), table.column(name) instanceof Int32Array),
      ]),
  )
  const { writeAtomic } = await import('../../core/data/disk.js')
  writeAtomic(file, await parquetBytes(columns))
}

function columnOf(name: string, values: readonly unknown[], whole: boolean): TableColumn {
  const there = values.filter((value) => value !== null && value !== undefined)
  const all = (is: (value: unknown) => boolean) => there.every(is)
  if (there.length > 0 && all((value) => value instanceof Date))
    return {
      kind: 'date',
      values: Float64Array.from(values, (value) => (value as Date | null)?.getTime() ?? Number.NaN),
    }
  if (there.length === values.length && there.length > 0 && all((value) => typeof value === 'boolean'))
    return { kind: 'flag', values: Uint8Array.from(values, Number) }
  if (there.length > 0 && all((value) => typeof value === 'string'))
    return { kind: 'text', values: values.map((value) => (value ?? null) as string | null) }
  if (!all((value) => typeof value === 'number'))
    throw new RustybtError(
      'TABLE_COLUMN',
      `column '${name}' has values of several kinds, or of none that Parquet holds`,
      {
        hint: 'derive one of numbers, texts, flags without a missing one, or dates',
      },
    )
  return {
    kind: whole ? 'whole' : 'number',
    values: Float64Array.from(values, (value) => (value ?? Number.NaN) as number),
  }
}
