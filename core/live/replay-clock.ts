import { systemClock, type WallClock } from '../data/remote/clock.js'

/**
 * A clock that goes so many times as fast as the wall's, but only while it is waited for: however slow the machine, no moment is missed.
 * `max` does not wait at all.
 */
export class ReplayClock implements WallClock {
  #at: number
  #waiting: { readonly since: number; readonly until: number } | undefined

  /** `from`: epoch ms at which it begins. */
  constructor(
    from: number,
    private readonly speed: number | 'max',
    private readonly wall: WallClock = systemClock,
  ) {
    this.#at = from
  }

  now(): number {
    return this.#waiting === undefined ? this.#at : Math.min(this.#passed(this.#waiting.since), this.#waiting.until)
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    // A wait that was given up for another one has come this far.
    this.#at = this.now()
    const until = this.#at + Math.max(0, ms)
    if (this.speed === 'max') {
      this.#at = until
      return
    }
    const waiting = { since: this.wall.now(), until }
    this.#waiting = waiting
    const settle = (at: number) => {
      if (this.#waiting !== waiting) return
      this.#at = at
      this.#waiting = undefined
    }
    try {
      await this.wall.wait(ms / this.speed, signal)
    } catch (reason) {
      settle(this.now())
      throw reason
    }
    settle(until)
  }

  #passed(since: number): number {
    return this.#at + (this.wall.now() - since) * (this.speed as number)
  }
}
