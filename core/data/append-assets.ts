import type { Asset, RootSymbol } from '../assets/asset.js'
import type { SupplementaryPeriod } from '../assets/supplementary.js'
import { ownSymbols, type SymbolPeriod } from '../assets/symbols.js'
import type { DataBatch } from './source.js'

type AssetsBatch = Extract<DataBatch, { kind: 'assets' }>

/** The assets that a bundle has, as a source lists them again: under their old sids, with their new ends; new ones get a sid of their own. */
export class AssetMerge {
  /** The sid here by the source's. */
  readonly #sids = new Map<number, number>()
  /** Those of the base that the source has listed, by sid here. */
  readonly #listed = new Set<number>()
  /** The base's, by symbol and sid. */
  readonly #bySymbol: ReadonlyMap<string, readonly Asset[]>
  readonly #bySid: ReadonlySet<number>
  readonly #symbols: ReadonlyMap<number, readonly SymbolPeriod[]>
  readonly #taken: Set<number>
  #next: number
  readonly #roots = new Set<string>()
  /** Whether an asset is new or has changed. */
  hasNews = false

  constructor(
    private readonly base: {
      readonly assets: readonly Asset[]
      readonly symbols: readonly SymbolPeriod[]
      readonly roots: readonly RootSymbol[]
      readonly supplementary: readonly SupplementaryPeriod[]
    },
    /** ISO date of an asset's last bar in the base. */
    private readonly lastBar: (sid: number) => string | undefined,
    /** From which day on the source was asked. */
    private readonly start: string,
  ) {
    this.#bySymbol = groups(base.assets, ({ symbol }) => symbol)
    this.#symbols = groups(base.symbols, ({ sid }) => sid)
    this.#bySid = new Set(base.assets.map(({ sid }) => sid))
    this.#taken = new Set(this.#bySid)
    this.#next = base.assets.reduce((most, { sid }) => Math.max(most, sid), -1) + 1
  }

  /** The sid here; as it is, where the source has not listed it: the ingest refuses it then. */
  sidOf(sid: number): number {
    return this.#sids.get(sid) ?? sid
  }

  isListed(sid: number): boolean {
    return this.#listed.has(sid)
  }

  isNew(sid: number): boolean {
    return !this.#bySid.has(sid)
  }

  merge(batch: AssetsBatch): AssetsBatch {
    const assets = batch.assets.map((asset) => this.#merged(asset))
    const given = batch.symbols?.map((period) => ({ ...period, sid: this.sidOf(period.sid) }))
    const own = given === undefined ? undefined : groups(given, ({ sid }) => sid)
    const symbols = assets.flatMap((asset) => this.#symbolsOf(asset, own?.get(asset.sid)))
    for (const { rootSymbol } of batch.roots ?? []) this.#roots.add(rootSymbol)
    const fields = batch.supplementary?.map((period) => ({ ...period, sid: this.sidOf(period.sid) }))
    const listed = new Set(assets.map(({ sid }) => sid))
    const supplementary = fields ?? this.base.supplementary.filter(({ sid }) => listed.has(sid))
    return { kind: 'assets', assets, symbols, roots: batch.roots, supplementary }
  }

  /** What the base has and the source has not listed. */
  rest(): AssetsBatch {
    const assets = this.base.assets.filter(({ sid }) => !this.#listed.has(sid))
    const symbols = this.base.symbols.filter(({ sid }) => !this.#listed.has(sid))
    const roots = this.base.roots.filter(({ rootSymbol }) => !this.#roots.has(rootSymbol))
    const supplementary = this.base.supplementary.filter(({ sid }) => !this.#listed.has(sid))
    return { kind: 'assets', assets, symbols, roots, supplementary }
  }

  #merged(asset: Asset): Asset {
    const old = this.#find(asset)
    if (old === undefined) {
      this.hasNews = true
      const sid = this.#taken.has(asset.sid) ? this.#next : asset.sid
      this.#next = Math.max(this.#next, sid + 1)
      this.#taken.add(sid)
      this.#sids.set(asset.sid, sid)
      return { ...asset, sid }
    }
    this.#listed.add(old.sid)
    this.#sids.set(asset.sid, old.sid)
    const last = this.lastBar(old.sid)
    // A fetch of a few days says nothing about the life before or after them.
    const ends = last === undefined || asset.endDate >= last ? asset : old
    const startDate = asset.startDate < old.startDate ? asset.startDate : old.startDate
    const { endDate, autoCloseDate } = ends
    const merged = { ...asset, sid: old.sid, startDate, endDate, autoCloseDate }
    this.hasNews ||= endDate !== old.endDate || startDate !== old.startDate
    return merged
  }

  #find({ sid, symbol, kind, country, startDate }: Asset): Asset | undefined {
    const same = (this.#bySymbol.get(symbol) ?? []).filter((old) => {
      // Who starts after the old one's end, though the source was asked for all of its life, is somebody else with its ticker.
      const isHeir = startDate > old.endDate && this.start <= old.startDate
      return old.kind === kind && old.country === country && !isHeir && !this.#listed.has(old.sid)
    })
    if (same.length <= 1) return same[0]
    return same.find((old) => old.startDate === startDate) ?? same.find((old) => old.sid === sid) ?? same.at(-1)
  }

  #symbolsOf(asset: Asset, own: readonly SymbolPeriod[] | undefined): readonly SymbolPeriod[] {
    const old = this.#symbols.get(asset.sid) ?? []
    if (own !== undefined) {
      const first = old.map(({ start }) => start).sort()[0]
      return own.map((period, i) => (i === 0 && first < period.start ? { ...period, start: first } : period))
    }
    if (old.length === 0) return ownSymbols([asset])
    return old.map((period, i) => (i === old.length - 1 ? { ...period, end: asset.endDate } : period))
  }
}

function groups<K, V>(all: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const map = new Map<K, V[]>()
  for (const value of all) {
    const key = keyOf(value)
    const group = map.get(key)
    if (group === undefined) map.set(key, [value])
    else group.push(value)
  }
  return map
}
