import { studentPValue } from '../../math/distributions.js'
import { matrixKernels, RANKING } from '../../math/matrix-kernels.js'
import { mean, std } from '../../math/statistics.js'
import type { FactorData } from './factor-data.js'

type Rows = Pick<FactorData, 'begins' | 'groups'>

/** Ranks from 1 within each session (and group), equals sharing the mean of their places. */
export function sessionRanks({ begins }: Rows, values: Float64Array, groups?: FactorData['groups']): Float64Array {
  const out = new Float64Array(values.length)
  const one = new Int32Array(values.length)
  for (let i = 0; i + 1 < begins.length; i++) {
    const [from, to] = [begins[i], begins[i + 1]]
    if (from === to) continue
    const codes = (groups?.codes ?? one).subarray(from, to)
    const count = groups?.names.length ?? 1
    const [given, ranks] = [values.subarray(from, to), out.subarray(from, to)]
    matrixKernels.matrixRank(given, to - from, codes, count, RANKING.average, false, ranks)
  }
  return out
}

/** Correlation of two columns in each session, group after group: sessions × groups, NaN where one of them does not vary. */
function sessionCorrelations({ begins }: Rows, x: Float64Array, y: Float64Array, groups?: FactorData['groups']) {
  const count = groups?.names.length ?? 1
  const sessions = begins.length - 1
  const out = new Float64Array(sessions * count)
  const [n, sx, sy] = [0, 1, 2].map(() => new Float64Array(count))
  const [xx, yy, xy] = [0, 1, 2].map(() => new Float64Array(count))
  for (let i = 0; i < sessions; i++) {
    for (const sums of [n, sx, sy, xx, yy, xy]) sums.fill(0)
    for (let row = begins[i]; row < begins[i + 1]; row++) {
      const group = groups ? groups.codes[row] : 0
      n[group]++
      sx[group] += x[row]
      sy[group] += y[row]
    }
    for (let row = begins[i]; row < begins[i + 1]; row++) {
      const group = groups ? groups.codes[row] : 0
      const [a, b] = [x[row] - sx[group] / n[group], y[row] - sy[group] / n[group]]
      xx[group] += a * a
      yy[group] += b * b
      xy[group] += a * b
    }
    for (let group = 0; group < count; group++) out[i * count + group] = xy[group] / Math.sqrt(xx[group] * yy[group])
  }
  return out
}

/**
 * The information coefficient of each session: Spearman's correlation of the factor with what followed. `ranks` are the factor's own, by
 * `sessionRanks`. Source: alphalens' `factor_information_coefficient`.
 */
export function informationCoefficient(data: FactorData, ranks: Float64Array, forward: Float64Array): Float64Array {
  return sessionCorrelations(data, ranks, sessionRanks(data, forward))
}

/** The same in each group: sessions × groups. */
export function groupInformation(data: FactorData, forward: Float64Array): Float64Array {
  const { groups } = data
  return sessionCorrelations(data, sessionRanks(data, data.values, groups), sessionRanks(data, forward, groups), groups)
}

/** What the coefficients of many sessions come to. */
export interface InformationStatistics {
  readonly mean: number
  readonly std: number
  /** Mean over standard deviation. */
  readonly riskAdjusted: number
  /** Of the hypothesis that the mean is 0: Student's t, and how probable at least as great a one would be. */
  readonly tStatistic: number
  readonly pValue: number
  readonly skew: number
  /** In excess of a normal distribution's. */
  readonly kurtosis: number
}

/** Missing sessions are left out. Source: alphalens' information table. */
export function informationStatistics(coefficients: Float64Array): InformationStatistics {
  const there = coefficients.filter((value) => !Number.isNaN(value))
  const n = there.length
  const [center, spread] = [mean(there), std(there)]
  const tStatistic = n < 2 ? Number.NaN : center / (spread / Math.sqrt(n))
  const moment = (power: number) => there.reduce((sum, value) => sum + (value - center) ** power, 0) / n
  const second = moment(2)
  return {
    mean: center,
    std: spread,
    riskAdjusted: center / spread,
    tStatistic,
    pValue: studentPValue(tStatistic, n - 1),
    skew: moment(3) / second ** 1.5,
    kurtosis: moment(4) / second ** 2 - 3,
  }
}

/** Mean of each calendar month, `2020-01` and so on. */
export function monthlyMeans(sessions: readonly string[], values: Float64Array): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const [i, session] of sessions.entries()) {
    const month = session.slice(0, 7)
    let own = sums.get(month)
    if (!own) sums.set(month, (own = { sum: 0, count: 0 }))
    if (Number.isNaN(values[i])) continue
    own.sum += values[i]
    own.count++
  }
  return new Map(Array.from(sums, ([month, { sum, count }]) => [month, sum / count]))
}

/** Means of the groups' columns in sessions × groups. */
export function groupMeans(values: Float64Array, groups: number): Float64Array {
  return Float64Array.from({ length: groups }, (_, group) => mean(values.filter((_, i) => i % groups === group)))
}
