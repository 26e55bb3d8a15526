import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageModel, TradeBar } from '../../core/finance/slippage.js'
import { rememberedActivity } from './market-impact.js'
import { movedFill, unitsWithin } from './room.js'

export interface SquareRootOptions {
  /** Of order 1 for the daily volatility and volume of most markets. */
  readonly coefficient?: number
  /** 0.5: the square root. */
  readonly exponent?: number
  /** Sessions before this one over which volatility and mean volume are taken. */
  readonly window?: number
  /** All orders together take at most this share of a bar's volume. */
  readonly volumeLimit?: number
  /** What an order is measured against: the mean daily volume of the window, or the bar's own volume. */
  readonly of?: 'mean-volume' | 'bar-volume'
  /** Basis points, where the data begin too late for the window. */
  readonly withoutHistory?: number
}

/**
 * The square-root law of impact: price × (1 ± coefficient × σ × (units ÷ volume)^½), σ the sample deviation of daily returns over the
 * window. Units are those of this fill.
 */
export class SquareRootSlippage implements SlippageModel {
  readonly options: Required<SquareRootOptions>
  readonly #activity: ReturnType<typeof rememberedActivity>

  constructor(options: SquareRootOptions = {}) {
    this.options = { ...DEFAULTS, ...options, volumeLimit: options.volumeLimit ?? DEFAULTS.volumeLimit }
    this.#activity = rememberedActivity(this.options.window)
  }

  fill(order: OrderSnapshot, bar: TradeBar) {
    const { coefficient, exponent, volumeLimit, of, withoutHistory } = this.options
    const units = unitsWithin(order, bar, volumeLimit)
    const { meanVolume, dailyVolatility } = this.#activity(bar)
    const volume = of === 'bar-volume' ? bar.volume : meanVolume
    const known = meanVolume > 0 && !Number.isNaN(dailyVolatility)
    const part = known ? coefficient * dailyVolatility * (units / volume) ** exponent : withoutHistory / 10_000
    return movedFill(order, bar, units, bar.price * part)
  }
}

const DEFAULTS: Required<SquareRootOptions> = {
  coefficient: 1,
  exponent: 0.5,
  window: 20,
  volumeLimit: Number.POSITIVE_INFINITY,
  of: 'mean-volume',
  withoutHistory: 10,
}
