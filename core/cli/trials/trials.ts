import { rootFolder } from '../../data/disk.js'
import { expectedMaximumSharpe } from '../../math/returns/significance.js'
import { variance } from '../../math/statistics.js'
import { parseDate } from '../../time/instant.js'
import type { Command, Invocation } from '../command.js'
import { formatTable } from '../terminal/table.js'
import { UsageError } from '../usage.js'
import {
  appendLedger,
  type LedgerRecord,
  ledgerFile,
  lineageOf,
  readLedger,
  sealOf,
  type TrialRecord,
} from './ledger.js'

/** Sessions in a year of the column that is shown. */
const YEAR = 252

export const trials: Command = {
  name: 'trials',
  summary: 'show how often a strategy has been run, and seal its holdout',
  describe(flags) {
    flags
      .argument('<algorithm>', 'the file, or the name given to --lineage')
      .option(
        '--seal <date>',
        'from this day on runs are refused without --peek, and every one that sees it is counted',
      )
      .option('--json', 'print as JSON')
      .addHelpText('after', EXAMPLES)
  },
  async run({ shell, operands, options }: Invocation): Promise<number> {
    const lineage = lineageOf(operands[0], shell.cwd)
    const file = ledgerFile(rootFolder(shell.environment), lineage)
    if (options.seal !== undefined) seal(file, String(options.seal))
    const records = readLedger(file)
    if (options.json) shell.print(JSON.stringify(plain(records), null, 2))
    else shell.print(text(records, file))
    return 0
  },
}

const EXAMPLES = `
Examples:
  rustybt trials momentum.ts
  rustybt trials momentum.ts --seal 2018-01-01
  rustybt run momentum.ts --csv prices -e 2017-12-29     while it is being made
  rustybt run momentum.ts --csv prices --peek            once it is chosen
`

function seal(file: string, given: string): void {
  const from = dateOf(given)
  const before = sealOf(readLedger(file))
  if (before !== undefined && from > before)
    throw new UsageError(`the holdout is sealed from ${before} on: a seal can be moved to an earlier day only`, {
      code: 'HOLDOUT_SEALED',
    })
  if (before !== from) appendLedger(file, [{ kind: 'seal', at: new Date().toISOString(), from }])
}

function dateOf(given: string): string {
  try {
    return parseDate(given)
  } catch {
    throw new UsageError(`--seal ${given}: a date is written as '2020-01-31'`)
  }
}

const runsOf = (records: readonly LedgerRecord[]) => records.filter((record) => record.kind === 'run')

function plain(records: readonly LedgerRecord[]) {
  const runs = runsOf(records)
  const from = sealOf(records)
  return {
    runs: runs.length,
    trials: new Set(runs.map(({ key }) => key)).size,
    holdout: from === undefined ? null : { from, peeks: peeksOf(runs, from) },
    list: runs.map(({ kind: _, returns: __, ...run }) => run),
  }
}

const peeksOf = (runs: readonly TrialRecord[], from: string) => runs.filter(({ last }) => last >= from).length

function text(records: readonly LedgerRecord[], file: string): string {
  const runs = runsOf(records)
  const from = sealOf(records)
  const different = [...new Map(runs.map((run) => [run.key, run])).values()]
  const known = Float64Array.from(different.flatMap(({ sharpe }) => sharpe ?? []))
  const luck = known.length > 1 ? expectedMaximumSharpe(different.length, variance(known)) * Math.sqrt(YEAR) : 0
  const rows = runs.map((run) => [
    run.at.slice(0, 16).replace('T', ' '),
    run.key.slice(0, 8),
    `${run.first} to ${run.last}`,
    run.sharpe === null ? '-' : (run.sharpe * Math.sqrt(YEAR)).toFixed(2),
    JSON.stringify(run.parameters),
    from !== undefined && run.last >= from ? 'saw the holdout' : '',
  ])
  return [
    runs.length === 0
      ? 'no run of it has been counted'
      : `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, ${different.length} different; the best of so many without any skill would show a Sharpe ratio of ${luck.toFixed(2)}`,
    from === undefined ? 'no holdout is sealed' : `holdout sealed from ${from}: seen by ${peeksOf(runs, from)}`,
    `ledger ${file}`,
    '',
    runs.length === 0 ? '' : formatTable([['run', 'key', 'sessions', 'sharpe', 'parameters', ''], ...rows], [3]),
  ].join('\n')
}
