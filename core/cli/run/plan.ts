import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Decimal } from 'decimal.js'
import { describeBundle } from '../../data/bundle.js'
import { ingestionTime } from '../../data/catalog.js'
import type { Profile } from '../../data/quirks.js'
import type { SplitTreatment } from '../../data/split-check.js'
import { type BenchmarkAsset, DEFAULT_SPEC, isHistory, type RunSpec } from '../../engine/run-spec.js'
import type { Choice } from '../../kernel/choice.js'
import type { LoadedConfig } from '../../kernel/config.js'
import { applyProfile } from '../../kernel/config-schema.js'
import type { Algorithm } from '../strategy/strategy-file.js'
import { UsageError } from '../usage.js'
import type { RunSettings } from './config.js'
import type { RunFlags } from './flags.js'
import { checkIdleFlags } from './idle-flags.js'

/** A CSV of returns (absolute path), or an asset of the data. */
export type BenchmarkChoice = { readonly file: string } | BenchmarkAsset

/** What a line and a config come to. Paths are absolute. */
export interface RunPlan {
  readonly algorithm: Algorithm
  readonly parameters: Readonly<Record<string, unknown>>
  readonly benchmark?: BenchmarkChoice
  /** The folder of prices that the line gave. */
  readonly csv?: string
  readonly splits: SplitTreatment
  readonly seed?: string
  readonly output?: string
  readonly report?: string
  /** The first day that the report judges as out-of-sample. */
  readonly outOfSample?: string
  /** Who makes it. */
  readonly reporter: Choice | undefined
  /** `profile`: the quirks that the strategy's form expects, where nothing else was said. */
  readonly spec: (profile: Profile) => Omit<RunSpec, 'benchmark'>
}

/** Flags stand above the profile, the profile above the config, the config above the defaults. */
export function planRun(
  operands: readonly string[],
  flags: RunFlags,
  loaded: LoadedConfig | undefined,
  cwd: string,
  /** Where bundles lie. */
  root?: string,
  mode: RunMode = 'run',
): RunPlan {
  const settings = settingsOf(loaded, flags.profile ?? ownProfile(loaded, mode))
  const parties = partiesOf(mode, flags, settings)
  checkIdleFlags(flags, isHistory(parties.feed) ? undefined : useOf(parties.feed!))
  const near = loaded === undefined ? cwd : dirname(loaded.file)
  const parameters = { ...settings.parameters, ...flags.define }
  const seed = flags.seed ?? settings.seed
  return {
    algorithm: algorithmOf(operands, flags, settings.strategy && resolve(near, settings.strategy)),
    parameters,
    benchmark: benchmarkOf(flags, cwd, settings.benchmark && resolve(near, settings.benchmark)),
    csv: flags.csv === undefined ? undefined : resolve(cwd, flags.csv),
    splits: flags.splits ?? settings.splits ?? 'apply',
    seed: seed === undefined ? undefined : String(seed),
    output: flags.output === undefined ? undefined : checkOutput(resolve(cwd, flags.output)),
    report: flags.report === undefined ? undefined : checkReport(resolve(cwd, flags.report), settings.report),
    reporter: settings.report,
    outOfSample: outOfSampleOf(flags, settings),
    spec: (profile) => ({
      profile: flags.quirks ?? (typeof settings.quirks === 'string' ? settings.quirks : profile),
      quirks: { ...(typeof settings.quirks === 'object' ? settings.quirks : {}), ...flags.quirk },
      frequency: flags.dataFrequency ?? settings.frequency ?? DEFAULT_SPEC.frequency,
      ...dataOf(flags, settings, root),
      ...parties,
      metricsSet: flags.metricsSet ?? 'default',
      commission: settings.commission ?? DEFAULT_SPEC.commission,
      slippage: settings.slippage ?? DEFAULT_SPEC.slippage,
      latency: settings.latency,
      fills: settings.fills,
      financing: listOf(settings.financing),
      account: settings.account,
      currency: settings.currency,
      fx: settings.fx,
      seed: seed === undefined ? undefined : String(seed),
      observers: settings.observers,
      pipelineLoaders: settings.pipelineLoaders,
      start: flags.start ?? settings.start,
      end: flags.end ?? settings.end,
      capital: capitalOf(flags.capitalBase ?? settings.capital ?? DEFAULT_SPEC.capital),
      parameters,
    }),
  }
}

/** What is called: `paper` and `live` take their own profile where the config has it and no other is named. */
export type RunMode = 'run' | 'paper' | 'live'

const ownProfile = (loaded: LoadedConfig | undefined, mode: RunMode): string | undefined =>
  mode !== 'run' && Object.hasOwn(loaded?.config.profiles ?? {}, mode) ? mode : undefined

/** Where bars come from and who fills: on paper always the simulation, and a replay where nothing else is chosen. */
function partiesOf(mode: RunMode, flags: RunFlags, settings: RunSettings): Pick<RunSpec, 'feed' | 'broker'> {
  const broker = triggeredBy(flags.triggers, brokerOf(mode, flags, settings))
  const feed = settings.feed ?? 'history'
  if (mode === 'live' && isHistory(feed))
    throw new UsageError('live trading needs bars that come now, and no feed is chosen', {
      code: 'LIVE_FEED',
      hint: 'feed: the stream of a plugin, in the profile live of rustybt.config.ts; see docs/live.md',
    })
  if (mode !== 'paper') return { feed, broker }
  if (!isHistory(feed) && useOf(feed) !== 'replay') return { feed, broker }
  const speed = flags.speed === undefined ? {} : { speed: flags.speed }
  return { feed: { ...(typeof feed === 'string' ? {} : feed), use: 'replay', ...speed }, broker }
}

/** Zipline's `default` blotter is the simulated broker; on paper no other fills, whatever the config says. */
function brokerOf(mode: RunMode, { blotter }: RunFlags, settings: RunSettings): Choice {
  const asked = blotter === 'default' ? DEFAULT_SPEC.broker : blotter
  if (mode !== 'paper') return asked ?? settings.broker ?? DEFAULT_SPEC.broker
  if (asked !== undefined && asked !== DEFAULT_SPEC.broker)
    throw new UsageError(`on paper orders are filled by the simulated broker, not by ${asked}`)
  const configured = settings.broker ?? DEFAULT_SPEC.broker
  return useOf(configured) === DEFAULT_SPEC.broker ? configured : DEFAULT_SPEC.broker
}

/** The name of a choice. */
export const useOf = (choice: Choice): string | undefined =>
  typeof choice === 'string' ? choice : 'use' in choice ? choice.use : undefined

/** The config's settings, those of a profile above them. */
export function settingsOf(loaded: LoadedConfig | undefined, profile: string | undefined): RunSettings {
  if (loaded !== undefined) return applyProfile(loaded.config, profile) as RunSettings
  if (profile === undefined) return {}
  throw new UsageError(`there is no config for the profile '${profile}'`, {
    code: 'PROFILE_UNKNOWN',
    hint: 'profiles stand in rustybt.config.ts; --config FILE names another one',
  })
}

function algorithmOf(operands: readonly string[], flags: RunFlags, configured: string | undefined): Algorithm {
  if (operands.length > 1) throw new UsageError(`one algorithm a run: was ${operands.join(', ')}`)
  const given = [operands[0], flags.algofile].filter((file) => file !== undefined)
  if (given.length + Number(flags.algotext !== undefined) > 1)
    throw new UsageError('specify exactly one of FILE, -f FILE and -t TEXT')
  if (flags.algotext !== undefined) return { text: flags.algotext }
  const file = given[0] ?? configured
  if (file !== undefined) return { file }
  throw new UsageError('no algorithm: specify exactly one of FILE, -f FILE and -t TEXT', {
    hint: 'rustybt run my_algorithm.ts --csv prices/, or strategy in rustybt.config.ts',
  })
}

const listOf = (choices: RunSettings['financing']) =>
  choices === undefined || Array.isArray(choices) ? choices : [choices]

/** The source and its calendar: a bundle's own, where no other was named. */
function dataOf(flags: RunFlags, settings: RunSettings, root?: string): Pick<RunSpec, 'source' | 'calendar'> {
  const calendar = flags.tradingCalendar ?? settings.calendar
  const bundle = bundleOf(flags, settings)
  if (bundle === undefined) return { source: sourceOf(flags, settings), calendar: calendar ?? DEFAULT_SPEC.calendar }
  const manifest = describeBundle(bundle, { timestamp: flags.bundleTimestamp, root })
  // The ingestion of now, whatever is ingested later: the run can be repeated.
  const timestamp = new Date(ingestionTime(manifest.ingestion)!).toISOString()
  return { source: { bundle, timestamp }, calendar: calendar ?? manifest.calendar }
}

/** What the line says stands above the config. */
function bundleOf(flags: RunFlags, settings: RunSettings): string | undefined {
  if (flags.bundle !== undefined && flags.csv !== undefined)
    throw new UsageError('specify exactly one of -b BUNDLE and --csv DIR')
  const bundle = flags.bundle ?? (flags.csv === undefined ? settings.bundle : undefined)
  if (bundle === undefined && flags.bundleTimestamp !== undefined)
    throw new UsageError('--bundle-timestamp chooses an ingestion of a bundle: give -b BUNDLE too')
  if (bundle !== undefined && flags.splits !== undefined)
    throw new UsageError('--splits is decided when a bundle is ingested', {
      hint: `rustybt ingest -b ${bundle} --splits …`,
    })
  return bundle
}

function sourceOf(flags: RunFlags, settings: RunSettings): RunSpec['source'] {
  if (flags.csv !== undefined) return { use: 'csv', dir: flags.csv }
  if (settings.source !== undefined) return settings.source
  throw new UsageError('no prices to run on', {
    code: 'NO_DATA',
    hint: '-b BUNDLE or --csv DIR, or bundle or source in rustybt.config.ts',
  })
}

function triggeredBy(triggers: RunFlags['triggers'], broker: Choice): Choice {
  if (triggers === undefined) return broker
  const use = useOf(broker)
  if (use === DEFAULT_SPEC.broker) return { ...(typeof broker === 'string' ? {} : broker), use, triggers }
  throw new UsageError(`--triggers is of the simulated broker, and orders are filled by ${use}`)
}

function benchmarkOf(flags: RunFlags, cwd: string, configured: string | undefined): BenchmarkChoice | undefined {
  if (!flags.benchmark) return undefined
  const { benchmarkFile, benchmarkSymbol, benchmarkSid } = flags
  const given = [benchmarkFile, benchmarkSymbol, benchmarkSid].filter((flag) => flag !== undefined)
  if (given.length > 1) throw new UsageError('more than one benchmark', { hint: 'give a file, a symbol or a sid' })
  if (benchmarkSymbol !== undefined) return { symbol: benchmarkSymbol }
  if (benchmarkSid !== undefined) return { sid: benchmarkSid }
  const file = benchmarkFile === undefined ? configured : resolve(cwd, benchmarkFile)
  return file === undefined ? undefined : { file }
}

/** Said before the run, as far as its dates are known by then. */
function outOfSampleOf(flags: RunFlags, settings: RunSettings): string | undefined {
  const from = flags.outOfSample ?? settings.outOfSample
  const [start, end] = [flags.start ?? settings.start, flags.end ?? settings.end]
  if (from === undefined || ((start === undefined || from > start) && (end === undefined || from <= end))) return from
  throw new UsageError(
    `out-of-sample from ${from}: the run goes from ${start ?? 'its first day'} to ${end ?? 'its last'}`,
    {
      code: 'OUT_OF_SAMPLE',
      hint: 'give a day after the start and not after the end',
    },
  )
}

/** `1e6` and `1_000.5` come to plain digits; numbers by their shortest. */
function capitalOf(amount: string | number): string {
  return new Decimal(amount).toFixed()
}

/** Said before the run, not after it. */
function checkOutput(path: string): string {
  if (!/\.(json|csv|parquet)$/i.test(path))
    throw new UsageError(`${path}: the performance is written as .json, .csv or .parquet`, { code: 'OUTPUT_KIND' })
  return checkFolder(path)
}

/** What a report of the config's own writes, it knows itself. */
function checkReport(path: string, reporter: Choice | undefined): string {
  if (reporter === undefined && !/\.(html?|json)$/i.test(path))
    throw new UsageError(`${path}: the report is written as .html or .json`, { code: 'OUTPUT_KIND' })
  return checkFolder(path)
}

function checkFolder(path: string): string {
  if (!existsSync(dirname(path)))
    throw new UsageError(`there is no folder ${dirname(path)} to write into`, { code: 'OUTPUT_FOLDER' })
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path} is a folder`, { code: 'OUTPUT_FOLDER' })
  return path
}
