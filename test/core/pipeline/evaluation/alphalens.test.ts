import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import {
  type EvaluationOptions,
  evaluateFactor,
  type FactorEvaluation,
} from '../../../../core/pipeline/evaluation/evaluation.js'
import type { FactorRows } from '../../../../core/pipeline/evaluation/factor-rows.js'

type Values = readonly (number | null)[]
type Columns = Readonly<Record<string, Values>>

interface Case {
  readonly options: {
    readonly periods: readonly number[]
    readonly quantiles?: number | readonly number[] | null
    readonly bins?: number | readonly number[]
    readonly filter_zscore?: number | null
    readonly zero_aware?: boolean
    readonly binning_by_group?: boolean
    readonly group: boolean
    readonly neutral: boolean
    readonly long_short: boolean
    readonly equal: boolean
  }
  // biome-ignore lint/suspicious/noExplicitAny: read from a file, and looked into below
  readonly answers: any
  readonly decay: { ic: Values; single: Values; mean: Columns; autocorrelation: Values } | null
  readonly prices: { readonly sessions: readonly string[]; readonly values: Columns }
  readonly factor: Columns
  readonly first: number
  readonly groups: Readonly<Record<string, readonly string[]>>
}

const file = join(import.meta.dirname, 'alphalens-answers.json.gz')
const CASES = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<string, Case>

const number = (value: number | null | undefined) => value ?? Number.NaN

/** The case's factor session after session, as a pipeline would answer it. */
function rowsOf({ prices, factor, first, groups, options }: Case): FactorRows {
  const symbols = Object.keys(factor)
  const sessions = prices.sessions.slice(first)
  const names = [...new Set(Object.values(groups).flat())].sort()
  const cells = sessions.flatMap((_, i) => symbols.map((symbol) => ({ symbol, i })))
  return {
    sessions,
    assets: symbols.map((symbol, sid) => ({ sid, symbol })),
    begins: Int32Array.from({ length: sessions.length + 1 }, (_, i) => i * symbols.length),
    places: Int32Array.from(cells, ({ symbol }) => symbols.indexOf(symbol)),
    values: Float64Array.from(cells, ({ symbol, i }) => number(factor[symbol][i])),
    ...(options.group && {
      groups: { codes: Int32Array.from(cells, ({ symbol, i }) => names.indexOf(groups[symbol][i])), names },
    }),
  }
}

function evaluated(one: Case): FactorEvaluation {
  const { prices, first, options } = one
  const columns = Object.values(prices.values).map((values) => {
    let last = Number.NaN
    return Float64Array.from(values, (value) => (last = value ?? last))
  })
  const axis = Int32Array.from(prices.sessions.slice(first), (_, i) => first + i)
  const { filter_zscore: filter = 20, quantiles, bins, periods, zero_aware, binning_by_group } = options
  const given: EvaluationOptions = {
    periods,
    ...(quantiles && { quantiles }),
    ...(bins && { bins }),
    ...(filter !== null && { filterZscore: filter }),
    zeroAware: zero_aware,
    bucketsByGroup: binning_by_group,
    longShort: options.long_short,
    groupNeutral: options.neutral,
    equalWeight: options.equal,
    maxLoss: 0.9,
    decay: 6,
  }
  return evaluateFactor(rowsOf(one), axis, (place) => columns[place], given)
}

function expectNear(actual: ArrayLike<number>, expected: Values, what: string): void {
  const far = Array.from(actual, (value, i) => {
    const wanted = number(expected[i])
    const near = Number.isNaN(wanted)
      ? Number.isNaN(value)
      : Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
    return near ? undefined : `${what}[${i}]: ${value}, alphalens ${wanted}`
  }).filter(Boolean)
  expect(far.slice(0, 5)).toEqual([])
  expect([what, actual.length]).toEqual([what, expected.length])
}

describe.each(Object.entries(CASES))('alphalens on a factor: %s', (_name, one) => {
  const { answers, options, decay } = one
  const evaluation = evaluated(one)
  const { data } = evaluation
  const { length } = data.sessions
  const labels = options.periods.map((period) => `${period}D`)
  const present = [...new Set(data.buckets)].sort((a, b) => a - b)
  const byPeriod = evaluation.periods.map((period, k) => ({ ...period, label: labels[k] }))

  it('keeps the same rows, in the same buckets, with the same returns ahead', () => {
    expect(data.values).toHaveLength(answers.rows)
    expect(data.sessions).toEqual(answers.sessions)
    expectNear(data.buckets, answers.quantile, 'bucket')
    for (const [k, label] of labels.entries()) expectNear(evaluation.forward[k], answers.forward[label], label)
  })

  it('describes the buckets alike', () => {
    const columns = { min: 'min', max: 'max', mean: 'mean', std: 'std', count: 'count' } as const
    for (const [ours, theirs] of Object.entries(columns))
      expectNear(
        evaluation.bucketStatistics.map((row) => row[ours as keyof typeof columns]),
        answers.statistics[theirs],
        ours,
      )
    const shares = evaluation.bucketStatistics.map(({ share }) => 100 * share)
    expectNear(shares, answers.statistics['count %'], 'share')
  })

  it('finds the same information', () => {
    for (const { label, information, informationStatistics, monthlyInformation } of byPeriod) {
      expectNear(information, answers.ic[label], `ic ${label}`)
      const { mean, std, riskAdjusted, tStatistic, pValue, skew, kurtosis } = informationStatistics
      const all = [mean, std, riskAdjusted, tStatistic, pValue, skew, kurtosis]
      expectNear(all, answers.information[label], `information ${label}`)
      expect([...monthlyInformation.keys()]).toEqual(answers.months)
      expectNear([...monthlyInformation.values()], answers.monthly[label], `monthly ${label}`)
    }
  })

  it('earns the same by factor, bucket and spread', () => {
    for (const period of byPeriod) {
      const { label, byDate, buckets } = period
      expectNear(period.portfolio, answers.returns[label], `portfolio ${label}`)
      const { alpha, beta } = period.alphaBeta
      expectNear([alpha, beta], answers.alpha_beta[label], `alpha and beta ${label}`)
      const chosen = (values: Float64Array) => present.map((bucket) => values[bucket - 1])
      expectNear(chosen(buckets.mean), answers.mean[label], `mean ${label}`)
      expectNear(chosen(buckets.error), answers.error[label], `error ${label}`)
      expectNear(chosen(period.rates), answers.rate[label], `rate ${label}`)
      for (const bucket of present) {
        const part = (values: Float64Array) => values.subarray((bucket - 1) * length, bucket * length)
        expectNear(part(byDate.mean), answers.mean_by_date[label][bucket], `mean ${label} of ${bucket}`)
        expectNear(part(byDate.error), answers.error_by_date[label][bucket], `error ${label} of ${bucket}`)
      }
      expectNear(period.spread.mean, answers.spread[label], `spread ${label}`)
      expectNear(period.spread.error, answers.spread_error[label], `spread error ${label}`)
    }
    if (answers.cumulative) expectNear(evaluation.cumulative!.portfolio, answers.cumulative, 'cumulative')
    else expect(evaluation.cumulative).toBeUndefined()
  })

  it('turns over as much', () => {
    for (const { label, turnover, autocorrelation } of byPeriod) {
      for (const bucket of present) {
        const own = turnover.subarray((bucket - 1) * length, bucket * length)
        expectNear(own, answers.turnover[label][bucket], `turnover ${label} of ${bucket}`)
      }
      expectNear(autocorrelation, answers.autocorrelation[label], `autocorrelation ${label}`)
    }
  })

  if (options.group)
    it('judges each group alike', () => {
      const { names } = data.groups!
      for (const { label, groupBuckets, groupInformation } of byPeriod)
        for (const [group, name] of names.entries()) {
          const own = groupBuckets!.mean.subarray(group * data.bucketCount, (group + 1) * data.bucketCount)
          expectNear(own, answers.group_mean[name][label], `${name} ${label}`)
          const theirs = answers.group_ic[name][labels.indexOf(label)]
          expectNear([groupInformation![group]], [theirs], `ic of ${name} ${label}`)
        }
    })

  if (decay)
    it('loses its foresight alike', () => {
      expectNear(
        evaluation.decay.map(({ information }) => information.mean),
        decay.ic,
        'ic',
      )
      expectNear(
        evaluation.decay.map(({ single }) => single),
        decay.single,
        'single',
      )
      expectNear(
        evaluation.decay.map(({ autocorrelation }) => autocorrelation),
        decay.autocorrelation,
        'rank',
      )
      for (const [k, { buckets }] of evaluation.decay.entries())
        expectNear(
          [...buckets.mean].filter((value) => !Number.isNaN(value)),
          decay.mean[`${k + 1}D`],
          `mean ${k + 1}`,
        )
    })
})
