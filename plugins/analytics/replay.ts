import { positionRecords } from '../../core/engine/metrics.js'
import { type OutcomeBounds, outcomeBounds } from '../../core/engine/outcome-bounds.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import { isoText } from '../../core/time/instant.js'
import { column, table, tableBlock } from './blocks.js'
import { tradedValue } from './exposure.js'
import { makeFormats } from './page/formats.js'
import { shorten } from './plain-text.js'
import type { Cell, ReplayAsset, ReplayData, ReplayEvent, Tab } from './report-data.js'
import type { RunView } from './run-view.js'
import { orderType } from './tables.js'
import { type ToldEvent, toldEvents, WORDS } from './told-events.js'

/** Numbers of bars, position changes and events that a report has room for. */
const ROOM = { bars: 60_000, positions: 20_000, events: 12_000 }

export function replayTab(view: RunView): Tab {
  const { performance } = view
  if (
    performance.length === 0 ||
    (performance.orders.every((orders) => orders.length === 0) && toldEvents(view).length === 0)
  )
    return { id: 'replay', title: 'Replay', blocks: [] }
  return {
    id: 'replay',
    title: 'Replay',
    blocks: [
      {
        kind: 'replay',
        id: 'replay-panel',
        title: 'Session by session',
        summary: 'Choose a session: what was held, what was ordered, and what the engine told of it.',
      },
      ...toldBlock(view),
      ...ambiguousBlock(view),
    ],
  }
}

/** The traded assets, those with the largest turnover first. */
function tradedAssets({ performance }: RunView) {
  const turnover = new Map<number, number>()
  for (const fill of performance.transactions.flat())
    turnover.set(fill.asset.sid, (turnover.get(fill.asset.sid) ?? 0) + tradedValue(fill))
  for (const order of performance.orders.flat()) if (!turnover.has(order.asset.sid)) turnover.set(order.asset.sid, 0)
  return turnover
}

export function replayData(view: RunView): ReplayData {
  const { performance, about, result } = view
  const { length, columns } = performance
  const turnover = tradedAssets(view)
  for (const { asset } of toldEvents(view)) if (!turnover.has(asset.sid)) turnover.set(asset.sid, 0)
  const sids = [...turnover].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([sid]) => sid)
  const index = new Map(sids.map((sid, i) => [sid, i]))
  const drawn = Math.max(1, Math.floor(ROOM.bars / (4 * Math.max(1, length))))
  const bars = (sid: number): ReplayAsset['bars'] => {
    const found = result.prices?.of(sid)
    if (!found) return undefined
    const values = (column: Float64Array) => Array.from(column.subarray(0, length), (price) => shorten(price, 6))
    return { open: values(found.open), high: values(found.high), low: values(found.low), close: values(found.close) }
  }
  const assets = sids.map((sid, i): ReplayAsset => {
    const { symbol, multiplier } = about.finder.retrieve(sid)
    return { symbol, multiplier, bars: i < drawn ? bars(sid) : undefined }
  })
  const left: string[] = []
  if (sids.length > drawn)
    left.push(`Prices of the ${drawn} assets with the largest turnover are kept, of ${sids.length}.`)
  const positions = positionChanges(view, index)
  if (positions.length > ROOM.positions)
    left.push(`Positions are kept up to ${performance.sessions[positions[ROOM.positions][0]]}.`)
  const events = eventsOf(view, index)
  if (events.length > ROOM.events) left.push(`Events are kept up to ${performance.sessions[events[ROOM.events].row]}.`)
  const cents = (column: Float64Array) =>
    Array.from(column.subarray(0, length), (value) => (Number.isFinite(value) ? Math.round(value * 100) / 100 : null))
  return {
    cash: cents(columns.ending_cash),
    value: cents(columns.portfolio_value),
    pnl: cents(columns.pnl),
    assets,
    positions: positions.slice(0, ROOM.positions),
    events: events.slice(0, ROOM.events),
    left,
  }
}

type PositionChange = ReplayData['positions'][number]

function positionChanges({ performance }: RunView, index: Map<number, number>): PositionChange[] {
  const out: PositionChange[] = []
  let before = new Map<number, number>()
  for (let row = 0; row < performance.length; row++) {
    const now = new Map<number, number>()
    for (const { sid, amount, costBasis } of positionRecords(performance.positions[row])) {
      now.set(sid, amount)
      if (before.get(sid) !== amount && index.has(sid)) out.push([row, index.get(sid)!, amount, shorten(costBasis, 8)])
    }
    for (const sid of before.keys()) if (!now.has(sid) && index.has(sid)) out.push([row, index.get(sid)!, 0, null])
    before = now
  }
  return out
}

function eventsOf(view: RunView, index: Map<number, number>): ReplayEvent[] {
  const { performance, about } = view
  const timed = about.frequency === 'minute'
  const time = (at: number) => (timed ? isoText(at).slice(11, 16) : null)
  const sorted: { at: number; event: ReplayEvent }[] = []
  const seen = new Set<string>()
  for (let row = 0; row < performance.length; row++) {
    for (const order of performance.orders[row]) {
      if (seen.has(order.id)) continue
      seen.add(order.id)
      sorted.push({ at: order.created, event: placed(order, row, index.get(order.asset.sid)!, time(order.created)) })
    }
    for (const { asset, amount, price, at, orderId } of performance.transactions[row]) {
      const text = orderId === undefined ? 'closed automatically' : 'filled'
      sorted.push({
        at,
        event: { row, time: time(at), kind: 'filled', asset: index.get(asset.sid)!, amount, price, text },
      })
    }
  }
  for (const told of toldEvents(view)) {
    const { asset, kind, row, lastRow, at, amount, text } = told
    sorted.push({
      at,
      event: {
        row,
        time: time(at),
        kind,
        asset: index.get(asset.sid)!,
        amount,
        price: null,
        text,
        ...(lastRow > row ? { until: lastRow } : {}),
      },
    })
  }
  return sorted
    .map((one, i) => ({ ...one, i }))
    .sort((a, b) => a.event.row - b.event.row || a.at - b.at || a.i - b.i)
    .map(({ event }) => event)
}

const { show } = makeFormats()

function placed(order: OrderSnapshot, row: number, asset: number, time: string | null): ReplayEvent {
  const levels = [
    order.stop === undefined ? '' : `stop ${show('price', order.stop)}`,
    order.limit === undefined ? '' : `limit ${show('price', order.limit)}`,
  ]
  const text = levels.filter(Boolean).join(', ') || orderType(order)
  return { row, time, kind: 'placed', asset, amount: order.amount, price: null, text }
}

/** Every intent that did not become a fill, and why: as the engine told it. */
function toldBlock(view: RunView) {
  const rows = toldEvents(view)
    .filter(({ kind }) => kind !== 'ambiguous')
    .map((told: ToldEvent): Cell[] => [
      view.timeOf(told.at, told.row),
      told.lastRow === told.row ? null : view.sessions[told.lastRow],
      told.asset.symbol,
      WORDS[told.kind],
      told.text,
      told.amount,
      told.count,
    ])
  const columns = [
    column('Time'),
    column('Until'),
    column('Symbol'),
    column('What'),
    column('Why'),
    column('Units', 'units'),
    column('Bars', 'count'),
  ]
  return tableBlock(
    'told',
    'What did not become a fill, and why',
    table(columns, rows),
    'From the engine’s own record of the run. What went on for the same reason is one line.',
  )
}

function ambiguousBlock(view: RunView) {
  const { result, performance, sessions, timeOf } = view
  const rows = new Map(sessions.map((session, row) => [session, row]))
  const plain = (value: unknown): Cell => (typeof value === 'number' || typeof value === 'string' ? value : null)
  const told = result.events.filter(({ kind }) => kind === 'ambiguous')
  const cells = told.map(({ at, session, asset, amount, data = {} }): Cell[] => [
    timeOf(at, rows.get(session) ?? performance.length - 1),
    asset.symbol,
    amount,
    plain(data.first),
    plain(data.price),
    plain(data.otherPrice),
    plain(data.difference),
  ])
  const columns = [
    column('Time'),
    column('Symbol'),
    column('Units', 'units'),
    column('Taken as first'),
    column('Price', 'price'),
    column('Otherwise', 'price'),
    column('Difference', 'money'),
  ]
  const between = endBetween(view)
  const words =
    between === undefined
      ? ''
      : ` The run may have ended between ${show('money', between.low)} and ${show('money', between.high)}: each such fill taken the other way, valued at the close of its bar, and nothing else changed by it.`
  return tableBlock(
    'ambiguous',
    'Bars that decide nothing',
    table(columns, cells),
    `Bars on which the outcome hung on whether the high or the low came first, which the data do not tell.${words}`,
  )
}

/** Between what values the run may have ended; undefined where nothing hangs on it. Assets of other currencies are left out. */
export function endBetween({ result, performance, capital, about }: RunView): OutcomeBounds | undefined {
  const endValue = performance.columns.portfolio_value[performance.length - 1] ?? capital
  const rateOf = ({ currency }: { readonly currency: string }) =>
    about.currency === undefined || about.currency === currency ? 1 : 0
  const bounds = outcomeBounds(result.events, { endValue, gain: endValue - capital }, rateOf)
  return bounds.low === bounds.high ? undefined : bounds
}
