import { riskReturnRatio } from '../../core/math/returns/ratios.js'
import {
  backtestOverfitting,
  deflatedSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeEvidence,
} from '../../core/math/returns/significance.js'
import { coneOf, PATHS } from './cone.js'
import type { Figure } from './report-data.js'
import type { RunView } from './run-view.js'

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** What stands in the head of the report beside the result: how much of it may be luck. */
export function trustFigures(view: RunView): Figure[] {
  const {
    returns,
    about: { trials },
  } = view
  const evidence = sharpeEvidence(returns)
  const needed = minimumTrackRecord(evidence)
  const figures: Figure[] = [
    {
      label: 'Probabilistic Sharpe',
      value: finite(probabilisticSharpe(evidence)),
      format: 'percent',
      note: 'that it is above 0',
      explanation:
        'Probability that the true Sharpe ratio is above 0, given the length of the record and its skewness and tails. Source: Bailey and López de Prado (2012).',
    },
    {
      label: 'Minimum track record',
      value: needed === Number.POSITIVE_INFINITY ? 'never' : finite(Math.ceil(needed)),
      format: 'count',
      note: `sessions; this has ${evidence.observations.toLocaleString('en-US')}`,
      explanation:
        'Sessions needed before a Sharpe ratio like this one is above 0 with 95 % confidence. Source: Bailey and López de Prado (2012).',
    },
  ]
  figures.push(...outOfSampleFigures(view))
  if (trials === undefined) return [...figures, NOT_COUNTED]
  const sharpes = Float64Array.from(trials.sharpes, (sharpe) => sharpe ?? Number.NaN)
  figures.push({
    label: 'Deflated Sharpe',
    value: finite(deflatedSharpe(evidence, sharpes)),
    format: 'percent',
    note: `after ${count(sharpes.length, 'trial')} in ${count(trials.runs, 'run')}`,
    explanation:
      'The same probability against the best Sharpe ratio that so many trials would show without any skill. Source: Bailey and López de Prado (2014).',
  })
  const { overfitting, holdout } = trials
  if (overfitting)
    figures.push({
      label: 'Probability of overfitting',
      value: overfitting.probability,
      format: 'percent',
      note: `${overfitting.trials} trials, ${overfitting.splits.toLocaleString('en-US')} splits`,
      explanation:
        'How often the trial that was best on one half of the sessions came out in the lower half of all trials on the other. Source: Bailey, Borwein, López de Prado and Zhu (2017).',
    })
  if (holdout)
    figures.push({
      label: 'Holdout',
      value: holdout.peeks === 0 ? 'unseen' : `seen ${holdout.peeks === 1 ? 'once' : `${holdout.peeks} times`}`,
      format: 'text',
      note: `sealed from ${holdout.from}`,
      explanation:
        'Sessions that were put aside before the strategy was chosen, and how many runs have looked at them.',
    })
  return figures
}

function outOfSampleFigures(view: RunView): Figure[] {
  const cone = coneOf(view)
  if (cone === undefined) return []
  const outside = view.returns.subarray(view.outOfSample)
  return [
    {
      label: 'Out-of-sample alone',
      value: finite(probabilisticSharpe(sharpeEvidence(outside))),
      format: 'percent',
      note: `of ${count(outside.length, 'session')}`,
      explanation:
        'Probability that the true Sharpe ratio is above 0, by the out-of-sample sessions alone: those that nobody could have fitted the strategy to.',
    },
    {
      label: 'As in-sample foretold',
      value: finite(cone.rank),
      format: 'percent',
      note: `of ${count(PATHS, 'path')} ended lower`,
      explanation:
        'Share of the paths drawn from in-sample sessions that ended below what came out-of-sample. Under 5 %: it does worse than what it was fitted to says; over 95 %: better.',
    },
  ]
}

const NOT_COUNTED: Figure = {
  label: 'Trials',
  value: null,
  format: 'count',
  note: 'not counted',
  explanation:
    'Nobody has counted how often this strategy was tried: the best of many trials looks good by luck alone. `rustybt run` counts them.',
}

const count = (n: number, what: string) => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`

/** Of several runs that are compared: each is a trial, and the best is judged as such. */
export function comparisonTrust(returns: readonly Float64Array[], best: number, names: readonly string[]): Figure[] {
  const sharpes = Float64Array.from(returns, riskReturnRatio)
  const evidence = sharpeEvidence(returns[best])
  const figures: Figure[] = [
    {
      label: 'Deflated Sharpe of the best',
      value: finite(deflatedSharpe(evidence, sharpes)),
      format: 'percent',
      note: `${names[best]}, of ${count(returns.length, 'run')}`,
      explanation:
        'Probability that its true Sharpe ratio is above 0, against the best that so many runs would show without any skill. Source: Bailey and López de Prado (2014).',
    },
  ]
  const isWhole = returns.every((r) => !r.some(Number.isNaN))
  const blocks = Math.min(16, 2 * Math.floor(returns[0].length / 40))
  if (!isWhole || blocks < 4) return figures
  const { probability, splits } = backtestOverfitting(returns, blocks)
  return [
    ...figures,
    {
      label: 'Probability of overfitting',
      value: probability,
      format: 'percent',
      note: `${count(returns.length, 'run')}, ${splits.toLocaleString('en-US')} splits`,
      explanation:
        'How often the run that was best on one half of the sessions came out in the lower half of all runs on the other. Source: Bailey, Borwein, López de Prado and Zhu (2017).',
    },
  ]
}

/** Sharpe's ratio a year. */
export const ratioOf = (returns: Float64Array, perYear: number): number => riskReturnRatio(returns) * Math.sqrt(perYear)
