import { format } from 'node:util'
import type { Phase, RunContext, Strategy } from '../../engine/strategy.js'
import type { Calendar } from '../../time/calendar.js'
import { isoText } from '../../time/instant.js'
import type { Progress } from '../terminal/progress.js'

const METHODS = ['debug', 'log', 'info', 'warn', 'error'] as const

/**
 * Stands beside a run: knows its simulated time, for messages about it, whoever throws; and what the algorithm prints by `console` goes
 * to stderr under that time, so that stdout is the answer's alone.
 */
export class Watch {
  #run: RunContext | undefined
  readonly #console = METHODS.map((method) => console[method])

  constructor(readonly progress: Progress) {
    for (const method of METHODS)
      console[method] = (...values: unknown[]) =>
        this.log(method === 'log' ? 'info' : method, this.#run?.now, format(...values))
  }

  /** Undefined before `initialize`. */
  get moment(): { readonly phase: Phase; readonly now: number } | undefined {
    return this.#run && { phase: this.#run.phase, now: this.#run.now }
  }

  get calendar(): Calendar | undefined {
    return this.#run?.calendar
  }

  over(strategy: Strategy): Strategy {
    return {
      initialize: (run) => {
        this.#run = run
        return strategy.initialize?.(run)
      },
      beforeTradingStart: strategy.beforeTradingStart && ((run) => strategy.beforeTradingStart!(run)),
      onBar: strategy.onBar && ((run) => strategy.onBar!(run)),
      onEnd: strategy.onEnd && ((run, result) => strategy.onEnd!(run, result)),
    }
  }

  /** Writes a line with the simulated time. */
  readonly log = (level: string, at: number | undefined, message: string): void => {
    const time = at === undefined ? '' : `${isoText(at)} `
    this.progress.line(`${time}${level.padEnd(5)} ${message}`)
  }

  /** Gives the console back and takes the progress bar away. */
  close(): void {
    METHODS.forEach((method, i) => void (console[method] = this.#console[i]))
    this.progress.stop()
  }
}
