import { RustybtError } from '../kernel/errors.js'
import type { Asset } from './asset.js'

/** Looks assets up by sid and by symbol. Holds every asset of a data set once: the same sid answers the same frozen object. */
export class AssetFinder {
  readonly all: readonly Asset[]
  readonly #bySid = new Map<number, Asset>()
  readonly #bySymbol = new Map<string, Asset[]>()

  constructor(assets: readonly Asset[]) {
    this.all = assets.map((asset) => Object.freeze({ ...asset }))
    for (const asset of this.all) {
      if (this.#bySid.has(asset.sid)) {
        throw new RustybtError(
          'ASSET_DUPLICATE',
          `two assets have the sid ${asset.sid}: ${this.#bySid.get(asset.sid)!.symbol} and ${asset.symbol}`,
        )
      }
      this.#bySid.set(asset.sid, asset)
      const owners = this.#bySymbol.get(asset.symbol)
      if (owners) owners.push(asset)
      else this.#bySymbol.set(asset.symbol, [asset])
    }
    for (const owners of this.#bySymbol.values()) owners.sort((a, b) => (a.startDate < b.startDate ? -1 : 1))
  }

  /** The asset with this sid. Throws `SIDS_NOT_FOUND`. */
  retrieve(sid: number): Asset {
    const asset = this.#bySid.get(sid)
    if (!asset) throw new RustybtError('SIDS_NOT_FOUND', `no asset has the sid ${sid}`)
    return asset
  }

  has(sid: number): boolean {
    return this.#bySid.has(sid)
  }

  /**
   * The asset that owns a ticker on a date (ISO): an owner keeps it until the next owner's first day, the last one for good.
   * Without a date a ticker with several owners throws `MULTIPLE_SYMBOLS_FOUND`; an unknown one `SYMBOL_NOT_FOUND`.
   */
  lookupSymbol(symbol: string, asOf?: string, country?: string): Asset {
    const owners = (this.#bySymbol.get(symbol) ?? this.#bySymbol.get(symbol.toUpperCase()) ?? []).filter(
      (asset) => country === undefined || asset.country === country,
    )
    if (asOf === undefined) {
      if (owners.length > 1) {
        throw new RustybtError(
          'MULTIPLE_SYMBOLS_FOUND',
          `several assets have had the symbol '${symbol}': sids ${owners.map((a) => a.sid).join(', ')}`,
          {
            hint: 'name the date on which you mean it, with set_symbol_lookup_date',
          },
        )
      }
      if (owners.length === 1) return owners[0]
    } else {
      const owner = owners.findLast((asset) => asset.startDate <= asOf)
      if (owner) return owner
    }
    throw symbolNotFound(symbol, asOf, owners, this.all)
  }
}

function symbolNotFound(symbol: string, asOf: string | undefined, owners: readonly Asset[], all: readonly Asset[]) {
  if (owners.length > 0) {
    return new RustybtError(
      'SYMBOL_NOT_FOUND',
      `Symbol '${symbol}' was not found on ${asOf}: its data start on ${owners[0].startDate}`,
    )
  }
  const known = all.slice(0, 8).map((asset) => asset.symbol)
  const rest = all.length > known.length ? `, … (${all.length} in all)` : ''
  return new RustybtError('SYMBOL_NOT_FOUND', `Symbol '${symbol}' was not found.`, {
    hint: all.length > 0 ? `the data have ${known.join(', ')}${rest}` : 'the data have no asset at all',
  })
}
