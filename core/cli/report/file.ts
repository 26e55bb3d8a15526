import { basename, dirname, extname, join } from 'node:path'
import type { AssetFinder } from '../../assets/finder.js'
import type { Artifact, Report, RunAbout } from '../../engine/report.js'
import type { RunResult } from '../../engine/result.js'
import type { Plain } from '../../engine/rows.js'
import type { RunSpec } from '../../engine/run-spec.js'
import type { TrialsAbout } from '../../engine/trials.js'
import { VERSION } from '../../version.js'
import { writeWhole } from '../whole-file.js'

/** What the command line knows of a run beside its result. */
export interface ReportedRun {
  readonly spec: RunSpec
  /** As the performance file has it. */
  readonly described: { readonly [name: string]: Plain }
  readonly finder: AssetFinder
  readonly calendar: string
  /** IANA zone of the calendar. */
  readonly zone?: string
  readonly perYear: number
  /** The benchmark's file or asset, by name. */
  readonly benchmark: string | undefined
  readonly outOfSample?: string
  /** SHA-256 of what it was on. */
  readonly data?: string
  readonly trials?: TrialsAbout
}

/** Writes a report's first file to the path asked for, further ones beside it. Throws `OUTPUT_FAILED`. */
export async function writeReport(file: string, report: Report, result: RunResult, run: ReportedRun): Promise<void> {
  writeArtifacts(file, await report.render(result, aboutOf(run)))
}

/** The first to the path asked for, further ones beside it. Throws `OUTPUT_FAILED`. */
export function writeArtifacts(file: string, [first, ...others]: readonly Artifact[]): void {
  for (const { name, content } of others) writeWhole(join(dirname(file), basename(name)), [content])
  writeWhole(file, [first.content])
}

/** The report that a file's name asks for. */
export const reportKind = (file: string): 'html' | 'json' => (/\.json$/i.test(file) ? 'json' : 'html')

/** What a report says of a run beside its numbers. */
export function aboutOf({
  spec,
  described,
  finder,
  calendar,
  zone,
  perYear,
  benchmark,
  outOfSample,
  data,
  trials,
}: ReportedRun): RunAbout {
  const { source, splits, broker, commission, slippage, seed } = described
  const currencies = new Set(finder.all.map((asset) => asset.currency))
  return {
    strategy: stem(String(described.algorithm)),
    start: String(described.start),
    end: String(described.end),
    capital: spec.capital,
    currency: currencies.size === 1 ? [...currencies][0] : undefined,
    calendar,
    zone,
    sessionsPerYear: perYear,
    frequency: spec.frequency,
    profile: spec.profile,
    finder,
    benchmark: benchmark && benchmarkName(benchmark),
    version: VERSION,
    parameters: spec.parameters ?? {},
    ...(outOfSample === undefined ? {} : { outOfSample }),
    fingerprints: { ...(data === undefined ? {} : { data }), algorithm: String(described.algorithm_sha256) },
    trials,
    details: { source, splits, broker, commission, slippage, ...(seed === null ? {} : { seed }) },
  }
}

/** `SPY_benchmark.csv` is SPY. */
const benchmarkName = (file: string): string => stem(file).replace(/[-_ ]?benchmark[-_ ]?/i, '') || 'Benchmark'

/** A file's name for people: without folder and extension. */
const stem = (file: string): string => basename(file, extname(file))
