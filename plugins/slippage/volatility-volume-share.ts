import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageFill, SlippageModel, TradeBar } from '../../core/finance/slippage.js'
import { DEFAULT_ETA, ETA } from './eta.js'
import { type DailyActivity, type ImpactRule, marketImpactFill, rememberedActivity } from './market-impact.js'

/**
 * For futures: fills at most `volumeLimit` of the bar's volume at the middle of its range, worse by
 * eta × volatility × √(units ÷ mean daily volume) basis points, volatility annualized, both over the 20 sessions before; by 7.5 basis
 * points where there is no such history. `eta` is one number, or numbers by root symbol before those of the table. Zipline's default
 * for futures, with a limit of 0.05.
 */
export class VolatilityVolumeShare implements SlippageModel, ImpactRule {
  readonly assetKinds = ['future'] as const
  readonly impactWithoutHistory = 7.5 / 10_000
  readonly #activity = rememberedActivity()

  constructor(
    readonly volumeLimit = 0.05,
    readonly eta: number | Readonly<Record<string, number>> = ETA,
  ) {}

  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill | undefined {
    return marketImpactFill(order, bar, this, this.#activity)
  }

  units(_order: OrderSnapshot, bar: TradeBar): number {
    return bar.volume * this.volumeLimit
  }

  impact({ asset }: OrderSnapshot, _bar: TradeBar, price: number, units: number, activity: DailyActivity): number {
    const eta = this.#etaOf(asset.kind === 'future' ? asset.rootSymbol : '')
    return (price * (eta * activity.volatility * Math.sqrt(units / activity.meanVolume))) / 10_000
  }

  #etaOf(root: string): number {
    if (typeof this.eta === 'number') return this.eta
    if (Object.hasOwn(this.eta, root)) return this.eta[root]
    return Object.hasOwn(ETA, root) ? ETA[root] : DEFAULT_ETA
  }
}
