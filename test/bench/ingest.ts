import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { VERSION } from 'rustybt'
import type { PeerData, Peers } from './peers.js'
import { finish, lastLine, type Runtime, repeat } from './processes.js'
import type { Row } from './row.js'
import { spread } from './spread.js'

export const INGEST = 'ingest_daily'
export const INGEST_ABOUT =
  'CSV files, one an asset, into a bundle on the disk: the call that ingests, with its checks of the data and its checksums'

/** What one process has measured: seconds of the ingest alone, the bars in the bundle, peak MB. */
interface Sample {
  readonly run: number
  readonly bars: number
  readonly memory: number
  readonly process: number
  readonly version: string
}

const HOOK = resolve(import.meta.dirname, '../../dist/core/cli/strategy/typescript-register.js')

/** CSV files into a bundle, an ingest in a process of its own, by turns with Zipline's. */
export function measureIngest(node: Runtime, data: PeerData, runs: number, peers: Peers | undefined): Row[] {
  const args = ['--import', HOOK, join(import.meta.dirname, 'ingest-child.ts'), data.folder]
  const own = (): Sample => {
    const finished = finish(node.path, args)
    return { ...lastLine<Omit<Sample, 'process' | 'version'>>(finished), process: finished.seconds, version: VERSION }
  }
  const rounds = repeat(runs, () => [own(), ...(peers ? [peers.ingest(data)] : [])])
  const first = rowOf(
    'rustybt',
    rounds.map(([sample]) => sample),
  )
  if (!peers) return [first]
  return [
    first,
    rowOf(
      'zipline',
      rounds.map(([, sample]) => sample),
      first,
    ),
  ]
}

export const LOAD = 'load_bars'
export const LOAD_ABOUT =
  "a bundle's daily bars, every asset's, from the disk into typed arrays, their files' checksums compared: in run when that has been done once, the first time in reading"

/** All bars of a bundle into typed arrays, each time in a process of its own. */
export function measureLoad(node: Runtime, data: PeerData, runs: number): Row[] {
  const root = mkdtempSync(join(tmpdir(), 'rustybt-load-'))
  try {
    const start = ['--import', HOOK]
    finish(node.path, [...start, join(import.meta.dirname, 'ingest-child.ts'), data.folder, root])
    const samples = repeat(runs, () => {
      const finished = finish(node.path, [...start, join(import.meta.dirname, 'load-child.ts'), root, 'bench'])
      const measured = lastLine<Omit<Sample, 'process' | 'version'> & { reading: number }>(finished)
      return { ...measured, process: finished.seconds, version: VERSION }
    })
    const reading = spread(samples.map((sample) => sample.reading))
    return [{ ...rowOf('rustybt', samples), task: LOAD, reading }]
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function rowOf(who: string, samples: readonly Sample[], first?: Row): Row {
  const run = spread(samples.map((sample) => sample.run))
  const [{ version, bars }] = samples
  const ok = samples.every((sample) => sample.bars === (first?.value ?? bars))
  return {
    task: INGEST,
    who,
    version,
    run,
    process: spread(samples.map((sample) => sample.process)),
    memory: spread(samples.map((sample) => sample.memory)),
    rate: bars / run.median,
    unit: 'bars',
    times: first?.run ? run.median / first.run.median : 1,
    value: bars,
    check: ok
      ? first
        ? 'equal bars'
        : 'the same each time'
      : `DIFFERS: ${samples.map((each) => each.bars).join(', ')} bars`,
    ok,
  }
}
