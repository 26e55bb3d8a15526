/** The wall clock and waiting by it. Given in place of the system's where time shall not pass. */
export interface WallClock {
  /** UTC epoch ms. */
  now(): number
  /** Resolves after so many ms; rejects with the signal's reason when it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** Timeouts by it; they run on the system's clock where left out. */
  readonly timer?: Timer
}

/** Calls `act` after so many ms, unless what it answers is called before. */
export type Timer = (ms: number, act: () => void) => () => void

export const systemTimer: Timer = (ms, act) => {
  const timer = setTimeout(act, Math.min(ms, LONGEST_TIMER))
  return () => clearTimeout(timer)
}

/** Longer timers fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export const systemClock: WallClock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', stop)
          resolve()
        },
        Math.min(ms, LONGEST_TIMER),
      )
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
