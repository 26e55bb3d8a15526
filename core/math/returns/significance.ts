import { RustybtError } from '../../kernel/errors.js'
import { normalCdf, normalQuantile } from '../distributions.js'
import { count, variance } from '../statistics.js'
import { riskReturnRatio } from './ratios.js'
import { sampleExcessKurtosis, sampleSkewness } from './risk.js'

/** How much of a Sharpe ratio is luck. All Sharpe ratios here are of sessions, not annualized: divide a yearly one by √perYear. */

/** What a Sharpe ratio was estimated from. */
export interface SharpeEvidence {
  readonly sharpe: number
  readonly skewness: number
  /** 3 for the normal curve. */
  readonly kurtosis: number
  readonly observations: number
}

/** Of a series of returns; needs four. */
export function sharpeEvidence(returns: Float64Array): SharpeEvidence {
  return {
    sharpe: riskReturnRatio(returns),
    skewness: sampleSkewness(returns),
    kurtosis: sampleExcessKurtosis(returns) + 3,
    observations: count(returns),
  }
}

/** Variance of the estimate times n − 1: fat tails and losses that lean out make it wider. */
const spreadOf = ({ sharpe, skewness, kurtosis }: SharpeEvidence) =>
  1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2

/**
 * Probability that the true Sharpe ratio is above `threshold`. Source: D. H. Bailey and M. López de Prado, "The Sharpe ratio
 * efficient frontier", Journal of Risk 15 (2012); quantstats `probabilistic_sharpe_ratio`.
 */
export function probabilisticSharpe(evidence: SharpeEvidence, threshold = 0): number {
  const { sharpe, observations } = evidence
  return normalCdf((sharpe - threshold) / Math.sqrt(spreadOf(evidence) / (observations - 1)))
}

/**
 * The same probability of another ratio of sessions, not annualized: Sortino's as `(r) => sortinoRatio(r, 1)`. The formula is that of the
 * Sharpe ratio; no proof says that it holds for others. Source: quantstats `probabilistic_ratio`.
 */
export function probabilisticRatio(returns: Float64Array, ratio: (returns: Float64Array) => number): number {
  return probabilisticSharpe({ ...sharpeEvidence(returns), sharpe: ratio(returns) })
}

/**
 * Sessions needed before a Sharpe ratio like this one lies above `threshold` with that confidence; infinite where it is not above it.
 * Source: the same paper.
 */
export function minimumTrackRecord(evidence: SharpeEvidence, threshold = 0, confidence = 0.95): number {
  const { sharpe } = evidence
  if (Number.isNaN(sharpe)) return Number.NaN
  if (sharpe <= threshold) return Number.POSITIVE_INFINITY
  return 1 + spreadOf(evidence) * (normalQuantile(confidence) / (sharpe - threshold)) ** 2
}

const EULER = 0.5772156649015329

/**
 * The best Sharpe ratio to be expected of so many trials whose true ones are all 0 and whose estimates vary so much. 0 for a single
 * trial. Source: D. H. Bailey and M. López de Prado, "The deflated Sharpe ratio", Journal of Portfolio Management 40 (2014), eq. 1.
 */
export function expectedMaximumSharpe(trials: number, varianceOfSharpes: number): number {
  if (!(trials >= 1)) throw new RustybtError('BAD_TRIALS', `there is at least one trial, was ${trials}`)
  if (trials === 1) return 0
  const first = normalQuantile(1 - 1 / trials)
  const second = normalQuantile(1 - 1 / (trials * Math.E))
  return Math.sqrt(varianceOfSharpes) * ((1 - EULER) * first + EULER * second)
}

/**
 * Probability that the true Sharpe ratio is above 0 although this is the best of several trials. `sharpes`: those of all trials, this
 * one among them; what is not a number counts as a trial alone. Source: the same paper.
 */
export function deflatedSharpe(evidence: SharpeEvidence, sharpes: Float64Array): number {
  const known = sharpes.filter(Number.isFinite)
  const spread = known.length > 1 ? variance(known) : 0
  return probabilisticSharpe(evidence, expectedMaximumSharpe(Math.max(1, sharpes.length), spread))
}

/** How a choice among trials fares on data that it was not made on. */
export interface Overfitting {
  /** Share of the splits in which the best trial of one half came out at or below the middle in the other: PBO. */
  readonly probability: number
  /** Share of the splits in which it lost there. */
  readonly probabilityOfLoss: number
  /** log(ω / (1 − ω)) of its relative place ω in the other half, one a split. */
  readonly logits: Float64Array
  /** Slope of the Sharpe ratio in the other half over that in the half of the choice. */
  readonly degradation: number
  readonly splits: number
}

/**
 * Combinatorially symmetric cross-validation: sessions are cut into `blocks` of one size (what is left over at the start is not used),
 * and each half of the blocks chooses the trial with the best Sharpe ratio, which the other half judges. `trials`: returns of the same
 * sessions, a series a trial, at least two. Source: D. H. Bailey, J. Borwein, M. López de Prado and Q. J. Zhu, "The probability of
 * backtest overfitting", Journal of Computational Finance 20 (2017). Throws `BAD_TRIALS`.
 */
export function backtestOverfitting(trials: readonly Float64Array[], blocks = 16): Overfitting {
  const length = trials[0]?.length ?? 0
  if (trials.length < 2)
    throw new RustybtError('BAD_TRIALS', `overfitting is a matter of two trials at least, was ${trials.length}`)
  if (trials.some((trial) => trial.length !== length))
    throw new RustybtError('BAD_TRIALS', 'trials have returns of the same sessions: their lengths differ')
  if (!(Number.isInteger(blocks / 2) && blocks >= 2 && blocks <= 20 && length >= 2 * blocks))
    throw new RustybtError(
      'BAD_TRIALS',
      `an even number of blocks of two sessions or more, at most 20: was ${blocks} of ${length}`,
    )
  const size = Math.floor(length / blocks)
  const parts = trials.map((trial) => blockSums(trial.subarray(length - size * blocks), size))
  const all = (1 << blocks) - 1
  const logits: number[] = []
  const [inside, outside]: [number[], number[]] = [[], []]
  for (const half of halves(blocks)) {
    const chosen = parts.map((sums) => sharpeOf(sums, half, size))
    const judged = parts.map((sums) => sharpeOf(sums, all & ~half, size))
    const best = chosen.indexOf(Math.max(...chosen))
    const below = judged.filter((sharpe) => sharpe < judged[best]).length
    const equal = judged.filter((sharpe) => sharpe === judged[best]).length
    const place = (below + (equal + 1) / 2) / (judged.length + 1)
    logits.push(Math.log(place / (1 - place)))
    inside.push(chosen[best])
    outside.push(judged[best])
  }
  const share = (is: boolean[]) => is.filter(Boolean).length / is.length
  return {
    probability: share(logits.map((logit) => logit <= 0)),
    probabilityOfLoss: share(outside.map((sharpe) => sharpe < 0)),
    logits: Float64Array.from(logits),
    degradation: slopeOf(inside, outside),
    splits: logits.length,
  }
}

/** Sum and sum of squares of each block. */
function blockSums(returns: Float64Array, size: number): Float64Array {
  const sums = new Float64Array((2 * returns.length) / size)
  for (let i = 0; i < returns.length; i++) {
    const r = Number.isNaN(returns[i]) ? 0 : returns[i]
    const at = 2 * Math.floor(i / size)
    sums[at] += r
    sums[at + 1] += r * r
  }
  return sums
}

function sharpeOf(sums: Float64Array, half: number, size: number): number {
  let [total, squares, n] = [0, 0, 0]
  for (let block = 0; 2 * block < sums.length; block++) {
    if ((half & (1 << block)) === 0) continue
    total += sums[2 * block]
    squares += sums[2 * block + 1]
    n += size
  }
  const spread = (squares - (total * total) / n) / (n - 1)
  return spread > 1e-30 ? total / n / Math.sqrt(spread) : 0
}

/** Every choice of half of the blocks, as bits. */
function* halves(blocks: number): Generator<number> {
  for (let bits = 0; bits < 1 << blocks; bits++) {
    let chosen = 0
    for (let rest = bits; rest > 0; rest &= rest - 1) chosen++
    if (chosen === blocks / 2) yield bits
  }
}

function slopeOf(x: readonly number[], y: readonly number[]): number {
  const center = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [center(x), center(y)]
  const over = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0)
  return over / x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
}
