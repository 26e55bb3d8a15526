import { totalReturn } from '../../core/math/returns/growth.js'
import { type MonteCarlo, monteCarlo, projectedGrowth, rankOf } from '../../core/math/returns/paths.js'
import { shorten } from './plain-text.js'
import type { ChartBand } from './report-data.js'
import type { RunView } from './run-view.js'

/** The seed of whatever a report draws: fixed, so that the same run gives the same report. */
export const SEED = 'report'
export const PATHS = 1000
const DEVIATIONS = [2, 1.5, 1] as const

/** Money along a band: six digits are more than anybody sees of it. */
export const bandValues = (values: Float64Array): number[] => Array.from(values, (value) => shorten(value, 6) ?? 0)

/** What in-sample returns would have led to out-of-sample. */
export interface Cone {
  /** From the first out-of-sample session on, the widest first. */
  readonly bands: readonly ChartBand[]
  /** How many deviations from the middle the strategy ended. */
  readonly away: number
  /** The share of paths drawn from in-sample sessions that it ended above. */
  readonly rank: number
}

const known = new WeakMap<RunView, Cone>()

/** Undefined where the run is not judged in two parts. */
export function coneOf(view: RunView): Cone | undefined {
  if (view.outOfSample === undefined) return undefined
  let cone = known.get(view)
  if (!cone) known.set(view, (cone = coneFrom(view, view.outOfSample)))
  return cone
}

function coneFrom({ returns, performance }: RunView, row: number): Cone {
  const [inside, outside] = [returns.subarray(0, row), returns.subarray(row)]
  const { mean, deviation } = projectedGrowth(inside, outside.length)
  const start = performance.columns.portfolio_value[row - 1]
  const edge = (times: number) => bandValues(mean.map((m, i) => start * (m + times * deviation[i])))
  const last = outside.length - 1
  const total = totalReturn(outside)
  const { totals } = monteCarlo(inside, { seed: SEED, paths: PATHS, horizon: outside.length })
  return {
    bands: DEVIATIONS.map((times) => ({
      label: `±${times} ${times === 1 ? 'deviation' : 'deviations'}`,
      from: row,
      low: edge(-times),
      high: edge(times),
    })),
    away: (1 + total - mean[last]) / deviation[last],
    rank: rankOf(totals, total),
  }
}

/** All that a run's own sessions might have come to: drawn with replacement, and put in another order. */
export interface Fan {
  readonly drawn: MonteCarlo
  readonly shuffled: MonteCarlo
}
export const FAN_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const

export function fanOf({ returns }: RunView): Fan {
  return {
    drawn: monteCarlo(returns, { seed: SEED, paths: PATHS }, FAN_LEVELS),
    shuffled: monteCarlo(returns, { seed: SEED, paths: PATHS, draw: 'shuffle' }),
  }
}
