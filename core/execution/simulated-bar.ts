import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import type { TradeBar } from '../finance/slippage.js'

/** The current bar of one asset at a time; one object for the whole run. */
export class SimulatedBar implements TradeBar {
  asset!: Asset
  at = 0
  volumeUsed = 0

  constructor(
    private readonly portal: Portal,
    private readonly market: 'open' | 'close',
  ) {}

  /** Turns to an asset; false where it did not trade on this bar. */
  show(asset: Asset, at: number): boolean {
    this.asset = asset
    this.at = at
    this.volumeUsed = 0
    return this.volume > 0 && !Number.isNaN(this.price)
  }

  get session(): number {
    return this.portal.sessions.days[this.portal.row]
  }
  get price(): number {
    return this.portal.spot(this.asset, this.market)
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
