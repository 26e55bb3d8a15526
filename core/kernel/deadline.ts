/** Stops the clock while the work waits for somebody else's. Pauses nest. */
export interface Clock {
  pause(): void
  resume(): void
}

const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Answers what `work` answers, or fails with `late()` when it worked longer than `limit` ms at a stretch. The work itself
 * cannot be stopped: what it answers afterwards is dropped here.
 */
export function within<T>(limit: number, work: (clock: Clock) => T | Promise<T>, late: () => Error): Promise<T> {
  return new Promise((accept, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let pauses = 0
    let over = false
    const start = () => {
      if (!over && limit <= LONGEST_TIMER) timer = setTimeout(() => end(reject, late()), limit)
    }
    const end = <V>(settle: (value: V) => void, value: V) => {
      over = true
      clearTimeout(timer)
      settle(value)
    }
    const clock: Clock = {
      pause: () => void (pauses++ === 0 && clearTimeout(timer)),
      resume: () => void (--pauses === 0 && start()),
    }
    start()
    new Promise<T>((settle) => settle(work(clock))).then(
      (value) => end(accept, value),
      (error) => end(reject, error),
    )
  })
}

/** `10 s`, `50 ms`. */
export function duration(milliseconds: number): string {
  return milliseconds >= 1000 ? `${milliseconds / 1000} s` : `${milliseconds} ms`
}
