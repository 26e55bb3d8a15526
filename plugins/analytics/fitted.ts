import type { Block, ReportData } from './report-data.js'

/** Characters of data that a report carries at most: with the page around them fewer than two million. */
const MOST = 1_700_000
/** Rows that every table keeps. */
const FEWEST_ROWS = 200

/** The data with the ends of long tables left out where all of it would be too much. */
export function fitted(data: ReportData): ReportData {
  const sizeOf = (value: unknown) => JSON.stringify(value).length
  const isLong = (block: Block) => block.kind === 'table' && block.table.rows.length > FEWEST_ROWS
  const blocks = data.tabs.flatMap((tab) => tab.blocks)
  const long = blocks.filter(isLong).reduce((sum, block) => sum + sizeOf(block), 0)
  const room = MOST - (sizeOf(data) - long)
  if (long <= room) return data
  const share = Math.max(0, room / long)
  const shortened = (block: Block): Block => {
    if (block.kind !== 'table' || !isLong(block)) return block
    const rows = block.table.rows.slice(0, Math.max(FEWEST_ROWS, Math.floor(share * block.table.rows.length)))
    return { ...block, table: { ...block.table, rows } }
  }
  return { ...data, tabs: data.tabs.map((tab) => ({ ...tab, blocks: tab.blocks.map(shortened) })) }
}
