import type { BoundColumn } from '../../core/pipeline/dataset.js'
import { checkInputs } from '../../core/pipeline/factors/windowed.js'
import type { Filter } from '../../core/pipeline/filter.js'
import * as core from '../../core/pipeline/filters.js'
import type { AssetRef } from '../../core/pipeline/term.js'
import { named, WINDOW } from './names.js'

export { ASSET_EXISTS, Filter } from '../../core/pipeline/filter.js'
export { CustomFilter } from './custom.js'

export const AllPresent = named('AllPresent', core.allPresent, WINDOW)
export const All = named('All', core.all, WINDOW)
export const Any = named('Any', core.any, WINDOW)
export const AtLeastN = named('AtLeastN', core.atLeastN, `${WINDOW} N`)

/** `SingleAsset(asset)` or `SingleAsset({ asset })`. */
export function SingleAsset(asset: AssetRef | { readonly asset: AssetRef }): Filter {
  return core.singleAsset('asset' in asset ? asset.asset : asset)
}

/** `StaticAssets(symbols('ALFA', 'BETA'))`. */
export function StaticAssets(assets: Iterable<AssetRef> | { readonly assets: Iterable<AssetRef> }): Filter {
  return core.staticAssets('assets' in assets ? assets.assets : assets)
}

export function StaticSids(sids: Iterable<number> | { readonly sids: Iterable<number> }): Filter {
  return core.staticSids('sids' in sids ? sids.sids : sids)
}

/** A column's last flags: what `column.latest` is. */
export function Latest(options: { readonly inputs: readonly [BoundColumn<'bool'>] }): Filter {
  return (checkInputs('Latest', options.inputs, 1)[0] as BoundColumn<'bool'>).latest
}
