import { type Command as Flags, InvalidArgumentError, Option } from 'commander'
import { dateFlag, instantFlag, wholeFlag } from '../flag-values.js'

/** The flags of `rustybt factor`, as parsed. */
export interface FactorFlags {
  readonly csv?: string
  readonly bundle?: string
  readonly bundleTimestamp?: number
  readonly tradingCalendar?: string
  readonly splits?: 'apply' | 'ignore'
  readonly quirks?: 'zipline' | 'strict'
  readonly start?: string
  readonly end?: string
  readonly column?: string
  readonly group?: string
  readonly periods?: readonly number[]
  readonly quantiles?: number | readonly number[]
  readonly bins?: number | readonly number[]
  readonly byGroup?: boolean
  readonly groupNeutral?: boolean
  readonly longOnly?: boolean
  readonly equalWeight?: boolean
  readonly zeroAware?: boolean
  readonly filterZscore?: number | 'none'
  readonly maxLoss?: number
  readonly decay?: number
  readonly price?: 'open' | 'high' | 'low' | 'close'
  readonly config?: string
  readonly output?: string
  readonly format?: 'csv' | 'parquet'
  readonly report?: string
  readonly progress: boolean
  readonly json?: boolean
}

export function describeFactor(flags: Flags): void {
  flags
    .argument('<file>', 'a .ts or .js file that exports factors, or a pipeline')
    .option('-b, --bundle <name>', 'the prices: see `rustybt bundles`')
    .option('--csv <dir>', 'the same, as a folder of CSV files')
    .option('--bundle-timestamp <time>', 'the latest ingestion at or before it (the latest)', instantFlag)
    .option('--trading-calendar <name>', "the sessions (the bundle's, or XNYS)")
    .addOption(new Option('--splits <how>', 'what to do with listed splits (apply)').choices(['apply', 'ignore']))
    .addOption(
      new Option('--quirks <set>', "Zipline's rules, or stricter ones (zipline)").choices(['zipline', 'strict']),
    )
    .option('-s, --start <date>', 'first day (the first for which the windows are whole)', dateFlag)
    .option('-e, --end <date>', 'last day (the last that has data)', dateFlag)
    .option('--column <name>', 'the factor to judge (the only one)')
    .option('--group <name>', 'the classifier that says which group an asset is in')
    .option('--periods <list>', 'sessions ahead (1,5,10)', numbers)
    .option(
      '--quantiles <n|list>',
      'buckets of as many values each: how many, or shares such as 0,0.1,0.9,1 (5)',
      edges,
    )
    .option('--bins <n|list>', 'buckets equally wide by value: how many, or their edges', edges)
    .option('--by-group', 'buckets in each group on its own')
    .option('--group-neutral', 'returns less those of their group, groups weighted alike')
    .option('--long-only', 'returns as they are, not less those of all')
    .option('--equal-weight', 'the portfolio holds all assets alike, not by their factor')
    .option('--zero-aware', 'half of the buckets below zero, half from zero on')
    .option('--filter-zscore <n>', 'leave out returns so many deviations from the mean: a number, or none (20)', filter)
    .option('--max-loss <share>', 'of values that may be lost, 0 to 1 (0.35)', share)
    .option('--decay <n>', 'sessions ahead to follow the foresight (20)', wholeFlag)
    .addOption(
      new Option('--price <field>', 'at what is bought and sold (open: the first after the factor is known)').choices([
        'open',
        'high',
        'low',
        'close',
      ]),
    )
    .option('-o, --output <dir>', 'write all tables into this folder, a file each')
    .addOption(new Option('--format <format>', 'of these files (csv)').choices(['csv', 'parquet']))
    .option('--report <file>', 'write a page to look at: .html')
    .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
    .option('--no-progress', 'show no progress bar')
    .option('--json', 'print the tables that are printed as JSON')
    .addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  rustybt factor momentum.ts -b daily -s 2015-01-02 --report momentum.html
  rustybt factor factors.ts -b daily --column value --group sector --group-neutral --by-group
  rustybt factor momentum.ts --csv prices --periods 1,5,21 --quantiles 10 -o tables --format parquet

momentum.ts:
  import { AverageDollarVolume, Returns } from 'rustybt/compat'
  export const momentum = Returns({ window_length: 126 })
  export const screen = AverageDollarVolume({ window_length: 30 }).top(500)
`

function numbers(text: string): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (values.some(Number.isNaN)) throw new InvalidArgumentError("Numbers are written as '1,5,10'.")
  return values
}

function edges(text: string): number | number[] {
  const values = numbers(text)
  return values.length === 1 ? values[0] : values
}

function filter(text: string): number | 'none' {
  if (text === 'none') return text
  if (!(Number(text) > 0)) throw new InvalidArgumentError('It is a number above 0, or none.')
  return Number(text)
}

function share(text: string): number {
  const value = Number(text)
  if (!(text.trim() !== '' && value >= 0 && value <= 1)) throw new InvalidArgumentError('It lies between 0 and 1.')
  return value
}
