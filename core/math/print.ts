import type { Keyed } from './labels.js'

const PLACES = 6
const MOST_ROWS = 60
const MOST_COLUMNS = 20
const EDGE_ROWS = 5

/** A column of numbers as pandas shows it: as many places as the longest needs, up to six; powers of ten when that hides too much. */
export function numberTexts(values: ArrayLike<number>): string[] {
  const numbers = Array.from(values)
  const fixed = numbers.map((value) => (Number.isFinite(value) ? value.toFixed(PLACES) : special(value)))
  let spare = PLACES - 1
  for (const [i, text] of fixed.entries())
    if (Number.isFinite(numbers[i])) spare = Math.min(spare, text.length - text.replace(/0+$/, '').length)
  const texts = fixed.map((text, i) => (Number.isFinite(numbers[i]) && spare > 0 ? text.slice(0, -spare) : text))
  const tooLong = texts.some((text) => text.length + (text.startsWith('-') ? 0 : 1) > PLACES + 6)
  const large = numbers.some((value) => Math.abs(value) > 1e6)
  const small = numbers.some((value) => Math.abs(value) < 10 ** -PLACES && value !== 0)
  if (!small && !(tooLong && large)) return texts
  return numbers.map((value) => (Number.isFinite(value) ? scientific(value) : special(value)))
}

function special(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'
}

function scientific(value: number): string {
  return value.toExponential(PLACES).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Room for a sign before every number. */
function signed(values: readonly number[]): string[] {
  return numberTexts(values).map((text) => (/^[\di]/.test(text) ? ` ${text}` : text))
}

export function seriesText(values: Float64Array, index: Keyed, name: unknown): string {
  const named = name === undefined ? '' : `Name: ${name}, `
  if (values.length === 0) return `Series([], ${named}dtype: float64)`
  const rows = shownRows(values.length, MOST_ROWS)
  const labels = rows.map((i) => (i < 0 ? '' : index.text(i)))
  const shown = pad(signed(rows.filter((i) => i >= 0).map((i) => values[i])), 'right')
  const gap = rows.indexOf(-1)
  if (gap >= 0) shown.splice(gap, 0, centered(shown[gap].length > 3 ? '...' : '..', shown[gap].length))
  const long = rows.length < values.length ? `Length: ${values.length}, ` : ''
  return `${beside([pad(labels, 'left'), shown], '   ')}\n${named}${long}dtype: float64`
}

export function frameText(data: readonly Float64Array[], index: Keyed, columns: Keyed): string {
  const shape = `[${index.length} rows x ${columns.length} columns]`
  if (index.length === 0 || columns.length === 0) return `Empty DataFrame ${shape}`
  const rows = shownRows(index.length, MOST_ROWS)
  const listed = rows.filter((i) => i >= 0)
  const gap = rows.indexOf(-1)
  const blocks = [pad(['', ...rows.map((i) => (i < 0 ? '..' : index.text(i)))], 'left')]
  const columnsShown = shownRows(columns.length, MOST_COLUMNS)
  for (const j of columnsShown) {
    const texts = j < 0 ? listed.map(() => ' ...') : signed(listed.map((i) => data[j][i]))
    if (gap >= 0) texts.splice(gap, 0, ' ...')
    blocks.push(pad([j < 0 ? ' ...' : ` ${columns.text(j)}`, ...texts], 'right'))
  }
  const whole = gap < 0 && columnsShown.length === columns.length
  return beside(blocks, ' ') + (whole ? '' : `\n\n${shape}`)
}

/** As Python's `center`. */
function centered(text: string, width: number): string {
  const room = width - text.length
  const left = (room >> 1) + (room & width & 1)
  return text.padStart(text.length + left).padEnd(width)
}

/** All rows, or the first and last with -1 for what is left out between. */
function shownRows(length: number, most: number): number[] {
  const rows = Array.from({ length }, (_, i) => i)
  return length <= most ? rows : [...rows.slice(0, EDGE_ROWS), -1, ...rows.slice(-EDGE_ROWS)]
}

function pad(texts: string[], side: 'left' | 'right'): string[] {
  const width = Math.max(...texts.map((text) => text.length))
  return texts.map((text) => (side === 'left' ? text.padEnd(width) : text.padStart(width)))
}

function beside(blocks: readonly string[][], space: string): string {
  return blocks[0].map((_, i) => blocks.map((block) => block[i]).join(space)).join('\n')
}
