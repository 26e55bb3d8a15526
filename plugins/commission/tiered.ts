import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { type ChargeBounds, OrderCharge, tradedValue } from './order-charge.js'
import { TradedVolume, type VolumeWindow } from './traded-volume.js'

/** One rate, or one for orders that rested in the book and one for those that took from it; negative is a rebate. */
export type Rate = number | { readonly maker: number; readonly taker: number }

/** The rate of an account that has traded `from` or more before the trade. */
export interface Tier {
  readonly from: number
  readonly rate: Rate
}

export interface TieredOptions extends ChargeBounds {
  /** `value`: rates are fractions of the value traded, volume counts in currency units; `units`: currency units a unit traded, volume in units. */
  readonly by?: 'value' | 'units'
  readonly window?: VolumeWindow
}

/** Rates that fall with what was traded in the month before the trade; the first fill of a month pays the first tier. */
export class TieredCommission implements CommissionModel {
  readonly tiers: readonly Tier[]
  readonly by: 'value' | 'units'
  readonly #charge: OrderCharge
  readonly #volume: TradedVolume

  /** Throws `COMMISSION_TIERS` where there is no tier from 0 on, or two from one volume. */
  constructor(tiers: readonly Tier[], { by = 'value', window, ...bounds }: TieredOptions = {}) {
    this.tiers = [...tiers].sort((a, b) => b.from - a.from)
    const isTwice = this.tiers.some(({ from }, i) => i > 0 && from === this.tiers[i - 1].from)
    if (this.tiers.at(-1)?.from !== 0 || isTwice) {
      throw new RustybtError('COMMISSION_TIERS', 'tiers need one that begins at 0, and no two that begin alike', {
        hint: '[{ from: 0, rate: 0.001 }, { from: 100000, rate: 0.0008 }]',
      })
    }
    this.by = by
    this.#charge = new OrderCharge(bounds)
    this.#volume = new TradedVolume(window)
  }

  calculate(order: OrderSnapshot, fill: Transaction): number {
    return this.#charge.of(order, fill, this.#raw(fill))
  }

  charged(order: OrderSnapshot, fill: Transaction): void {
    this.#charge.add(order, fill, this.#raw(fill))
    this.#volume.add(fill.at, this.#traded(fill))
  }

  #raw(fill: Transaction): number {
    const before = this.#volume.before(fill.at)
    const { rate } = this.tiers.find(({ from }) => before >= from)!
    return this.#traded(fill) * (typeof rate === 'number' ? rate : rate[fill.liquidity ?? 'taker'])
  }

  #traded(fill: Transaction): number {
    return this.by === 'value' ? tradedValue(fill) : Math.abs(fill.amount)
  }
}
