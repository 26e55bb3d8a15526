import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { VERSION } from 'rustybt'
import { measureStart } from './cli-start.js'
import { compile } from './compile.js'
import { type DataFolders, makeData, SIZES, type Size } from './data.js'
import { exchangeDays } from './exchange-days.js'
import { INGEST, INGEST_ABOUT, LOAD, LOAD_ABOUT, measureIngest, measureLoad } from './ingest.js'
import { type Measured, machine, pageOf } from './page.js'
import { type PeerData, Peers } from './peers.js'
import { finish, lastLine, type Runtime, runtimeAt } from './processes.js'
import { type Row, rowOf } from './row.js'
import { measureSweep, SWEEP_ABOUT } from './sweep.js'
import { tableOf } from './table.js'
import type { Check, PeerName, Sample, Task } from './task.js'

const USAGE =
  'usage: npm run bench -- [--peers VENV,…] [--tasks a,b] [--size tiny|small|full] [--runs 5] [--node PATH] [--data DIR] [--json FILE] [--write FILE.md]'

const ROOT = resolve(import.meta.dirname, '../..')
const TASKS = ['daily_cross', 'daily_rebalance_500', 'minute_cross', 'minute_idle', 'pipeline_500']
const SWEEP = 'sweep'
const START = 'cli_start'
const NAMES = [...TASKS, SWEEP, INGEST, LOAD, START]
const ABOUTS = {
  [SWEEP]: SWEEP_ABOUT,
  [INGEST]: INGEST_ABOUT,
  [LOAD]: LOAD_ABOUT,
  help: "the command line's help beside a Node that does nothing",
  one_year:
    'daily_cross over the last year from the command line: reading, running and writing the performance as JSON',
}

/** Measures the tasks one after the other, each run in a process of its own; the exit code is 1 where results differ. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      peers: { type: 'string' },
      tasks: { type: 'string', default: NAMES.join(',') },
      size: { type: 'string', default: 'full' },
      runs: { type: 'string', default: '5' },
      node: { type: 'string', default: process.execPath },
      data: { type: 'string' },
      json: { type: 'string' },
      write: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const { size, tasks } = values
  const runs = Number(values.runs)
  const span = SIZES[size]
  const chosen = tasks.split(',')
  const unknown = chosen.filter((task) => !NAMES.includes(task))
  if (!span) throw new Error(`no size called '${size}'; known: ${Object.keys(SIZES).join(', ')}`)
  if (unknown.length > 0) throw new Error(`no task called '${unknown[0]}'; known: ${NAMES.join(', ')}`)
  if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs must be a whole number from 1, was ${values.runs}`)

  const [load] = loadavg()
  const folders = makeData(values.data ?? join(tmpdir(), `rustybt-bench-${size}`), span)
  const compiled = compile()
  const peers = values.peers === undefined ? undefined : new Peers(values.peers.split(',').map((venv) => resolve(venv)))
  const node = runtimeAt(values.node)
  const line = { dist: join(ROOT, 'dist'), compiled, version: VERSION, node }
  const rows: Row[] = []
  const abouts: Record<string, string> = { ...ABOUTS }
  for (const name of chosen) {
    const one = { folder: folders.one, assets: 1, start: span.start, end: span.end }
    if (name === START) rows.push(...measureStart(line, one, runs, peers))
    else if (name === SWEEP) rows.push(...measureSweep(line, one, runs, peers))
    else if (name === INGEST)
      rows.push(...measureIngest(node, { ...one, folder: folders.many, assets: span.assets }, runs, peers))
    else if (name === LOAD) rows.push(...measureLoad(node, { ...one, folder: folders.many, assets: span.assets }, runs))
    else {
      const { task } = (await import(`./tasks/${name}.js`)) as { task: Task }
      const data = dataOf(task, folders, span)
      abouts[name] = task.about
      rows.push(...measureTask(task, { ...data, from: warmedUp(task, data) }, { compiled, runs, peers, node }))
    }
  }
  const measured = describe({ size, runs, rows, abouts, peers, load, node })
  console.log(tableOf(rows))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`)
  if (values.write) {
    mkdirSync(dirname(resolve(values.write)), { recursive: true })
    writeFileSync(values.write, pageOf(measured))
  }
  return rows.every(({ ok }) => ok) ? 0 : 1
}

function dataOf({ data, frequency }: Task, folders: DataFolders, { assets, start, end, minuteStart }: Size): PeerData {
  return {
    folder: folders[data],
    assets: data === 'many' ? assets : 1,
    start: frequency === 'minute' ? minuteStart : start,
    end,
    frequency,
  }
}

/** Where a run starts whose windows need sessions before. */
function warmedUp({ warmUp = 0 }: Task, { start, end }: PeerData): string {
  const days = exchangeDays(start, end)
  return days[Math.min(warmUp, Math.floor(days.length * 0.53))]
}

interface How {
  readonly compiled: string
  readonly runs: number
  readonly peers: Peers | undefined
  readonly node: Runtime
}

/** In rounds, one run of each in turn, so that a busy minute of the machine is everybody's. */
function measureTask(task: Task, data: PeerData, { compiled, runs, peers, node }: How): Row[] {
  const args = [
    join(compiled, 'child.js'),
    join(compiled, 'tasks', `${task.name}.js`),
    data.folder,
    String(data.assets),
    data.from ?? data.start,
    data.end,
  ]
  const own = (): Sample => {
    const finished = finish(node.path, args)
    return { ...lastLine<Sample>(finished), process: finished.seconds, version: VERSION }
  }
  const theirs = peers ? (Object.entries(task.peers) as [PeerName, Check][]) : []
  if (theirs.some(([peer]) => peer === 'zipline')) peers!.prepare(data)
  const ours: Sample[] = []
  const samples = new Map<PeerName, Sample[]>(theirs.map(([peer]) => [peer, []]))
  for (let round = 0; round < runs; round++) {
    ours.push(own())
    for (const [peer, taken] of samples)
      if (round === 0 || !task.once?.includes(peer)) taken.push(peers!.once(peer, task.name, data))
  }
  const first = rowOf(task, 'rustybt', ours)
  return [first, ...theirs.map(([peer, check]) => rowOf(task, peer, samples.get(peer)!, first, check))]
}

interface Measuring {
  readonly size: string
  readonly runs: number
  readonly rows: readonly Row[]
  readonly abouts: Measured['abouts']
  readonly peers: Peers | undefined
  readonly load: number
  readonly node: Runtime
}

function describe({ size, runs, rows, abouts, peers, load, node }: Measuring): Measured {
  const others = rows.filter(({ run, who }) => run && who !== 'rustybt').map(({ who, version }) => [who, version])
  return {
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`
      .replace(/ --(json|data)[ =]\S+/g, '')
      .replace(/(?<=--node[ =])\S+/, 'PATH')
      .replace(/(?<=--peers[ =])\S+/, (venvs) =>
        venvs
          .split(',')
          .map((venv) => basename(venv))
          .join(','),
      ),
    date: new Date().toISOString().slice(0, 10),
    size,
    data: SIZES[size],
    runs,
    machine: machine(),
    load: [load, loadavg()[0]],
    node: node.version,
    versions: { rustybt: VERSION, node: node.version, ...Object.fromEntries(others) },
    ingests: [...(peers?.ingests.values() ?? [])],
    abouts,
    rows,
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`)
  process.exitCode = 2
}
