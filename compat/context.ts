import type { RunContext } from '../core/engine/strategy.js'
import { requirement } from '../core/execution/buying-power.js'
import type { Ledger } from '../core/finance/ledger.js'
import type { Position as CorePosition } from '../core/finance/position.js'
import { Series } from './pandas.js'
import { type Asset, assetOf, Position } from './protocol.js'
import { Timestamp } from './timestamp.js'

/**
 * What callbacks get as `context`: the account, and whatever the algorithm keeps on it.
 */
export interface Context {
  readonly portfolio: Portfolio
  readonly account: Account
  // biome-ignore lint/suspicious/noExplicitAny: an algorithm keeps what it likes on its context, as in Zipline
  [name: string]: any
}

/** What the account's views read. */
type Held = Pick<RunContext, 'ledger' | 'capital' | 'start'> & Partial<Pick<RunContext, 'costs'>>

/** Positions by asset, in the order in which they were opened; an asset not held answers an empty position. */
export class Positions {
  readonly #run: Held
  readonly #views = new WeakMap<object, Position>()

  constructor(run: Held) {
    this.#run = run
  }

  get(asset: Asset): Position {
    return this.#view(this.#run.ledger.position(asset.core))
  }
  has(asset: Asset): boolean {
    return this.#run.ledger.holds(asset.core)
  }
  get size(): number {
    return this.#run.ledger.positionCount
  }
  *keys(): IterableIterator<Asset> {
    for (const position of this.#run.ledger.positions()) yield assetOf(position.asset)
  }
  *values(): IterableIterator<Position> {
    for (const position of this.#run.ledger.positions()) yield this.#view(position)
  }
  *entries(): IterableIterator<[Asset, Position]> {
    for (const position of this.values()) yield [position.asset, position]
  }
  [Symbol.iterator](): IterableIterator<[Asset, Position]> {
    return this.entries()
  }
  forEach(f: (position: Position, asset: Asset) => void): void {
    for (const [asset, position] of this.entries()) f(position, asset)
  }

  #view(position: CorePosition): Position {
    let view = this.#views.get(position)
    if (!view) this.#views.set(position, (view = new Position(position)))
    return view
  }
}

export class Portfolio {
  readonly positions: Positions
  readonly #run: Held

  constructor(run: Held) {
    this.#run = run
    this.positions = new Positions(run)
  }

  get #ledger(): Ledger {
    return this.#run.ledger
  }
  get cash(): number {
    return this.#ledger.cash
  }
  get portfolio_value(): number {
    return this.#ledger.portfolioValue
  }
  get positions_value(): number {
    return this.#ledger.positionsValue
  }
  get positions_exposure(): number {
    return this.#ledger.positionsExposure
  }
  get pnl(): number {
    return this.#ledger.pnl
  }
  get returns(): number {
    return this.#ledger.totalReturns
  }
  get starting_cash(): number {
    return this.#run.capital
  }
  get cash_flow(): number {
    return this.#ledger.cashFlow
  }
  get capital_used(): number {
    return this.#ledger.cashFlow
  }
  get start_date(): Timestamp {
    return new Timestamp(this.#run.start)
  }
  /** Share of the portfolio's value in each position. */
  get current_portfolio_weights(): Series<Asset> {
    const held = [...this.#ledger.positions()]
    const weights = held.map((p) => (p.lastSalePrice * p.amount * p.asset.multiplier) / this.portfolio_value)
    return new Series(
      Float64Array.from(weights),
      held.map((p) => assetOf(p.asset)),
    )
  }
}

/** Without an account model (cash, margin), what is about margins is as in Zipline: nothing is needed, and nothing is limited. */
export class Account {
  readonly #run: Held

  constructor(run: Held) {
    this.#run = run
  }

  get #ledger(): Ledger {
    return this.#run.ledger
  }
  /** What positions need by a rate of the account model; undefined where it has none. */
  #margin(kind: 'initial' | 'maintenance'): number | undefined {
    const rate = this.#run.costs?.account?.[kind]
    return rate && requirement(this.#ledger, rate)
  }
  get settled_cash(): number {
    return this.#ledger.cash
  }
  readonly accrued_interest = 0
  get buying_power(): number {
    const { account } = this.#run.costs ?? {}
    if (account === undefined) return Number.POSITIVE_INFINITY
    const initial = this.#margin('initial')
    return initial === undefined ? this.#ledger.cash : this.#ledger.portfolioValue - initial
  }
  get equity_with_loan(): number {
    return this.#ledger.portfolioValue
  }
  get total_positions_value(): number {
    return this.#ledger.portfolioValue - this.#ledger.cash
  }
  get total_positions_exposure(): number {
    return this.#ledger.positionsExposure
  }
  get regt_equity(): number {
    return this.#ledger.cash
  }
  readonly regt_margin = Number.POSITIVE_INFINITY
  get initial_margin_requirement(): number {
    return this.#margin('initial') ?? 0
  }
  get maintenance_margin_requirement(): number {
    return this.#margin('maintenance') ?? 0
  }
  get available_funds(): number {
    const needed = this.#margin('initial')
    return needed === undefined ? this.#ledger.cash : this.#ledger.portfolioValue - needed
  }
  get excess_liquidity(): number {
    const needed = this.#margin('maintenance')
    return needed === undefined ? this.#ledger.cash : this.#ledger.portfolioValue - needed
  }
  get cushion(): number {
    const { cash, portfolioValue } = this.#ledger
    return portfolioValue === 0 ? Number.NaN : cash / portfolioValue
  }
  readonly day_trades_remaining = Number.POSITIVE_INFINITY
  get leverage(): number {
    return this.#ledger.grossLeverage
  }
  get gross_leverage(): number {
    return this.#ledger.grossLeverage
  }
  get net_leverage(): number {
    return this.#ledger.netLeverage
  }
  get net_liquidation(): number {
    return this.#ledger.portfolioValue
  }
}
