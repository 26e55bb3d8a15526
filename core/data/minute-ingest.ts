import type { Calendar } from '../time/calendar.js'
import type { BarFiles } from './bar-files.js'
import type { Part } from './bar-index.js'
import { DailyRollup } from './daily-rollup.js'
import { MinuteWriter } from './minute-writer.js'
import { sessionRowsOf, sessionsOfMinutes } from './minutes.js'
import type { Bars } from './source.js'

/** Minute bars into files, and the daily bars that they make up: those of all assets stay in memory until the end. */
export class MinuteIngest {
  readonly #rollup = new DailyRollup()
  readonly #writer: MinuteWriter

  constructor(
    private readonly calendar: Calendar,
    private readonly files: BarFiles,
  ) {
    this.#writer = new MinuteWriter(files)
  }

  get parts(): readonly Part[] {
    return this.files.parts
  }

  /** Throws `BAR_OUTSIDE_SESSIONS`. */
  add(bars: Bars): void {
    const sessions = sessionsOfMinutes(this.calendar, bars.times[0], bars.times[bars.times.length - 1])
    const rows = sessionRowsOf(bars, sessions)
    this.#rollup.add(bars, rows, sessions)
    this.#writer.add(bars, rows, sessions)
  }

  /** Writes the last minutes, and answers the daily bars. */
  *finish(): Generator<Bars> {
    this.#writer.finish()
    for (const sid of this.#rollup.sids) yield this.#rollup.bars(sid)
  }
}
