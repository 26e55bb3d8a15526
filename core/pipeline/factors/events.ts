import { DAY } from '../../time/instant.js'
import type { Computation, Task } from '../computation.js'
import { type Factor, type Masked, makeFactor } from '../factor.js'
import { numbers } from '../matrix.js'
import type { Term } from '../term.js'
import { checkInputs } from './windowed.js'

export interface EventOptions extends Masked {
  /** One column or factor of dates. */
  readonly inputs: readonly Term[]
}

/** Working days (Monday to Friday) since the date. */
export function businessDaysSincePreviousEvent({ inputs, mask }: EventOptions): Factor {
  return daysFactor('BusinessDaysSincePreviousEvent', inputs, mask, (date, today) => workingDays(date, today))
}

/** Working days (Monday to Friday) until the date. */
export function businessDaysUntilNextEvent({ inputs, mask }: EventOptions): Factor {
  return daysFactor('BusinessDaysUntilNextEvent', inputs, mask, (date, today) => workingDays(today, date))
}

function daysFactor(
  name: string,
  inputs: readonly Term[],
  mask: Masked['mask'],
  count: (date: number, today: number) => number,
): Factor {
  const computation: Computation = {
    name,
    kernels: [],
    compute({ inputs: [{ matrix }], mask: holds, rows, columns, first, sessions }: Task) {
      const out = numbers(rows, columns)
      for (let i = 0; i < out.data.length; i++) {
        const time = holds.data[i] ? matrix.data[i] : Number.NaN
        const today = sessions.days[first + Math.floor(i / columns)]
        out.data[i] = Number.isNaN(time) ? Number.NaN : count(Math.floor(time / DAY), today)
      }
      return out
    },
  }
  return makeFactor({ computation, inputs: checkInputs(name, inputs, 1), mask, dtype: 'float64', missing: Number.NaN })
}

/**
 * Working days from one day (since 1970) up to another, the last not counted. Backwards it is the days after the later one's end back
 * to it, negative: as numpy counts them.
 */
function workingDays(from: number, to: number): number {
  return to >= from ? before(to) - before(from) : -(before(from + 1) - before(to + 1))
}

/** Working days before a day, from a Monday long ago. */
function before(day: number): number {
  const sinceMonday = day + 3
  const weeks = Math.floor(sinceMonday / 7)
  return weeks * 5 + Math.min(5, sinceMonday - weeks * 7)
}
