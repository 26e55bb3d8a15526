import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerData, Peers } from './peers.js'
import { finish, type Runtime, repeat } from './processes.js'
import { isNear, processRow, type Row } from './row.js'
import { spread } from './spread.js'

export interface CommandLine {
  /** The built package, and the benchmark's algorithms compiled. */
  readonly dist: string
  readonly compiled: string
  readonly version: string
  readonly node: Runtime
}

/** Processes from start to exit: the help text beside a bare Node, and one year of one asset. */
export function measureStart(line: CommandLine, data: PeerData, runs: number, peers: Peers | undefined): Row[] {
  const seconds = (...args: string[]) => repeat(runs, () => finish(line.node.path, args).seconds)
  const rustybt = join(line.dist, 'rustybt.js')
  const help = processRow('help', 'rustybt --help', line.version, seconds(rustybt, '--help'))
  const bare = processRow('help', 'node -e 0', `node ${line.node.version}`, seconds('-e', '0'))
  return [help, { ...bare, times: bare.process.median / help.process.median }, ...yearRows(line, data, runs, peers)]
}

function yearRows(line: CommandLine, data: PeerData, runs: number, peers: Peers | undefined): Row[] {
  const year = { ...data, start: `${data.end.slice(0, 4)}-01-02` }
  const folder = mkdtempSync(join(tmpdir(), 'rustybt-bench-'))
  const output = join(folder, 'perf.json')
  const command = (algorithm: string) => [
    ...[join(line.dist, 'rustybt.js'), 'run', '-f', algorithm, '--csv', data.folder, '-s', year.start, '-e', year.end],
    ...['--capital-base', '1000000', '--no-benchmark', '--no-progress', '-o', output],
  ]
  const measured = (who: string, algorithm: string) => {
    const times = repeat(runs, () => finish(line.node.path, command(algorithm)).seconds)
    const { perf } = JSON.parse(readFileSync(output, 'utf8')) as { perf: { portfolio_value: number }[] }
    return processRow('one_year', who, line.version, times, { value: perf.at(-1)!.portfolio_value })
  }
  try {
    const plain = measured('rustybt run, .js', join(line.compiled, 'one-year.js'))
    const typed = measured('rustybt run, .ts', join(import.meta.dirname, 'one-year.ts'))
    const rows = [plain, sameEnd(typed, plain)]
    if (!peers) return rows
    peers.prepare(data)
    const samples = repeat(runs, () => peers.once('zipline', 'one_year', year))
    const zipline = processRow(
      'one_year',
      'zipline',
      samples[0].version,
      samples.map((each) => each.process),
      {
        value: samples[0].value,
        memory: spread(samples.map((each) => each.memory)),
      },
    )
    return [...rows, sameEnd(zipline, plain)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sameEnd(row: Row, first: Row): Row {
  const ok = isNear(row.value!, first.value!)
  const check = ok ? 'equal value' : `DIFFERS: ends with ${row.value}, not ${first.value}`
  return { ...row, times: row.process.median / first.process.median, check, ok }
}
