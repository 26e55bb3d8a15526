import { RustybtError } from '../kernel/errors.js'
import { civilOf, type SessionTable } from '../time/session.js'
import type { Computation } from './computation.js'
import type { Matrix } from './matrix.js'
import type { ComputableTerm, TermSpec } from './term.js'

export type Frequency = 'year_start' | 'quarter_start' | 'month_start' | 'week_start'

/** What tells one period from the next, of a day since 1970. */
const PERIODS: Readonly<Record<Frequency, (day: number) => number>> = {
  year_start: (day) => civilOf(day).year,
  quarter_start: (day) => Math.ceil(civilOf(day).month / 3),
  month_start: (day) => civilOf(day).month,
  // Weeks start on Mondays; 1970-01-01 was a Thursday.
  week_start: (day) => Math.floor((day + 3) / 7),
}

/** The term's values on the first session of each period, repeated until the next. */
export function downsampled(term: ComputableTerm, frequency: Frequency): TermSpec {
  const period = Object.hasOwn(PERIODS, frequency) ? PERIODS[frequency] : undefined
  if (!period)
    throw new RustybtError('DOWNSAMPLE_FREQUENCY', `'${frequency}' is no frequency to downsample to`, {
      hint: `there are ${Object.keys(PERIODS).join(', ')}`,
    })
  if (term.outputs)
    throw new RustybtError('DOWNSAMPLE_OUTPUTS', `${term.label} has several outputs: downsample one of them`)
  const { inputs, windowLength, mask, dtype, missing, ndim, computation } = term
  return {
    inputs,
    windowLength,
    mask,
    dtype,
    missing,
    ndim,
    domain: term.domain,
    computation: sampling(term.computation.name, computation, frequency, period, term),
  }
}

function sampling(
  name: string,
  computation: Computation,
  frequency: Frequency,
  period: (day: number) => number,
  term: ComputableTerm,
): Computation {
  return {
    name: `Downsampled ${name}`,
    parameters: { frequency, term },
    kernels: computation.kernels,
    compute(task) {
      const whole = computation.compute({ ...task, term }) as Matrix
      const { columns, rows } = whole
      const data = whole.data.slice()
      let sample = 0
      for (let row = 0; row < rows; row++) {
        const { days } = task.sessions
        const at = task.first + row
        if (row === 0 || period(days[at]) !== period(days[at - 1])) sample = row
        else data.copyWithin(row * columns, sample * columns, (sample + 1) * columns)
      }
      return { ...whole, data }
    },
    extraRows(sessions: SessionTable, row: number, minimum: number): number {
      const from = row - minimum
      let start = Math.max(0, from)
      while (start > 0 && period(sessions.days[start]) === period(sessions.days[start - 1])) start--
      return minimum + (from - start)
    },
  }
}
