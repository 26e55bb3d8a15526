import type { Asset } from '../../assets/asset.js'
import { readDataset } from '../../data/dataset.js'
import { Portal } from '../../data/portal.js'
import { QUIRKS } from '../../data/quirks.js'
import { Blotter } from '../../execution/blotter.js'
import type { Broker, BrokerEvent } from '../../execution/broker.js'
import { EventLog } from '../../execution/event-log.js'
import { Costs } from '../../finance/costs.js'
import { type ExecutionStyle, MARKET } from '../../finance/execution-style.js'
import { Ledger } from '../../finance/ledger.js'
import type { Order } from '../../finance/order.js'
import { Random } from '../../kernel/random.js'
import { weekdays } from '../harness.js'
import { memorySource } from '../memory-source.js'
import { testedAsset } from './cost-fixtures.js'
import { demand, isPromise, shown } from './deeds.js'

/** Where the market stands: it begins at the first, and can fall and rise from there. */
export interface Market {
  readonly start: number
  readonly low: number
  readonly high: number
}

export interface DeskSetup {
  readonly broker: Broker
  readonly assets: readonly Asset[]
  readonly market: Market
  /** Moves a venue's own price; a broker of the run's bars needs none. */
  readonly moveMarket?: (price: number) => void | Promise<void>
  /** How long news may take, ms. */
  readonly patience: number
}

export const TWO_ASSETS: readonly Asset[] = [
  testedAsset({ sid: 0, symbol: 'AAA', startDate: '2024-01-02', endDate: '2024-12-31' }),
  testedAsset({ sid: 1, symbol: 'BBB', startDate: '2024-01-02', endDate: '2024-12-31' }),
]

/** Ids of orders must differ from those of every other run that a venue has seen. */
let desks = 0

/** Bars at each of the market's prices, one price after the other. */
const BARS = 60

/** A run without a strategy: orders are placed by hand, and the broker is asked for news bar by bar. */
export class Desk {
  readonly events: BrokerEvent[] = []
  #row = 0
  readonly #closes: Float64Array

  private constructor(
    private readonly setup: DeskSetup,
    readonly blotter: Blotter,
    private readonly portal: Portal,
  ) {
    this.#closes = portal.sessions.closes
  }

  static async open(setup: DeskSetup): Promise<Desk> {
    const { assets, market, broker } = setup
    const prices = [market.start, market.low, market.high].flatMap((price) => new Array<number>(BARS).fill(price))
    const sessions = weekdays.sessions('2024-01-02', '2024-12-31')
    const times = Float64Array.from(sessions.days.subarray(0, prices.length), (day) => day * 86_400_000)
    const close = Float64Array.from(prices)
    const volume = new Float64Array(prices.length).fill(1e6)
    const bars = assets.map(({ sid }) => ({ sid, times, open: close, high: close, low: close, close, volume }))
    const request = { calendar: weekdays, frequency: 'daily' } as const
    const dataset = await readDataset(memorySource({ assets, bars }), request, QUIRKS.strict)
    const portal = new Portal(dataset, QUIRKS.strict)
    portal.moveTo(0)
    const costs = new Costs()
    costs.setCommission({ calculate: () => 1 })
    costs.setSlippage({ fill: (order, bar) => ({ price: bar.price, amount: order.amount - order.filled }) })
    const events = new EventLog({ now: 0, session: portal.sessions.date(0) })
    const blotter = new Blotter(`desk-${Date.now().toString(36)}-${++desks}`, events)
    await setup.moveMarket?.(market.start)
    await broker.connect?.({
      blotter,
      portal,
      costs,
      quirks: QUIRKS.strict,
      hours: portal.sessions,
      events,
      ledger: new Ledger(0n),
      random: new Random(0),
    })
    return new Desk(setup, blotter, portal)
  }

  place(amount: number, style: ExecutionStyle = MARKET, asset = this.setup.assets[0]): Order {
    return this.blotter.place(asset, amount, style, this.#closes[this.#row])!
  }

  cancel(order: Pick<Order, 'id'>): void {
    this.blotter.cancel(order.id, this.#closes[this.#row])
  }

  async move(to: 'low' | 'high'): Promise<void> {
    this.#row = to === 'low' ? BARS : 2 * BARS
    this.portal.moveTo(this.#row)
    await this.setup.moveMarket?.(this.setup.market[to])
  }

  /** Sends what was decided, goes on by a bar, and books the broker's news; answers them. */
  step(): readonly BrokerEvent[] {
    const { broker } = this.setup
    const answer: unknown = broker.send(this.blotter.outbox.splice(0))
    demand(!isPromise(answer), 'send answers a Promise: nothing in a bar can wait')
    this.#row++
    this.portal.moveTo(this.#row)
    const news: unknown = broker.drain(this.#closes[this.#row])
    demand(Array.isArray(news), () => `expected a list of news at once, was ${shown(news)}`)
    for (const event of news as BrokerEvent[]) {
      demand(this.blotter.orders.has(event.orderId), () => `it tells of ${shown(event)}, an order that it was not sent`)
      this.blotter.apply(event)
      this.events.push(event)
    }
    return news as BrokerEvent[]
  }

  /** Goes on until it holds, as long as the patience lasts. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const end = performance.now() + this.setup.patience
    for (let i = 0; ; i++) {
      this.step()
      if (holds()) return
      demand(i < 3 || performance.now() < end, () => `${what}; it told ${shown(this.events)}`)
      await this.#wait(5)
    }
  }

  /** Goes on for a while, in which nothing need happen. */
  async quiet(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      this.step()
      await this.#wait(Math.min(20, this.setup.patience / 10))
    }
  }

  fills(order: Pick<Order, 'id'>) {
    return this.events.flatMap((event) => (event.kind === 'filled' && event.orderId === order.id ? [event] : []))
  }

  filled(order: Pick<Order, 'id'>): number {
    return this.fills(order).reduce((sum, { amount }) => sum + amount, 0)
  }

  isRejected({ id }: Pick<Order, 'id'>): boolean {
    return this.events.some(({ kind, orderId }) => kind === 'rejected' && orderId === id)
  }

  // A row too many and the market would move on: waiting stays on the bar.
  async #wait(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms))
    if (this.#row % BARS > BARS - 5) this.#row -= BARS - 10
  }
}
