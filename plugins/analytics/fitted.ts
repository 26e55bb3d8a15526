import type { Block, ReportData } from './report-data.js'

/** Characters of data that a report carries at most: with the page around them fewer than two million. */
const MOST = 1_700_000
/** Rows that every table keeps. */
const FEWEST_ROWS = 200

/** The data with the ends of its longest tables left out where all of it would be too much. */
export function fitted(data: ReportData): ReportData {
  const sizeOf = (value: unknown) => JSON.stringify(value).length
  const long = data.tabs
    .flatMap((tab) => tab.blocks)
    .filter((block) => block.kind === 'table')
    .map(({ table: { rows } }) => ({ rows: rows.length, perRow: sizeOf(rows) / rows.length }))
    .filter(({ rows }) => rows > FEWEST_ROWS)
  const sizeWith = (most: number) => long.reduce((sum, { rows, perRow }) => sum + perRow * Math.min(rows, most), 0)
  const whole = Math.max(FEWEST_ROWS, ...long.map(({ rows }) => rows))
  const room = MOST - (sizeOf(data) - sizeWith(whole))
  if (sizeWith(whole) <= room) return data
  let [most, tooMany] = [FEWEST_ROWS, whole]
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2)
    if (sizeWith(middle) <= room) most = middle
    else tooMany = middle
  }
  const shortened = (block: Block): Block =>
    block.kind === 'table' && block.table.rows.length > most
      ? { ...block, table: { ...block.table, rows: block.table.rows.slice(0, most) } }
      : block
  return { ...data, tabs: data.tabs.map((tab) => ({ ...tab, blocks: tab.blocks.map(shortened) })) }
}
