import type { AccountModel } from '../finance/account.js'
import type { LatencyModel } from '../finance/latency.js'
import type { Order } from '../finance/order.js'
import type { SlippageFill, TradeBar } from '../finance/slippage.js'
import type { Liquidity, Transaction } from '../finance/transaction.js'
import type { Random } from '../kernel/random.js'
import { MINUTE } from '../time/instant.js'
import { Arrivals } from './arrivals.js'
import type { BrokerCommand, BrokerSession } from './broker.js'
import { BuyingPower } from './buying-power.js'
import { BookSides } from './liquidity.js'

/** On what terms the simulated exchange trades: how long orders take, how much they get, whether they rest, whether the account may. */
export class Terms {
  readonly #sides = new BookSides()
  readonly #random: Random
  #latency: LatencyModel | undefined
  #arrivals: Arrivals | undefined
  #account: AccountModel | undefined
  #power: BuyingPower | undefined

  /** `atOpen`: orders meet the market at a bar's open, not at its end. */
  constructor(
    private readonly session: BrokerSession,
    private readonly atOpen: boolean,
  ) {
    this.#random = session.random.fork('fills')
  }

  /** Orders go out: whether a limit rests is settled by the market's price of now. */
  sent(outbox: readonly BrokerCommand[]): void {
    for (const command of outbox) {
      if (command.kind !== 'submit') continue
      const { order } = command
      this.#arrivals?.sent(order)
      if (order.limit !== undefined) this.#sides.arrive(order, this.session.portal.spot(order.asset, 'price'))
    }
  }

  /** A bar begins. The models are those that config chose, or the strategy in `initialize`. */
  begin(at: number): void {
    const { costs, random } = this.session
    if (costs.latency !== this.#latency) {
      this.#latency = costs.latency
      this.#arrivals = costs.latency && new Arrivals(costs.latency, random.fork('latency'))
    }
    if (costs.account !== this.#account) {
      this.#account = costs.account
      this.#power = costs.account && new BuyingPower(costs.account, () => this.session.ledger)
    }
    this.#arrivals?.begin(at)
    this.#power?.begin(at)
  }

  /** Whether an order has reached the market by the bar that ends at `at`. `price`: the market's on this bar. */
  hasArrived(order: Order, at: number, price: number): boolean {
    if (this.#arrivals === undefined || this.#arrivals.hasArrived(order, this.#meetsAt(at))) return true
    if (order.limit !== undefined) this.#sides.arrive(order, price)
    return false
  }

  /** What an order gets of what the slippage model offers it. */
  given(order: Order, bar: TradeBar, offered: SlippageFill): SlippageFill | undefined {
    const { fills } = this.session.costs
    return fills === undefined ? offered : fills.fill(order, bar, offered, this.#random)
  }

  liquidity(order: Order, price: number): Liquidity {
    return order.limit === undefined ? 'taker' : this.#sides.of(order, price)
  }

  /** Why the account may not have a fill; undefined: it may. */
  refusal({ asset, amount, price }: Transaction, commission: number): string | undefined {
    return this.#power?.refusal({ asset, amount, price, commission })
  }

  /** When orders meet the market of the current bar: epoch ms. */
  #meetsAt(at: number): number {
    if (!this.atOpen) return at
    const { portal } = this.session
    return portal.minute >= 0 ? at - MINUTE : portal.sessions.opens[portal.row]
  }
}
