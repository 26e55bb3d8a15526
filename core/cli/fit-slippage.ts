import { readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { loadBundle } from '../data/bundle.js'
import { type Dataset, readDataset } from '../data/dataset.js'
import { rootFolder } from '../data/disk.js'
import { Portal } from '../data/portal.js'
import { QUIRKS } from '../data/quirks.js'
import { DataSource } from '../data/source.js'
import { fitSlippage, type ObservedFill, type SlippageFit } from '../finance/slippage-fit.js'
import type { Choice } from '../kernel/choice.js'
import { RustybtError } from '../kernel/errors.js'
import { messageOf } from '../kernel/refusal.js'
import { Calendar } from '../time/calendar.js'
import { rowOfMinute } from '../time/session.js'
import type { Command, Invocation } from './command.js'
import type { Shell } from './terminal/shell.js'
import { formatTable } from './terminal/table.js'
import { UsageError } from './usage.js'
import { writeWhole } from './whole-file.js'

interface Flags {
  readonly csv?: string
  readonly bundle?: string
  readonly exponent: string
  readonly output?: string
  readonly json?: boolean
}

/** What of a performance file tells of its fills. */
interface Performance {
  readonly run: { readonly calendar?: Choice; readonly data_frequency?: 'daily' | 'minute' }
  readonly perf: readonly {
    readonly session: string
    readonly transactions?: readonly {
      readonly amount: number
      readonly dt: string
      readonly price: number
      readonly sid: string
    }[]
  }[]
}

export const fitSlippageCommand: Command = {
  name: 'fit-slippage',
  summary: 'fit a slippage model to fills of your own',
  describe(flags) {
    flags
      .argument(
        '<fills>',
        'a CSV with the columns amount, price, reference, volume; or a performance file (.json) of `rustybt run -o`',
      )
      .option('--csv <dir>', 'the prices of the performance file’s run: a folder of CSV files')
      .option('-b, --bundle <name>', 'the same, ingested before')
      .option('--exponent <x>', 'impact grows with (units ÷ volume)^x', '0.5')
      .option('-o, --output <file>', 'write the model as JSON, to be the config’s `slippage`')
      .option('--json', 'print the fit as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  rustybt fit-slippage fills.csv -o slippage.json\n  rustybt fit-slippage perf.json --csv prices --json\n',
      )
  },
  async run({ shell, operands, options }: Invocation): Promise<number> {
    const flags = options as unknown as Flags
    const exponent = Number(flags.exponent)
    if (!(exponent > 0)) throw new UsageError(`--exponent must be more than 0, was ${flags.exponent}`)
    const file = resolve(shell.cwd, operands[0])
    const fit = fitSlippage(await fillsOf(file, flags, shell), exponent)
    const { halfSpread, impact } = fit
    if (flags.output !== undefined)
      writeWhole(resolve(shell.cwd, flags.output), [
        `${JSON.stringify({ use: 'fitted', halfSpread, impact, exponent })}\n`,
      ])
    shell.print(flags.json ? JSON.stringify(fit, null, 2) : told(fit))
    return 0
  },
}

const told = ({ halfSpread, impact, exponent, fills, rSquared, residual }: SlippageFit) =>
  formatTable([
    ['fills', String(fills)],
    ['half spread', `${(10_000 * halfSpread).toFixed(3)} basis points`],
    ['impact', `${(10_000 * impact).toFixed(3)} basis points × (units ÷ volume)^${exponent}`],
    ['explained', Number.isNaN(rSquared) ? '' : `${(100 * rSquared).toFixed(1)} %`],
    ['left over', `${residual.toFixed(3)} basis points a fill`],
  ])

async function fillsOf(file: string, flags: Flags, shell: Shell): Promise<readonly ObservedFill[]> {
  const text = textOf(file)
  if (flags.csv !== undefined && flags.bundle !== undefined)
    throw new UsageError('specify exactly one of -b BUNDLE and --csv DIR')
  if (extname(file).toLowerCase() !== '.json') {
    if (flags.csv !== undefined || flags.bundle !== undefined)
      throw new UsageError(`${file} brings its prices: --csv and -b are for performance files`)
    return fillsOfTable(text, file)
  }
  const performance = performanceOf(text, file)
  const frequency = performance.run.data_frequency ?? 'daily'
  const kernel = await shell.kernel(await shell.config(undefined))
  const calendar = await kernel.create(Calendar, performance.run.calendar ?? 'XNYS')
  const quirks = QUIRKS.strict
  if (flags.bundle !== undefined) {
    const root = rootFolder(shell.environment)
    return marketOf(performance, await loadBundle(flags.bundle, { calendar, frequency, quirks, root }), file)
  }
  if (flags.csv === undefined)
    throw new UsageError(`${file} has prices of fills, not of the market: give --csv DIR or -b BUNDLE`)
  const source = await kernel.create(DataSource, { use: 'csv', dir: resolve(shell.cwd, flags.csv) })
  return marketOf(performance, await readDataset(source, { frequency, calendar }, quirks), file)
}

/** The market on the bar of each fill: its close and its volume. */
function marketOf({ perf, run }: Performance, dataset: Dataset, file: string): ObservedFill[] {
  const portal = new Portal(
    run.data_frequency === 'minute' ? dataset : { ...dataset, minutes: undefined },
    QUIRKS.strict,
  )
  const { sessions } = portal
  return perf.flatMap(({ session, transactions = [] }) =>
    transactions.map(({ amount, dt, price, sid }) => {
      const at = Date.parse(dt)
      if (run.data_frequency === 'minute') portal.moveToMinute(rowOfMinute(sessions, at), at)
      else portal.moveTo(sessions.indexOf(session))
      const asset = dataset.finder.lookupSymbol(sid, session)
      const [reference, volume] = [portal.spot(asset, 'close'), portal.spot(asset, 'volume')]
      if (volume > 0) return { amount, price, reference, volume }
      throw new RustybtError('SLIPPAGE_FIT_PRICES', `${file}: ${sid} traded at ${dt}, where these prices have no bar`, {
        hint: 'give the prices that the run was on',
      })
    }),
  )
}

function performanceOf(text: string, file: string): Performance {
  try {
    const { run, perf } = JSON.parse(text) as Partial<Performance>
    if (typeof run === 'object' && Array.isArray(perf)) return { run, perf }
  } catch (cause) {
    throw new RustybtError('SLIPPAGE_FIT_FILE', `${file}: ${messageOf(cause)}`, { cause })
  }
  throw new RustybtError('SLIPPAGE_FIT_FILE', `${file} is no performance file: it has no run and perf`, {
    hint: 'rustybt run … -o perf.json writes one',
  })
}

const COLUMNS = ['amount', 'price', 'reference', 'volume'] as const

function fillsOfTable(text: string, file: string): ObservedFill[] {
  const [header = '', ...lines] = text.split(/\r?\n/)
  const names = header.split(',').map((name) => name.trim())
  const missing = COLUMNS.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw new RustybtError(
      'SLIPPAGE_FIT_FILE',
      `${file}: there is no column '${missing[0]}', only ${names.join(', ')}`,
      {
        hint: `it has ${COLUMNS.join(', ')}`,
      },
    )
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    const cells = line.split(',')
    const numberOf = (name: (typeof COLUMNS)[number]) => {
      const cell = (cells[names.indexOf(name)] ?? '').trim()
      const value = cell === '' ? Number.NaN : Number(cell)
      if (Number.isFinite(value)) return value
      throw new RustybtError('SLIPPAGE_FIT_FILE', `${file}, line ${i + 2}, column ${name}: '${cell}' is no number`)
    }
    return [
      {
        amount: numberOf('amount'),
        price: numberOf('price'),
        reference: numberOf('reference'),
        volume: numberOf('volume'),
      },
    ]
  })
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new UsageError(`${file} can't be read`, { code: 'SLIPPAGE_FIT_FILE', cause })
  }
}
