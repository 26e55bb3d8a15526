import { type Command as Flags, InvalidArgumentError } from 'commander'
import { PERFORMANCE_COLUMNS, type PerformanceColumn } from '../../engine/metrics.js'
import { knownNames } from '../../kernel/nearest.js'
import type { ParameterRange, SearchSpace } from '../../optimize/space.js'
import { countFlag, parseValue } from '../flag-values.js'
import { describeInputs, describeTrials, type RunFlags } from '../run/flags.js'

/** The flags of `rustybt optimize`, as parsed. */
export interface OptimizeFlags extends Omit<RunFlags, 'algotext' | 'report' | 'printAlgo' | 'runId' | 'yes' | 'speed'> {
  readonly param?: SearchSpace
  readonly method?: string
  readonly trials?: number
  readonly objective: PerformanceColumn
  readonly workers?: number
  readonly resume?: boolean
}

export function describeOptimize(flags: Flags): void {
  describeTrials(describeInputs(flags))
    .option(
      '-p, --param <name=values>',
      'what a parameter may be: 5:20:5, 0.01:1:log or sma,ema (may be given often)',
      param,
    )
    .option('--method <name>', 'who chooses what is tried: see `rustybt plugins` (grid)')
    .option('--trials <n>', 'how many sets are tried at most', countFlag)
    .option(
      '--objective <column>',
      'what is to be as great as can be: a column of the performance, at its end',
      column,
      'sharpe',
    )
    .option('--workers <n>', 'how many runs at a time (one a core)', countFlag)
    .option('-o, --output <file>', 'write all trials: .json or .csv')
    .option('--resume', 'go on with a search that was stopped or killed: what its runs came to is known')
    .addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  rustybt optimize dual.ts -b daily -p fast=5:50:5 -p slow=50,100,200
  rustybt optimize dual.ts -b daily -p fast=5:50:1 -p slow=50:250:1 --method random --trials 200 --seed 7
  rustybt optimize dual.ts -b daily -p rate=0.001:0.1:log -p kind=sma,ema --objective sortino -o trials.csv
  rustybt optimize dual.ts -b daily -p fast=5:50:1 -p slow=50:250:1 --resume
  rustybt optimize                      space and search are in rustybt.config.ts
`

const SHAPES = 'It is given as NAME=FROM:TO[:STEP], NAME=FROM:TO:log or NAME=VALUE,VALUE,…'

function param(given: string, before: SearchSpace = {}): SearchSpace {
  const at = given.indexOf('=')
  if (at < 1 || at === given.length - 1) throw new InvalidArgumentError(SHAPES)
  return { ...before, [given.slice(0, at)]: rangeOf(given.slice(at + 1)) }
}

function rangeOf(text: string): ParameterRange {
  if (!text.includes(':')) return text.split(',').map(parseValue) as ParameterRange
  const [from, to, third, ...more] = text.split(':')
  const isLog = third === 'log'
  const numbers = [from, to, ...(third === undefined || isLog ? [] : [third])].map((part) =>
    part.trim() === '' ? Number.NaN : Number(part),
  )
  if (more.length > 0 || numbers.some(Number.isNaN)) throw new InvalidArgumentError(SHAPES)
  const [first, last, step] = numbers
  return { from: first, to: last, ...(step === undefined ? {} : { step }), ...(isLog ? { scale: 'log' as const } : {}) }
}

function column(text: string): PerformanceColumn {
  const found = PERFORMANCE_COLUMNS.find((name) => name === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(`No column is called so${knownNames(text, PERFORMANCE_COLUMNS)}`)
}
