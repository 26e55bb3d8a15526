import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import type { TradeBar } from '../finance/slippage.js'
import { type BarPath, pathsOf } from './bar-path.js'

/** The current bar of one asset at a time; one object for the whole run. */
export class SimulatedBar implements TradeBar {
  asset!: Asset
  at = 0
  volumeUsed = 0
  /** Price at which a stop or a limit was reached within the bar; NaN: the order meets the market where all do. */
  reached = Number.NaN
  #paths: readonly [BarPath, BarPath] | undefined

  constructor(
    private readonly portal: Portal,
    private readonly market: 'open' | 'close',
  ) {}

  /** Turns to an asset; false where it did not trade on this bar. */
  show(asset: Asset, at: number): boolean {
    this.asset = asset
    this.at = at
    this.volumeUsed = 0
    this.reached = Number.NaN
    this.#paths = undefined
    return this.volume > 0 && !Number.isNaN(this.price)
  }

  get session(): number {
    return this.portal.sessions.days[this.portal.row]
  }
  get price(): number {
    return Number.isNaN(this.reached) ? this.marketPrice : this.reached
  }
  get marketPrice(): number {
    return this.portal.spot(this.asset, this.market)
  }
  /** The range as stops and limits meet it: where a price is missing, the close stands for it. */
  get first(): number {
    return this.paths[0][0]
  }
  get top(): number {
    return this.paths[0][1]
  }
  get bottom(): number {
    return this.paths[1][1]
  }
  /** Both ways in which the price may have gone through the bar. */
  get paths(): readonly [BarPath, BarPath] {
    return (this.#paths ??= pathsOf(this.open, this.high, this.low, this.close))
  }
  get open(): number {
    return this.portal.spot(this.asset, 'open')
  }
  get high(): number {
    return this.portal.spot(this.asset, 'high')
  }
  get low(): number {
    return this.portal.spot(this.asset, 'low')
  }
  get close(): number {
    return this.portal.spot(this.asset, 'close')
  }
  get volume(): number {
    return this.portal.spot(this.asset, 'volume')
  }

  history(field: 'open' | 'high' | 'low' | 'close' | 'volume', count: number): Float64Array {
    return this.portal.history(this.asset, field, count + 1).subarray(0, count)
  }
}
