import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Random } from '../../../../core/kernel/random.js'
import { normalCdf, normalQuantile, studentPValue } from '../../../../core/math/distributions.js'
import {
  backtestOverfitting,
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeEvidence,
} from '../../../../core/math/returns/significance.js'

const noise = (seed: string, length: number, drift = 0) => {
  const random = new Random(seed)
  return Float64Array.from({ length }, () => drift + 0.01 * random.normal())
}

describe('curves', () => {
  it('are those of scipy', () => {
    // scipy.stats.norm.cdf, norm.ppf, 2 * t.sf
    const cdf = [
      [-8, 6.220960574271785e-16],
      [-3, 0.0013498980316300933],
      [-0.5, 0.3085375387259869],
      [0, 0.5],
      [0.3, 0.6179114221889526],
      [1.96, 0.9750021048517795],
      [6, 0.9999999990134123],
    ]
    for (const [x, p] of cdf) expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-13)
    expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514729, 14)
    expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301131, 12)
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
    expect([normalQuantile(-0.1), normalQuantile(Number.NaN)]).toEqual([Number.NaN, Number.NaN])
    expect(studentPValue(2.5, 10)).toBeCloseTo(0.0314468442366088, 13)
    expect(studentPValue(0, 7)).toBeCloseTo(1, 14)
  })

  it('quantile and probability undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12)
      }),
    )
  })
})

describe('the luck in a Sharpe ratio', () => {
  it("is the paper's: a fund of 24 months, normal or not", () => {
    const fund = { sharpe: 0.458, skewness: -2.448, kurtosis: 10.164, observations: 24 }
    expect(probabilisticSharpe({ ...fund, skewness: 0, kurtosis: 3 })).toBeCloseTo(0.982, 3)
    expect(probabilisticSharpe(fund)).toBeCloseTo(0.913, 3)
  })

  it("is the paper's: the best of a hundred trials over 1250 sessions", () => {
    const threshold = expectedMaximumSharpe(100, 0.5 / 250)
    expect(threshold).toBeCloseTo(0.1132, 4)
    const found = { sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10, observations: 1250 }
    expect(probabilisticSharpe(found, threshold)).toBeCloseTo(0.9004, 4)
  })

  it('needs as long a record as makes it probable', () => {
    const evidence = { sharpe: 0.1, skewness: -0.5, kurtosis: 5, observations: 250 }
    const needed = minimumTrackRecord(evidence, 0.02, 0.95)
    expect(probabilisticSharpe({ ...evidence, observations: needed }, 0.02)).toBeCloseTo(0.95, 12)
    expect(minimumTrackRecord(evidence, 0.2)).toBe(Number.POSITIVE_INFINITY)
    expect(minimumTrackRecord({ ...evidence, sharpe: Number.NaN })).toBeNaN()
  })

  it('deflates with every trial more, and not for a single one', () => {
    const evidence = sharpeEvidence(noise('a', 500, 0.0008))
    const one = deflatedSharpe(evidence, Float64Array.of(evidence.sharpe))
    expect(one).toBe(probabilisticSharpe(evidence))
    const trials = (n: number) => Float64Array.from({ length: n }, (_, i) => evidence.sharpe * (i % 2 ? -0.5 : 1))
    const falling = [2, 10, 100, 1000].map((n) => deflatedSharpe(evidence, trials(n)))
    expect([one, ...falling]).toEqual([one, ...falling].sort((a, b) => b - a))
    expect(() => expectedMaximumSharpe(0, 1)).toThrow(expect.objectContaining({ code: 'BAD_TRIALS' }))
  })
})

describe('overfitting by combinatorially symmetric cross-validation', () => {
  it('is worked out by hand for two trials and two blocks', () => {
    // Each half chooses the trial that is worst in the other.
    const [up, down] = [
      [0.02, 0.01, 0.02, 0.01],
      [-0.02, -0.01, -0.02, -0.01],
    ]
    const { probability, probabilityOfLoss, logits, splits } = backtestOverfitting(
      [Float64Array.of(...up, ...down), Float64Array.of(...down, ...up)],
      2,
    )
    expect([probability, probabilityOfLoss, splits]).toEqual([1, 1, 2])
    for (const logit of logits) expect(logit).toBeCloseTo(Math.log(1 / 3 / (2 / 3)), 12)
  })

  it('finds nothing wrong with a trial that is best everywhere', () => {
    const trials = [0, 1, 2, 3, 4].map((i) => noise(`same`, 320, i === 3 ? 0.004 : 0))
    const { probability, degradation, splits } = backtestOverfitting(trials, 8)
    expect([probability, splits]).toEqual([0, 70])
    expect(degradation).toBeLessThan(0)
  })

  it('is about even for trials of noise', () => {
    const probabilities = Array.from({ length: 12 }, (_, run) => {
      const trials = Array.from({ length: 20 }, (_, i) => noise(`${run} ${i}`, 400))
      return backtestOverfitting(trials, 8).probability
    })
    const average = probabilities.reduce((a, b) => a + b) / probabilities.length
    expect(average).toBeGreaterThan(0.35)
    expect(average).toBeLessThan(0.65)
  })

  it('does not depend on the order of the trials', () => {
    const trials = Array.from({ length: 6 }, (_, i) => noise(`t${i}`, 160))
    const forward = backtestOverfitting(trials, 8)
    const backward = backtestOverfitting(trials.toReversed(), 8)
    expect(backward).toEqual(forward)
  })

  it('refuses what it cannot judge', () => {
    const one = noise('x', 64)
    const refusal = expect.objectContaining({ code: 'BAD_TRIALS' })
    expect(() => backtestOverfitting([one])).toThrow(refusal)
    expect(() => backtestOverfitting([one, noise('y', 63)])).toThrow(refusal)
    expect(() => backtestOverfitting([one, one], 7)).toThrow(refusal)
    expect(() => backtestOverfitting([noise('x', 20), noise('y', 20)], 16)).toThrow(refusal)
  })
})
