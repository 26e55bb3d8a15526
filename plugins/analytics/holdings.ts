import type { Asset } from '../../core/assets/asset.js'
import type { AssetFinder } from '../../core/assets/finder.js'
import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import type { Exact } from '../../core/math/decimal.js'
import { tradedValue } from './exposure.js'
import { commissionOf } from './reconciliation.js'
import type { RoundTrips } from './round-trips.js'

/** What one asset was in the run. Money in currency units, weights as fractions of portfolio value. */
export interface Holding {
  readonly asset: Asset
  /** Sessions that ended with a position in it, and the first and the last of them, as rows. */
  readonly sessions: number
  readonly firstRow: number
  readonly lastRow: number
  /** Mean over the sessions held, and the one farthest from zero; short positions are negative. */
  readonly averageWeight: number
  readonly largestWeight: number
  readonly fills: number
  readonly traded: number
  /** Exact. */
  readonly commission: Exact
  /** Of closed round trips, and of what is still held; exact. */
  readonly realized: Exact
  readonly unrealized: Exact
}

type Sums = { -readonly [Name in keyof Omit<Holding, 'asset'>]: Holding[Name] }

/** Every asset that was traded or held, in the order in which each first was. */
export function holdings(
  performance: Performance,
  finder: Pick<AssetFinder, 'retrieve'>,
  trips: RoundTrips,
): Holding[] {
  const { length, transactions, positions, columns } = performance
  const bySid = new Map<number, Sums>()
  const of = ({ sid }: Asset): Sums => {
    let sums = bySid.get(sid)
    if (!sums) bySid.set(sid, (sums = nothing()))
    return sums
  }
  for (const fill of transactions.flat()) {
    const sums = of(fill.asset)
    sums.fills++
    sums.traded += tradedValue(fill)
    sums.commission += commissionOf(fill)
  }
  for (let row = 0; row < length; row++) {
    for (const { sid, amount, lastSalePrice } of positionRecords(positions[row])) {
      const asset = finder.retrieve(sid)
      hold(of(asset), row, (amount * lastSalePrice * asset.multiplier) / columns.portfolio_value[row])
    }
  }
  for (const { asset, profit } of trips.closed) of(asset).realized += profit
  for (const { asset, profit } of trips.open) of(asset).unrealized += profit
  return Array.from(bySid, ([sid, sums]) => ({
    asset: finder.retrieve(sid),
    ...sums,
    averageWeight: sums.averageWeight / sums.sessions,
  }))
}

function hold(sums: Sums, row: number, weight: number): void {
  if (sums.sessions++ === 0) sums.firstRow = row
  sums.lastRow = row
  sums.averageWeight += weight
  if (Math.abs(weight) > Math.abs(sums.largestWeight)) sums.largestWeight = weight
}

const nothing = (): Sums => ({
  sessions: 0,
  firstRow: -1,
  lastRow: -1,
  averageWeight: 0,
  largestWeight: 0,
  fills: 0,
  traded: 0,
  commission: 0n,
  realized: 0n,
  unrealized: 0n,
})
