import type { Asset } from '../assets/asset.js'
import type { OrderSnapshot } from '../finance/order.js'
import type { Transaction } from '../finance/transaction.js'

/**
 * Where the stop order stands that would close what a fill has opened: its bracket's own, else the last in the queue of those against it;
 * undefined: there is none.
 */
function protectiveStop(open: readonly OrderSnapshot[], { amount, at, orderId }: Transaction): number | undefined {
  let found: number | undefined
  for (const { amount: against, dt, stop, stopReached, terms } of open) {
    if (stop === undefined || !Number.isFinite(stop) || amount * against > 0) continue
    if (stopReached && dt !== at) continue
    found = stop
    if (terms?.role === 'stop-loss' && terms.parentId === orderId) break
  }
  return found
}

/**
 * Writes the stops to the fills from `first` on; answers how many fills there are. Asked with each fill, before a stop that the same bar
 * hits is gone, and at the end of its bar, when all have been placed that belong to it: a strategy's own once it has seen the fill.
 */
export function noteStops(
  fills: Transaction[],
  first: number,
  openOrders: ReadonlyMap<Asset, readonly OrderSnapshot[]>,
): number {
  for (let i = first; i < fills.length; i++) {
    const stop = protectiveStop(openOrders.get(fills[i].asset) ?? [], fills[i])
    if (stop !== undefined) fills[i] = { ...fills[i], stop }
  }
  return fills.length
}
