import { RustybtError } from '../../kernel/errors.js'
import { Random } from '../../kernel/random.js'
import { covariance, mean, risingQuantile, std, variance } from '../statistics.js'

/**
 * What might have come of the same sessions: paths drawn from returns, one a session, from a seed. NaN is a missing return, which is
 * never drawn.
 */

/** `bootstrap` draws past sessions with replacement, `shuffle` puts them in another order, `normal` draws from a normal curve of their mean and deviation. */
export type Draw = 'bootstrap' | 'shuffle' | 'normal'

export interface Drawing {
  readonly seed: number | string
  /** 1,000 where left out. */
  readonly paths?: number
  /** Sessions of a path; as many as there are returns where left out. A shuffle has no more than there are. */
  readonly horizon?: number
  readonly draw?: Draw
}

/**
 * Draws paths and shows each to `visit`, which must not keep it: the array is used again. The same seed draws the same paths. None where
 * there is no return. Throws `MONTE_CARLO_RANGE`.
 */
export function drawReturns(
  returns: Float64Array,
  { seed, paths = 1000, horizon = returns.length, draw = 'bootstrap' }: Drawing,
  visit: (path: Float64Array) => void,
): void {
  const observed = returns.filter((r) => !Number.isNaN(r))
  if (observed.length === 0) return
  if (!(Number.isInteger(paths) && paths >= 1 && Number.isInteger(horizon) && horizon >= 1))
    throw new RustybtError(
      'MONTE_CARLO_RANGE',
      `whole numbers of paths and sessions from 1: were ${paths} and ${horizon}`,
    )
  const random = new Random(seed)
  const path = new Float64Array(draw === 'shuffle' ? Math.min(horizon, observed.length) : horizon)
  const [center, spread] = [mean(observed), Math.sqrt(covariance(observed, observed))]
  const fill = {
    bootstrap: () => {
      for (let i = 0; i < path.length; i++) path[i] = observed[random.integer(observed.length)]
    },
    // Fisher and Yates: what stands where does not matter to the next shuffle.
    shuffle: () => {
      for (let i = 0; i < path.length; i++) {
        const other = i + random.integer(observed.length - i)
        path[i] = observed[other]
        observed[other] = observed[i]
        observed[i] = path[i]
      }
    },
    normal: () => {
      for (let i = 0; i < path.length; i++) path[i] = center + (spread > 0 ? spread * random.normal() : 0)
    },
  }[draw]
  for (let done = 0; done < paths; done++) {
    fill()
    visit(path)
  }
}

/** What drawn paths came to, each in rising order, a value a path. */
export interface MonteCarlo {
  /** Total returns. */
  readonly totals: Float64Array
  /** Maximum drawdowns, the deepest first. */
  readonly drawdowns: Float64Array
  /** Mean return over its deviation, of a session; NaN stands last. */
  readonly ratios: Float64Array
  /** For each level asked for, the growth (1 at the start) that this share of the paths is below, session by session. */
  readonly bands: readonly Float64Array[]
}

/**
 * Returns, drawdowns and ratios of drawn paths. Source: quantstats `montecarlo`, `montecarlo_drawdown`, `montecarlo_sharpe`, which draw by
 * `shuffle`, after which every path ends where the others do. Throws `MONTE_CARLO_RANGE`.
 */
export function monteCarlo(returns: Float64Array, drawing: Drawing, levels: readonly number[] = []): MonteCarlo {
  const [totals, drawdowns, ratios]: number[][] = [[], [], []]
  const growths: Float64Array[] = []
  drawReturns(returns, drawing, (path) => {
    const growth = new Float64Array(levels.length > 0 ? path.length : 0)
    let [wealth, top, fall] = [1, 1, 0]
    for (let i = 0; i < path.length; i++) {
      wealth *= 1 + path[i]
      if (growth.length > 0) growth[i] = wealth
      if (wealth > top) top = wealth
      else fall = Math.min(fall, wealth / top - 1)
    }
    totals.push(wealth - 1)
    drawdowns.push(fall)
    ratios.push(mean(path) / std(path))
    if (growth.length > 0) growths.push(growth)
  })
  const rising = (values: readonly number[]) => Float64Array.from(values).sort()
  return {
    totals: rising(totals),
    drawdowns: rising(drawdowns),
    ratios: rising(ratios),
    bands: quantilesOf(growths, levels),
  }
}

function quantilesOf(growths: readonly Float64Array[], levels: readonly number[]): Float64Array[] {
  const length = growths[0]?.length ?? 0
  const bands = levels.map(() => new Float64Array(length))
  const column = new Float64Array(growths.length)
  for (let i = 0; i < length; i++) {
    for (const [path, growth] of growths.entries()) column[path] = growth[i]
    const sorted = column.slice().sort()
    for (const [at, level] of levels.entries()) bands[at][i] = risingQuantile(sorted, level)
  }
  return bands
}

/** The share of values below one, equal ones by half. NaN of none. Source: scipy `percentileofscore`, kind 'mean'. */
export function rankOf(values: Float64Array, value: number): number {
  let [below, equal] = [0, 0]
  for (const one of values) {
    if (one < value) below++
    else if (one === value) equal++
  }
  return (below + equal / 2) / values.length
}

/** How growth (1 at the start) goes on, session by session: what is expected, and the deviation from it. */
export interface Projection {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/**
 * Mean and deviation of the growth of sessions drawn with replacement: (1 + μ)^t, and the root of ((1 + μ)² + σ²)^t − (1 + μ)^2t, with
 * μ and σ of the returns (ddof 0). It is what pyfolio's `forecast_cone_bootstrap` comes to with ever more samples; for small σ the deviation
 * grows with the root of time.
 */
export function projectedGrowth(returns: Float64Array, horizon: number): Projection {
  const [growth, spread] = [1 + mean(returns), variance(returns, 0)]
  const each = Math.log1p(spread / growth ** 2)
  const expected = Float64Array.from({ length: horizon }, (_, i) => growth ** (i + 1))
  return { mean: expected, deviation: expected.map((m, i) => Math.abs(m) * Math.sqrt(Math.expm1(each * (i + 1)))) }
}
