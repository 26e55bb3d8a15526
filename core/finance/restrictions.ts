import type { Asset } from '../assets/asset.js'

/** Which assets may not be traded, and when. */
export interface Restrictions {
  /** `at` is epoch ms. */
  isRestricted(asset: Asset, at: number): boolean
}

export const NO_RESTRICTIONS: Restrictions = { isRestricted: () => false }

/** The same assets at all times. */
export class StaticRestrictions implements Restrictions {
  readonly #assets: ReadonlySet<Asset>

  constructor(assets: Iterable<Asset>) {
    this.#assets = new Set(assets)
  }

  isRestricted(asset: Asset): boolean {
    return this.#assets.has(asset)
  }
}

/** From `from` (epoch ms) on an asset is frozen, or allowed again. */
export interface RestrictionChange {
  readonly asset: Asset
  readonly from: number
  readonly frozen: boolean
}

/** Assets that are frozen for a time: of the changes that have taken effect the last one counts. */
export class HistoricalRestrictions implements Restrictions {
  readonly #changes = new Map<Asset, RestrictionChange[]>()

  constructor(changes: Iterable<RestrictionChange>) {
    for (const change of changes) {
      const others = this.#changes.get(change.asset)
      if (others) others.push(change)
      else this.#changes.set(change.asset, [change])
    }
    for (const list of this.#changes.values()) list.sort((a, b) => a.from - b.from)
  }

  isRestricted(asset: Asset, at: number): boolean {
    return this.#changes.get(asset)?.findLast(({ from }) => from <= at)?.frozen ?? false
  }
}

/** What any of them restricts. */
export function unionOf(...all: readonly Restrictions[]): Restrictions {
  const some = all.filter((each) => each !== NO_RESTRICTIONS)
  if (some.length < 2) return some[0] ?? NO_RESTRICTIONS
  return { isRestricted: (asset, at) => some.some((each) => each.isRestricted(asset, at)) }
}
