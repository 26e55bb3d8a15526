import type { Asset } from '../../core/assets/asset.js'
import { positionRecords } from '../../core/engine/metrics.js'
import { stateBars } from '../../core/engine/state-bars.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import { isoText } from '../../core/time/instant.js'
import { tradedValue } from './exposure.js'
import { makeFormats } from './page/formats.js'
import { shorten } from './plain-text.js'
import { replayStops, type Stops } from './replay-stops.js'
import type { ReplayAsset, ReplayData, ReplayEvent } from './report-data.js'
import type { RunView } from './run-view.js'
import { orderType } from './tables.js'
import { toldEvents } from './told-events.js'

/** Numbers of prices, stops within sessions, their bars, position changes and events that a report has room for. */
const ROOM = { prices: 70_000, stops: 4_000, minutes: 5_000, positions: 6_000, events: 6_000 }

/** What the replay goes by: taken from the result as it is, nothing of it worked out anew. */
export function replayData(view: RunView): ReplayData {
  const { performance, result } = view
  const { length, columns } = performance
  const stops = replayStops(view, ROOM.stops)
  const sids = assetsOf(view)
  const index = new Map(sids.map((sid, i) => [sid, i]))
  const drawn = Math.max(1, Math.floor(ROOM.prices / (4 * Math.max(1, length))))
  const left: string[] = []
  if (sids.length > drawn)
    left.push(`Prices of the ${drawn} assets with the largest turnover are kept, of ${sids.length}.`)
  const kept = <T extends { readonly length: number }>(
    what: string,
    all: T[],
    room: number,
    stopOf: (one: T) => number,
  ) => {
    if (all.length > room) left.push(`${what} are kept up to ${performance.sessions[stops.rows[stopOf(all[room])]]}.`)
    return all.slice(0, room)
  }
  const { states } = result
  if (states && states.times.length > ROOM.stops)
    left.push(
      `Bars are kept up to ${performance.sessions[states.rows[ROOM.stops]]}; later on the replay goes by sessions.`,
    )
  if (!states && view.about.frequency === 'minute')
    left.push(
      'The run was on minutes, but kept no bars: the replay goes by sessions. A run with --report or -o FILE.json keeps them.',
    )
  const cents = (values: readonly number[]) =>
    values.map((value) => (Number.isFinite(value) ? Math.round(value * 100) / 100 : null))
  const money = (ofSession: Float64Array, ofBar?: Float64Array) =>
    cents(stops.rows.map((row, stop) => (stops.bars[stop] < 0 ? ofSession[row] : ofBar![stops.bars[stop]])))
  return {
    ...(states ? { stops: { rows: stops.rows, times: stops.times.map((at) => (at > 0 ? clock(at) : null)) } } : {}),
    cash: money(columns.ending_cash, states?.cash),
    value: money(columns.portfolio_value, states?.value),
    pnl: cents(Array.from(columns.pnl.subarray(0, length))),
    assets: sids.map((sid, i) => replayAsset(view, sid, i < drawn)),
    positions: kept('Positions', positionChanges(view, index, stops), ROOM.positions, ([stop]) => stop),
    minutes: kept('Bars of minutes', minutesOf(view, index, stops), ROOM.minutes, ([stop]) => stop),
    events: kept('Events', eventsOf(view, index, stops), ROOM.events, ([stop]) => stop),
    left,
  }
}

/** The traded assets, those with the largest turnover first. */
function assetsOf(view: RunView): number[] {
  const { performance } = view
  const turnover = new Map<number, number>()
  for (const fill of performance.transactions.flat())
    turnover.set(fill.asset.sid, (turnover.get(fill.asset.sid) ?? 0) + tradedValue(fill))
  for (const { asset } of [...performance.orders.flat(), ...toldEvents(view)])
    if (!turnover.has(asset.sid)) turnover.set(asset.sid, 0)
  return [...turnover].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([sid]) => sid)
}

function replayAsset({ about, performance, result }: RunView, sid: number, isDrawn: boolean): ReplayAsset {
  const { symbol, multiplier } = about.finder.retrieve(sid)
  const found = isDrawn ? result.prices?.of(sid) : undefined
  const values = (column: Float64Array) =>
    Array.from(column.subarray(0, performance.length), (price) => shorten(price, 6))
  if (!found) return { symbol, multiplier }
  const { open, high, low, close } = found
  return {
    symbol,
    multiplier,
    bars: { open: values(open), high: values(high), low: values(low), close: values(close) },
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function positionChanges({ performance, result }: RunView, index: ReadonlyMap<number, number>, stops: Stops) {
  const out: Mutable<ReplayData['positions'][number]>[] = []
  const held = new Map<number, number>()
  const keep = (stop: number, sid: number, amount: number, basis: number) => {
    if ((held.get(sid) ?? 0) === amount || !index.has(sid)) return
    held.set(sid, amount)
    out.push([stop, index.get(sid)!, amount, amount === 0 ? null : shorten(basis, 8)])
  }
  const { positions } = result.states ?? { positions: new Float64Array(0) }
  let at = 0
  stops.bars.forEach((bar, stop) => {
    if (bar >= 0) {
      for (; at < positions.length && positions[at] === bar; at += 4)
        keep(stop, positions[at + 1], positions[at + 2], positions[at + 3])
      return
    }
    const records = positionRecords(performance.positions[stops.rows[stop]])
    const now = new Set(records.map(({ sid }) => sid))
    for (const { sid, amount, costBasis } of records) keep(stop, sid, amount, costBasis)
    for (const sid of held.keys()) if (!now.has(sid)) keep(stop, sid, 0, Number.NaN)
  })
  return out
}

function minutesOf({ result }: RunView, index: ReadonlyMap<number, number>, { ofBar }: Stops) {
  const out: Mutable<ReplayData['minutes'][number]>[] = []
  const price = (value: number) => shorten(value, 6)
  for (const { bar, sid, open, high, low, close } of stateBars(result)) {
    if (bar >= ofBar.length) break
    if (index.has(sid)) out.push([ofBar[bar], index.get(sid)!, price(open), price(high), price(low), price(close)])
  }
  return out
}

const clock = (at: number) => isoText(at).slice(11, 16)

function eventsOf(view: RunView, index: ReadonlyMap<number, number>, stops: Stops): ReplayEvent[] {
  const { performance, about } = view
  const isTimed = about.frequency === 'minute'
  const found: { at: number; stop: number; event: ReplayEvent }[] = []
  const add = (
    [row, at]: readonly [number, number],
    kind: ReplayEvent[3],
    { sid }: Asset,
    amount: number | null,
    price: number | null,
    text: string,
    until?: number,
  ) => {
    const stop = stops.at(row, at)
    const time = isTimed && stops.times[stop] !== at ? clock(at) : null
    found.push({
      at,
      stop,
      event: [stop, Math.max(stop, until ?? 0), time, kind, index.get(sid)!, amount, price, text],
    })
  }
  const seen = new Set<string>()
  for (let row = 0; row < performance.length; row++) {
    for (const order of performance.orders[row]) {
      if (seen.has(order.id)) continue
      seen.add(order.id)
      add([row, order.created], 'placed', order.asset, order.amount, null, levelsOf(order))
    }
    for (const { asset, amount, price, at, orderId } of performance.transactions[row])
      add([row, at], 'filled', asset, amount, price, orderId === undefined ? 'closed automatically' : 'filled')
  }
  for (const { asset, kind, row, lastRow, at, lastAt, amount, text } of toldEvents(view))
    add([row, at], kind, asset, amount, null, text, stops.at(lastRow, lastAt))
  return found
    .map((one, i) => ({ ...one, i }))
    .sort((a, b) => a.stop - b.stop || a.at - b.at || a.i - b.i)
    .map(({ event }) => event)
}

const { show } = makeFormats()

function levelsOf(order: OrderSnapshot): string {
  const levels = [
    order.stop === undefined ? '' : `stop ${show('price', order.stop)}`,
    order.limit === undefined ? '' : `limit ${show('price', order.limit)}`,
  ]
  return levels.filter(Boolean).join(', ') || orderType(order)
}
