import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../core/cli/terminal/table.js'
import type { PhaseAnswer } from './scale-phase.js'

const USAGE = 'usage: npm run bench:scale -- [--bars 10000000] [--root DIR] [--kill] [--write FILE.md]'
const HOOK = resolve(import.meta.dirname, '../../dist/core/cli/strategy/typescript-register.js')
const LIMIT_MB = 1536

/** Ingests so many minute bars, made on the spot, and replays them; each phase is a process of its own. Exits 1 above 1.5 GB. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      bars: { type: 'string', default: '10000000' },
      /** Where the bundle is written, and left; a folder that is removed, where left out. */
      root: { type: 'string' },
      /** Kills the ingest in the middle of a year, and begins it again. */
      kill: { type: 'boolean', default: false },
      write: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const bars = Number(values.bars)
  if (!(bars >= 1)) throw new Error(`--bars must be a number from 1, was ${values.bars}`)
  const root = values.root === undefined ? mkdtempSync(join(tmpdir(), 'rustybt-scale-')) : resolve(values.root)
  try {
    const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}`
    if (values.kill) await child('ingest', bars, root, true)
    const ingested = await finished('ingest', bars, root)
    const replayed = await finished('replay', bars, root)
    const text = pageOf(machine, ingested, replayed)
    console.log(text)
    if (values.write !== undefined) writeFileSync(values.write, text)
    return Math.max(ingested.memory, replayed.memory) > LIMIT_MB ? 1 : 0
  } finally {
    if (values.root === undefined) rmSync(root, { recursive: true, force: true })
  }
}

const HEADER = ['phase', 'bars', 'seconds', 'bars/s', 'peak MB', 'kernels']

function pageOf(machine: string, ingested: PhaseAnswer, replayed: PhaseAnswer): string {
  const megabytes = ingested.megabytes ?? 0
  const table = formatTable([HEADER, rowOf('ingest', ingested), rowOf('replay', replayed)], [1, 2, 3, 4])
  const lines = [
    machine,
    table.trimEnd(),
    `${megabytes.toFixed(0)} MB on the disk, ${((megabytes * 1e6) / replayed.bars).toFixed(1)} bytes a bar; ${replayed.fills} fills`,
  ]
  const after = ingested.resumedAfter
  if (after !== undefined) lines.push(`The ingest was killed, and begun again: it went on after ${after}.`)
  return `${lines.join('\n')}\n`
}

const rowOf = (phase: string, { bars, seconds, memory, mode }: PhaseAnswer) => [
  phase,
  bars.toLocaleString('en'),
  seconds.toFixed(1),
  Math.round(bars / seconds).toLocaleString('en'),
  memory.toFixed(0),
  mode,
]

async function finished(phase: string, bars: number, root: string): Promise<PhaseAnswer> {
  const answer = await child(phase, bars, root)
  if (answer === undefined) throw new Error(`${phase} was killed from outside`)
  return answer
}

/** Undefined where it was killed: `kill` does it half-way from the third year's end to the fourth's. */
function child(phase: string, bars: number, root: string, kill = false): Promise<PhaseAnswer | undefined> {
  const script = join(import.meta.dirname, 'scale-phase.ts')
  return new Promise((answer, fail) => {
    const run = spawn(process.execPath, ['--import', HOOK, script, phase, String(bars), root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ends: number[] = []
    let output = ''
    run.stdout.on('data', (piece) => {
      output += piece
      if (ends.push(performance.now()) === 3 && kill) setTimeout(() => run.kill('SIGKILL'), (ends[2] - ends[1]) / 2)
    })
    run.on('error', fail)
    run.on('close', (code, signal) => {
      if (signal === 'SIGKILL') answer(undefined)
      else if (code === 0) answer(JSON.parse(output.trim().split('\n').at(-1)!) as PhaseAnswer)
      else fail(new Error(`${phase} answered ${code}`))
    })
  })
}

process.exitCode = await main()
