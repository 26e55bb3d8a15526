import { type Command as Flags, InvalidArgumentError, Option } from 'commander'
import type { Triggers } from '../../execution/simulated-broker.js'
import { dateFlag, instantFlag, valuesFlag, wholeFlag } from '../flag-values.js'

/** The flags of `rustybt run`, as parsed. Names and defaults are Zipline's, where it has them. */
export interface RunFlags {
  readonly algofile?: string
  readonly algotext?: string
  readonly define?: Readonly<Record<string, unknown>>
  readonly csv?: string
  readonly bundle?: string
  readonly bundleTimestamp?: number
  readonly start?: string
  readonly end?: string
  readonly capitalBase?: string
  readonly dataFrequency?: 'daily' | 'minute'
  readonly tradingCalendar?: string
  readonly metricsSet?: string
  readonly blotter?: string
  readonly triggers?: Triggers
  readonly benchmarkFile?: string
  readonly benchmarkSymbol?: string
  readonly benchmarkSid?: number
  readonly benchmark: boolean
  readonly splits?: 'apply' | 'ignore'
  readonly quirks?: 'zipline' | 'strict'
  readonly quirk?: Readonly<Record<string, boolean>>
  readonly profile?: string
  readonly config?: string
  readonly output?: string
  readonly report?: string
  readonly outOfSample?: string
  /** Of `run` and `optimize`. False: not counted in the ledger of trials. */
  readonly trial?: boolean
  readonly lineage?: string
  readonly peek?: boolean
  readonly printAlgo: boolean
  readonly seed?: string
  readonly progress: boolean
  readonly json?: boolean
  /** Of `paper`: how many times as fast as it came the market is replayed. */
  readonly speed?: number | 'max'
  readonly runId?: string
  readonly yes?: boolean
}

export function describeRun(flags: Flags): void {
  describeTrials(describeCommon(flags))
    .option('--yes', 'do not ask before orders go to a real broker')
    .addHelpText('after', EXAMPLES)
}

/** What `run`, `paper` and `live` share. */
export function describeCommon(flags: Flags): Flags {
  return describeInputs(flags)
    .option('-t, --algotext <text>', 'the algorithm itself, as text')
    .option('-o, --output <file>', 'write the performance, a row a session: .json, .csv or .parquet')
    .option('--report <file>', 'write a report to look at: .html, or all that it shows: .json')
    .option('--out-of-sample <date>', 'in the report, what is judged apart begins here (a sealed holdout)', dateFlag)
    .option('--print-algo', "print the algorithm's code first", false)
    .option('--no-print-algo', 'do not')
    .option('--run-id <id>', 'what a run on a stream is called: in its journal, and in the ids of its orders')
}

/** What is run, on which data and by whose rules. */
export function describeInputs(flags: Flags): Flags {
  return flags
    .argument('[file]', 'the algorithm: a .ts or .js file')
    .option('-f, --algofile <file>', 'the same')
    .option('-D, --define <name=value>', 'a value for the algorithm, on its context (may be given often)', valuesFlag)
    .option('--csv <dir>', 'where the prices are: a folder of CSV files')
    .option('-b, --bundle <name>', 'the same, ingested before: see `rustybt bundles`')
    .option('--bundle-timestamp <time>', 'the latest ingestion at or before it (the latest)', instantFlag)
    .option('-s, --start <date>', 'first day of the run (the first that has data)', dateFlag)
    .option('-e, --end <date>', 'last day of the run (the last that has data)', dateFlag)
    .option('--capital-base <amount>', 'what the account starts with (10000000)', amount)
    .addOption(new Option('--data-frequency <frequency>', 'bars of the run (daily)').choices(['daily', 'minute']))
    .option('--trading-calendar <name>', "sessions of the run (the bundle's, or XNYS)")
    .option('--metrics-set <name>', 'what the performance tells: default, classic, none, or one of your own (default)')
    .option('--blotter <name>', 'who fills orders: default, or a broker of a plugin (default)')
    .addOption(
      new Option(
        '--triggers <how>',
        'where stops and limits are looked for (quirks zipline: close; strict: worst)',
      ).choices(['close', 'worst', 'best', 'ohlc']),
    )
    .option('--benchmark-file <file>', 'CSV of the benchmark: date, return (also -bf)')
    .option('--benchmark-symbol <symbol>', 'an asset of the data as the benchmark')
    .option('--benchmark-sid <sid>', 'the same, by its sid', wholeFlag)
    .option('--no-benchmark', 'run without a benchmark (returns of 0)')
    .addOption(new Option('--splits <how>', 'what to do with listed splits (apply)').choices(['apply', 'ignore']))
    .addOption(new Option('--quirks <set>', "Zipline's rules, or stricter ones").choices(['zipline', 'strict']))
    .option('--quirk <name=on|off>', 'one of these rules by itself (may be given often; docs/quirks.md)', quirk)
    .option('--profile <name>', 'the profile of the config')
    .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
    .option('--seed <n>', 'seed of whatever is drawn at random')
    .option('--no-progress', 'show no progress bar')
    .option('--json', 'print the summary as JSON')
}

/** Of runs on the past: how they are counted. */
export function describeTrials(flags: Flags): Flags {
  return flags
    .option('--no-trial', 'do not count the run among the trials of the strategy (see `rustybt trials`)')
    .option('--lineage <name>', "whose trial it is (the algorithm's file)")
    .option('--peek', 'look into a sealed holdout; it is counted')
}

const EXAMPLES = `
Examples:
  rustybt run algorithm.ts --csv prices -s 2015-01-02 -e 2019-12-31 --capital-base 100000
  rustybt run algorithm.ts -b daily --benchmark-symbol SPY -o perf.json --report report.html
  rustybt run algorithm.ts -b daily --report report.html --out-of-sample 2018-01-01
  rustybt run algorithm.ts -b minutes --data-frequency minute -D fast=10 -D slow=30
  rustybt run --profile paper
`

function quirk(given: string, before: Readonly<Record<string, boolean>> = {}): Readonly<Record<string, boolean>> {
  const [, name, value] = /^(\w+)=(on|off)$/.exec(given) ?? []
  if (name === undefined) throw new InvalidArgumentError('It is given as NAME=on or NAME=off.')
  return { ...before, [name]: value === 'on' }
}

function amount(text: string): string {
  if (!(Number(text) > 0 && Number.isFinite(Number(text)))) throw new InvalidArgumentError('It must be more than 0.')
  return text.trim()
}
