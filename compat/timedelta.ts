import { RustybtError } from '../core/kernel/errors.js'
import { DAY, HOUR, MINUTE, SECOND } from '../core/time/instant.js'
import { callable } from './callable.js'

export interface TimedeltaParts {
  readonly weeks?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

const UNITS: Readonly<Record<string, number>> = {
  W: 7 * DAY,
  D: DAY,
  days: DAY,
  h: HOUR,
  H: HOUR,
  hours: HOUR,
  m: MINUTE,
  min: MINUTE,
  minutes: MINUTE,
  s: SECOND,
  seconds: SECOND,
  ms: 1,
}

/** `Timedelta({ days: 1, hours: 2 })` or `Timedelta(5, 'min')`; a bare number is milliseconds, as everywhere here. */
class PandasTimedelta {
  readonly #ms: number

  constructor(value: TimedeltaParts | Timedelta | number, unit = 'ms') {
    if (value instanceof PandasTimedelta) this.#ms = value.#ms
    else if (typeof value === 'number') this.#ms = value * factor(unit)
    else
      this.#ms =
        ((value.weeks ?? 0) * 7 + (value.days ?? 0)) * DAY +
        (value.hours ?? 0) * HOUR +
        (value.minutes ?? 0) * MINUTE +
        (value.seconds ?? 0) * SECOND +
        (value.milliseconds ?? 0)
  }

  /** Whole days, rounded down: -1 of minus one hour, whose `seconds` are then 23 hours. */
  get days(): number {
    return Math.floor(this.#ms / DAY)
  }

  get seconds(): number {
    return Math.floor(this.#rest() / SECOND)
  }

  get microseconds(): number {
    return Math.round((this.#rest() % SECOND) * 1000)
  }

  total_seconds(): number {
    return this.#ms / SECOND
  }

  add(other: Timedelta): Timedelta {
    return new PandasTimedelta(this.#ms + other.valueOf())
  }

  subtract(other: Timedelta): Timedelta {
    return new PandasTimedelta(this.#ms - other.valueOf())
  }

  multiply(factor: number): Timedelta {
    return new PandasTimedelta(this.#ms * factor)
  }

  abs(): Timedelta {
    return new PandasTimedelta(Math.abs(this.#ms))
  }

  /** Milliseconds, so that `<` and `-` work. */
  valueOf(): number {
    return this.#ms
  }

  toString(): string {
    const seconds = this.seconds
    const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    const text = clock.map((part) => String(part).padStart(2, '0')).join(':')
    const fraction = this.microseconds ? `.${String(this.microseconds).padStart(6, '0')}` : ''
    const sign = this.days < 0 ? '+' : ''
    return `${this.days} days ${sign}${text}${fraction}`
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Timedelta('${this}')`
  }

  #rest(): number {
    return this.#ms - this.days * DAY
  }
}

function factor(unit: string): number {
  const ms = UNITS[unit]
  if (ms === undefined)
    throw new RustybtError('BAD_UNIT', `Timedelta: no unit '${unit}'`, {
      hint: `known: ${Object.keys(UNITS).join(', ')}`,
    })
  return ms
}

export type Timedelta = PandasTimedelta
export const Timedelta = callable(PandasTimedelta)
