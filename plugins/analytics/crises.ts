import { maxDrawdown } from '../../core/math/returns/drawdowns.js'
import { totalReturn } from '../../core/math/returns/growth.js'

/** A time in which markets fell hard: first and last session of the fall, from the close before `first` to that of `last`. */
export interface Crisis {
  readonly name: string
  /** ISO dates: the session after the high, and the session of the low. */
  readonly first: string
  readonly last: string
  /** What the S&P 500 lost from close to close, without dividends. */
  readonly market: number
  readonly source: string
}

const PEAKS = 'S&P 500 closing levels (S&P Dow Jones Indices), from the peak to the trough'

/** Dates are those of the index's closing high and low; the losses follow from its closing levels. */
export const CRISES: readonly Crisis[] = [
  {
    name: 'Black Monday',
    first: '1987-10-14',
    last: '1987-10-19',
    market: -0.285,
    source: `${PEAKS}; Brady report (1988)`,
  },
  { name: 'Asian and Russian crises, LTCM', first: '1998-07-20', last: '1998-08-31', market: -0.193, source: PEAKS },
  { name: 'End of the dot-com bubble', first: '2000-03-27', last: '2002-10-09', market: -0.491, source: PEAKS },
  { name: 'September 11', first: '2001-09-17', last: '2001-09-21', market: -0.116, source: PEAKS },
  { name: 'Global financial crisis', first: '2007-10-10', last: '2009-03-09', market: -0.568, source: PEAKS },
  { name: 'Lehman’s failure', first: '2008-09-15', last: '2008-11-20', market: -0.399, source: PEAKS },
  {
    name: 'Flash crash and euro fears',
    first: '2010-04-26',
    last: '2010-07-02',
    market: -0.16,
    source: `${PEAKS}; SEC and CFTC report (2010)`,
  },
  { name: 'Downgrade of US debt', first: '2011-07-25', last: '2011-08-08', market: -0.168, source: PEAKS },
  { name: 'China’s devaluation', first: '2015-08-18', last: '2015-08-25', market: -0.112, source: PEAKS },
  { name: 'Oil and China, winter 2016', first: '2015-12-30', last: '2016-02-11', market: -0.12, source: PEAKS },
  { name: 'Volmageddon', first: '2018-01-29', last: '2018-02-08', market: -0.102, source: PEAKS },
  { name: 'End of 2018', first: '2018-09-21', last: '2018-12-24', market: -0.198, source: PEAKS },
  { name: 'COVID-19', first: '2020-02-20', last: '2020-03-23', market: -0.339, source: PEAKS },
  { name: 'Inflation and rates, 2022', first: '2022-01-04', last: '2022-10-12', market: -0.254, source: PEAKS },
  { name: 'Tariffs, spring 2025', first: '2025-02-20', last: '2025-04-08', market: -0.189, source: PEAKS },
]

/** What a run did in a crisis; undefined figures where it was not there in time. */
export interface Stress {
  readonly crisis: Crisis
  /** Return and deepest drawdown of the sessions inside; undefined where the run has not all of them. */
  readonly strategy?: number
  readonly drawdown?: number
  readonly benchmark?: number
  /** Beta times the market's loss: what the run's exposure would have made of it, without any say of the strategy. */
  readonly scaled?: number
}

export function stressTests(
  sessions: readonly string[],
  returns: Float64Array,
  benchmark: Float64Array | undefined,
  beta: number | undefined,
): Stress[] {
  return CRISES.map((crisis) => {
    const scaled = beta === undefined || !Number.isFinite(beta) ? undefined : beta * crisis.market
    if (sessions.length === 0 || sessions[0] > crisis.first || sessions[sessions.length - 1] < crisis.last)
      return { crisis, scaled }
    const from = sessions.findIndex((session) => session >= crisis.first)
    const to = sessions.findLastIndex((session) => session <= crisis.last)
    const part = returns.subarray(from, to + 1)
    return {
      crisis,
      scaled,
      strategy: totalReturn(part),
      drawdown: maxDrawdown(part),
      benchmark: benchmark && totalReturn(benchmark.subarray(from, to + 1)),
    }
  })
}
