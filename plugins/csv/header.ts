import { fault } from './fault.js'

/** Which field of a row is what; positions count from 0. */
export interface Header {
  readonly file: string
  /** As written, for messages. */
  readonly names: readonly string[]
  readonly time: number
  /** The name says that rows are minutes; else their values do. */
  readonly minute: boolean
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** Only read where the shape carries adjustments in the bars. */
  readonly dividend?: number
  readonly split?: number
  /** Columns that are not read. */
  readonly ignored: readonly string[]
}

const TIME_NAMES = ['minute', 'date', 'datetime', 'timestamp', 'time', '']
const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const

/** Names are matched in any case; the dividend and split columns only where `adjustments` says so. */
export function readHeader(file: string, cells: readonly string[], line: number, adjustments: boolean): Header {
  const names = cells.map((cell) => cell.trim())
  const lower = names.map((name) => name.toLowerCase())
  const wanted: string[] = adjustments ? [...PRICES, 'dividend', 'split'] : [...PRICES]
  for (const name of wanted) {
    if (lower.indexOf(name) === lower.lastIndexOf(name)) continue
    throw fault('DATA_COLUMN_DUPLICATE', { file, line, column: name }, 'is there twice', 'keep one of them')
  }
  const timeName = TIME_NAMES.find((name) => (name === '' ? lower[0] === '' : lower.includes(name)))
  const missing = PRICES.filter((name) => !lower.includes(name)) as string[]
  if (timeName === undefined) missing.unshift('date (or minute)')
  if (missing.length > 0) throw columnMissing(file, line, missing, names)
  const at = Object.fromEntries(wanted.map((name) => [name, lower.indexOf(name)]))
  const time = lower.indexOf(timeName!)
  return {
    file,
    names,
    time,
    minute: timeName === 'minute',
    open: at.open,
    high: at.high,
    low: at.low,
    close: at.close,
    volume: at.volume,
    dividend: at.dividend >= 0 ? at.dividend : undefined,
    split: at.split >= 0 ? at.split : undefined,
    // The first without a name is the index that pandas writes.
    ignored: names
      .map((name, i) => name || (i > 0 ? `${i + 1} (without a name)` : ''))
      .filter((name, i) => i !== time && !wanted.includes(lower[i]) && name !== ''),
  }
}

function columnMissing(file: string, line: number, missing: readonly string[], names: readonly string[]) {
  const separator = names.length === 1 ? [';', '\t', '|'].find((mark) => names[0].includes(mark)) : undefined
  const hint =
    separator === undefined
      ? 'the columns are date (or minute), open, high, low, close, volume; case does not matter'
      : `fields are separated by commas here, not by ${JSON.stringify(separator)}`
  const what = `no column ${missing.join(', ')} (there are: ${names.join(', ')})`
  return fault('DATA_COLUMN_MISSING', { file, line, column: missing[0] }, what, hint)
}
