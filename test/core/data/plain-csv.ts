/** CSV read in the plainest way, to compare with: no more than what stands there. */

export interface PlainRow {
  readonly time: number
  readonly cells: ReadonlyMap<string, number>
}

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '#n/a', '<na>'])

/** Rows in the file's order, by the names of the title in lower case; undefined where a cell can't be read as what it should be. */
export function plainRows(text: string): { names: string[]; rows: PlainRow[] } | undefined {
  const [title, ...records] = splitRecords(text.replace(/^\uFEFF/, ''))
  if (title === undefined) return undefined
  const names = title.map((cell) => cell.trim().toLowerCase())
  const at = names.findIndex((name) => ['date', 'minute', 'datetime', 'timestamp', 'time', ''].includes(name))
  const rows: PlainRow[] = []
  for (const record of records) {
    const time = timeOf(record[at] ?? '')
    if (record.length !== names.length || Number.isNaN(time)) return undefined
    const cells = record.map((cell, i): [string, number] => {
      const trimmed = cell.trim()
      return [names[i], MISSING.has(trimmed.toLowerCase()) ? Number.NaN : Number(trimmed)]
    })
    rows.push({ time, cells: new Map(cells) })
  }
  return { names, rows }
}

function timeOf(cell: string): number {
  const text = cell.trim()
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (compact !== null) return Date.parse(`${compact[1]}-${compact[2]}-${compact[3]}T00:00:00Z`)
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d*)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(text)
  if (parts === null) return Number.NaN
  const [, date, time = '00:00', seconds = ':00', zone = 'Z'] = parts
  const at = Date.parse(`${date}T${time}${seconds.replace(/\.$/, '')}Z`)
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  const minutes = offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1)
  return new Date(at).toISOString().slice(0, 10) === date ? at - minutes * 60_000 : Number.NaN
}

/** Records of cells; quotes as RFC 4180 has them. Empty lines are none. */
function splitRecords(text: string): string[][] {
  const all: string[][] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    cells.push(cell)
    cell = ''
  }
  const endRecord = () => {
    if (cells.length > 0 || cell !== '') {
      endCell()
      all.push(cells)
    }
    cells = []
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') {
        cell += c
        i++
      } else quoted = false
    } else if (c === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (c === ',') endCell()
    else if (c === '\n' || c === '\r') endRecord()
    else cell += c
  }
  endRecord()
  return all
}
