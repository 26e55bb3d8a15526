import type { EngineEvent } from '../execution/engine-event.js'
import { isoText } from '../time/instant.js'
import type { RunResult } from './result.js'
import type { Plain } from './rows.js'

/** An engine event as JSON has it: times as ISO texts, the asset as its symbol, the order as its number in the rows of the performance. */
export type EventRow = { readonly [name: string]: Plain }

/** A result's events in order. `numberOf` is what the performance's rows were numbered by. */
export function* eventRows({ events }: RunResult, numberOf: (orderId: string) => number): Generator<EventRow> {
  for (const { orderId, asset, at, lastAt, data, amount, ...event } of events) {
    yield {
      version: event.version,
      kind: event.kind,
      reason: event.reason,
      at: isoText(at),
      session: event.session,
      last_at: isoText(lastAt),
      last_session: event.lastSession,
      count: event.count,
      sid: asset.symbol,
      order: orderId === undefined ? null : numberOf(orderId),
      amount: Number.isFinite(amount) ? amount : null,
      data: data ?? null,
    }
  }
}

/** How often each kind of event gave each reason: `{ refused: { restricted: 12 } }`; reasons by how often, then by name. */
export type EventCounts = Readonly<Record<string, Readonly<Record<string, number>>>>

export function countEvents(events: readonly EngineEvent[]): EventCounts {
  const counts = new Map<string, Map<string, number>>()
  for (const { kind, reason, count } of events) {
    let reasons = counts.get(kind)
    if (!reasons) counts.set(kind, (reasons = new Map()))
    reasons.set(reason, (reasons.get(reason) ?? 0) + count)
  }
  const sorted = (reasons: Map<string, number>) =>
    Object.fromEntries([...reasons].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)))
  return Object.fromEntries([...counts].sort().map(([kind, reasons]) => [kind, sorted(reasons)]))
}
