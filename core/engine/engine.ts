import type { Asset } from '../assets/asset.js'
import type { Dataset } from '../data/dataset.js'
import { Portal } from '../data/portal.js'
import type { Quirks } from '../data/quirks.js'
import type { Frequency } from '../data/source.js'
import { Blotter, type OrderChanges } from '../execution/blotter.js'
import type { Broker, BrokerEvent, OrderJournal } from '../execution/broker.js'
import type { EngineEvent, EventData } from '../execution/engine-event.js'
import { EventLog } from '../execution/event-log.js'
import { noteStops } from '../execution/protective-stop.js'
import { cancelAtSessionEnd } from '../execution/session-end.js'
import { expireOrders, expireWithSession } from '../execution/time-in-force.js'
import type { AccountModel } from '../finance/account.js'
import { type CancelPolicy, NEVER_CANCEL } from '../finance/cancel-policy.js'
import { Controls } from '../finance/controls.js'
import type { Costs } from '../finance/costs.js'
import { type ExecutionStyle, MARKET } from '../finance/execution-style.js'
import type { CashFlow } from '../finance/financing.js'
import { Ledger, type LedgerFill } from '../finance/ledger.js'
import { isOpen, type Order, type OrderOptions, type OrderSnapshot } from '../finance/order.js'
import type { Transaction } from '../finance/transaction.js'
import { Random } from '../kernel/random.js'
import { exactFromNumber, exactToNumber } from '../math/decimal.js'
import { AttachedPipelines, pipelineSetup } from '../pipeline/attached.js'
import { type Calendar, tradingHours } from '../time/calendar.js'
import { MINUTE } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import { benchmarkOfAsset, benchmarkToday } from './benchmark.js'
import { brokerSession } from './broker-session.js'
import { CapitalChanges } from './capital-changes.js'
import { closeExpired, Expiry, payDividends, takeSplits, UnpaidDividends } from './corporate-actions.js'
import { type EngineSetup, ledgerCurrency } from './engine-setup.js'
import type { ClockEvent, Feed } from './event.js'
import { Financing } from './financing.js'
import { marginCall } from './margin-call.js'
import type { Observer, RunState } from './observer.js'
import { playFeed } from './play.js'
import { refusalOf } from './refusal.js'
import type { Phase, RunContext, Strategy } from './strategy.js'

const NO_DELTAS: ReadonlyMap<number, number> = new Map()

/**
 * One run. `process` takes the clock's events one by one and never waits: fills of earlier bars are booked, the strategy is called,
 * observers look, and what the strategy ordered goes to the broker. Backtest, paper and live differ in the feed and the broker only.
 */
export class Engine implements RunContext, RunState {
  readonly portal: Portal
  readonly blotter: Blotter
  readonly finder: Dataset['finder']
  readonly sessions: SessionTable
  readonly hours: SessionTable
  readonly first: number
  readonly last: number
  readonly costs: Costs
  readonly quirks: Quirks
  readonly calendar: Calendar
  readonly frequency: Frequency
  readonly emissionRate: Frequency
  readonly controls: Controls
  readonly pipelines: AttachedPipelines
  benchmark: Float64Array
  readonly recorded = new Map<string, unknown>()
  readonly sessionTransactions: Transaction[] = []
  readonly sessionCashFlows: CashFlow[] = []
  cancelPolicy: CancelPolicy = NEVER_CANCEL
  phase: Phase = 'initialize'
  now: number
  readonly #setup: EngineSetup
  // What every bar asks for stands here by itself: setups of one shape become several of V8's, and reading them slow.
  readonly #strategy: Strategy
  readonly #broker: Broker
  readonly #dataset: Dataset
  readonly #observers: readonly Observer[]
  readonly #journal: OrderJournal | undefined
  readonly #ledger: Ledger
  readonly #events = new EventLog(this)
  readonly #unpaid: UnpaidDividends
  readonly #capitalChanges: CapitalChanges | undefined
  readonly #sessionOrders = new Map<string, Order>()
  readonly #expiry = new Expiry()
  #financing: Financing | undefined
  #row: number
  #touched = 0
  #markedAt = Number.NaN
  /** Transactions of the session of which is known where the stop against them stood. */
  #guarded = 0
  readonly #priceOf: (asset: Asset) => number
  #benchmarkAsset: Asset | undefined

  constructor(setup: EngineSetup) {
    const { dataset, quirks } = setup
    this.#setup = setup
    this.portal = new Portal(setup.frequency === 'minute' ? dataset : { ...dataset, minutes: undefined }, quirks)
    this.#priceOf = pricesOf(this.portal)
    this.#row = setup.first
    this.portal.moveTo(setup.first)
    this.finder = dataset.finder
    this.sessions = dataset.reader.sessions
    this.hours = tradingHours(setup.calendar, this.sessions)
    this.first = setup.first
    this.last = setup.last
    this.costs = setup.costs
    this.quirks = quirks
    this.calendar = setup.calendar
    this.frequency = setup.frequency
    this.emissionRate = setup.frequency === 'minute' ? (setup.emissionRate ?? 'daily') : 'daily'
    this.#strategy = setup.strategy
    this.#broker = setup.broker
    this.#dataset = dataset
    this.#observers = setup.observers
    this.#journal = setup.journal
    this.benchmark = setup.benchmark
    const pipelines = pipelineSetup(dataset, setup.calendar.name, quirks, setup.pipelineLoaders)
    this.pipelines = new AttachedPipelines(pipelines, setup.last, this.isLive)
    this.controls = new Controls(quirks.refusalsEndTheRun ? 'fail' : 'refuse')
    this.blotter = new Blotter(setup.runId, this.#events, this.portal, quirks.ticksInDoubles)
    this.#ledger = new Ledger(setup.capital, 64, ledgerCurrency(setup))
    this.#unpaid = new UnpaidDividends(this.sessions, quirks)
    this.#capitalChanges = setup.capitalChanges?.length ? new CapitalChanges(setup.capitalChanges) : undefined
    this.now = this.sessions.days[setup.first] * 86_400_000
  }

  get data(): Portal {
    return this.portal
  }

  get session(): string {
    return this.sessions.date(this.#row)
  }
  get start(): string {
    return this.sessions.date(this.first)
  }
  get end(): string {
    return this.sessions.date(this.last)
  }
  get capital(): number {
    return this.#ledger.startingCash
  }
  get capitalDeltas(): ReadonlyMap<number, number> {
    return this.#capitalChanges?.deltas ?? NO_DELTAS
  }

  /** Marked to the current event on first reading. */
  get ledger(): Ledger {
    if (this.#markedAt !== this.now) this.#mark()
    return this.#ledger
  }

  get booked(): Ledger {
    return this.#ledger
  }

  get happenings(): number {
    return this.#touched + this.#events.list.length
  }

  amount(asset: Asset): number {
    return this.#ledger.amount(asset)
  }

  get sessionOrders(): Iterable<OrderSnapshot> {
    return this.#sessionOrders.values()
  }

  get openOrders(): ReadonlyMap<Asset, readonly OrderSnapshot[]> {
    return this.blotter.openAsPlaced
  }

  get events(): readonly EngineEvent[] {
    return this.#events.list
  }

  /** Connects the broker and calls `initialize`. */
  async begin(): Promise<void> {
    const { blotter, portal, costs, quirks, hours } = this
    const random = this.#setup.random ?? new Random(0)
    const news = () => this.#setup.onNews?.()
    const log = (level: 'info' | 'warn', message: string) => this.log(level, message)
    this.#setup.fx?.begin?.({ finder: this.finder, data: portal })
    const parts = { blotter, portal, costs, quirks, hours, random, events: this.#events, news, log }
    await this.#broker.connect?.(brokerSession(this, parts))
    await this.#strategy.initialize?.(this)
    if (costs.financing.length > 0)
      this.#financing = new Financing(costs.financing, this.sessions, this.now, this.sessionCashFlows)
    if (this.#benchmarkAsset && !this.isLive) this.benchmark = benchmarkOfAsset(this.#benchmarkAsset, this.#setup)
    for (const observer of this.#observers) observer.begin?.(this)
  }

  /** Whether bars come while the run goes on. */
  get isLive(): boolean {
    return this.#dataset.reader.known !== undefined
  }

  setBenchmark(asset: Asset): void {
    this.#benchmarkAsset = asset
  }

  /** Plays a feed to its end, or until `signal` stops it between sessions; answers whether it came to its end. */
  play(feed: Feed, signal?: AbortSignal, onSession?: (done: number) => void): Promise<boolean> {
    return playFeed((event) => this.process(event), feed, signal, onSession)
  }

  process(event: ClockEvent): void {
    if (this.#capitalChanges) this.#changeCapital(event)
    this.now = event.at
    if (event.kind !== 'broker') this.#row = event.row
    switch (event.kind) {
      case 'broker':
        this.#drain()
        break
      case 'session-start':
        this.#startSession(event)
        break
      case 'before-trading-start':
        this.phase = 'before-trading-start'
        this.#moveBeforeOpen(event.row)
        this.pipelines.computeEager(event.row)
        this.#strategy.beforeTradingStart?.(this)
        break
      case 'bar':
        this.#moveToBar(event)
        if (this.#financing?.isDue(event)) this.#financing.charge(event, this.ledger)
        this.#bar(event)
        break
      case 'session-end':
        this.#endSession(event)
    }
  }

  order(asset: Asset, amount: number, style: ExecutionStyle = MARKET, options?: OrderOptions): string | undefined {
    return this.#order(asset, amount, style, options, true)
  }

  orderBatch(orders: Iterable<readonly [Asset, number]>): string[] {
    const isControlled = !this.quirks.batchOrdersUncontrolled
    return Array.from(orders).flatMap(
      ([asset, amount]) => this.#order(asset, amount, MARKET, undefined, isControlled) ?? [],
    )
  }

  refuse(asset: Asset, amount: number, reason: string, data?: EventData): void {
    this.#events.refused(asset, amount, reason, data)
  }

  modify(orderId: string, changes: OrderChanges): boolean {
    const order = this.blotter.orders.get(orderId)
    if (order === undefined) return false
    const more = changes.amount === undefined ? 0 : changes.amount - order.amount
    const grows = more * order.amount > 0
    const control = grows ? this.controls.checkOrder(order.asset, more, this) : undefined
    const reason = control ? 'control' : this.blotter.modify(orderId, changes, this.now)
    if (reason !== undefined) this.refuse(order.asset, changes.amount ?? order.amount, reason, { order: orderId })
    return reason === undefined
  }

  #order(
    asset: Asset,
    amount: number,
    given: ExecutionStyle,
    options: OrderOptions | undefined,
    isControlled: boolean,
  ): string | undefined {
    this.#ledger.checkCurrency(asset, this.now)
    const style = given.kind === 'market' || this.quirks.centsWithoutAsset ? given : { asset, ...given }
    const { native } = this.#broker
    const controls = isControlled ? this.controls : undefined
    const refusal = refusalOf(asset, amount, style, options, native, controls, this)
    if (refusal === undefined) return this.blotter.place(asset, amount, style, this.now, options)?.id
    this.refuse(asset, amount, refusal.reason, refusal.data)
    if (refusal.error && this.quirks.refusalsEndTheRun) throw refusal.error
    return undefined
  }

  exchange(amount: number, from: string, to: string): number {
    return exactToNumber(this.#ledger.exchange(exactFromNumber(amount), from, to, this.now))
  }

  cancel(orderId: string): void {
    this.blotter.cancel(orderId, this.now)
  }

  orderOf(orderId: string): OrderSnapshot | undefined {
    return this.blotter.orders.get(orderId)
  }

  record(name: string, value: unknown): void {
    this.recorded.set(name, value)
  }

  log(level: 'info' | 'warn', message: string): void {
    this.#setup.onLog?.(level, this.now, message)
  }

  /** Before time moves on, so that a target is measured at the prices of the event before. */
  #changeCapital({ kind, at }: ClockEvent): void {
    if (kind === 'session-start' || (kind === 'bar' && this.frequency === 'minute'))
      this.#capitalChanges!.takeDue(at, this.ledger, this.sessionCashFlows)
  }

  #startSession(event: ClockEvent): void {
    // Emptying what is empty costs as much as a session without orders.
    if (this.sessionTransactions.length > 0) this.sessionTransactions.length = this.#guarded = 0
    if (this.#sessionOrders.size > 0) this.#sessionOrders.clear()
    if (this.#financing?.isDue(event)) this.#financing.charge(event, this.#ledger)
    const { adjustments, finder } = this.#dataset
    payDividends(this.#ledger, adjustments, finder, this.#unpaid, event.row, this.sessionCashFlows)
    this.#markedAt = event.at
    this.#observe(event)
    takeSplits(this.#ledger, this.blotter, adjustments, finder, event, this.quirks, this.sessionCashFlows)
  }

  #moveToBar(event: ClockEvent): void {
    if (this.frequency === 'minute') this.portal.moveToMinute(event.row, event.at)
    else this.portal.moveTo(event.row)
  }

  /** Before the open the last bar is yesterday's (row -1: there is none), seen with today's adjustments; Zipline's daily data show today's already. */
  #moveBeforeOpen(row: number): void {
    if (this.frequency === 'minute' && this.now > this.sessions.opens[row])
      this.portal.moveToMinute(row, this.now - MINUTE)
    else if (this.frequency === 'minute' && row > 0)
      this.portal.moveToMinute(row - 1, this.sessions.closes[row - 1], row)
    else if (this.frequency === 'daily' && this.quirks.beforeTradingStartSeesToday) this.portal.moveTo(row)
    else this.portal.moveTo(row - 1, -1, row)
  }

  #bar(event: ClockEvent): void {
    this.phase = 'bar'
    this.#events.bar++
    const broker = this.#broker
    if (this.blotter.hasTerms) expireOrders(this.blotter, this.now)
    if (!broker.drainsAfterStrategy) this.#drain()
    if (!this.blotter.sliced.isIdle) this.blotter.sliced.onBar(this.now)
    this.#strategy.onBar?.(this)
    this.#takeNews()
    if (broker.drainsAfterStrategy) this.#drain()
    this.#guarded = noteStops(this.sessionTransactions, this.#guarded, this.blotter.open)
    this.#observe(event)
    this.#sendOutbox()
  }

  #sendOutbox(): void {
    if (this.blotter.outbox.length === 0) return
    this.#journal?.outbox(this.now, this.blotter.outbox)
    this.#broker.send(this.blotter.outbox)
    this.blotter.outbox.length = 0
  }

  #drain(): void {
    const broker = this.#broker
    const { blotter } = this
    this.#book(broker.drain(this.now))
    while (blotter.hasFollowers && broker.drainRest) {
      blotter.hasFollowers = false
      this.#book(broker.drainRest(this.now))
    }
    if (!blotter.hasTerms) return
    blotter.hasFollowers = false
    blotter.followPrices(this.now, broker.followsRange ?? false)
  }

  #book(events: readonly BrokerEvent[]): void {
    this.blotter.prune()
    if (events.length === 0) return
    const closed: string[] = []
    const fills: LedgerFill[] = []
    for (const event of events) {
      const order = this.blotter.apply(event)
      if (!isOpen(order)) closed.push(order.id)
      if (event.kind !== 'filled') continue
      const commission = this.quirks.rebatesUnpaid && !(event.commission > 0) ? 0 : event.commission
      fills.push({ asset: order.asset, amount: event.amount, price: event.price, commission })
      this.sessionTransactions.push({
        asset: order.asset,
        amount: event.amount,
        price: event.price,
        at: event.at,
        orderId: order.id,
        ...(event.liquidity === undefined ? {} : { liquidity: event.liquidity }),
        reference: event.reference,
        commission,
      })
      noteStops(this.sessionTransactions, this.sessionTransactions.length - 1, this.blotter.open)
      this.#touch(order)
    }
    this.#journal?.events(this.now, events, closed)
    this.#ledger.book(fills, this.now)
    this.#markedAt = Number.NaN
  }

  #endSession(event: ClockEvent): void {
    this.phase = 'session-end'
    this.#moveToBar(event)
    if (this.#expiry.isDue(this.ledger.held, this.portal, event.at)) {
      this.sessionTransactions.push(...closeExpired(this.ledger, this.portal, event.at))
      this.#mark()
    }
    if (this.blotter.open.size > 0) this.#cancelExpired(event.at)
    if (this.blotter.hasTerms) {
      const open = this.hours.opens[event.row]
      expireWithSession(this.blotter, { session: this.session, open, close: event.at })
    }
    const { cancelledAtSessionEndUnlisted } = this.quirks
    if (!cancelledAtSessionEndUnlisted && this.blotter.open.size > 0) this.#cancelAtSessionEnd()
    this.#takeNews()
    if (cancelledAtSessionEndUnlisted && this.blotter.open.size > 0) this.#cancelAtSessionEnd()
    this.controls.checkAccount(this)
    if (this.costs.account?.maintenance) this.#callMargin(this.costs.account)
    if (this.#benchmarkAsset && this.isLive)
      this.benchmark[event.row - this.first] = benchmarkToday(this.#benchmarkAsset, this.portal)
    this.#observe(event)
    if (this.sessionCashFlows.length > 0) this.sessionCashFlows.length = 0
    this.#sendOutbox()
  }

  /** Orders what lowers every position until the maintenance margin is there again; filled on the next bar. */
  #callMargin(account: AccountModel): void {
    const call = marginCall(account, this.ledger)
    if (call === undefined) return
    const { needed, equity } = call
    this.log('warn', `margin call: positions need ${needed}, the account is worth ${equity}`)
    for (const [asset, amount] of call.reductions) {
      const orderId = this.blotter.place(asset, amount, MARKET, this.now)?.id
      this.#events.called(asset, amount, { needed, equity }, orderId)
    }
    this.#takeNews()
  }

  #cancelExpired(at: number): void {
    for (const asset of [...this.blotter.open.keys()])
      if (this.portal.lifeOf(asset).closesAt <= at) this.blotter.cancelAll(asset, at, 'expired')
  }

  #cancelAtSessionEnd(): void {
    const { cancelPolicy: policy, frequency, quirks, now: at } = this
    const warn = (message: string) => this.log('warn', message)
    cancelAtSessionEnd(this.blotter, { policy, frequency, quirks, at, warn })
  }

  #mark(): void {
    this.#ledger.mark(this.#priceOf, this.now)
    this.#markedAt = this.now
  }

  #takeNews(): void {
    const { news } = this.blotter
    if (news.length === 0) return
    for (const order of news) this.#touch(order)
    news.length = 0
  }

  /** Keeps an order for the session's record, the last changed last. */
  #touch(order: Order): void {
    this.#touched++
    this.#sessionOrders.delete(order.id)
    this.#sessionOrders.set(order.id, order)
  }

  #observe(event: ClockEvent): void {
    const observers = this.#observers
    for (let i = 0; i < observers.length; i++) observers[i].observe(event, this)
  }
}

/**
 * Made outside of the class: V8 takes a function that is written where a property is set for one of a long life, and keeps all that it
 * sees, here the run, until it looks through the whole heap.
 */
function pricesOf(portal: Portal): (asset: Asset) => number {
  return (asset) => portal.spot(asset, 'price')
}
