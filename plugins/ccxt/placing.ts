import { systemClock } from '../../core/data/remote/clock.js'
import type { ErrorClasses, ExchangeOrder, TradingExchange } from './exchange.js'
import type { CcxtBrokerOptions } from './options.js'
import type { OrderRequest } from './order-request.js'
import type { PatientFetch } from './patient-fetch.js'

/** ms before the first question is asked again; doubled up to the longest. */
const AGAIN = 250
const LONGEST_AGAIN = 30_000

/**
 * Placing and cancelling so that no order is there twice. An answer that says no is final. Whatever else happens is not: a question for the
 * client's order id follows; not found, and asked again after the time in which the exchange would still take the request, the order has
 * not arrived, and only then it is sent again.
 */
export class Placing {
  constructor(
    private readonly exchange: TradingExchange,
    private readonly errors: ErrorClasses,
    private readonly http: PatientFetch,
    private readonly options: Pick<CcxtBrokerOptions, 'retries' | 'settle'>,
    private readonly signal: AbortSignal,
    private readonly warn: (message: string) => void,
  ) {}

  async setClock(): Promise<void> {
    if (this.exchange.has.fetchTime) await this.exchange.loadTimeDifference?.()
  }

  async place(request: OrderRequest): Promise<{ readonly order: ExchangeOrder } | { readonly refused: unknown }> {
    const { symbol, type, side, amount, price, params } = request
    const { errors } = this
    for (let tries = 0; ; tries++) {
      await this.#leaveAlone()
      try {
        return { order: await this.exchange.createOrder(symbol, type, side, amount, price, params) }
      } catch (error) {
        this.signal.throwIfAborted()
        const isThere = error instanceof errors.DuplicateOrderId || /duplicate/i.test(String(error))
        if (!isThere && error instanceof errors.ExchangeError) return { refused: error }
        const found = await this.#wasTaken(request, error)
        if (found !== undefined) return { order: found }
        if (tries >= this.options.retries) return { refused: error }
        this.warn(`order ${params.clientOrderId} has not arrived: it is sent again`)
      }
    }
  }

  /** What became of the order; undefined where the exchange does not have it. */
  async cancel(request: OrderRequest, id: string | undefined): Promise<ExchangeOrder | undefined> {
    const { symbol } = request
    const clientOrderId = request.params.clientOrderId
    for (let tries = 0; ; tries++) {
      await this.#leaveAlone()
      try {
        await this.exchange.cancelOrder(id, symbol, { clientOrderId })
        return await this.find(request, id)
      } catch (error) {
        this.signal.throwIfAborted()
        const seen = await this.find(request, id)
        // It has ended before: filled, or cancelled already.
        if (seen === undefined || (seen.status !== undefined && seen.status !== 'open')) return seen
        if (error instanceof this.errors.ExchangeError || tries >= this.options.retries) throw error
      }
    }
  }

  /** Asks for an order until there is an answer; undefined where there is no such order. */
  async find({ symbol, params }: OrderRequest, id: string | undefined): Promise<ExchangeOrder | undefined> {
    for (let pause = AGAIN; ; pause = Math.min(2 * pause, LONGEST_AGAIN)) {
      await this.#leaveAlone()
      try {
        return await this.exchange.fetchOrder(id, symbol, { clientOrderId: params.clientOrderId })
      } catch (error) {
        this.signal.throwIfAborted()
        if (error instanceof this.errors.OrderNotFound) return undefined
        if (error instanceof this.errors.ExchangeError) throw error
        if (error instanceof this.errors.InvalidNonce) await this.setClock().catch(() => {})
        await systemClock.wait(pause, this.signal)
      }
    }
  }

  async #wasTaken(request: OrderRequest, error: unknown): Promise<ExchangeOrder | undefined> {
    const { errors } = this
    if (error instanceof errors.InvalidNonce) await this.setClock().catch(() => {})
    const found = await this.find(request, undefined)
    // These say that nothing was done.
    const isCertain =
      error instanceof errors.InvalidNonce ||
      error instanceof errors.DDoSProtection ||
      error instanceof errors.RateLimitExceeded
    if (found !== undefined || isCertain) return found
    await systemClock.wait(this.options.settle, this.signal)
    return this.find(request, undefined)
  }

  /** Waits where the exchange has asked to be left alone. */
  async #leaveAlone(): Promise<void> {
    const ms = this.http.until - Date.now()
    if (ms > 0) await systemClock.wait(ms, this.signal)
  }
}
