import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import { MARKET, type SingleStyle, type SlicedStyle } from '../finance/execution-style.js'
import { isOpen, type Order, type OrderOptions, openAmount } from '../finance/order.js'
import { wholeLots } from '../finance/sizing.js'
import type { OrderBook } from './linked-orders.js'
import { cumulativeVolume } from './volume-profile.js'

interface Work {
  readonly parent: Order
  readonly style: SlicedStyle
  readonly slices: Order[]
  /** Units that show at a time, of an iceberg. */
  display: number
  /** Share of the whole that is to be ordered with each slice and those before it; undefined: slice by slice, as they fill. */
  readonly shares: Float64Array | undefined
  /** Slices whose turn has come, and bars since the order was placed. */
  due: number
  bars: number
}

/** Orders that are worked as slices: each slice is a plain order, the order itself never goes to the market and fills as its slices do. */
export class SlicedOrders {
  readonly #works = new Map<string, Work>()

  constructor(
    private readonly book: OrderBook,
    private readonly portal: Portal | undefined,
  ) {}

  get isIdle(): boolean {
    return this.#works.size === 0
  }

  /** Places the order and its first slice. */
  place(asset: Asset, amount: number, style: SlicedStyle, at: number, options: OrderOptions): Order {
    const { limit } = style
    const plain: SingleStyle = limit === undefined ? MARKET : { kind: 'limit', limit, asset: style.asset }
    const parent = this.book.submit(asset, amount, plain, at, { ...options, sliced: style.kind })
    const shares = style.kind === 'iceberg' ? undefined : this.#shares(asset, style)
    const display = style.kind === 'iceberg' ? style.display : amount
    const work: Work = { parent, style, slices: [], display, shares, due: 1, bars: 0 }
    this.#works.set(parent.id, work)
    this.#next(work, at)
    return parent
  }

  /** The slices whose time has come. */
  onBar(at: number): void {
    for (const work of this.#works.values()) {
      if (work.shares === undefined) continue
      if (++work.bars % ((work.style as { every?: number }).every ?? 1) !== 0 || work.due === work.shares.length)
        continue
      work.due++
      this.#next(work, at)
    }
  }

  /** After a fill of a slice has been booked; answers the order that fills with it. */
  filled(slice: Order, amount: number, at: number): Order | undefined {
    const work = this.#workOf(slice)
    if (work === undefined) return undefined
    const { parent } = work
    parent.filled += amount
    parent.dt = at
    if (!isOpen(parent)) this.#works.delete(parent.id)
    else if (work.shares === undefined && !isOpen(slice)) this.#next(work, at)
    return parent
  }

  /**
   * After an order has ended unfilled: a slice's rest is no longer ordered (an iceberg ends with it), slices end with what they are slices
   * of.
   */
  ended(order: Order, at: number): void {
    const work = this.#workOf(order)
    if (work) {
      const { parent } = work
      const amount = parent.amount - (order.amount - order.filled)
      if (work.shares === undefined || amount === parent.filled) this.book.cancel(parent.id, at, true, 'slice-ended')
      else this.book.resize(parent, amount, at, 'slice-ended')
    }
    const own = this.#works.get(order.id)
    if (own === undefined) return
    this.#works.delete(order.id)
    for (const slice of own.slices) if (isOpen(slice)) this.book.cancel(slice.id, at, true, 'parent-cancelled')
  }

  /** After a split of an asset: what shows of its icebergs; an order that it left nothing of is over. */
  split(asset: Asset, ratio: number): void {
    for (const work of this.#works.values()) {
      if (work.parent.asset !== asset) continue
      work.display = Math.max(wholeLots(work.display / ratio, asset), asset.lotSize ?? 1)
      if (!isOpen(work.parent)) this.#works.delete(work.parent.id)
    }
  }

  /** Signed units that have filled or are in the market. */
  ordered(parentId: string): number {
    const work = this.#works.get(parentId)
    if (work === undefined) return 0
    const inMarket = work.slices.reduce((sum, each) => sum + (isOpen(each) ? openAmount(each) : 0), 0)
    return work.parent.filled + inMarket
  }

  #workOf({ terms }: Order): Work | undefined {
    return terms?.role === 'slice' ? this.#works.get(terms.parentId!) : undefined
  }

  #next({ parent, display, slices, shares, due }: Work, at: number): void {
    const ordered = this.ordered(parent.id)
    const rest = parent.amount - ordered
    const wanted =
      shares === undefined
        ? Math.sign(rest) * Math.min(Math.abs(rest), Math.abs(display))
        : due === shares.length
          ? rest
          : wholeLots(parent.amount * shares[due - 1], parent.asset) - ordered
    if (wanted * rest <= 0) return
    const { tag, strategy, timeInForce, goodTill } = parent.terms!
    const given = Object.entries({ tag, strategy, timeInForce, goodTill }).filter(([, value]) => value !== undefined)
    const terms = { ...Object.fromEntries(given), parentId: parent.id, role: 'slice' as const }
    const { asset, limit } = parent
    // The limit is on the grid, and has taken the splits since.
    const style: SingleStyle = limit === undefined ? MARKET : { kind: 'limit', limit, asset }
    slices.push(this.book.submit(asset, wanted, style, at, terms))
  }

  #shares(asset: Asset, style: Extract<SlicedStyle, { readonly slices: number }>): Float64Array {
    const { slices, every = 1 } = style
    if (style.kind === 'vwap' && this.portal)
      return cumulativeVolume(this.portal, asset, slices, every, style.window ?? 20)
    return Float64Array.from({ length: slices }, (_, i) => (i + 1) / slices)
  }
}
