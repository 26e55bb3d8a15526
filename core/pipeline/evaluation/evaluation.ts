import { RustybtError } from '../../kernel/errors.js'
import { mean, std } from '../../math/statistics.js'
import {
  demeaned,
  type Means,
  overSessions,
  rateOfError,
  rateOfReturn,
  returnsByDate,
  spread,
} from './bucket-returns.js'
import { checkBucketing } from './buckets.js'
import { type Decay, decay, keepKnown, neutral } from './decay.js'
import { type CleanOptions, type FactorData, factorData, pick } from './factor-data.js'
import type { FactorRows } from './factor-rows.js'
import { type ForwardOptions, forwardReturns, hold, type Prices } from './forward-returns.js'
import {
  groupInformation,
  groupMeans,
  type InformationStatistics,
  informationCoefficient,
  informationStatistics,
  monthlyMeans,
  sessionRanks,
} from './information.js'
import {
  type AlphaBeta,
  alphaBeta,
  cumulative,
  factorWeights,
  portfolioReturns,
  universeReturns,
  type Weighting,
} from './portfolio.js'
import { bucketTurnover, rankAutocorrelation } from './turnover.js'

export interface EvaluationOptions extends CleanOptions, Weighting, Pick<ForwardOptions, 'filterZscore'> {
  /** Sessions ahead, each from 1. */
  readonly periods?: readonly number[]
  /** How many sessions ahead to follow the factor's foresight; 0 for not at all. */
  readonly decay?: number
}

export const DEFAULT_PERIODS = [1, 5, 10]
export const DEFAULT_DECAY = 20
/** Farther from its asset's mean than so many standard deviations, a return is taken for an error of the data. */
export const DEFAULT_FILTER = 20

/** A factor judged over one number of sessions ahead. Lists of sessions are as long as the data's. */
export interface PeriodEvaluation {
  readonly period: number
  readonly information: Float64Array
  readonly informationStatistics: InformationStatistics
  readonly monthlyInformation: ReadonlyMap<string, number>
  /** Mean coefficient of each group. */
  readonly groupInformation?: Float64Array
  /** What a portfolio gained that is weighted by the factor. */
  readonly portfolio: Float64Array
  readonly alphaBeta: AlphaBeta
  /** Mean return of each bucket over all sessions, and as a rate of the shortest period. */
  readonly buckets: Means
  readonly rates: Float64Array
  /** Groups × buckets. */
  readonly groupBuckets?: Means
  /** Buckets × sessions. */
  readonly byDate: Means
  /** Last bucket less the first, halved, as a rate of the shortest period. */
  readonly spread: Means
  /** Buckets × sessions. */
  readonly turnover: Float64Array
  readonly autocorrelation: Float64Array
}

export interface BucketStatistics {
  readonly bucket: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly std: number
  readonly count: number
  /** Of all rows. */
  readonly share: number
}

/** All that is to be known of a factor. */
export interface FactorEvaluation {
  readonly data: FactorData
  readonly forward: readonly Float64Array[]
  readonly options: EvaluationOptions
  readonly bucketStatistics: readonly BucketStatistics[]
  readonly periods: readonly PeriodEvaluation[]
  /** What 1 becomes by the portfolio and by each bucket; where 1 is among the periods. */
  readonly cumulative?: { readonly portfolio: Float64Array; readonly buckets: readonly Float64Array[] }
  readonly decay: readonly Decay[]
}

/** Judges a factor by what followed. `axis` has the row on the prices' axis of each of the factor's sessions. Throws `FACTOR_…`. */
export function evaluateFactor(
  rows: FactorRows,
  axis: Int32Array,
  prices: Prices,
  options: EvaluationOptions = {},
  tell: (done: number) => void = () => {},
): FactorEvaluation {
  const periods = checkPeriods(options)
  checkBucketing(options)
  if (options.groupNeutral && rows.groups === undefined)
    throw new RustybtError('FACTOR_GROUP', 'a portfolio can be neutral to groups only where there are some', {
      hint: 'give a classifier as the group',
    })
  const held = hold(rows, axis, prices)
  const known = new Uint8Array(rows.values.length).fill(1)
  const all = periods.map((period) => {
    const forward = forwardReturns(held, period, options)
    keepKnown(known, forward)
    return forward
  })
  const data = factorData(held, known, options)
  const forward = all.map((each) => pick(each, data.origin))
  tell(0.2)
  const ranks = sessionRanks(data, data.values)
  const weights = factorWeights(data, options)
  const judged = periods.map((period, k) => {
    const one = judge(data, forward[k], { period, base: periods[0], ranks, weights, options })
    tell(0.2 + (0.4 * (k + 1)) / periods.length)
    return one
  })
  const daily = judged.find(({ period }) => period === 1)
  const followed = decay(held, options.decay ?? DEFAULT_DECAY, options, (done) => tell(0.6 + 0.4 * done))
  return {
    data,
    forward,
    options,
    bucketStatistics: bucketStatistics(data),
    periods: judged,
    ...(daily && { cumulative: wealth(daily, data) }),
    decay: followed,
  }
}

interface Judging {
  readonly period: number
  readonly base: number
  readonly ranks: Float64Array
  readonly weights: Float64Array
  readonly options: EvaluationOptions
}

function judge(data: FactorData, forward: Float64Array, judging: Judging): PeriodEvaluation {
  const { period, base, ranks, weights, options } = judging
  const { longShort = true, groupNeutral = false } = options
  const { groups } = data
  const sessions = data.sessions.length
  const information = informationCoefficient(data, ranks, neutral(data, forward, options))
  const portfolio = portfolioReturns(data, weights, forward)
  const relative = longShort || groupNeutral ? demeaned(data, forward, groupNeutral) : forward
  const byDate = returnsByDate(data, relative)
  const buckets = overSessions(byDate, sessions)
  const rated = {
    mean: rateOfReturn(byDate.mean, period, base),
    error: rateOfError(byDate.error, period, base),
  }
  return {
    period,
    information,
    informationStatistics: informationStatistics(information),
    monthlyInformation: monthlyMeans(data.sessions, information),
    portfolio,
    alphaBeta: alphaBeta(portfolio, universeReturns(data, forward), period),
    buckets,
    rates: rateOfReturn(buckets.mean, period, base),
    byDate,
    spread: spread(rated, sessions),
    turnover: bucketTurnover(data, period),
    autocorrelation: rankAutocorrelation(data, ranks, period),
    ...(groups && {
      groupInformation: groupMeans(groupInformation(data, neutral(data, forward, options)), groups.names.length),
      groupBuckets: overSessions(returnsByDate(data, relative, true), sessions),
    }),
  }
}

function wealth({ portfolio, byDate }: PeriodEvaluation, { bucketCount, sessions }: FactorData) {
  const { length } = sessions
  const ofBucket = (bucket: number) => cumulative(byDate.mean.subarray(bucket * length, (bucket + 1) * length))
  return { portfolio: cumulative(portfolio), buckets: Array.from({ length: bucketCount }, (_, k) => ofBucket(k)) }
}

function bucketStatistics({ values, buckets, bucketCount }: FactorData): BucketStatistics[] {
  return Array.from({ length: bucketCount }, (_, k) => {
    const own = values.filter((_, row) => buckets[row] === k + 1)
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of own) [min, max] = [Math.min(min, value), Math.max(max, value)]
    const count = own.length
    return { bucket: k + 1, min, max, mean: mean(own), std: std(own), count, share: count / values.length }
  }).filter(({ count }) => count > 0)
}

function checkPeriods({ periods = DEFAULT_PERIODS, decay: most = DEFAULT_DECAY }: EvaluationOptions): number[] {
  const bad = [...periods, ...(most === 0 ? [] : [most])].find((period) => !(Number.isInteger(period) && period >= 1))
  if (bad === undefined && periods.length > 0) return [...new Set(periods)].sort((a, b) => a - b)
  const was = bad === undefined ? 'and there is none' : `and one is ${bad}`
  throw new RustybtError('FACTOR_PERIODS', `periods are whole numbers of sessions from 1, ${was}`)
}
