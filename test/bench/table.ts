import type { Row } from './row.js'
import type { Spread } from './spread.js'

const HEADINGS = [
  ...['task', 'by', 'version', 'run s', 'min–max', 'a second', 'reading s', 'process s', 'peak MB', 'times', 'check'],
] as const

/** The rows as a Markdown table with aligned columns, which reads as well on a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf)
  const widths = HEADINGS.map((heading, i) => Math.max(heading.length, ...cells.map((row) => row[i].length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
  return [line(HEADINGS), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join('\n')
}

function cellsOf(row: Row): string[] {
  const { run, reading, memory, rate, unit } = row
  return [
    row.task,
    row.who,
    row.version,
    run ? seconds(run.median) : '',
    range(run ?? row.process),
    rate === undefined ? '' : `${Math.round(rate).toLocaleString('en-US')} ${unit}`,
    reading ? seconds(reading.median) : '',
    seconds(row.process.median),
    memory ? String(Math.round(memory.median)) : '',
    `${row.times >= 10 ? row.times.toFixed(0) : row.times.toFixed(2)}x`,
    row.check,
  ]
}

const range = ({ min, max }: Spread) => `${seconds(min)}–${seconds(max)}`
const seconds = (value: number) => (value >= 10 ? value.toFixed(1) : value.toFixed(3))
