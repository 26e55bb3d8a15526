import type { Asset } from '../../core/assets/asset.js'
import { type EngineEvent, REASONS } from '../../core/execution/engine-event.js'
import type { RunView } from './run-view.js'

/** What the engine told, by the rows of the report. */
export interface ToldEvent {
  readonly kind: EngineEvent['kind']
  readonly asset: Asset
  readonly at: number
  readonly lastAt: number
  readonly row: number
  readonly lastRow: number
  readonly count: number
  readonly amount: number | null
  /** Why, in words, and what else was told of it. */
  readonly reason: string
  readonly text: string
  readonly orderId?: string
}

export const WORDS: Readonly<Record<EngineEvent['kind'], string>> = {
  refused: 'refused',
  unfilled: 'not filled',
  cancelled: 'cancelled',
  rejected: 'rejected',
  changed: 'changed',
  ambiguous: 'not certain',
  'margin-call': 'margin call',
}

const known = new WeakMap<RunView, readonly ToldEvent[]>()

/** In the order in which they began; none where the result has no record. */
export function toldEvents(view: RunView): readonly ToldEvent[] {
  let told = known.get(view)
  if (!told) known.set(view, (told = read(view)))
  return told
}

function read({ result, performance }: RunView): ToldEvent[] {
  const rows = new Map(performance.sessions.map((session, row) => [session, row]))
  return result.events.flatMap((event): ToldEvent[] => {
    const row = rows.get(event.session)
    if (row === undefined) return []
    const data = Object.entries(event.data ?? {}).map(([name, value]) => `${name} ${value}`)
    const reason = (REASONS as Readonly<Record<string, string>>)[event.reason] ?? event.reason
    return [
      {
        kind: event.kind,
        asset: event.asset,
        at: event.at,
        lastAt: event.lastAt,
        row,
        lastRow: rows.get(event.lastSession) ?? row,
        count: event.count,
        amount: Number.isFinite(event.amount) ? event.amount : null,
        reason,
        orderId: event.orderId,
        text: data.length === 0 ? reason : `${reason} (${data.join(', ')})`,
      },
    ]
  })
}
