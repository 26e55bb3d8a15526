import type { Asset } from '../assets/asset.js'
import { checkTriggers, isOpen, isTriggered, type Order, openAmount } from '../finance/order.js'
import { LIQUIDITY_EXCEEDED, type SlippageFill, worseThanLimit } from '../finance/slippage.js'
import type { Transaction } from '../finance/transaction.js'
import { RustybtError } from '../kernel/errors.js'
import type { Reach } from './bar-path.js'
import type { Broker, BrokerCommand, BrokerEvent, BrokerSession, NativeOrder } from './broker.js'
import type { Reason } from './engine-event.js'
import { noteStop, type Outcome, type PathRule, reachOf, settle } from './reach.js'
import { SimulatedBar } from './simulated-bar.js'
import { Terms } from './terms.js'

/**
 * When an order meets the market: at the close of a later bar (Zipline's way), at a later bar's open, or at the close of the very bar on
 * which it was placed.
 */
export type FillAt = 'next-close' | 'next-open' | 'this-close'

/**
 * Where stops and limits are looked for: at the market's price alone (Zipline's way), or in the whole range of the bar. Where its high and
 * its low would have done different things, `worst` and `best` take what is worse or better by its close, `ohlc` the likelier way.
 */
export type Triggers = 'close' | PathRule

/**
 * The exchange of a backtest and of paper trading. On each bar it offers every open order to the slippage model, asset by asset and
 * oldest first. It works on the run's own orders, so it has no book of its own.
 */
export class SimulatedBroker implements Broker {
  readonly native: ReadonlySet<NativeOrder> = new Set<NativeOrder>(['ioc', 'fok', 'auction'])
  #session!: BrokerSession
  #bar!: SimulatedBar
  #terms!: Terms
  #rule: PathRule | undefined
  /** What orders with terms have filled on this bar, and what was taken of the bar's volume by assets of such orders. */
  readonly #filledNow = new Map<string, number>()
  readonly #volumes = new Map<Asset, number>()
  /** Entries of brackets that filled within this bar: where on both paths. */
  readonly #entered = new Map<string, readonly [number, number]>()
  /** Orders whose auction this bar was. */
  readonly #auctioned = new Set<string>()

  constructor(
    private readonly fillAt: FillAt = 'next-close',
    private readonly triggers?: Triggers,
  ) {
    if (fillAt !== 'this-close' || triggers === undefined || triggers === 'close') return
    throw new RustybtError('BROKER_OPTIONS', `orders that fill at this close are not triggered by '${triggers}'`, {
      hint: "leave out triggers, or choose fillAt 'next-open' or 'next-close'",
    })
  }

  get drainsAfterStrategy(): boolean {
    return this.fillAt === 'this-close'
  }

  get followsRange(): boolean {
    return this.#rule !== undefined
  }

  connect(session: BrokerSession): void {
    this.#session = session
    this.#bar = new SimulatedBar(session.portal, this.fillAt === 'next-open' ? 'open' : 'close')
    this.#terms = new Terms(session, this.fillAt === 'next-open')
    const isAtClose = session.quirks.triggersAtClose || this.fillAt === 'this-close'
    const triggers = this.triggers ?? (isAtClose ? 'close' : 'worst')
    this.#rule = triggers === 'close' ? undefined : triggers
  }

  send(outbox: readonly BrokerCommand[]): void {
    this.#terms.sent(outbox)
  }

  drain(at: number): readonly BrokerEvent[] {
    const { open, hasTerms } = this.#session.blotter
    if (open.size === 0) return NOTHING
    if (hasTerms) {
      this.#filledNow.clear()
      this.#volumes.clear()
      this.#entered.clear()
      this.#auctioned.clear()
    }
    this.#terms.begin(at)
    const events: BrokerEvent[] = []
    for (const [asset, orders] of open) {
      this.#trade(asset, orders, at, events)
      if (hasTerms) this.#endAtOnce(orders, at, events)
    }
    return events
  }

  drainRest(at: number): readonly BrokerEvent[] {
    const { orders, linked } = this.#session.blotter
    const events: BrokerEvent[] = []
    for (const [id, from] of this.#entered) {
      const exits = linked.exitsOf(id).map((exit) => orders.get(exit)!)
      if (!exits.some((exit) => exit.created === at && this.#hasArrived(exit, at))) continue
      if (!(from[0] < 3 && from[1] < 3)) continue
      const [{ asset }] = exits
      if (!this.#bar.show(asset, at)) continue
      this.#bar.volumeUsed = this.#volumes.get(asset) ?? 0
      this.#tradeGroup(exits, at, events, from)
    }
    this.#entered.clear()
    return events
  }

  #trade(asset: Asset, orders: readonly Order[], at: number, events: BrokerEvent[]): void {
    if (!this.#bar.show(asset, at)) {
      this.#tell(orders, 0, 'no-trade')
      return
    }
    const log = this.#session.events
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]
      if (openAmount(order) === 0 || order.terms?.sliced !== undefined) continue
      if (!this.#hasArrived(order, at)) {
        log.unfilled(order, 'in-flight')
        continue
      }
      if (order.terms !== undefined && this.#tradeSpecial(order, at, events)) continue
      const reason = this.#reach(order, at)
      if (reason !== undefined) {
        log.unfilled(order, reason)
        continue
      }
      if (this.#fill(order, at, events) !== LIQUIDITY_EXCEEDED) continue
      this.#tell(orders, i, 'liquidity-exceeded')
      return
    }
  }

  /** Where an order by itself meets this bar: then `bar.price` is its price; else why it does not. */
  #reach(order: Order, at: number): Reason | undefined {
    const bar = this.#bar
    bar.reached = Number.NaN
    if (this.#rule === undefined) return this.#reachAtClose(order, at)
    const { stop, limit, terms } = order
    const isBuy = order.amount > 0
    if (terms?.exits) this.#entered.set(order.id, this.#positions(order))
    if (stop !== undefined && !order.stopReached) {
      if (terms?.trail !== undefined) return this.#reachOnPath(order, at)
      if (isBuy ? bar.top < stop : bar.bottom > stop) return 'stop-not-reached'
      if (limit !== undefined) return this.#reachOnPath(order, at)
      order.stopReached = true
      order.dt = at
      bar.reached = isBuy ? Math.max(bar.first, stop) : Math.min(bar.first, stop)
    } else if (limit !== undefined) {
      if (isBuy ? bar.bottom > limit : bar.top < limit) return 'limit-not-reached'
      order.limitReached = true
      bar.reached = isBuy ? Math.min(bar.first, limit) : Math.max(bar.first, limit)
    }
    return undefined
  }

  #reachAtClose(order: Order, at: number): Reason | undefined {
    checkTriggers(order, this.#bar.price, at)
    if (isTriggered(order)) return undefined
    return order.stop !== undefined && !order.stopReached ? 'stop-not-reached' : 'limit-not-reached'
  }

  /** What hangs on the order of high and low even by itself: a stop that trails, a limit behind a stop. */
  #reachOnPath(order: Order, at: number): Reason | undefined {
    const outcome = settle([order], this.#bar.paths, FROM_OPEN, this.#market, this.#rule!)
    noteStop(order, this.#bar.paths[outcome.path], 0, at)
    this.#bar.reached = outcome.reaches[0].price
    if (outcome.isAmbiguous) this.#tellAmbiguous(order, outcome)
    if (!Number.isNaN(this.#bar.reached)) return undefined
    return order.stop !== undefined ? 'stop-not-reached' : 'limit-not-reached'
  }

  /** Orders for an auction, and orders that exclude each other; answers whether the order was one. */
  #tradeSpecial(order: Order, at: number, events: BrokerEvent[]): boolean {
    if (order.terms!.auction !== undefined) {
      const reason = this.#auctionReason(order, at)
      if (reason !== undefined) this.#session.events.unfilled(order, reason)
      else this.#fillOrTell(order, at, events)
      return true
    }
    if (order.terms!.siblings === undefined) return false
    const { blotter } = this.#session
    const group = blotter.linked.groupOf(order.id)!.map((id) => blotter.orders.get(id)!)
    const members = group.filter((each) => isOpen(each) && this.#hasArrived(each, at))
    if (members[0] === order) this.#tradeGroup(members, at, events, FROM_OPEN)
    return true
  }

  /** Why an order does not take part in this bar's auction. The opening is a session's first trade that the order was there for. */
  #auctionReason({ id, terms, created, limit, amount }: Order, at: number): Reason | undefined {
    const bar = this.#bar
    const { hours, portal } = this.#session
    const isOpening = terms!.auction === 'open'
    if (isOpening && created > hours.opens[portal.row]) return 'waiting-for-open'
    if (!isOpening && at < hours.closes[portal.row]) return 'waiting-for-close'
    this.#auctioned.add(id)
    bar.reached = isOpening ? bar.first : bar.close
    if (limit === undefined) return undefined
    return (amount > 0 ? bar.reached <= limit : bar.reached >= limit) ? undefined : 'limit-not-reached'
  }

  /** Orders of which together one amount fills at most, from positions on both paths on: what is met first fills first. */
  #tradeGroup(members: readonly Order[], at: number, events: BrokerEvent[], from: readonly [number, number]): void {
    let rest = this.#session.blotter.linked.restOf(members[0].id)
    const reached: { readonly order: Order; readonly price: number; readonly position: number }[] = []
    const outcome = this.#rule && settle(members, this.#bar.paths, from, this.#market, this.#rule)
    members.forEach((order, i) => {
      if (outcome) {
        noteStop(order, this.#bar.paths[outcome.path], from[outcome.path], at)
        const { position, price } = outcome.reaches[i]
        if (position >= 0) reached.push({ order, price, position })
        else this.#session.events.unfilled(order, waitsForStop(order) ? 'stop-not-reached' : 'limit-not-reached')
        return
      }
      const reason = this.#reachAtClose(order, at)
      if (reason === undefined) reached.push({ order, price: Number.NaN, position: 0 })
      else this.#session.events.unfilled(order, reason)
    })
    reached.sort((a, b) => a.position - b.position)
    if (outcome?.isAmbiguous) this.#tellAmbiguous(reached[0]?.order ?? members[0], outcome)
    for (const { order, price } of reached) {
      if (rest === 0) break
      this.#bar.reached = price
      rest -= this.#fillOrTell(order, at, events, rest)
    }
  }

  /** Fills at `bar.price` what the bar offers, at most `most` units; answers signed units. */
  #fillOrTell(order: Order, at: number, events: BrokerEvent[], most = openAmount(order)): number {
    const filled = this.#fill(order, at, events, most)
    if (filled !== LIQUIDITY_EXCEEDED) return filled
    this.#session.events.unfilled(order, 'liquidity-exceeded')
    return 0
  }

  #fill(order: Order, at: number, events: BrokerEvent[], most?: number): number | typeof LIQUIDITY_EXCEEDED {
    const { asset, terms } = order
    const { costs, events: log } = this.#session
    const fill = this.#offered(order)
    if (fill === LIQUIDITY_EXCEEDED) return fill
    if (fill === undefined) {
      log.unfilled(order, order.limit === undefined ? 'nothing-offered' : 'worse-than-limit')
      return 0
    }
    const { price } = fill
    const amount = most !== undefined && Math.abs(most) < Math.abs(fill.amount) ? most : fill.amount
    if (terms?.timeInForce === 'fok' && amount !== openAmount(order)) return 0
    const liquidity = this.#terms.liquidity(order, this.#bar.marketPrice)
    const traded: Transaction = { asset, amount, price, at, orderId: order.id, liquidity }
    const commission = costs.commission(asset.kind)
    const charge = commission.calculate(order, traded)
    const why = this.#terms.refusal(traded, charge)
    if (why !== undefined) {
      events.push({ kind: 'rejected', orderId: order.id, at, reason: 'insufficient-funds', data: { message: why } })
      return 0
    }
    commission.charged?.(order, traded)
    const reference = this.#bar.price
    events.push({ kind: 'filled', orderId: order.id, at, amount, price, commission: charge, liquidity, reference })
    this.#bar.volumeUsed += Math.abs(amount)
    if (terms !== undefined) {
      this.#filledNow.set(order.id, amount)
      this.#volumes.set(asset, this.#bar.volumeUsed)
    }
    return amount
  }

  /** Ends what was to fill on this bar or not at all. */
  #endAtOnce(orders: readonly Order[], at: number, events: BrokerEvent[]): void {
    for (const order of orders) {
      const { terms } = order
      if (terms === undefined || openAmount(order) === (this.#filledNow.get(order.id) ?? 0)) continue
      if (!this.#hasArrived(order, at)) continue
      const reason = this.#endOf(order)
      if (reason !== undefined) events.push({ kind: 'cancelled', orderId: order.id, at, reason })
    }
  }

  #endOf({ id, terms }: Order): Reason | undefined {
    const { timeInForce, auction, sliced } = terms!
    if (sliced !== undefined) return undefined
    if (timeInForce === 'ioc') return 'immediate-or-cancel'
    if (timeInForce === 'fok') return 'fill-or-kill'
    return auction !== undefined && this.#auctioned.has(id) ? 'auction-over' : undefined
  }

  /** Where a market order of this bar stands on either path. */
  get #market(): Reach {
    return { position: this.fillAt === 'next-open' ? 0 : 3, price: this.#bar.marketPrice }
  }

  /** Where on both paths an order by itself is met. */
  #positions(order: Order): readonly [number, number] {
    const [a, b] = this.#bar.paths.map((path) => reachOf(order, path, 0, this.#market).position)
    return [a, b]
  }

  /** Whether an order has reached the market by this bar. */
  #hasArrived(order: Order, at: number): boolean {
    return this.#terms.hasArrived(order, at, this.#bar.marketPrice)
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

  #tellAmbiguous(order: Order, { difference, otherPrice, reaches, path }: Outcome): void {
    const price = (value: number) => (Number.isNaN(value) ? null : value)
    this.#session.events.told('ambiguous', order, 'path-unknown', {
      rule: this.#rule!,
      first: path === 0 ? 'high' : 'low',
      price: price(earliest(reaches)),
      otherPrice: price(otherPrice),
      difference,
    })
  }

  /** Why none of these orders, from the `from`th on, fill on this bar. */
  #tell(orders: readonly Order[], from: number, reason: Reason): void {
    for (let i = from; i < orders.length; i++)
      if (openAmount(orders[i]) !== 0 && orders[i].terms?.sliced === undefined)
        this.#session.events.unfilled(orders[i], reason)
  }
}

const NOTHING: readonly BrokerEvent[] = []
const FROM_OPEN = [0, 0] as const

const waitsForStop = (order: Order) => order.stop !== undefined && !order.stopReached

const earliest = (reaches: readonly Reach[]) =>
  reaches.reduce((best, each) => (each.position >= best.position || Number.isNaN(each.position) ? best : each), {
    position: Number.POSITIVE_INFINITY,
    price: Number.NaN,
  }).price
