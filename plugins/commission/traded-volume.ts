import { DAY } from '../../core/time/instant.js'

/** Volume counts for this calendar month (UTC), or for so many days back. */
export type VolumeWindow = 'month' | { readonly days: number }

/** How much an account has traded, by a model's own measure. Times are epoch ms and never fall. */
export class TradedVolume {
  #month = Number.NaN
  #total = 0
  readonly #days: { readonly day: number; volume: number }[] = []

  constructor(private readonly window: VolumeWindow = 'month') {}

  /** What was traded before this moment. */
  before(at: number): number {
    if (this.window === 'month') {
      const month = monthOf(at)
      if (month !== this.#month) {
        this.#month = month
        this.#total = 0
      }
      return this.#total
    }
    const first = Math.floor(at / DAY) - this.window.days
    while (this.#days.length > 0 && this.#days[0].day <= first) this.#days.shift()
    return this.#days.reduce((sum, { volume }) => sum + volume, 0)
  }

  /** Call `before` of the same moment first. */
  add(at: number, volume: number): void {
    this.#total += volume
    if (this.window === 'month') return
    const day = Math.floor(at / DAY)
    const last = this.#days.at(-1)
    if (last?.day === day) last.volume += volume
    else this.#days.push({ day, volume })
  }
}

function monthOf(at: number): number {
  const date = new Date(at)
  return 12 * date.getUTCFullYear() + date.getUTCMonth()
}
