import type { Asset } from '../assets/asset.js'
import { checkTriggers, isTriggered, type Order, openAmount } from '../finance/order.js'
import { LIQUIDITY_EXCEEDED, type SlippageFill, worseThanLimit } from '../finance/slippage.js'
import type { Transaction } from '../finance/transaction.js'
import type { Broker, BrokerCommand, BrokerEvent, BrokerSession } from './broker.js'
import type { Reason } from './engine-event.js'
import { SimulatedBar } from './simulated-bar.js'
import { Terms } from './terms.js'

/**
 * When an order meets the market: at the close of a later bar (Zipline's way), at a later bar's open, or at the close of the very bar on
 * which it was placed.
 */
export type FillAt = 'next-close' | 'next-open' | 'this-close'

/**
 * The exchange of a backtest and of paper trading. On each bar it offers every open order to the slippage model, asset by asset and
 * oldest first; stops and limits are compared with the market's price. It works on the run's own orders, so it has no book of its own.
 */
export class SimulatedBroker implements Broker {
  #session!: BrokerSession
  #bar!: SimulatedBar
  #terms!: Terms

  constructor(private readonly fillAt: FillAt = 'next-close') {}

  get drainsAfterStrategy(): boolean {
    return this.fillAt === 'this-close'
  }

  connect(session: BrokerSession): void {
    this.#session = session
    this.#bar = new SimulatedBar(session.portal, this.fillAt === 'next-open' ? 'open' : 'close')
    this.#terms = new Terms(session, this.fillAt === 'next-open')
  }

  send(outbox: readonly BrokerCommand[]): void {
    this.#terms.sent(outbox)
  }

  drain(at: number): readonly BrokerEvent[] {
    const { open } = this.#session.blotter
    if (open.size === 0) return NOTHING
    this.#terms.begin()
    const events: BrokerEvent[] = []
    for (const [asset, orders] of open) this.#trade(asset, orders, at, events)
    return events
  }

  #trade(asset: Asset, orders: readonly Order[], at: number, events: BrokerEvent[]): void {
    const bar = this.#bar
    const terms = this.#terms
    if (!bar.show(asset, at)) {
      this.#tell(orders, 0, 'no-trade')
      return
    }
    const { costs, events: log } = this.#session
    const commission = costs.commission(asset.kind)
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]
      if (openAmount(order) === 0) continue
      if (!terms.hasArrived(order, at, bar.price)) {
        log.unfilled(order, 'in-flight')
        continue
      }
      checkTriggers(order, bar.price, at)
      if (!isTriggered(order)) {
        log.unfilled(order, order.stop !== undefined && !order.stopReached ? 'stop-not-reached' : 'limit-not-reached')
        continue
      }
      const fill = this.#offered(order)
      if (fill === LIQUIDITY_EXCEEDED) {
        this.#tell(orders, i, 'liquidity-exceeded')
        return
      }
      if (fill === undefined) {
        log.unfilled(order, order.limit === undefined ? 'nothing-offered' : 'worse-than-limit')
        continue
      }
      const { amount, price } = fill
      const liquidity = terms.liquidity(order, bar.price)
      const traded: Transaction = { asset, amount, price, at, orderId: order.id, liquidity }
      const charge = commission.calculate(order, traded)
      const why = terms.refusal(traded, charge)
      if (why !== undefined) {
        events.push({ kind: 'rejected', orderId: order.id, at, reason: 'insufficient-funds', data: { message: why } })
        continue
      }
      commission.charged?.(order, traded)
      events.push({ kind: 'filled', orderId: order.id, at, amount, price, commission: charge, liquidity })
      bar.volumeUsed += Math.abs(amount)
    }
  }

  /** How much of an order fills on this bar, and at what price. */
  #offered(order: Order): SlippageFill | typeof LIQUIDITY_EXCEEDED | undefined {
    const { costs, quirks } = this.#session
    const offered = costs.slippage(order.asset.kind).fill(order, this.#bar)
    if (offered === undefined || offered === LIQUIDITY_EXCEEDED) return offered
    const fill = this.#terms.given(order, this.#bar, offered)
    if (fill === undefined || quirks.fillBeyondLimit) return fill
    return worseThanLimit(fill.price, order) ? { amount: fill.amount, price: order.limit! } : fill
  }

  /** Why none of these orders, from the `from`th on, fill on this bar. */
  #tell(orders: readonly Order[], from: number, reason: Reason): void {
    for (let i = from; i < orders.length; i++)
      if (openAmount(orders[i]) !== 0) this.#session.events.unfilled(orders[i], reason)
  }
}

const NOTHING: readonly BrokerEvent[] = []
