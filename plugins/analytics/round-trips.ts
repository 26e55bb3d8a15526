import type { Asset } from '../../core/assets/asset.js'
import type { AssetFinder } from '../../core/assets/finder.js'
import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { commissionByFill } from './fill-commissions.js'

/** Units bought (or sold short) at one time and sold (bought back) at one time. Money is in currency units. */
export interface RoundTrip {
  readonly asset: Asset
  readonly side: 'long' | 'short'
  /** Units closed, always positive. Where a split came between, in the units of the exit, as is the entry price. */
  readonly quantity: number
  readonly entryPrice: number
  readonly exitPrice: number
  /** Epoch ms. */
  readonly entered: number
  readonly exited: number
  /** Rows of the two sessions. */
  readonly enteredRow: number
  readonly exitedRow: number
  /** Of both sides. */
  readonly commission: number
  /** After commissions. Dividends are not in it. */
  readonly profit: number
}

/** Units still held when the run ends, valued at their last price: a round trip without an exit. */
export type OpenLot = Omit<RoundTrip, 'exited' | 'exitedRow' | 'exitPrice'> & { readonly lastPrice: number }

export interface RoundTrips {
  readonly closed: readonly RoundTrip[]
  readonly open: readonly OpenLot[]
}

interface Lot {
  readonly entered: number
  readonly enteredRow: number
  /** Signed. */
  quantity: number
  price: number
  commission: number
}

/**
 * Matches fills first in, first out: each closing fill takes the oldest units first. Splits and stock dividends are not in the result as
 * such; they are seen where a position has changed between two sessions without a fill, and spread the cost of the lots over the new
 * number of units, so a fraction paid in cash counts as no profit, and units got for nothing cost nothing. An order's commission is spread evenly over the units of its fills.
 */
export function roundTrips(
  { length, transactions, positions, orders, columns }: Performance,
  finder: Pick<AssetFinder, 'retrieve'>,
): RoundTrips {
  const books = new Map<number, Lot[]>()
  const closed: RoundTrip[] = []
  const commissions = commissionByFill(orders, transactions)
  let before = new Map<number, number>()
  for (let row = 0; row < length; row++) {
    const after = new Map(positionRecords(positions[row]).map(({ sid, amount }) => [sid, amount]))
    const fills = transactions[row]
    for (const [sid, held] of heldBeforeFills(before, after, fills)) {
      if (!books.has(sid)) books.set(sid, [])
      adjust(books.get(sid)!, { from: before.get(sid) ?? 0, to: held, at: columns.period_open[row], row })
    }
    for (const fill of fills) closed.push(...book(books.get(fill.asset.sid)!, fill, row, commissions.get(fill) ?? 0))
    before = after
  }
  const last = new Map(
    length === 0 ? [] : positionRecords(positions[length - 1]).map((held) => [held.sid, held.lastSalePrice]),
  )
  const open = [...books].flatMap(([sid, lots]) =>
    lots.map((lot) => stillOpen(finder.retrieve(sid), lot, last.get(sid))),
  )
  return { closed, open }
}

/** Of every asset concerned, what the session's fills found: what was left in the evening less what they brought. */
function heldBeforeFills(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  fills: readonly Transaction[],
): ReadonlyMap<number, number> {
  const held = new Map(after)
  for (const sid of before.keys()) held.set(sid, after.get(sid) ?? 0)
  for (const { asset, amount } of fills) held.set(asset.sid, (held.get(asset.sid) ?? 0) - amount)
  return held
}

/** Brings lots of `from` units to `to` units of the same cost; units out of nothing have cost nothing. */
function adjust(lots: Lot[], { from, to, at, row }: { from: number; to: number; at: number; row: number }): void {
  if (Math.abs(to - from) <= 1e-9 * Math.max(Math.abs(from), Math.abs(to), 1)) return
  if (from === 0) lots.push({ entered: at, enteredRow: row, quantity: to, price: 0, commission: 0 })
  if (to === 0) lots.length = 0
  if (from === 0 || to === 0) return
  for (const lot of lots) {
    lot.quantity *= to / from
    lot.price *= from / to
  }
}

/** Closes what the fill closes, opens a lot with the rest. */
function book(lots: Lot[], { asset, amount, price, at }: Transaction, row: number, commission: number): RoundTrip[] {
  const trips: RoundTrip[] = []
  let rest = amount
  while (rest !== 0 && lots.length > 0 && Math.sign(lots[0].quantity) !== Math.sign(rest)) {
    const [lot] = lots
    const all = Math.abs(rest) >= Math.abs(lot.quantity) * (1 - 1e-9)
    const quantity = all ? lot.quantity : -rest
    const share = quantity / lot.quantity
    const exited = { price, at, row, commission: commission * Math.abs(quantity / amount) }
    trips.push(trip(asset, { ...lot, quantity, commission: lot.commission * share }, exited))
    lot.commission *= 1 - share
    lot.quantity -= quantity
    if (all) lots.shift()
    rest = Math.abs(rest + quantity) <= 1e-9 * Math.abs(amount) ? 0 : rest + quantity
  }
  if (rest !== 0) {
    lots.push({ entered: at, enteredRow: row, quantity: rest, price, commission: (commission * rest) / amount })
  }
  return trips
}

function trip(asset: Asset, lot: Lot, exit: { price: number; at: number; row: number; commission: number }): RoundTrip {
  const commission = lot.commission + exit.commission
  return {
    asset,
    side: lot.quantity > 0 ? 'long' : 'short',
    quantity: Math.abs(lot.quantity),
    entryPrice: lot.price,
    exitPrice: exit.price,
    entered: lot.entered,
    exited: exit.at,
    enteredRow: lot.enteredRow,
    exitedRow: exit.row,
    commission,
    profit: lot.quantity * (exit.price - lot.price) * asset.multiplier - commission,
  }
}

function stillOpen(asset: Asset, lot: Lot, lastPrice = lot.price): OpenLot {
  return {
    asset,
    side: lot.quantity > 0 ? 'long' : 'short',
    quantity: Math.abs(lot.quantity),
    entryPrice: lot.price,
    lastPrice,
    entered: lot.entered,
    enteredRow: lot.enteredRow,
    commission: lot.commission,
    profit: lot.quantity * (lastPrice - lot.price) * asset.multiplier - lot.commission,
  }
}

/** Profit over what the entry cost, both in currency units. */
export function tripReturn({ asset, quantity, entryPrice, profit }: RoundTrip | OpenLot): number {
  return profit / Math.abs(quantity * entryPrice * asset.multiplier)
}

export interface TripFigures {
  readonly count: number
  /** Share of trips with a profit; NaN of none. */
  readonly winRate: number
  /** Sum of profits over sum of losses. */
  readonly profitFactor: number
  readonly averageWin: number
  readonly averageLoss: number
  /** Sessions from entry to exit. */
  readonly averageSessions: number
}

export function tripFigures(trips: readonly RoundTrip[]): TripFigures {
  const wins = trips.filter((one) => one.profit > 0)
  const losses = trips.filter((one) => one.profit < 0)
  const total = (some: readonly RoundTrip[]) => some.reduce((sum, { profit }) => sum + profit, 0)
  return {
    count: trips.length,
    winRate: wins.length / trips.length,
    profitFactor: total(wins) / -total(losses),
    averageWin: total(wins) / wins.length,
    averageLoss: total(losses) / losses.length,
    averageSessions: trips.reduce((sum, one) => sum + one.exitedRow - one.enteredRow, 0) / trips.length,
  }
}
