import type { ClockEvent, Feed } from './event.js'

/** Processes a feed's events to its end, or until `signal` stops it between batches; answers whether it came to its end. */
export async function playFeed(
  process: (event: ClockEvent) => void,
  feed: Feed,
  signal?: AbortSignal,
  onSession?: (done: number) => void,
): Promise<boolean> {
  let pause = Date.now()
  let done = 0
  const isPauseDue = (batch: readonly ClockEvent[]): boolean => {
    for (let i = 0; i < batch.length; i++) process(batch[i])
    if (batch[batch.length - 1]?.kind === 'session-end') onSession?.(++done)
    return Date.now() - pause > 20
  }
  const batches = feed.batches()
  // Batches that are at hand are not awaited one by one: an await costs more than a session without orders.
  if (Symbol.iterator in batches) {
    for (const batch of batches) {
      if (signal?.aborted) return false
      if (!isPauseDue(batch)) continue
      await breathe()
      pause = Date.now()
    }
    return true
  }
  for await (const batch of batches) {
    if (signal?.aborted) return false
    if (!isPauseDue(batch)) continue
    await breathe()
    pause = Date.now()
  }
  return !signal?.aborted
}

/** Lets timers, signals and other work run. */
function breathe(): Promise<void> {
  return new Promise((resolve) => (typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve, 0)))
}
