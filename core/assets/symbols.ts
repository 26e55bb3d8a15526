import { RustybtError } from '../kernel/errors.js'
import type { Asset } from './asset.js'

/** A ticker was an asset's from one session to another, both included; ISO dates. */
export interface SymbolPeriod {
  readonly sid: number
  readonly symbol: string
  readonly start: string
  readonly end: string
}

/** As `SymbolPeriod`, but up to `end`, not including it: the next owner's first day. Undefined: for good. */
export interface Ownership {
  readonly sid: number
  readonly symbol: string
  readonly start: string
  readonly end?: string
}

/** `brk-a` → `['BRK', 'A']`: company and share class, which stand apart by one of `. / - _`. */
export function splitSymbol(symbol: string): readonly [company: string, shareClass: string] {
  const upper = symbol.toUpperCase()
  const at = upper.search(/[./\-_]/)
  return at < 0 ? [upper, ''] : [upper.slice(0, at), upper.slice(at + 1)]
}

const strictKey = (symbol: string): string => splitSymbol(symbol).join('\0')
const fuzzyKey = (symbol: string): string => splitSymbol(symbol).join('')

/** Each asset's own symbol over its own life. */
export function ownSymbols(assets: readonly Asset[]): SymbolPeriod[] {
  return assets.map(({ sid, symbol, startDate, endDate }) => ({ sid, symbol, start: startDate, end: endDate }))
}

/** Who has had which ticker. Within a country an owner keeps it until the next one's first day, the last one for good. */
export class SymbolOwners {
  /** By country, then by company and share class. */
  readonly #countries = new Map<string, Map<string, Ownership[]>>()
  readonly #fuzzy = new Map<string, Map<string, Ownership[]>>()

  constructor(periods: readonly SymbolPeriod[], countryOf: (sid: number) => string) {
    for (const period of [...periods].sort(byStart)) {
      const country = countryOf(period.sid)
      const owners = entry(entry(this.#countries, country, newMap), strictKey(period.symbol), newList)
      const previous = owners.at(-1)
      if (previous !== undefined) owners[owners.length - 1] = { ...previous, end: period.start }
      owners.push({ sid: period.sid, symbol: period.symbol, start: period.start })
    }
  }

  /** All that ever had the ticker, the first owner first; of one country, or of all. */
  of(symbol: string, country?: string): readonly Ownership[] {
    return this.#chosen(this.#countries, strictKey(symbol), country)
  }

  /** As `of`, where `BRKA`, `BRK.A` and `BRK_A` are one ticker. */
  like(symbol: string, country?: string): readonly Ownership[] {
    if (this.#fuzzy.size === 0) this.#fuzzify()
    return this.#chosen(this.#fuzzy, fuzzyKey(symbol), country)
  }

  #chosen(from: Map<string, Map<string, Ownership[]>>, key: string, country: string | undefined): readonly Ownership[] {
    if (country !== undefined) return from.get(country)?.get(key) ?? []
    return [...from.values()].flatMap((owners) => owners.get(key) ?? [])
  }

  #fuzzify(): void {
    for (const [country, tickers] of this.#countries) {
      const fuzzy = entry(this.#fuzzy, country, newMap)
      for (const owners of tickers.values()) entry(fuzzy, fuzzyKey(owners[0].symbol), newList).push(...owners)
      for (const owners of fuzzy.values()) owners.sort(byStart)
    }
  }
}

/** Sees to it that no two periods of one ticker in one country share a day: no lookup could tell the owners apart. */
export class OwnershipCheck {
  readonly #byTicker = new Map<string, SymbolPeriod[]>()

  constructor(private readonly assetOf: (sid: number) => Asset) {}

  /** Throws `SYMBOL_OWNED_TWICE`. */
  add(periods: readonly SymbolPeriod[]): void {
    const grown = new Set<SymbolPeriod[]>()
    for (const period of periods) {
      const { country } = this.assetOf(period.sid)
      const owners = entry(this.#byTicker, `${country}\0${period.symbol.toUpperCase()}`, () => [] as SymbolPeriod[])
      owners.push(period)
      if (owners.length > 1) grown.add(owners)
    }
    for (const owners of grown) this.#check(owners.sort(byStart))
  }

  #check(owners: readonly SymbolPeriod[]): void {
    let before = owners[0]
    for (const period of owners.slice(1)) {
      if (period.start <= before.end) throw this.#ownedTwice(before, period)
      before = period
    }
  }

  #ownedTwice(before: SymbolPeriod, period: SymbolPeriod): RustybtError {
    const told = ({ sid, start, end }: SymbolPeriod) => `${this.assetOf(sid).name} (sid ${sid}, ${start} to ${end})`
    const { country } = this.assetOf(period.sid)
    return new RustybtError(
      'SYMBOL_OWNED_TWICE',
      `${period.symbol} in ${country} belongs to two assets at once: ${told(before)} and ${told(period)}`,
      { hint: "end the first one's period before the second one's starts, or give one of them another symbol" },
    )
  }
}

/** All at once. Throws `SYMBOL_OWNED_TWICE`. */
export function checkOwnership(periods: readonly SymbolPeriod[], assetOf: (sid: number) => Asset): void {
  new OwnershipCheck(assetOf).add(periods)
}

function byStart(a: { start: string; sid: number }, b: { start: string; sid: number }): number {
  return a.start === b.start ? a.sid - b.sid : a.start < b.start ? -1 : 1
}

const newMap = (): Map<string, Ownership[]> => new Map()
const newList = (): Ownership[] => []

function entry<V>(map: Map<string, V>, key: string, create: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = create()))
  return value
}
