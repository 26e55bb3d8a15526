import type { Order } from '../finance/order.js'
import type { Blotter } from './blotter.js'
import type { Reason } from './engine-event.js'

/** Cancels orders whose time is over as a bar begins: epoch ms of its end. */
export function expireOrders(blotter: Blotter, at: number): void {
  cancelWhere(blotter, at, ({ terms }) =>
    typeof terms?.goodTill === 'number' && at > terms.goodTill ? 'good-till-date' : undefined,
  )
}

export interface SessionTimes {
  /** ISO date, and epoch ms of its open and its close. */
  readonly session: string
  readonly open: number
  readonly close: number
}

/** Cancels at the end of a session what was for it alone: what had been placed in time to see its last bar, or its auction. */
export function expireWithSession(blotter: Blotter, { session, open, close }: SessionTimes): void {
  cancelWhere(blotter, close, ({ created, terms }) => {
    if (terms?.auction !== undefined) {
      const isOver = terms.auction === 'open' ? created <= open : created < close
      return isOver ? 'auction-over' : undefined
    }
    if (terms?.timeInForce === 'day' && created < close) return 'end-of-day'
    return typeof terms?.goodTill === 'string' && session >= terms.goodTill ? 'good-till-date' : undefined
  })
}

function cancelWhere(blotter: Blotter, at: number, reasonOf: (order: Order) => Reason | undefined): void {
  for (const orders of [...blotter.open.values()]) {
    for (const order of [...orders]) {
      const reason = reasonOf(order)
      if (reason !== undefined) blotter.cancel(order.id, at, true, reason)
    }
  }
}
