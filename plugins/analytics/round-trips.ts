import type { Asset } from '../../core/assets/asset.js'
import type { AssetFinder } from '../../core/assets/finder.js'
import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import type { CashFlow } from '../../core/finance/financing.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { type Exact, exactFromNumber, exactToNumber } from '../../core/math/decimal.js'
import { finalOrders } from './final-orders.js'
import { type Closed, exactValue, type Lot, LotBook, type Matching, unitPrice } from './lots.js'
import { commissionOf } from './reconciliation.js'

/** Units held from one time on. Money is exact, in currency units; prices and quantities are what they come to. */
interface Held {
  readonly asset: Asset
  readonly side: 'long' | 'short'
  /** Always positive. Where a split came between, in the units of the end, as is the entry price. */
  readonly quantity: number
  readonly entryPrice: number
  /** Epoch ms, and the row of the session. */
  readonly entered: number
  readonly enteredRow: number
  /** The entry order's. */
  readonly tag: string | undefined
  /** What they cost, and were sold for or are worth: negative where they were sold first. */
  readonly cost: Exact
  readonly proceeds: Exact
  readonly commission: Exact
  /** Proceeds less cost less commission. Dividends are not in it. */
  readonly profit: Exact
  /** What would have been lost at the stop that stood when they were bought, in currency units; undefined where none stood below the price (above, of a short). */
  readonly risk: number | undefined
  /** Rows on which a split multiplied the units, and by what. */
  readonly scales: readonly (readonly [row: number, factor: number])[]
}

/** Units bought (or sold short) at one time and sold (bought back) at one time. */
export interface RoundTrip extends Held {
  readonly exitPrice: number
  readonly exited: number
  readonly exitedRow: number
}

/** Units still held when the run ends, valued at their last price: a round trip without an exit. */
export interface OpenLot extends Held {
  readonly lastPrice: number
}

export interface RoundTrips {
  readonly closed: readonly RoundTrip[]
  readonly open: readonly OpenLot[]
}

/**
 * Matches what was bought with what was sold. Splits and stock dividends are not in the result as such; they are seen where a position
 * has changed between two sessions without a fill, and spread the cost of the lots over the new number of units, so a fraction paid in
 * cash counts as no profit unless nothing else is left, and units got for nothing cost nothing. A fill's commission is spread over its units. Fills
 * count in the order of their time, whatever the order in which they are listed.
 */
export function roundTrips(
  { length, transactions, positions, orders, columns, cashFlows = [] }: Performance,
  finder: Pick<AssetFinder, 'retrieve'>,
  matching: Matching = 'fifo',
): RoundTrips {
  const books = new Map<number, LotBook>()
  const closed: RoundTrip[] = []
  const placed = finalOrders(orders)
  const bookOf = (sid: number) => {
    let book = books.get(sid)
    if (!book) books.set(sid, (book = new LotBook(finder.retrieve(sid), matching)))
    return book
  }
  let before = new Map<number, Exact>()
  for (let row = 0; row < length; row++) {
    const held = positionRecords(positions[row]).map(({ sid, amount }) => [sid, exactFromNumber(amount)] as const)
    const after = new Map(held)
    const fills = transactions[row].toSorted((a, b) => a.at - b.at)
    for (const [sid, units] of heldBeforeFills(before, after, fills)) {
      if (!isOther(units, before.get(sid) ?? 0n)) continue
      const at = columns.period_open[row]
      if (units !== 0n) bookOf(sid).adjust(units, at, row)
      else
        for (const part of bookOf(sid).end(fractionsPaid(sid, cashFlows[row])))
          closed.push(trip(part, { asset: finder.retrieve(sid), at }, row))
    }
    for (const fill of fills) {
      const tag = fill.orderId === undefined ? undefined : placed.get(fill.orderId)?.terms?.tag
      for (const part of bookOf(fill.asset.sid).book(fill, row, commissionOf(fill), tag))
        closed.push(trip(part, fill, row))
    }
    before = after
  }
  const last = new Map(
    length === 0 ? [] : positionRecords(positions[length - 1]).map((one) => [one.sid, one.lastSalePrice]),
  )
  const open = [...books].flatMap(([sid, book]) => stillOpen(finder.retrieve(sid), book, last.get(sid)))
  return { closed, open }
}

/** Of every asset concerned, what the session's fills found: what was left in the evening less what they brought. */
function heldBeforeFills(
  before: ReadonlyMap<number, Exact>,
  after: ReadonlyMap<number, Exact>,
  fills: readonly Transaction[],
): ReadonlyMap<number, Exact> {
  const held = new Map(after)
  for (const sid of before.keys()) held.set(sid, after.get(sid) ?? 0n)
  for (const { asset, amount } of fills) held.set(asset.sid, (held.get(asset.sid) ?? 0n) - exactFromNumber(amount))
  return held
}

/** Other by more than the doubles of a position lose. */
function isOther(units: Exact, before: Exact): boolean {
  const [a, b] = [Math.abs(exactToNumber(units)), Math.abs(exactToNumber(before))]
  return Math.abs(exactToNumber(units - before)) > 1e-9 * Math.max(a, b, 1)
}

function heldOf(asset: Asset, lot: Readonly<Lot>, proceeds: Exact, exitCommission: Exact): Held {
  const commission = lot.commission + exitCommission
  const entryPrice = unitPrice(lot.cost, lot.quantity, asset)
  return {
    asset,
    side: lot.quantity > 0n ? 'long' : 'short',
    quantity: Math.abs(exactToNumber(lot.quantity)),
    entryPrice,
    entered: lot.entered,
    enteredRow: lot.enteredRow,
    tag: lot.tag,
    cost: lot.cost,
    proceeds,
    commission,
    profit: proceeds - lot.cost - commission,
    risk: riskOf(asset, lot, entryPrice),
    scales: lot.scales,
  }
}

/** The stop is brought to the units of the end, as the entry price is. */
function riskOf({ multiplier }: Asset, { stop, quantity, scales }: Readonly<Lot>, entryPrice: number) {
  if (stop === undefined) return undefined
  const then = scales.reduce((price, [, factor]) => price / factor, stop)
  const risk = (entryPrice - then) * exactToNumber(quantity) * multiplier
  return risk > 0 ? risk : undefined
}

/** What a session's splits paid for fractions of an asset's units. */
function fractionsPaid(sid: number, flows: readonly CashFlow[] = []): Exact {
  return flows.reduce(
    (sum, { kind, asset, amount }) =>
      kind === 'cash-in-lieu' && asset?.sid === sid ? sum + exactFromNumber(amount) : sum,
    0n,
  )
}

type Exit = Pick<Transaction, 'asset' | 'at'> & Partial<Transaction>

function trip({ lot, proceeds, commission }: Closed, { asset, price, at }: Exit, row: number): RoundTrip {
  const exitPrice = price ?? unitPrice(proceeds, lot.quantity, asset)
  return { ...heldOf(asset, lot, proceeds, commission), exitPrice, exited: at, exitedRow: row }
}

/** What the lots are worth together is divided among them, so that nothing is lost; at their cost where no price is known. */
function stillOpen(asset: Asset, book: LotBook, lastPrice?: number): OpenLot[] {
  if (lastPrice === undefined)
    return book.lots.map((lot) => ({
      ...heldOf(asset, lot, lot.cost, 0n),
      lastPrice: unitPrice(lot.cost, lot.quantity, asset),
    }))
  const worth = exactValue(exactToNumber(book.units), lastPrice, asset)
  return book.end(worth).map(({ lot, proceeds }) => ({ ...heldOf(asset, lot, proceeds, 0n), lastPrice }))
}

/** Profit over what the entry cost. */
export function tripReturn({ cost, profit }: RoundTrip | OpenLot): number {
  return exactToNumber(profit) / Math.abs(exactToNumber(cost))
}

/** Sum of some trips' money, exact. */
export function totalOf(trips: readonly Held[], field: 'profit' | 'commission' | 'cost' | 'proceeds'): Exact {
  return trips.reduce((sum, one) => sum + one[field], 0n)
}
