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
  readonly #used: Set<number>
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
  ) {
    this.#used = new Set(base.assets.map(({ sid }) => sid))
  }

  /** The sid here; as it is, where the source has not listed it: the ingest refuses it then. */
  sidOf(sid: number): number {
    return this.#sids.get(sid) ?? sid
  }

  isListed(sid: number): boolean {
    return this.#listed.has(sid)
  }

  isNew(sid: number): boolean {
    return !this.#listed.has(sid) && !this.base.assets.some((asset) => asset.sid === sid)
  }

  merge(batch: AssetsBatch): AssetsBatch {
    const assets = batch.assets.map((asset) => this.#merged(asset))
    const given = batch.symbols?.map((period) => ({ ...period, sid: this.sidOf(period.sid) }))
    const symbols = assets.flatMap((asset) => this.#symbolsOf(asset, given))
    for (const { rootSymbol } of batch.roots ?? []) this.#roots.add(rootSymbol)
    const fields = batch.supplementary?.map((period) => ({ ...period, sid: this.sidOf(period.sid) }))
    const supplementary =
      fields ?? this.base.supplementary.filter(({ sid }) => assets.some((asset) => asset.sid === sid))
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
      const sid = this.#used.has(asset.sid) ? Math.max(...this.#used) + 1 : asset.sid
      this.#used.add(sid)
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
    const same = this.base.assets.filter((old) => {
      return old.symbol === symbol && old.kind === kind && old.country === country && !this.#listed.has(old.sid)
    })
    if (same.length <= 1) return same[0]
    return same.find((old) => old.startDate === startDate) ?? same.find((old) => old.sid === sid) ?? same.at(-1)
  }

  #symbolsOf(asset: Asset, given: readonly SymbolPeriod[] | undefined): readonly SymbolPeriod[] {
    const old = this.base.symbols.filter(({ sid }) => sid === asset.sid)
    const own = given?.filter(({ sid }) => sid === asset.sid)
    if (own !== undefined) {
      const first = old.map(({ start }) => start).sort()[0]
      return own.map((period, i) => (i === 0 && first < period.start ? { ...period, start: first } : period))
    }
    if (old.length === 0) return ownSymbols([asset])
    return old.map((period, i) => (i === old.length - 1 ? { ...period, end: asset.endDate } : period))
  }
}
