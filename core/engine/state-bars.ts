import type { MinuteBar } from './prices.js'
import type { RunResult } from './result.js'

/** One asset's bar of a minute whose state is kept: `bar` is its place among the states. */
export interface StateBar extends MinuteBar {
  readonly bar: number
  readonly sid: number
}

/** Bars that are told at most, and positions up to which a state's bars are those of all that is held. */
const MOST_BARS = 20_000
const MOST_HELD = 12

/** At each state of the account, in their order: the bars of what was ordered, filled or told of on it, and of what was held where that was little. */
export function* stateBars(result: RunResult): Generator<StateBar> {
  const { states, prices } = result
  if (states === undefined || prices?.minute === undefined) return
  const concerned = concernedAt(result)
  const held = new Set<number>()
  const { times, rows, positions } = states
  let told = 0
  for (let bar = 0, at = 0; bar < times.length; bar++) {
    for (; at < positions.length && positions[at] === bar; at += 4)
      if (positions[at + 2] === 0) held.delete(positions[at + 1])
      else held.add(positions[at + 1])
    const sids = new Set(concerned.get(times[bar]))
    if (held.size <= MOST_HELD) for (const sid of held) sids.add(sid)
    for (const sid of [...sids].sort((a, b) => a - b)) {
      const minute = prices.minute(sid, rows[bar], times[bar])
      if (minute === undefined) continue
      if (told++ === MOST_BARS) return
      yield { bar, sid, ...minute }
    }
  }
}

/** By moment, the assets of which something happened then. */
function concernedAt({ performance, events }: RunResult): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>()
  const add = (at: number, sid: number) => {
    const known = found.get(at)
    if (known) known.add(sid)
    else found.set(at, new Set([sid]))
  }
  for (const { asset, at } of performance.transactions.flat()) add(at, asset.sid)
  for (const { asset, created, dt } of performance.orders.flat()) {
    add(created, asset.sid)
    add(dt, asset.sid)
  }
  for (const { asset, at } of events) add(at, asset.sid)
  return found
}
