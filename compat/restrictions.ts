import {
  HistoricalRestrictions as CoreHistorical,
  type Restrictions as CoreRestrictions,
  StaticRestrictions as CoreStatic,
  NO_RESTRICTIONS,
  unionOf,
} from '../core/finance/restrictions.js'
import { PandasSeries as Series } from './pandas-series.js'
import { type Asset, assetOf } from './protocol.js'
import { Timestamp } from './timestamp.js'

export const RESTRICTION_STATES = { ALLOWED: 0, FROZEN: 1 } as const
export type RestrictionState = (typeof RESTRICTION_STATES)[keyof typeof RESTRICTION_STATES]

type DateLike = string | Date | Timestamp

/** From `effective_date` on an asset is frozen, or allowed again. */
export interface Restriction {
  readonly asset: Asset
  readonly effective_date: DateLike
  readonly state: RestrictionState
}
export const Restriction = (asset: Asset, effective_date: DateLike, state: RestrictionState): Restriction => ({
  asset,
  effective_date,
  state,
})

/** Which assets may not be ordered. A list of one's own extends this and says `is_restricted`. */
export abstract class Restrictions {
  /** One answer for an asset, a Series for a list. */
  abstract is_restricted(assets: Asset | readonly Asset[], dt: DateLike): boolean | Series<Asset>

  /** What either restricts: Zipline's `|`. */
  or(other: Restrictions): OfCore {
    return new OfCore(unionOf(this.core, other.core))
  }

  /** The same in core. */
  get core(): CoreRestrictions {
    return { isRestricted: (asset, at) => this.is_restricted(assetOf(asset), new Timestamp(at)) === true }
  }
}

class OfCore extends Restrictions {
  readonly #core: CoreRestrictions

  constructor(core: CoreRestrictions) {
    super()
    this.#core = core
  }
  override get core(): CoreRestrictions {
    return this.#core
  }
  is_restricted(assets: Asset, dt: DateLike): boolean
  is_restricted(assets: readonly Asset[], dt: DateLike): Series<Asset>
  is_restricted(assets: Asset | readonly Asset[], dt: DateLike): boolean | Series<Asset> {
    const at = new Timestamp(dt).valueOf()
    const test = (asset: Asset) => this.#core.isRestricted(asset.core, at)
    if (!Array.isArray(assets)) return test(assets as Asset)
    const list = assets as readonly Asset[]
    return new Series(
      Float64Array.from(list, (asset) => Number(test(asset))),
      list,
    )
  }
}

export function NoRestrictions(): OfCore {
  return new OfCore(NO_RESTRICTIONS)
}

/** The same assets at all times. */
export function StaticRestrictions(restricted_list: Iterable<Asset>): OfCore {
  return new OfCore(new CoreStatic(Array.from(restricted_list, (asset) => asset.core)))
}

/** Assets frozen and allowed again by date. */
export function HistoricalRestrictions(restrictions: Iterable<Restriction>): OfCore {
  const changes = Array.from(restrictions, ({ asset, effective_date, state }) => ({
    asset: asset.core,
    from: new Timestamp(effective_date).valueOf(),
    frozen: state === RESTRICTION_STATES.FROZEN,
  }))
  return new OfCore(new CoreHistorical(changes))
}

/** The assets that a list names at each time: anything with `current_securities(dt)`. */
export function SecurityListRestrictions(security_list_by_dt: {
  current_securities(dt: Timestamp): Iterable<Asset>
}): OfCore {
  return new OfCore({
    isRestricted: (asset, at) => {
      for (const listed of security_list_by_dt.current_securities(new Timestamp(at)))
        if (listed.core === asset) return true
      return false
    },
  })
}
