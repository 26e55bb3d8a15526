import type { Equity } from '../../core/assets/asset.js'
import type { SymbolData } from '../../core/data/remote/each-symbol.js'
import { type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import type { DataRequest, Dividend, Notice, Split } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import { dateOf, dayOf } from '../../core/time/session.js'
import { fault, isAdjusted, nameOf, numbersOf, type Role, type Table } from './table.js'
import { barTimes, instantsOf } from './times.js'

/** Some rows of a table, all of one symbol. */
export interface SymbolRows {
  readonly table: Table
  readonly rows: ArrayLike<number>
}

export interface AssetFields {
  readonly exchange: string
  readonly country: string
  readonly currency: string
  readonly label: 'start' | 'end'
}

/** What tables say of one symbol: bars, and the splits and dividends beside them. */
export function symbolData(
  owner: Owner,
  parts: readonly SymbolRows[],
  request: DataRequest,
  { label, exchange, country, currency }: AssetFields,
): SymbolData {
  const times = join(parts.map(({ table, rows }) => barTimes(instantsOf(table, rows), table.where, request, label)))
  const column = (role: Role) => join(parts.map(({ table, rows }) => numbersOf(table, role, rows)))
  const given = {
    times,
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
  // Files are written when they are written: what is in them is over.
  const [bars, notices] = placeBars(given, owner, request, Number.POSITIVE_INFINITY)
  return {
    bars,
    notices: [...notices, ...ignored(parts)],
    ...besides(owner, parts, times, request),
    asset: ({ startDate, endDate }): Equity => ({
      kind: 'equity',
      ...owner,
      exchange,
      country,
      currency,
      name: owner.symbol,
      startDate,
      endDate,
      autoCloseDate: dateOf(dayOf(endDate) + 1),
      tickSize: 0.01,
      multiplier: 1,
    }),
  }
}

/** As in CSV files: `split` is new shares for one old, 1 (or 0) where there is none; `dividend` is cash a share, 0 where there is none. */
function besides({ sid }: Owner, parts: readonly SymbolRows[], times: Float64Array, { start, end }: DataRequest) {
  const splits: Split[] = []
  const dividends: Dividend[] = []
  let at = 0
  for (const { table, rows } of parts) {
    const column = (role: Role) =>
      nameOf(table.columns.keys(), role) === undefined ? undefined : numbersOf(table, role, rows)
    const [split, dividend] = [column('split'), column('dividend')]
    for (let i = 0; i < rows.length; i++, at++) {
      const date = dateOf(Math.floor(times[at] / DAY))
      if ((start !== undefined && date < start) || (end !== undefined && date > end)) continue
      const shares = split?.[i] || 1
      const amount = dividend?.[i] || 0
      const bad = shares < 0 ? `split ${shares}` : amount < 0 ? `dividend ${amount}` : undefined
      if (bad !== undefined) throw fault('DATA_VALUE_INVALID', table.where, `row ${rows[i] + 1}: ${bad} is negative`)
      if (shares !== 1) splits.push({ sid, effectiveDate: date, ratio: 1 / shares })
      if (amount > 0) dividends.push({ sid, exDate: date, amount })
    }
  }
  return { splits, dividends }
}

function ignored(parts: readonly SymbolRows[]): Notice[] {
  const adjusted = parts.find(({ table }) => [...table.columns.keys()].some(isAdjusted))
  if (adjusted === undefined) return []
  const message = `${adjusted.table.where}: the adjusted close is not read: prices stay as listed, so give splits and dividends beside them`
  return [{ code: 'DATA_ADJUSTED_CLOSE', message }]
}

function join(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
