import type { ClockEvent, Feed } from './event.js'

/** Processes a feed's events to its end, or until `signal` stops it between batches; answers whether it came to its end. */
export async function playFeed(
  process: (event: ClockEvent) => void,
  feed: Feed,
  signal?: AbortSignal,
  onSession?: (done: number) => void,
): Promise<boolean> {
  let isDue = pacing()
  let done = 0
  const play = (batch: readonly ClockEvent[]): boolean => {
    for (let i = 0; i < batch.length; i++) process(batch[i])
    if (batch[batch.length - 1]?.kind === 'session-end') onSession?.(++done)
    return isDue()
  }
  const batches = feed.batches()
  // Batches that are at hand are not awaited one by one: an await costs more than a session without orders.
  if (Symbol.iterator in batches) {
    for (const batch of batches) {
      if (signal?.aborted) return false
      if (!play(batch)) continue
      await breathe()
      isDue = pacing()
    }
    return true
  }
  for await (const batch of batches) {
    if (signal?.aborted) return false
    if (!play(batch)) continue
    await breathe()
    isDue = pacing()
  }
  return !signal?.aborted
}

/** Asking the time costs as much as a session without orders: where sessions take no time, it is asked after so many of them. */
const MOST_UNASKED = 16

/** Answers, session by session, whether 20 ms have passed. */
function pacing(): () => boolean {
  const begun = Date.now()
  let asked = begun
  let unasked = 0
  let most = 1
  return () => {
    if (++unasked < most) return false
    const now = Date.now()
    most = now - asked > 1 ? 1 : Math.min(2 * most, MOST_UNASKED)
    asked = now
    unasked = 0
    return now - begun > 20
  }
}

/** Lets timers, signals and other work run. */
function breathe(): Promise<void> {
  return new Promise((resolve) => (typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve, 0)))
}
