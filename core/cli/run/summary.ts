import { countEvents, type EventCounts } from '../../engine/event-rows.js'
import type { OutcomeBounds } from '../../engine/outcome-bounds.js'
import type { RunResult } from '../../engine/result.js'
import { formatTable } from '../terminal/table.js'

/** How a run did. Returns, volatility and drawdown are fractions; money is in currency units. */
export interface RunSummary {
  readonly start: string | null
  readonly end: string | null
  readonly sessions: number
  readonly startValue: number
  readonly endValue: number
  readonly totalReturn: number
  readonly annualReturn: number
  readonly volatility: number
  readonly sharpe: number
  readonly maxDrawdown: number
  /** Fills, and the orders that they were of. */
  readonly trades: number
  readonly orders: number
  readonly commissions: number
  /** How often an intent became no order, or an open order did not fill on a bar, by kind and reason. */
  readonly events: EventCounts
  /** Between what values the run may have ended, for all that its bars tell. */
  readonly bounds: OutcomeBounds | null
}

/** `perYear`: sessions in a year, as the run annualized its own columns. */
export function summarize({ performance, events, bounds }: RunResult, capital: number, perYear: number): RunSummary {
  const { length, sessions, columns } = performance
  const last = length - 1
  const at = (column: Float64Array, none: number) => (length === 0 ? none : column[last])
  const totalReturn = at(columns.algorithm_period_return, 0)
  const commissions = new Map<string, number>()
  for (const orders of performance.orders) for (const order of orders) commissions.set(order.id, order.commission)
  return {
    start: sessions[0] ?? null,
    end: sessions[last] ?? null,
    sessions: length,
    startValue: capital,
    endValue: at(columns.portfolio_value, capital),
    totalReturn,
    annualReturn: length === 0 ? 0 : (1 + totalReturn) ** (perYear / length) - 1,
    volatility: at(columns.algo_volatility, Number.NaN),
    sharpe: at(columns.sharpe, Number.NaN),
    maxDrawdown: at(columns.max_drawdown, 0),
    trades: performance.transactions.reduce((sum, list) => sum + list.length, 0),
    orders: commissions.size,
    commissions: [...commissions.values()].reduce((sum, commission) => sum + commission, 0),
    events: countEvents(events),
    bounds: bounds ?? null,
  }
}

/** The table at the end of a run; `elapsed` in seconds. */
export function summaryTable(summary: RunSummary, elapsed: number): string {
  const { start, end } = summary
  return formatTable(
    [
      ['sessions', `${summary.sessions}${start === null ? '' : ` (${start} to ${end})`}`],
      ['start value', money(summary.startValue)],
      ['end value', money(summary.endValue)],
      ...boundsRow(summary.bounds),
      ['total return', percent(summary.totalReturn)],
      ['annual return', percent(summary.annualReturn)],
      ['volatility', percent(summary.volatility)],
      ['sharpe', ratio(summary.sharpe)],
      ['max drawdown', percent(summary.maxDrawdown)],
      ['trades', `${count(summary.trades)} (${count(summary.orders)} ${summary.orders === 1 ? 'order' : 'orders'})`],
      ['commissions', money(summary.commissions)],
      ...Object.entries(summary.events).map(([kind, reasons]) => [kind, reasonsText(reasons)]),
      ['elapsed', `${elapsed.toFixed(2)} s`],
    ].map(([name, value]) => [name, value]),
  )
}

/** Nothing, where nothing hangs on it. */
function boundsRow(bounds: OutcomeBounds | null): [string, string][] {
  if (bounds === null || bounds.low === bounds.high) return []
  const share = Number.isFinite(bounds.share) ? `${percent(bounds.share)} of the gain` : 'all of the gain'
  const bars = `${count(bounds.ambiguous)} ambiguous ${bounds.ambiguous === 1 ? 'bar' : 'bars'}`
  return [['  between', `${money(bounds.low)} and ${money(bounds.high)} (${bars}, ${share})`]]
}

/** `5 × restricted, 2 × control`; the rarest ones as one number. */
function reasonsText(reasons: EventCounts[string]): string {
  const all = Object.entries(reasons)
  const [shown, rest] = [all.slice(0, 3), all.slice(3)]
  const others = rest.reduce((sum, [, times]) => sum + times, 0)
  const texts = shown.map(([reason, times]) => `${count(times)} × ${reason}`)
  return [...texts, ...(rest.length > 0 ? [`${count(others)} × other reasons`] : [])].join(', ')
}

/** A comma at each thousand. Asking `Intl` for the same takes longer than many a run. */
const grouped = (digits: string) => digits.replace(/\d(?=(?:\d{3})+(?:\.|$))/g, '$&,')
const count = (value: number) => grouped(String(value))
const money = (value: number) => grouped(value.toFixed(2))
const percent = (value: number) =>
  Number.isNaN(value) ? '-' : `${(100 * value).toFixed(2).replace(/^-(?=0\.00$)/, '')} %`
const ratio = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(2))
