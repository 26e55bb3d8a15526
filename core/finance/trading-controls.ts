import { type Asset, assetLabel } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY } from '../time/instant.js'
import { controlLabel } from './control-label.js'
import type { ControlView, TradingControl } from './controls.js'
import type { Restrictions } from './restrictions.js'

/** So many orders a day of UTC: a session across midnight has the count twice, as in Zipline. Every order asked for counts. */
export class MaxOrderCount implements TradingControl {
  readonly label: string
  #day = Number.NaN
  #count = 0

  constructor(readonly maxCount: number) {
    this.label = controlLabel('MaxOrderCount', { maxCount })
  }

  isViolatedBy(_asset: Asset, _amount: number, { now }: ControlView): boolean {
    const day = Math.floor(now / DAY)
    if (day !== this.#day) this.#count = 0
    this.#day = day
    return this.#count++ >= this.maxCount
  }
}

/** No order in what is restricted. */
export class RestrictedList implements TradingControl {
  readonly label = controlLabel('RestrictedListOrder')

  constructor(readonly restrictions: Restrictions) {}

  isViolatedBy(asset: Asset, _amount: number, { now }: ControlView): boolean {
    return this.restrictions.isRestricted(asset, now)
  }
}

/** Limits, whatever the sign: units, and value at the current price in currency units; of one asset, or of each. At least one is given. */
export interface SizeLimits {
  readonly asset?: Asset
  readonly maxShares?: number
  readonly maxNotional?: number
}

/** No single order beyond these limits. */
export class MaxOrderSize implements TradingControl {
  readonly label: string

  constructor(readonly limits: SizeLimits) {
    this.label = sizeLabel('MaxOrderSize', limits)
  }

  isViolatedBy(asset: Asset, amount: number, view: ControlView): boolean {
    return isBeyond(this.limits, asset, amount, view)
  }
}

/** No order that would, once filled, take a position beyond these limits; open orders are not counted. */
export class MaxPositionSize implements TradingControl {
  readonly label: string

  constructor(readonly limits: SizeLimits) {
    this.label = sizeLabel('MaxPositionSize', limits)
  }

  isViolatedBy(asset: Asset, amount: number, view: ControlView): boolean {
    return isBeyond(this.limits, asset, view.amount(asset) + amount, view)
  }
}

/** No order that would, once filled, leave a position short. */
export class LongOnly implements TradingControl {
  readonly label = controlLabel('LongOnly')

  isViolatedBy(asset: Asset, amount: number, view: ControlView): boolean {
    return view.amount(asset) + amount < 0
  }
}

function isBeyond(limits: SizeLimits, asset: Asset, units: number, { data }: ControlView): boolean {
  const { maxShares = Number.POSITIVE_INFINITY, maxNotional } = limits
  if (limits.asset !== undefined && limits.asset !== asset) return false
  if (Math.abs(units) > maxShares) return true
  return maxNotional !== undefined && Math.abs(units * data.spot(asset, 'price')) > maxNotional
}

/** Checks the limits too: `CONTROL_INVALID`. */
function sizeLabel(name: string, { asset, maxShares, maxNotional }: SizeLimits): string {
  const invalid = (what: string) => new RustybtError('CONTROL_INVALID', `${name} ${what}`)
  if (maxShares === undefined && maxNotional === undefined)
    throw invalid('needs a largest number of shares, or a largest notional value')
  if (maxShares !== undefined && !(maxShares >= 0)) throw invalid(`cannot limit shares to ${maxShares}`)
  if (maxNotional !== undefined && !(maxNotional >= 0)) throw invalid(`cannot limit notional value to ${maxNotional}`)
  return controlLabel(name, { asset: asset && assetLabel(asset), maxShares, maxNotional })
}
