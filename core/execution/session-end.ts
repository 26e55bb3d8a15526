import type { Quirks } from '../data/quirks.js'
import type { Frequency } from '../data/source.js'
import type { CancelPolicy } from '../finance/cancel-policy.js'
import type { Order } from '../finance/order.js'
import type { Blotter } from './blotter.js'

export interface SessionEnd {
  readonly policy: CancelPolicy
  readonly frequency: Frequency
  readonly quirks: Quirks
  /** Epoch ms. */
  readonly at: number
  /** Told of each order that is cancelled, where the policy wants it. */
  readonly warn: (message: string) => void
}

/** Cancels at the end of a session what the policy lets live no longer. */
export function cancelAtSessionEnd(blotter: Blotter, { policy, frequency, quirks, at, warn }: SessionEnd): void {
  if (!policy.cancelsAtSessionEnd) return
  const isDaily = frequency === 'daily'
  const isListed = isDaily || !quirks.cancelledAtSessionEndUnlisted
  for (const all of [...blotter.open.values()]) {
    const orders = blotter.hasTerms ? all.filter(followsPolicy) : all
    const given =
      isDaily && quirks.dailyCancelTakesOneOfSeveral ? (orders.length > 1 ? orders.slice(0, 1) : []) : [...orders]
    for (const order of given) {
      blotter.cancel(order.id, at, isListed, 'cancel-policy')
      if (policy.warnOnCancel) warn(cancelledMessage(order))
    }
  }
  if (!isDaily) blotter.prune()
}

/** What has said itself how long it lives does not follow the policy; slices follow what they are slices of. */
const followsPolicy = ({ terms }: Order) =>
  terms?.timeInForce === undefined && terms?.auction === undefined && terms?.role !== 'slice'

function cancelledMessage({ asset, amount, filled }: Order): string {
  const order = `Your order for ${amount} shares of ${asset.symbol}`
  if (filled === 0) return `${order} was not filled by the end of the day: it is canceled`
  const [done, rest] = [Math.abs(filled), Math.abs(amount - filled)]
  return `${order} was partially filled: ${done} shares were ${filled > 0 ? 'bought' : 'sold'}, ${rest} are canceled at the end of the day`
}
