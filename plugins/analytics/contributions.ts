import type { Asset } from '../../core/assets/asset.js'
import type { AssetFinder } from '../../core/assets/finder.js'
import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import { type Exact, exactToNumber } from '../../core/math/decimal.js'
import { exactValue } from './lots.js'

/** What one asset's prices brought, before commissions and dividends: a value a session, in currency units, and their exact sum. */
export interface Contribution {
  readonly asset: Asset
  readonly gains: Float64Array
  readonly total: Exact
}

/**
 * Value of a position at a session's end less that of the session before, less what was bought and plus what was sold in between: summed
 * over assets this is the run's profit but for commissions and what moved beside trading. In the order of the sids.
 */
export function contributions(
  { length, transactions, positions }: Performance,
  finder: Pick<AssetFinder, 'retrieve'>,
): Contribution[] {
  const found = new Map<number, { gains: Float64Array; total: Exact; value: Exact }>()
  const of = (sid: number) => {
    let one = found.get(sid)
    if (!one) found.set(sid, (one = { gains: new Float64Array(length), total: 0n, value: 0n }))
    return one
  }
  for (let row = 0; row < length; row++) {
    const change = new Map<number, Exact>()
    for (const { asset, amount, price } of transactions[row])
      change.set(asset.sid, (change.get(asset.sid) ?? 0n) - exactValue(amount, price, asset))
    const values = new Map(
      positionRecords(positions[row]).map(({ sid, amount, lastSalePrice }) => [
        sid,
        exactValue(amount, Number.isNaN(lastSalePrice) ? 0 : lastSalePrice, finder.retrieve(sid)),
      ]),
    )
    const concerned = new Set([...change.keys(), ...values.keys()])
    for (const [sid, { value }] of found) if (value !== 0n) concerned.add(sid)
    for (const sid of concerned) {
      const one = of(sid)
      const value = values.get(sid) ?? 0n
      const gain = value - one.value + (change.get(sid) ?? 0n)
      one.value = value
      one.total += gain
      one.gains[row] = exactToNumber(gain)
    }
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([sid, { gains, total }]) => ({ asset: finder.retrieve(sid), gains, total }))
}
