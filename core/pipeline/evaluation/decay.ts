import { demeaned, type Means, overSessions, returnsByDate } from './bucket-returns.js'
import { type CleanOptions, type FactorData, factorData, pick } from './factor-data.js'
import { type ForwardOptions, forwardReturns, type Held } from './forward-returns.js'
import {
  type InformationStatistics,
  informationCoefficient,
  informationStatistics,
  sessionRanks,
} from './information.js'
import type { Weighting } from './portfolio.js'
import { rankAutocorrelation } from './turnover.js'

/** What is left of a factor's foresight so many sessions ahead. */
export interface Decay {
  readonly horizon: number
  /** Coefficients with the return up to the horizon. */
  readonly information: InformationStatistics
  /** Mean coefficient with the return of the last of these sessions alone. */
  readonly single: number
  /** Mean return of each bucket up to the horizon. */
  readonly buckets: Means
  /** Mean correlation of the factor's ranks with those so many sessions before. */
  readonly autocorrelation: number
}

/** Horizons from 1 to `most`, all over the same rows: those whose future is known up to the last. */
export function decay(
  held: Held,
  most: number,
  options: CleanOptions & Weighting & ForwardOptions,
  tell: (done: number) => void = () => {},
): Decay[] {
  const horizons = Array.from({ length: most }, (_, k) => k + 1)
  const known = new Uint8Array(held.order.length).fill(1)
  for (const horizon of horizons) {
    keepKnown(known, forwardReturns(held, horizon, options))
    keepKnown(known, forwardReturns(held, horizon, { ...options, single: true }))
    tell((0.4 * horizon) / most)
  }
  const data = factorData(held, known, { ...options, maxLoss: 1 })
  const ranks = sessionRanks(data, data.values)
  return horizons.map((horizon) => {
    const forward = pick(forwardReturns(held, horizon, options), data.origin)
    const last = pick(forwardReturns(held, horizon, { ...options, single: true }), data.origin)
    const coefficients = (returns: Float64Array) => informationCoefficient(data, ranks, neutral(data, returns, options))
    const { longShort = true, groupNeutral = false } = options
    const judged = longShort || groupNeutral ? demeaned(data, forward, groupNeutral) : forward
    tell(0.4 + (0.6 * horizon) / most)
    return {
      horizon,
      information: informationStatistics(coefficients(forward)),
      single: informationStatistics(coefficients(last)).mean,
      buckets: overSessions(returnsByDate(data, judged), data.sessions.length),
      autocorrelation: informationStatistics(rankAutocorrelation(data, ranks, horizon)).mean,
    }
  })
}

/** Returns as coefficients take them: less those of their group, where the portfolio is to be neutral. */
export function neutral(data: FactorData, forward: Float64Array, { groupNeutral = false }: Weighting): Float64Array {
  return groupNeutral ? demeaned(data, forward, true) : forward
}

export function keepKnown(known: Uint8Array, forward: Float64Array): void {
  for (let row = 0; row < known.length; row++) if (Number.isNaN(forward[row])) known[row] = 0
}
