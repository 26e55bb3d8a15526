import type { Fee, Trade, TradingExchange } from './exchange.js'

/** A price is asked for again after this many ms. */
const FRESH = 60_000

/** Fees in whatever coin they were taken, as money of the market's quote currency. */
export class Fees {
  readonly #prices = new Map<string, { readonly price: number; readonly at: number }>()

  constructor(
    private readonly exchange: TradingExchange,
    private readonly warn: (message: string) => void,
  ) {}

  /** A fill's fees; those in the coin itself at the fill's price, those in a third coin at its last price. */
  async of(trade: Trade): Promise<number> {
    const { base, quote } = this.exchange.markets![trade.symbol]
    const fees: readonly Fee[] = trade.fees?.length ? trade.fees : trade.fee === undefined ? [] : [trade.fee]
    let sum = 0
    for (const { cost, currency } of fees) {
      if (cost === undefined || cost === 0) continue
      if (currency === undefined || currency === quote) sum += cost
      else sum += cost * (currency === base ? trade.price : await this.#priceOf(currency, quote))
    }
    return sum
  }

  async #priceOf(coin: string, quote: string): Promise<number> {
    const pair = `${coin}/${quote}`
    const kept = this.#prices.get(pair)
    if (kept !== undefined && Date.now() - kept.at < FRESH) return kept.price
    const price = await this.#ask(pair, `${quote}/${coin}`)
    this.#prices.set(pair, { price, at: Date.now() })
    return price
  }

  async #ask(pair: string, inverse: string): Promise<number> {
    const markets = this.exchange.markets!
    try {
      if (Object.hasOwn(markets, pair)) return (await this.exchange.fetchTicker(pair)).last ?? this.#unknown(pair)
      if (!Object.hasOwn(markets, inverse)) return this.#unknown(pair)
      const { last } = await this.exchange.fetchTicker(inverse)
      return last === undefined ? this.#unknown(pair) : 1 / last
    } catch {
      return this.#unknown(pair)
    }
  }

  #unknown(pair: string): number {
    this.warn(`a fee could not be valued, for there is no price of ${pair}: it is counted as nothing`)
    return 0
  }
}
