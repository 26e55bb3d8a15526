import { expect, it } from '@jest/globals'
import { AssetFinder } from '../../../core/assets/finder.js'
import { Adjustments } from '../../../core/data/adjustments.js'
import { Portal } from '../../../core/data/portal.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { MemoryBars } from '../../../core/data/reader.js'
import { Blotter } from '../../../core/execution/blotter.js'
import { EventLog } from '../../../core/execution/event-log.js'
import { cancelAtSessionEnd } from '../../../core/execution/session-end.js'
import { SimulatedBroker } from '../../../core/execution/simulated-broker.js'
import { endOfDayCancel, NEVER_CANCEL } from '../../../core/finance/cancel-policy.js'
import { Costs } from '../../../core/finance/costs.js'
import { type ExecutionStyle, MARKET } from '../../../core/finance/execution-style.js'
import { Ledger } from '../../../core/finance/ledger.js'
import { type OrderSnapshot, statusOf } from '../../../core/finance/order.js'
import { Random } from '../../../core/kernel/random.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { equity } from '../finance/assets.js'
import { differences, readTable } from '../finance/zipline-table.js'

type Step =
  | ['order', sid: number, amount: number, limit: number | null, stop: number | null]
  | ['cancel', order: number]
  | ['cancel all', sid: number]
  | ['reject' | 'hold', order: number, reason: string]
interface Day {
  /** Open, high, low, close and volume of each asset. */
  bars: [number, number, number, number, number][]
  split?: [sid: number, ratio: number]
  do?: Step[]
}
interface Row {
  policy: 'daily' | 'minute' | null
  models: [volumeLimit: number, priceImpact: number] | null
  days: Day[]
  after: unknown[]
}

const { assets, sessions } = { assets: [equity(0), equity(1), equity(2)], sessions: sessionsOf(6) }

function sessionsOf(days: number) {
  return alwaysOpen.sessions('2021-01-01', `2021-01-0${days}`)
}

/** A book and a broker over the days' bars: fills of earlier orders first, then what is done, then the end of the session. */
function played({ policy, models, days }: Row): unknown[] {
  const market = portalOf(days)
  const costs = new Costs()
  costs.setSlippage(models ? new VolumeShareSlippage(...models) : new FixedBasisPointsSlippage())
  costs.setCommission(models ? new PerShare(0.01, 1) : new PerShare(), 'equity')
  const events = new EventLog({ now: 0, session: '2021-01-01' })
  const blotter = new Blotter('run', events)
  const broker = new SimulatedBroker()
  broker.connect({
    blotter,
    portal: market,
    costs,
    quirks: QUIRKS.zipline,
    hours: sessions,
    events,
    ledger: new Ledger(0n),
    random: new Random(0),
  })
  const ids: string[] = []
  const numbers = (orders: readonly OrderSnapshot[]) => orders.map(({ id }) => ids.indexOf(id))
  return days.map((day, row) => {
    market.moveTo(row)
    if (day.split) blotter.split(assets[day.split[0]], day.split[1])
    const events = broker.drain(row)
    blotter.prune()
    const fills = events.flatMap((event) => {
      blotter.apply(event)
      return event.kind === 'filled' ? [[ids.indexOf(event.orderId), event.amount, event.price]] : []
    })
    for (const step of day.do ?? []) take(blotter, ids, step, row)
    const news = numbers(blotter.news.splice(0))
    cancelAtSessionEnd(blotter, {
      policy: policy ? endOfDayCancel(false) : NEVER_CANCEL,
      frequency: policy ?? 'daily',
      quirks: QUIRKS.zipline,
      at: row,
      warn: () => {},
    })
    const later = numbers(blotter.news.splice(0))
    const open = Array.from(blotter.open, ([asset, orders]) => [asset.sid, numbers(orders)] as const)
    const orders = ids.map((id) => described(blotter.orders.get(id)!))
    return { fills, news, later, open: open.filter(([, list]) => list.length > 0), orders }
  })
}

function take(blotter: Blotter, ids: string[], step: Step, at: number): void {
  switch (step[0]) {
    case 'order': {
      const asset = assets[step[1]]
      ids.push(blotter.place(asset, step[2], styleOf(step[3], step[4]), at)!.id)
      break
    }
    case 'cancel':
      blotter.cancel(ids[step[1]], at)
      break
    case 'cancel all':
      blotter.cancelAll(assets[step[1]], at)
      break
    default:
      blotter[step[0]](ids[step[1]], step[2], at)
  }
}

function styleOf(limit: number | null, stop: number | null): ExecutionStyle {
  if (limit !== null && stop !== null) return { kind: 'stop-limit', limit, stop }
  if (limit !== null) return { kind: 'limit', limit }
  return stop !== null ? { kind: 'stop', stop } : MARKET
}

function described(order: OrderSnapshot): unknown[] {
  const { amount, filled, commission, limit = null, stop = null, reason = null } = order
  return [amount, filled, commission, limit, stop, statusOf(order), reason]
}

function portalOf(days: readonly Day[]): Portal {
  const reader = new MemoryBars(sessions, QUIRKS.strict)
  for (const { sid } of assets) {
    const column = (field: number) => Float64Array.from(days, ({ bars }) => bars[sid][field])
    const times = Float64Array.from(days, (_, row) => sessions.days[row] * 86_400_000)
    const [open, high, low, close, volume] = [0, 1, 2, 3, 4].map(column)
    reader.add({ sid, times, open, high, low, close, volume })
  }
  const adjustments = new Adjustments({ splits: [], dividends: [], stockDividends: [], mergers: [] }, reader)
  return new Portal({ finder: new AssetFinder(assets), reader, adjustments }, QUIRKS.strict)
}

it("keeps the book as Zipline's blotter: fills, cancels, rejections, holds, splits, cancel policies", () => {
  const answer = (row: Row) => ({ expected: row.after, actual: played(row) })
  expect(differences(readTable<Row>('blotter'), answer, 1e-12)).toEqual([])
})
