import type { Asset, AssetKind } from './asset.js'

/** How a kind of asset is priced and traded where the market does not say. */
export interface AssetClass {
  /** Prices are multiples of it. */
  readonly tickSize: number
  /** Amounts are multiples of it, rounded toward zero. */
  readonly lotSize: number
}

/** One table for all: shares and contracts whole and to the cent, coins to the eighth place, currency pairs whole and to a tenth of a pip. */
export const ASSET_CLASSES: Readonly<Record<AssetKind, AssetClass>> = {
  equity: { tickSize: 0.01, lotSize: 1 },
  future: { tickSize: 0.01, lotSize: 1 },
  cryptocurrency: { tickSize: 1e-8, lotSize: 1e-8 },
  forex: { tickSize: 1e-5, lotSize: 1 },
}

/** The asset's own lot, or its class's. */
export function lotOf({ lotSize, kind }: Pick<Asset, 'lotSize' | 'kind'>): number {
  return lotSize ?? ASSET_CLASSES[kind].lotSize
}
