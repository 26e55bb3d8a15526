import { DAY, fromWall, HOUR, MINUTE, SECOND } from '../../core/time/instant.js'
import { dayOf } from '../../core/time/session.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The parts of a date in a text, by the names of the groups: y, m or b (a name), d; H, M, S, f, p (AM or PM), z (an offset). */
type Pattern = RegExp

const CLOCK =
  '(?:[T ]+(?<H>\\d{1,2}):(?<M>\\d{2})(?::(?<S>\\d{2})(?:\\.(?<f>\\d+))?)?\\s*(?<p>[AP]M)?\\s*(?<z>Z|[+-]\\d{2}:?\\d{2})?)?'
const pattern = (date: string): Pattern => new RegExp(`^\\s*${date}${CLOCK}\\s*$`, 'i')
const MONTH_FIRST = pattern('(?<m>\\d{1,2})[/.-](?<d>\\d{1,2})[/.-](?<y>\\d{4}|\\d{2})')
const DAY_FIRST = pattern('(?<d>\\d{1,2})[/.-](?<m>\\d{1,2})[/.-](?<y>\\d{4}|\\d{2})')
const PATTERNS: readonly Pattern[] = [
  pattern('(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})'),
  pattern('(?<y>\\d{4})/(?<m>\\d{1,2})/(?<d>\\d{1,2})'),
  pattern('(?<y>\\d{4})(?<m>\\d{2})(?<d>\\d{2})'),
  MONTH_FIRST,
  DAY_FIRST,
  pattern('(?<d>\\d{1,2})[ -](?<b>[a-z]{3})[a-z]*[ -](?<y>\\d{4}|\\d{2})'),
  pattern('(?<b>[a-z]{3})[a-z]*\\.?[ -](?<d>\\d{1,2}),?[ -](?<y>\\d{4}|\\d{2})'),
]

const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '(?<y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  b: '(?<b>[a-z]{3})',
  B: '(?<b>[a-z]{3})[a-z]*',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  I: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{2})',
  S: '(?<S>\\d{2})',
  f: '(?<f>\\d+)',
  p: '(?<p>[AP]M)',
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2})',
  a: '[a-z]{3}',
  A: '[a-z]+',
}

/** A `strptime` format as a pattern; undefined where it has a directive that is not known here. */
export function patternOf(format: string): Pattern | undefined {
  let known = true
  const source = format.replace(/%(.)|[.*+?^${}()|[\]\\]/g, (found, directive: string | undefined) => {
    if (directive === undefined) return `\\${found}`
    if (directive === '%') return '%'
    if (!(directive in DIRECTIVES)) known = false
    return DIRECTIVES[directive] ?? ''
  })
  return known ? new RegExp(`^\\s*${source}\\s*$`, 'i') : undefined
}

/**
 * Epoch ms of a column of dates, NaN where a cell is none. The first that can be read says how the others are written, months before
 * days where both could be meant; what names no offset is a wall time of `zone`.
 */
export function readDates(cells: readonly unknown[], zone: string, given?: Pattern): Float64Array {
  const texts = cells.map((cell) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : ''))
  const first = texts.find((text) => PATTERNS.some((each) => instantOf(text, each, zone) !== undefined))
  const used = given ?? PATTERNS.find((each) => first !== undefined && instantOf(first, each, zone) !== undefined)
  return Float64Array.from(texts, (text) => (used && instantOf(text, used, zone)) ?? Number.NaN)
}

function instantOf(text: string, used: Pattern, zone: string): number | undefined {
  const found = used.exec(text)?.groups
  if (!found) return undefined
  const { y, m, b, d = '1', H = '0', M = '0', S = '0', f = '0', p, z } = found
  const month = b === undefined ? Number(m) : MONTHS.indexOf(b.toLowerCase()) + 1
  const year = y.length === 2 ? Number(y) + (Number(y) < 69 ? 2000 : 1900) : Number(y)
  const hour = p === undefined ? Number(H) : (Number(H) % 12) + (p.toUpperCase() === 'PM' ? 12 : 0)
  if (hour > 23 || Number(M) > 59 || Number(S) > 59) return undefined
  const day = dayNumber(year, month, Number(d))
  if (day === undefined) return undefined
  const wall = day * DAY + hour * HOUR + Number(M) * MINUTE + Number(S) * SECOND + Math.trunc(Number(`0.${f}`) * 1000)
  return z === undefined ? fromWall(wall, zone) : wall - offsetOf(z)
}

function dayNumber(year: number, month: number, day: number): number | undefined {
  const padded = (value: number, width: number) => String(value).padStart(width, '0')
  try {
    return dayOf(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`)
  } catch {
    return undefined
  }
}

function offsetOf(text: string): number {
  if (/z/i.test(text)) return 0
  const digits = text.slice(1).replace(':', '')
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE
  return text[0] === '-' ? -size : size
}
