import { systemClock } from '../../core/data/remote/clock.js'
import type { Broker, BrokerCommand, BrokerEvent, BrokerSession, NativeOrder } from '../../core/execution/broker.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { Redactor } from '../../core/kernel/secret.js'
import { exactFromNumber, exactToNumber } from '../../core/math/decimal.js'
import { type ErrorClasses, type ExchangeOrder, importTrading, type Trade, type TradingExchange } from './exchange.js'
import { Fees } from './fees.js'
import type { CcxtBrokerOptions } from './options.js'
import { type OrderRequest, orderRequest, timesInForce } from './order-request.js'
import { PatientFetch } from './patient-fetch.js'
import { Placing } from './placing.js'

/** An order at the exchange. Amounts are unsigned here. */
interface Tracked {
  order: OrderSnapshot
  request: OrderRequest
  /** The exchange's id of what stands there now, once it has told one. */
  brokerId?: string
  /** How often it was taken back and placed anew with other amounts or prices; while that goes on, its end is not the order's. */
  changes: number
  isChanging: boolean
  /** Units of its fills so far, and those before it was placed anew. */
  filled: number
  filledBefore: number
  over: boolean
  /** What is done with it, one after the other. */
  work: Promise<void>
  wasCancelled: boolean
}

/** ms in which the fills of an order that has ended come by the socket, before they are asked for. */
const FILLS_LATE = 250
/** ms before a socket that broke is opened again; doubled up to the longest. */
const REOPEN = 500
const LONGEST_REOPEN = 30_000
/** Fills of orders that are not known (yet): of others on the same account, or before an order's acknowledgement. */
const UNCLAIMED_KEPT = 1000

/**
 * Orders at an exchange through ccxt. Fills come by the socket, and are asked for by REST when it breaks, and every so often. An order's
 * id goes along as the client's order id; where an answer stays away, the exchange is asked for it before anything is sent again.
 */
export async function ccxtBroker(options: CcxtBrokerOptions): Promise<Broker> {
  const { Exchange, errors } = await importTrading(options.exchange)
  const { key, secret, password, settings, sandbox, timeout } = options
  const redactor = new Redactor()
  for (const text of [key, secret, password]) if (text !== undefined) redactor.hide(text.reveal())
  const http = new PatientFetch()
  const exchange = new Exchange({
    newUpdates: true,
    enableRateLimit: true,
    ...settings,
    apiKey: key.reveal(),
    secret: secret.reveal(),
    password: password?.reveal(),
    timeout,
    fetchImplementation: http.fetch,
  })
  if (sandbox) (exchange as TradingExchange & { setSandboxMode(on: boolean): void }).setSandboxMode(true)
  return new CcxtBroker(exchange, errors, options, http, (error) => withoutQueries(redactor.redact(messageOf(error))))
}

class CcxtBroker implements Broker {
  readonly native: ReadonlySet<NativeOrder>
  readonly #told: BrokerEvent[] = []
  readonly #orders = new Map<string, Tracked>()
  readonly #byBrokerId = new Map<string, Tracked>()
  readonly #unclaimed = new Map<string, Trade[]>()
  readonly #seen = new Set<string>()
  readonly #stop = new AbortController()
  readonly #fees: Fees
  readonly #placing: Placing
  #session: BrokerSession | undefined
  #intake = Promise.resolve()
  #since = Date.now()

  constructor(
    private readonly exchange: TradingExchange,
    private readonly errors: ErrorClasses,
    private readonly options: CcxtBrokerOptions,
    http: PatientFetch,
    private readonly textOf: (error: unknown) => string,
  ) {
    this.native = new Set(timesInForce(exchange))
    this.#fees = new Fees(exchange, (message) => this.#log('warn', message))
    this.#placing = new Placing(exchange, errors, http, options, this.#stop.signal, (text) => this.#log('warn', text))
  }

  /** Reads the markets, sets the clock by the exchange's, and tries the keys. Throws `BROKER_REFUSED`, `BROKER_UNREACHABLE`. */
  async connect(session: BrokerSession): Promise<void> {
    this.#session = session
    this.#since = Date.now()
    try {
      // ccxt opens unencrypted sockets, of a gateway on this machine, only after this.
      await this.exchange.loadHttpProxyAgent?.()
      await this.exchange.loadMarkets()
      await this.#placing.setClock()
      await this.exchange.fetchBalance()
    } catch (error) {
      const isPassing = !(error instanceof this.errors.ExchangeError)
      throw new RustybtError(
        isPassing ? 'BROKER_UNREACHABLE' : 'BROKER_REFUSED',
        `${this.exchange.id}: ${this.textOf(error)}`,
        { hint: isPassing ? 'try again later' : 'check the keys, and what they are allowed to do' },
      )
    }
    if (this.exchange.has.watchMyTrades) void this.#listen(() => this.exchange.watchMyTrades(), this.#takeAll)
    if (this.exchange.has.watchOrders) void this.#listen(() => this.exchange.watchOrders(), this.#noticeAll)
    void this.#pollOn()
  }

  send(outbox: readonly BrokerCommand[]): void {
    for (const command of outbox) {
      if (command.kind === 'submit') this.#submit({ ...command.order })
      else if (command.kind === 'modify') this.#modify({ ...command.order })
      else if (command.kind === 'cancel') this.#cancel(command.orderId)
      else
        throw new RustybtError(
          'BROKER_COMMAND',
          `${this.exchange.id} does not know '${(command as { kind: string }).kind}'`,
        )
    }
  }

  drain(): readonly BrokerEvent[] {
    return this.#told.splice(0)
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('the run is over'))
    await Promise.allSettled([...this.#orders.values()].map(({ work }) => work))
    // What still waits for a socket fails when it is closed, and nobody would hear it.
    for (const { connected, futures } of Object.values(this.exchange.clients ?? {})) {
      for (const waiting of [connected, ...Object.values(futures)]) Promise.resolve(waiting).catch(() => {})
    }
    await this.exchange.close()
  }

  #submit(order: OrderSnapshot): void {
    const request = orderRequest(this.exchange, order, this.options.markets)
    if ('refused' in request) {
      this.#tell({ kind: 'rejected', orderId: order.id, at: Date.now(), reason: request.refused })
      return
    }
    const tracked: Tracked = {
      order,
      request,
      filled: 0,
      filledBefore: 0,
      over: false,
      work: Promise.resolve(),
      wasCancelled: false,
      changes: 0,
      isChanging: false,
    }
    this.#orders.set(order.id, tracked)
    this.#then(tracked, () => this.#place(tracked))
  }

  async #place(tracked: Tracked): Promise<void> {
    const answer = await this.#placing.place(tracked.request)
    if ('refused' in answer) this.#end(tracked, 'rejected', this.textOf(answer.refused))
    else await this.#look(tracked, answer.order)
  }

  /** What stands at the exchange is taken back, and what is not filled of it placed anew under another id. */
  #modify(order: OrderSnapshot): void {
    const tracked = this.#orders.get(order.id)
    if (tracked === undefined) return
    this.#then(tracked, async () => {
      if (tracked.over) return
      tracked.isChanging = true
      const seen = await this.#placing.cancel(tracked.request, tracked.brokerId)
      if (seen !== undefined) await this.#look(tracked, seen)
      tracked.isChanging = false
      if (tracked.over) return
      const rest = exactToNumber(exactFromNumber(Math.abs(order.amount)) - exactFromNumber(tracked.filled))
      const id = `${order.id}-${++tracked.changes + 1}`
      const request = orderRequest(
        this.exchange,
        { ...order, id, amount: Math.sign(order.amount) * rest },
        this.options.markets,
      )
      if ('refused' in request) return this.#end(tracked, 'cancelled', `it could not be changed: ${request.refused}`)
      Object.assign(tracked, { order, request, brokerId: undefined, filledBefore: tracked.filled })
      await this.#place(tracked)
    })
  }

  #cancel(orderId: string): void {
    const tracked = this.#orders.get(orderId)
    if (tracked === undefined) return
    tracked.wasCancelled = true
    this.#then(tracked, async () => {
      if (tracked.over) return
      const seen = await this.#placing.cancel(tracked.request, tracked.brokerId)
      if (seen !== undefined) await this.#look(tracked, seen)
    })
  }

  #then(tracked: Tracked, work: () => Promise<void>): void {
    tracked.work = tracked.work.then(work).catch((error) => {
      if (!this.#stop.signal.aborted) this.#log('warn', `order ${tracked.order.id}: ${this.textOf(error)}`)
    })
  }

  /** Takes in what the exchange says of an order; fills that it counts and that have not come are asked for. */
  #look(tracked: Tracked, seen: ExchangeOrder): Promise<void> {
    return this.#inTurn(async () => {
      if (tracked.over) return
      if (seen.id) await this.#claim(tracked, seen.id)
      for (const trade of seen.trades ?? []) if (trade.id !== undefined) await this.#fill({ ...trade, order: seen.id })
      const counted = (seen.filled ?? 0) + tracked.filledBefore
      if (isLess(tracked.filled, counted)) {
        const trades = await this.exchange.fetchMyTrades(tracked.request.symbol, this.#since - 60_000)
        for (const trade of trades) await this.#fill(trade)
      }
      const isEnd = seen.status !== undefined && seen.status !== 'open'
      if (isEnd && !tracked.isChanging && seen.id === tracked.brokerId && !isLess(tracked.filled, counted))
        this.#finish(tracked, seen.status!)
    })
  }

  async #claim(tracked: Tracked, brokerId: string): Promise<void> {
    if (tracked.brokerId !== undefined || this.#byBrokerId.has(brokerId)) return
    tracked.brokerId = brokerId
    this.#byBrokerId.set(brokerId, tracked)
    this.#tell({ kind: 'accepted', orderId: tracked.order.id, at: Date.now(), brokerOrderId: brokerId })
    const waiting = this.#unclaimed.get(brokerId) ?? []
    this.#unclaimed.delete(brokerId)
    for (const trade of waiting) await this.#fill(trade)
  }

  /** Books a fill once, by whichever way it came first. */
  async #fill(trade: Trade): Promise<void> {
    const tracked = this.#byBrokerId.get(trade.order ?? '')
    if (tracked === undefined) {
      this.#keepUnclaimed(trade)
      return
    }
    const key = `${trade.symbol} ${trade.id}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    const commission = await this.#fees.of(trade)
    tracked.filled = exactToNumber(exactFromNumber(tracked.filled) + exactFromNumber(trade.amount))
    const liquidity = trade.takerOrMaker
    this.#tell({
      kind: 'filled',
      orderId: tracked.order.id,
      at: trade.timestamp ?? Date.now(),
      // On its order's side: of the fills in an order's own answer exchanges do not tell it.
      amount: Math.sign(tracked.order.amount) * trade.amount,
      price: trade.price,
      commission,
      ...(liquidity === 'maker' || liquidity === 'taker' ? { liquidity } : {}),
    })
    if (!isLess(tracked.filled, Math.abs(tracked.order.amount))) tracked.over = true
  }

  #keepUnclaimed(trade: Trade): void {
    if (trade.order === undefined) return
    const others = this.#unclaimed.get(trade.order)
    if (others !== undefined) others.push(trade)
    else this.#unclaimed.set(trade.order, [trade])
    if (this.#unclaimed.size > UNCLAIMED_KEPT) this.#unclaimed.delete(this.#unclaimed.keys().next().value!)
  }

  /** An order has ended at the exchange, with fewer units than were ordered, or it would be over already. */
  #finish(tracked: Tracked, status: string): void {
    if (tracked.over) return
    const rest = exactToNumber(exactFromNumber(Math.abs(tracked.order.amount)) - exactFromNumber(tracked.filled))
    if (status === 'closed') this.#end(tracked, 'cancelled', `the rest, ${rest}, is less than a lot`)
    else if (status === 'rejected') this.#end(tracked, 'rejected', `rejected by ${this.exchange.id}`)
    else if (status === 'canceled' && tracked.wasCancelled) this.#end(tracked, 'cancelled')
    else this.#end(tracked, 'cancelled', `${status} at ${this.exchange.id}`)
  }

  #end(tracked: Tracked, kind: 'cancelled', reason?: string): void
  #end(tracked: Tracked, kind: 'rejected', reason: string): void
  #end(tracked: Tracked, kind: 'cancelled' | 'rejected', reason = ''): void {
    tracked.over = true
    const told = { orderId: tracked.order.id, at: Date.now() }
    if (kind === 'rejected') this.#tell({ kind, ...told, reason })
    else this.#tell({ kind, ...told, ...(reason === '' ? {} : { reason }) })
  }

  #tell(event: BrokerEvent): void {
    this.#told.push(event)
    this.#session?.news?.()
  }

  #log(level: 'info' | 'warn', message: string): void {
    this.#session?.log?.(level, `${this.exchange.id}: ${message}`)
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#intake.then(work)
    this.#intake = done.catch(() => {})
    return done
  }

  /** Watches by the socket. When it breaks, orders are looked at by REST, and it is opened again, later and later. */
  async #listen<T>(watch: () => Promise<T>, take: (news: T) => void): Promise<void> {
    const { signal } = this.#stop
    let pause = REOPEN
    while (!signal.aborted) {
      try {
        take(await watch())
        pause = REOPEN
      } catch (error) {
        if (signal.aborted) return
        this.#log('warn', `the socket broke (${this.textOf(error)}): orders are asked for by REST`)
        await this.#poll()
        await systemClock.wait(pause, signal).catch(() => {})
        pause = Math.min(2 * pause, LONGEST_REOPEN)
      }
    }
  }

  readonly #takeAll = (trades: readonly Trade[]): void => {
    for (const trade of trades) this.#inTurn(() => this.#fill(trade)).catch(() => {})
  }

  readonly #noticeAll = (orders: readonly ExchangeOrder[]): void => {
    for (const seen of orders) {
      const tracked = this.#orders.get(seen.clientOrderId ?? '') ?? this.#byBrokerId.get(seen.id)
      if (tracked === undefined || tracked.over) continue
      const isEnd = seen.status !== undefined && seen.status !== 'open'
      const soon = isEnd ? systemClock.wait(FILLS_LATE, this.#stop.signal) : Promise.resolve()
      const known = isEnd ? seen : { ...seen, filled: 0 }
      soon.then(() => this.#look(tracked, known)).catch(() => {})
    }
  }

  async #pollOn(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await systemClock.wait(this.options.poll, signal).catch(() => {})
      if (!signal.aborted) await this.#poll()
    }
  }

  /** Looks at each order that the exchange has and that has not ended. */
  async #poll(): Promise<void> {
    for (const tracked of this.#orders.values()) {
      if (tracked.over || tracked.brokerId === undefined) continue
      try {
        const seen = await this.#placing.find(tracked.request, tracked.brokerId)
        if (seen !== undefined) await this.#look(tracked, seen)
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#log('warn', `order ${tracked.order.id}: ${this.textOf(error)}`)
      }
    }
  }
}

/** Exchanges round. */
const isLess = (a: number, b: number): boolean => a < b * (1 - 1e-9)

const messageOf = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error)

/** ccxt's messages carry URLs, and these signatures. */
const withoutQueries = (text: string): string => text.replaceAll(/(https?:\/\/[^\s?]+)\?\S*/g, '$1').slice(0, 300)
