import type { Asset } from '../assets/asset.js'
import type { Quirks } from './quirks.js'

/** The assets as a run of this profile knows them: Zipline keeps price multipliers in 32 bits, where a tenth is 0.10000000149011612. */
export function assetsAsKept(assets: readonly Asset[], quirks: Quirks): readonly Asset[] {
  if (!quirks.multiplierInSinglePrecision) return assets
  return assets.map((asset) => {
    const multiplier = Math.fround(asset.multiplier)
    return multiplier === asset.multiplier ? asset : { ...asset, multiplier }
  })
}
