import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import type { Asset } from './asset.js'
import { SupplementaryFields, type SupplementaryPeriod } from './supplementary.js'
import { type Ownership, ownSymbols, SymbolOwners, type SymbolPeriod, splitSymbol } from './symbols.js'

/** Looks assets up by sid and by symbol. Holds every asset of a data set once: the same sid answers the same frozen object. */
export class AssetFinder {
  readonly all: readonly Asset[]
  readonly #bySid = new Map<number, Asset>()
  readonly #owners: SymbolOwners
  readonly #supplementary: SupplementaryFields

  /** Without `symbols` each asset has had its own symbol for its own life. */
  constructor(
    assets: readonly Asset[],
    readonly symbols?: readonly SymbolPeriod[],
    readonly supplementary: readonly SupplementaryPeriod[] = [],
  ) {
    this.all = assets.map((asset) => Object.freeze({ ...asset }))
    for (const asset of this.all) {
      if (this.#bySid.has(asset.sid)) {
        throw new RustybtError(
          'ASSET_DUPLICATE',
          `two assets have the sid ${asset.sid}: ${this.#bySid.get(asset.sid)!.symbol} and ${asset.symbol}`,
        )
      }
      this.#bySid.set(asset.sid, asset)
    }
    this.#supplementary = new SupplementaryFields(supplementary)
    this.#owners = new SymbolOwners(symbols ?? ownSymbols(this.all), (sid) => this.retrieve(sid).country)
  }

  /** The asset with this sid. Throws `SIDS_NOT_FOUND`. */
  retrieve(sid: number): Asset {
    const asset = this.#bySid.get(sid)
    if (!asset) throw new RustybtError('SIDS_NOT_FOUND', `no asset has the sid ${sid}`)
    return asset
  }

  /** The same tickers and fields on these assets, which have the sids of those here and other lives. */
  relisted(assets: readonly Asset[]): AssetFinder {
    return new AssetFinder(assets, this.symbols, this.supplementary)
  }

  has(sid: number): boolean {
    return this.#bySid.has(sid)
  }

  /**
   * The asset that owns a ticker on a date (ISO): an owner keeps it until the next owner's first day, the last one for good. Case
   * does not count, and share classes may be set off by any of `. / - _`. An unknown ticker throws `SYMBOL_NOT_FOUND`; without a
   * date one with several owners `MULTIPLE_SYMBOLS_FOUND`; without a country one that several countries use
   * `SAME_SYMBOL_USED_ACROSS_COUNTRIES`.
   */
  lookupSymbol(symbol: string, asOf?: string, country?: string): Asset {
    const owners = this.#owners.of(symbol, country)
    const found = this.#assetsOf(asOf === undefined ? owners : ownersOn(owners, asOf))
    if (found.length === 1) return found[0]
    if (found.length === 0) throw this.#notFound(symbol, asOf, owners)
    if (new Set(found.map((asset) => asset.country)).size > 1) throw acrossCountries(symbol, found)
    throw new RustybtError(
      'MULTIPLE_SYMBOLS_FOUND',
      `several assets have had the symbol '${symbol}': ${listed(found)}`,
      { hint: 'name the date on which you mean it, with set_symbol_lookup_date' },
    )
  }

  /**
   * As `lookupSymbol`, where share classes need no delimiter: `BRKA` finds `BRK.A`. Where several assets fit, the one that is spelled
   * the same is meant; without one `MULTIPLE_SYMBOLS_FOUND_FOR_FUZZY_SYMBOL`.
   */
  lookupSymbolFuzzy(symbol: string, asOf?: string, country?: string): Asset {
    const owners = this.#owners.like(symbol, country)
    const fitting = asOf === undefined ? owners : ownersOn(owners, asOf)
    const found = this.#assetsOf(fitting)
    if (found.length === 1) return found[0]
    if (found.length === 0) throw this.#notFound(symbol, asOf, owners)
    const exact = this.#assetsOf(
      fitting.filter((owner) =>
        asOf === undefined
          ? owner.symbol.toUpperCase() === symbol.toUpperCase()
          : splitSymbol(owner.symbol).join('\0') === splitSymbol(symbol).join('\0'),
      ),
    )
    if (exact.length === 1) return exact[0]
    throw new RustybtError(
      'MULTIPLE_SYMBOLS_FOUND_FOR_FUZZY_SYMBOL',
      `several assets have had a symbol like '${symbol}': ${listed(found)}`,
      { hint: 'write the delimiter, or name the date or the country that you mean' },
    )
  }

  /**
   * The asset that has a value of a supplementary field (a CUSIP, a vendor's id) on a date. Throws `VALUE_NOT_FOUND_FOR_FIELD`, and
   * without a date `MULTIPLE_VALUES_FOUND_FOR_FIELD`.
   */
  lookupBySupplementaryField(field: string, value: string, asOf?: string): Asset {
    return this.retrieve(this.#supplementary.owner(field, value, asOf))
  }

  /** An asset's value of a supplementary field on a date. Throws `NO_VALUE_FOR_SID`, and without a date `MULTIPLE_VALUES_FOUND_FOR_SID`. */
  supplementaryField(sid: number, field: string, asOf?: string): string {
    return this.#supplementary.value(field, this.retrieve(sid), asOf)
  }

  #assetsOf(owners: readonly Ownership[]): Asset[] {
    return [...new Set(owners.map(({ sid }) => sid))].map((sid) => this.retrieve(sid))
  }

  #notFound(symbol: string, asOf: string | undefined, owners: readonly Ownership[]): RustybtError {
    if (owners.length > 0) {
      const start = owners.reduce((first, owner) => (owner.start < first ? owner.start : first), owners[0].start)
      return new RustybtError(
        'SYMBOL_NOT_FOUND',
        `Symbol '${symbol}' was not found on ${asOf}: its data start on ${start}`,
      )
    }
    return new RustybtError('SYMBOL_NOT_FOUND', `Symbol '${symbol}' was not found.`, { hint: this.#hint(symbol) })
  }

  #hint(symbol: string): string {
    const { all } = this
    if (all.length === 0) return 'the data have no asset at all'
    const meant = nearest(
      symbol,
      all.map((asset) => asset.symbol),
    )
    const known = all.slice(0, 8).map((asset) => asset.symbol)
    const rest = all.length > known.length ? `, … (${all.length} in all)` : ''
    return `the data have ${known.join(', ')}${rest}${meant === undefined ? '' : `; did you mean ${meant}?`}`
  }
}

function ownersOn(owners: readonly Ownership[], date: string): readonly Ownership[] {
  return owners.filter(({ start, end }) => start <= date && (end === undefined || date < end))
}

function acrossCountries(symbol: string, found: readonly Asset[]): RustybtError {
  return new RustybtError(
    'SAME_SYMBOL_USED_ACROSS_COUNTRIES',
    `the symbol '${symbol}' is used in more than one country: ${listed(found)}`,
    { hint: 'name the country, with country_code' },
  )
}

const listed = (assets: readonly Asset[]): string =>
  assets
    .map(({ sid, name, country, startDate, endDate }) => `sid ${sid} ${name} (${country}, ${startDate} to ${endDate})`)
    .join(', ')
