import { RustybtError } from '../kernel/errors.js'
import { MINUTE } from '../time/instant.js'
import type { SessionColumns } from '../time/session.js'
import type { MinuteAxis } from './minutes.js'

/** `1d` daily bars, `1m` minutes, and bars of any length in between: `5m`, `90m`, `1h`. */
export type BarFrequency = '1d' | '1m' | `${number}m` | `${number}h`

/** Length of an intraday bar in minutes; undefined for daily bars. Throws `HISTORY_FREQUENCY`. */
export function minutesOf(frequency: BarFrequency): number | undefined {
  if (frequency === '1d') return undefined
  if (frequency === '1m') return 1
  const [, count, unit] = /^([1-9]\d*)([mh])$/.exec(frequency) ?? []
  if (count === undefined) {
    throw new RustybtError('HISTORY_FREQUENCY', `there is no history of frequency '${frequency}'`, {
      hint: "ask for '1d', '1m', or bars such as '5m' and '1h'",
    })
  }
  return Number(count) * (unit === 'h' ? 60 : 1)
}

/** Stretches of the minute axis: bar i has the positions `starts[i]` to `ends[i]`, both included. */
export interface BarSpans {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/**
 * The stretch of a session that one of its minutes lies in, in minutes from the open, `end` not included: the whole session, or the
 * hours before its midday break, the break, or those after it.
 */
export function stretchOf(
  { opens, closes, breakStarts, breakEnds }: SessionColumns,
  row: number,
  minute: number,
): { readonly start: number; readonly end: number; readonly isBreak: boolean } {
  const at = (instant: number) => Math.round((instant - opens[row]) / MINUTE)
  const length = at(closes[row])
  const from = breakStarts === undefined ? Number.NaN : at(breakStarts[row])
  const to = breakEnds === undefined ? Number.NaN : at(breakEnds[row])
  if (minute >= to) return { start: to, end: length, isBreak: false }
  if (minute >= from) return { start: from, end: to, isBreak: true }
  return { start: 0, end: Number.isNaN(from) ? length : from, isBreak: false }
}

/**
 * The last `count` bars of `length` minutes up to a position. Bars count from each session's open and anew from the end of its midday
 * break, in which there are none; the last before a break or a close may be shorter, and the newest ends with the position, whether
 * it is full or not. Throws where the axis begins too late.
 */
export function spansUpTo(axis: MinuteAxis, row: number, position: number, length: number, count: number): BarSpans {
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  let session = row
  let end = position
  for (let i = count - 1; i >= 0; i--) {
    let stretch = { start: 0, isBreak: true }
    while (stretch.isBreak) {
      while (session >= 0 && end < axis.starts[session]) session--
      if (session < 0) {
        throw new RustybtError(
          'HISTORY_WINDOW_STARTS_BEFORE_DATA',
          `a window of ${count} bars of ${length} minutes starts before the data`,
          {
            hint: 'ask for fewer bars, or start the run later',
          },
        )
      }
      stretch = stretchOf(axis.sessions, session, end - axis.starts[session])
      if (stretch.isBreak) end = axis.starts[session] + stretch.start - 1
    }
    const start = axis.starts[session] + stretch.start
    starts[i] = start + Math.floor((end - start) / length) * length
    ends[i] = end
    end = starts[i] - 1
  }
  return { starts, ends }
}
