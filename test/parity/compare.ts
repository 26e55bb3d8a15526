/** What an answer is made of: JSON, with NaN written as null and infinities as 'inf' and '-inf'. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export interface RunParameters {
  /** `g-NAME` is the folder `NAME` of the data. */
  readonly bundle: string
  /** ISO dates, both included. */
  readonly start: string
  readonly end: string
  readonly capital_base: number
  readonly data_frequency: 'daily' | 'minute'
  readonly calendar: string
  /** True for `benchmark.csv` of the data, or another file there; columns date, return. */
  readonly benchmark: boolean | string
  /** The run is expected to end in an error. */
  readonly raises?: boolean
}

/** A row of the performance frame; `orders`, `transactions` and `positions` are lists of objects. */
export type PerfRow = { readonly session: string } & { readonly [column: string]: Json }

/** What a run comes to: rows and log, or the error that it ended in. */
export interface Answer {
  readonly name: string
  readonly about?: string
  readonly run: RunParameters
  readonly perf?: readonly PerfRow[]
  readonly log?: readonly Json[]
  /** `type` is the error's name as Zipline has it. */
  readonly raises?: { readonly type: string; readonly message: string }
}

/** Where two answers differ; `undefined` on the side that has nothing there. */
export interface Difference {
  /** ISO date, or `log`, or `raises`. */
  readonly session: string
  /** `portfolio_value`, `orders[0].filled`; in the log the position, as in `[12][3]`. */
  readonly column: string
  readonly expected: Json | undefined
  readonly actual: Json | undefined
}

export interface Comparison {
  /** Largest error of a float that was compared: relative, absolute below 1 except in risk columns. */
  readonly worst: number
  readonly where?: { readonly session: string; readonly column: string }
  /** The first few. */
  readonly differences: readonly Difference[]
  /** How many there are in all. */
  readonly count: number
}

const RISK = new Set('alpha beta sharpe sortino algo_volatility benchmark_volatility max_drawdown'.split(' '))
const COUNTS =
  /^(longs_count|shorts_count|trading_days|orders\[\d+\]\.(id|amount|filled|status)|transactions\[\d+\]\.(amount|order)|positions\[\d+\]\.amount)$/
const SHOWN = 5

/** Compares an answer with Zipline's: floats within tolerance, all else equal; order counts in lists, not in columns. */
export function compareAnswer(expected: Answer, actual: Answer): Comparison {
  const report = new Report()
  if (expected.raises !== undefined || actual.raises !== undefined)
    compareRaises(expected.raises, actual.raises, report)
  else comparePerf(renumbered(expected.perf ?? []), renumbered(actual.perf ?? []), report)
  if (expected.raises === undefined || expected.log !== undefined) {
    compareValue(expected.log ?? [], actual.log ?? [], { session: 'log', column: '' }, report)
  }
  return { worst: report.worst, where: report.where, differences: report.differences, count: report.count }
}

interface Place {
  readonly session: string
  readonly column: string
}

class Report {
  worst = 0
  where?: Place
  count = 0
  readonly differences: Difference[] = []

  differ(place: Place, expected: Json | undefined, actual: Json | undefined): void {
    if (this.count++ < SHOWN) this.differences.push({ ...place, expected, actual })
  }

  measure(place: Place, error: number): void {
    if (!(error > this.worst)) return
    this.worst = error
    this.where = place
  }
}

/** Orders are known by the place where they first appear, orders before transactions, whatever their ids were. */
function renumbered(perf: readonly PerfRow[]): PerfRow[] {
  const numbers = new Map<Json, number>()
  const numberOf = (id: Json): Json => {
    if (id === null) return null
    if (!numbers.has(id)) numbers.set(id, numbers.size)
    return numbers.get(id) as number
  }
  const renumber = (list: Json | undefined, name: string): Json | undefined =>
    Array.isArray(list) ? list.map((item) => (name in item ? { ...item, [name]: numberOf(item[name]) } : item)) : list
  return perf.map((row) => {
    const next: Record<string, Json | undefined> = { ...row }
    if (row.orders !== undefined) next.orders = renumber(row.orders, 'id')
    if (row.transactions !== undefined) next.transactions = renumber(row.transactions, 'order')
    return next as PerfRow
  })
}

function comparePerf(expected: readonly PerfRow[], actual: readonly PerfRow[], report: Report): void {
  const rows = new Map(actual.map((row) => [row.session, row]))
  const known = new Set(expected.map(({ session }) => session))
  let before = -1
  for (const row of expected) {
    const { session } = row
    const other = rows.get(session)
    if (other === undefined) report.differ({ session, column: 'session' }, session, undefined)
    else {
      const at = actual.indexOf(other)
      if (at < before) report.differ({ session, column: 'session' }, session, `row ${at}, after row ${before}`)
      before = at
      compareValue(row, other, { session, column: '' }, report)
    }
  }
  actual.forEach(({ session }, i) => {
    if (!known.has(session) || rows.get(session) !== actual[i])
      report.differ({ session, column: 'session' }, undefined, session)
  })
}

function compareValue(expected: Json | undefined, actual: Json | undefined, place: Place, report: Report): void {
  if (typeof expected === 'number' && typeof actual === 'number') compareNumber(expected, actual, place, report)
  else if (isList(expected) && isList(actual)) {
    if (expected.length !== actual.length)
      report.differ({ ...place, column: `${place.column}.length` }, expected.length, actual.length)
    for (let i = 0; i < Math.min(expected.length, actual.length); i++) {
      compareValue(expected[i], actual[i], { ...place, column: `${place.column}[${i}]` }, report)
    }
  } else if (isRecord(expected) && isRecord(actual)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const column = place.column === '' ? name : `${place.column}.${name}`
      compareValue(expected[name], actual[name], { ...place, column }, report)
    }
  } else if (expected !== actual) report.differ(place, expected, actual)
}

function compareNumber(expected: number, actual: number, place: Place, report: Report): void {
  if (expected === actual) return
  const difference = Math.abs(expected - actual)
  if (place.session !== 'log' && COUNTS.test(place.column)) {
    report.differ(place, expected, actual)
    return
  }
  const risk = place.session !== 'log' && RISK.has(place.column)
  const error = difference / (risk ? Math.abs(expected) : Math.max(1, Math.abs(expected)))
  report.measure(place, error)
  if (!(error <= (risk ? 1e-8 : 1e-9))) report.differ(place, expected, actual)
}

/** The type is equal, and the message names the control and the assets that Zipline's names. */
function compareRaises(expected: Answer['raises'], actual: Answer['raises'], report: Report): void {
  const at = (column: string): Place => ({ session: 'raises', column })
  if (expected === undefined || actual === undefined) {
    const shown = (raised: Answer['raises']) => raised && `${raised.type}: ${raised.message}`
    report.differ(at('type'), shown(expected), shown(actual))
    return
  }
  if (expected.type !== actual.type) report.differ(at('type'), expected.type, actual.type)
  const missing = namesIn(expected.message).filter(
    (name) => !new RegExp(`(?<!\\w)${literal(name)}(?!\\w)`).test(actual.message),
  )
  for (const name of missing) report.differ(at('message'), name, actual.message)
}

function namesIn(message: string): string[] {
  const controls = [...message.matchAll(/constraint\s+(\w+)\(/g)]
  const assets = [...message.matchAll(/(?:Equity|Future)\(\d+ \[([^\]]+)\]\)/g)]
  return [...new Set([...controls, ...assets].map(([, name]) => name))]
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

const isRecord = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
