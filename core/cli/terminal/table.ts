export type Cell = string | number | boolean | undefined | null

/** Columns as wide as their widest cell, two spaces apart; no space at the ends of lines. */
export function formatTable(rows: readonly (readonly Cell[])[], right: readonly number[] = []): string {
  const texts = rows.map((row) => row.map((cell) => (cell === undefined || cell === null ? '' : String(cell))))
  const widths: number[] = []
  for (const row of texts) row.forEach((text, i) => void (widths[i] = Math.max(widths[i] ?? 0, text.length)))
  const line = (row: readonly string[]) =>
    row.map((text, i) => (right.includes(i) ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join('  ')
  return texts.map((row) => `${line(row).trimEnd()}\n`).join('')
}
