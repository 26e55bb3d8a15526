import { exactToNumber } from '../../core/math/decimal.js'
import { column, table, tableBlock } from './blocks.js'
import { MATCHINGS } from './lots.js'
import { rBlocks } from './r-multiples.js'
import type { Block, Cell, Tab } from './report-data.js'
import { roundTrips, totalOf, tripReturn } from './round-trips.js'
import type { RunView } from './run-view.js'
import { fillsTable, holdingsTable, tripsTable, unfilledTable } from './tables.js'
import { tradingBlock, tripsBlock } from './trading-blocks.js'
import { excursion, groupTrips, type TripGroup } from './trip-figures.js'

const MOST_POINTS = 600

export function tradesTab(view: RunView): Tab {
  const {
    performance,
    trips,
    timeOf,
    holdings,
    result: { prices },
  } = view
  const traded =
    performance.transactions.some((fills) => fills.length > 0) || performance.orders.some((orders) => orders.length > 0)
  const lastRow = performance.length - 1
  const blocks: Block[] = traded
    ? [
        tradingBlock(view),
        ...(trips.closed.length > 0 ? [tripsBlock(view)] : []),
        ...rBlocks(trips.closed),
        ...matchingBlock(view),
        ...excursionBlock(view),
        ...groupBlocks(view),
        ...tableBlock(
          'holdings',
          'Holdings',
          holdingsTable(holdings, performance),
          'Weights are over portfolio value at the end of a session; short positions are negative.',
        ),
        ...tableBlock(
          'trips',
          'Round trips',
          tripsTable(trips, timeOf, prices, lastRow),
          'Units matched first in, first out; profit is after commissions and without dividends. Prices before a split are in units of the exit. What is still held is valued at its last price. Risk: what the stop that stood at the entry would have cost, and R the profit over it; a dash where there was none. Adverse and favourable: how far the price went from the entry, against and for the holder, by the bars after the entry’s session.',
        ),
        ...tableBlock(
          'fills',
          'Fills',
          fillsTable(performance, timeOf),
          'Every transaction. An order’s commission is spread over its fills by quantity.',
        ),
        ...tableBlock(
          'unfilled',
          'Orders that did not fill',
          unfilledTable(performance, timeOf),
          'Orders of which something was left, as they stood when the run ended.',
        ),
      ]
    : []
  return { id: 'trades', title: 'Trades', blocks }
}

const NAMES = { fifo: 'first in, first out', lifo: 'last in, first out', average: 'average cost' } as const

/** The same fills, matched in three ways: realized and unrealized differ, their sum does not. */
function matchingBlock({ performance, about, trips }: RunView): Block[] {
  if (trips.closed.length === 0) return []
  const rows = MATCHINGS.map((matching): Cell[] => {
    const { closed, open } = matching === 'fifo' ? trips : roundTrips(performance, about.finder, matching)
    const [realized, unrealized] = [totalOf(closed, 'profit'), totalOf(open, 'profit')]
    return [
      NAMES[matching],
      closed.length,
      closed.filter(({ profit }) => profit > 0n).length / closed.length,
      exactToNumber(realized),
      exactToNumber(unrealized),
      exactToNumber(realized + unrealized),
    ]
  })
  const columns = [
    column('Matched'),
    column('Round trips', 'count'),
    column('Winning', 'percent'),
    column('Realized', 'money'),
    column('Unrealized', 'money'),
    column('Together', 'money'),
  ]
  return tableBlock(
    'matching',
    'Realized, by how units are matched',
    table(columns, rows),
    'After commissions, without dividends.',
  )
}

function excursionBlock({ trips: { closed }, result: { prices }, performance }: RunView): Block[] {
  if (!prices || closed.length < 3) return []
  const every = Math.ceil(closed.length / MOST_POINTS)
  const points = closed
    .filter((_, i) => i % every === 0)
    .map((one) => ({ one, ...excursion(one, prices, performance.length - 1) }))
    .filter(({ adverse }) => Number.isFinite(adverse))
    .map(({ one, adverse }) => ({
      label: `${one.asset.symbol} ${performance.sessions[one.enteredRow]} to ${performance.sessions[one.exitedRow]}`,
      x: Number(adverse.toFixed(5)),
      y: Number(tripReturn(one).toFixed(5)),
      gained: one.profit > 0n,
    }))
  if (points.length < 3) return []
  return [
    {
      kind: 'scatter',
      id: 'excursions',
      title: 'How far trips went against before they ended',
      summary: `A point a round trip${every > 1 ? `, one of ${every} drawn` : ''}: how far the price went against the entry, and what the trip returned. A stop would have ended what lies left of it.`,
      x: 'adverse excursion',
      y: 'return',
      format: 'percent',
      points,
    },
  ]
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function groupBlocks({ trips: { closed }, performance, about }: RunView): Block[] {
  if (closed.length === 0) return []
  const rows = (groups: readonly TripGroup[]): Cell[][] =>
    groups.map(({ name, count, winRate, profit, averageReturn }) => [name, count, winRate, profit, averageReturn])
  const groups: [string, string, TripGroup[]][] = [['side', 'By side', groupTrips(closed, ({ side }) => side)]]
  const weekday = (row: number) => new Date(`${performance.sessions[row]}T00:00:00Z`).getUTCDay()
  const byDay = groupTrips(closed, ({ enteredRow }) => String(weekday(enteredRow))).map((group) => ({
    ...group,
    name: DAYS[Number(group.name)],
  }))
  groups.push(['weekday', 'By weekday of the entry', byDay])
  if (about.frequency === 'minute') {
    const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: about.zone ?? 'UTC' })
    const byHour = groupTrips(closed, ({ entered }) => `${hour.format(entered)}:00`)
    groups.push(['hour', `By hour of the entry (${about.zone ?? 'UTC'})`, byHour])
  }
  if (closed.some(({ tag }) => tag !== undefined))
    groups.push(['tag', 'By tag of the entry', groupTrips(closed, ({ tag }) => tag ?? 'no tag')])
  return groups.flatMap(([id, title, some]) => {
    if (some.length < 2) return []
    const columns = [
      column('Group'),
      column('Round trips', 'count'),
      column('Winning', 'percent'),
      column('Profit', 'money'),
      column('Mean return', 'percent'),
    ]
    return tableBlock(`by-${id}`, title, table(columns, rows(some)))
  })
}
