import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import { checkTriggers, isTriggered, type Order, openAmount } from '../finance/order.js'
import { LIQUIDITY_EXCEEDED, type TradeBar, worseThanLimit } from '../finance/slippage.js'
import type { Broker, BrokerCommand, BrokerEvent, BrokerSession } from './broker.js'
import type { Reason } from './engine-event.js'

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

  constructor(private readonly fillAt: FillAt = 'next-close') {}

  get drainsAfterStrategy(): boolean {
    return this.fillAt === 'this-close'
  }

  connect(session: BrokerSession): void {
    this.#session = session
    this.#bar = new SimulatedBar(session.portal, this.fillAt === 'next-open' ? 'open' : 'close')
  }

  send(_outbox: readonly BrokerCommand[]): void {}

  drain(at: number): readonly BrokerEvent[] {
    const { open } = this.#session.blotter
    if (open.size === 0) return NOTHING
    const events: BrokerEvent[] = []
    for (const [asset, orders] of open) this.#trade(asset, orders, at, events)
    return events
  }

  #trade(asset: Asset, orders: readonly Order[], at: number, events: BrokerEvent[]): void {
    const bar = this.#bar
    if (!bar.show(asset, at)) {
      this.#tell(orders, 0, 'no-trade')
      return
    }
    const { costs, quirks, events: log } = this.#session
    const slippage = costs.slippage(asset.kind)
    const commission = costs.commission(asset.kind)
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]
      if (openAmount(order) === 0) continue
      checkTriggers(order, bar.price, at)
      if (!isTriggered(order)) {
        log.unfilled(order, order.stop !== undefined && !order.stopReached ? 'stop-not-reached' : 'limit-not-reached')
        continue
      }
      const fill = slippage.fill(order, bar)
      if (fill === LIQUIDITY_EXCEEDED) {
        this.#tell(orders, i, 'liquidity-exceeded')
        return
      }
      if (fill === undefined) {
        log.unfilled(order, order.limit === undefined ? 'nothing-offered' : 'worse-than-limit')
        continue
      }
      const { amount } = fill
      const isCapped = !quirks.fillBeyondLimit && worseThanLimit(fill.price, order)
      const price = isCapped ? order.limit! : fill.price
      const charge = commission.calculate(order, { asset, amount, price, at, orderId: order.id })
      events.push({ kind: 'filled', orderId: order.id, at, amount, price, commission: charge })
      bar.volumeUsed += Math.abs(amount)
    }
  }

  /** Why none of these orders, from the `from`th on, fill on this bar. */
  #tell(orders: readonly Order[], from: number, reason: Reason): void {
    for (let i = from; i < orders.length; i++)
      if (openAmount(orders[i]) !== 0) this.#session.events.unfilled(orders[i], reason)
  }
}

const NOTHING: readonly BrokerEvent[] = []

/** The current bar of one asset at a time; one object for the whole run. */
class SimulatedBar implements TradeBar {
  asset!: Asset
  at = 0
  volumeUsed = 0

  constructor(
    private readonly portal: Portal,
    private readonly market: 'open' | 'close',
  ) {}

  /** Turns to an asset; false where it did not trade on this bar. */
  show(asset: Asset, at: number): boolean {
    this.asset = asset
    this.at = at
    this.volumeUsed = 0
    return this.volume > 0 && !Number.isNaN(this.price)
  }

  get session(): number {
    return this.portal.sessions.days[this.portal.row]
  }
  get price(): number {
    return this.portal.spot(this.asset, this.market)
  }
  get open(): number {
    return this.portal.spot(this.asset, 'open')
  }
  get high(): number {
    return this.portal.spot(this.asset, 'high')
  }
  get low(): number {
    return this.portal.spot(this.asset, 'low')
  }
  get close(): number {
    return this.portal.spot(this.asset, 'close')
  }
  get volume(): number {
    return this.portal.spot(this.asset, 'volume')
  }

  history(field: 'open' | 'high' | 'low' | 'close' | 'volume', count: number): Float64Array {
    return this.portal.history(this.asset, field, count + 1).subarray(0, count)
  }
}
