import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../core/cli/terminal/table.js'
import type { PipelineAnswer } from './pipeline-phase.js'

const USAGE = 'usage: npm run bench:pipeline -- [--runs 3] [--quick] [--write FILE.md]'
const HOOK = resolve(import.meta.dirname, '../../dist/core/cli/strategy/typescript-register.js')
const LIMIT_MB = 3072

/** The terms of pipeline_500 over more assets and more sessions, and each comparing term over 8,000 assets. Exits 1 above 3 GB. */
function main(): number {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '3' },
      /** A tenth of it all, to see whether it works. */
      quick: { type: 'boolean', default: false },
      write: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const runs = Number(values.runs)
  if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs must be a whole number from 1, was ${values.runs}`)
  const tenth = (count: number) => (values.quick ? Math.round(count / 10) : count)
  const best = (what: string, assets: number, sessions: number) =>
    Array.from({ length: runs }, () => child(what, tenth(assets), tenth(sessions))).sort(
      (a, b) => a.seconds - b.seconds,
    )[0]
  const wide = [500, 1000, 2000, 3000, 8000].map((assets) => best('run', assets, 2516))
  const long = [629, 1258, 2516, 4500].map((sessions) => best('run', 1000, sessions))
  const terms = Array.from({ length: runs }, () => child('terms', tenth(8000), tenth(252)))
  const page = pageOf(wide, long, terms)
  console.log(page)
  if (values.write) writeFileSync(values.write, page)
  return [...wide, ...long].every(({ megabytes }) => megabytes < LIMIT_MB) ? 0 : 1
}

function child(what: string, assets: number, sessions: number): PipelineAnswer {
  const script = join(import.meta.dirname, 'pipeline-phase.ts')
  const args = ['--import', HOOK, script, what, String(assets), String(sessions)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${what} ${assets} ${sessions} failed: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as PipelineAnswer
}

const count = (value: number) => value.toLocaleString('en')

function sizes(answers: readonly PipelineAnswer[]): string {
  const head = ['| assets', '| sessions', '| cells', '| s', '| ns a cell', '| peak MB', '| of it prices |']
  const rows = answers.map(({ assets, sessions, seconds, megabytes, megabytesBefore }) => [
    `| ${count(assets)}`,
    `| ${count(sessions)}`,
    `| ${count(assets * sessions)}`,
    `| ${seconds.toFixed(2)}`,
    `| ${((seconds * 1e9) / assets / sessions).toFixed(0)}`,
    `| ${megabytes.toFixed(0)}`,
    `| ${megabytesBefore.toFixed(0)} |`,
  ])
  return formatTable([head, head.map((_, k) => (k === head.length - 1 ? '| ---: |' : '| ---:')), ...rows])
}

function termTable(answers: readonly PipelineAnswer[]): string {
  const names = Object.keys(answers[0].terms!)
  const least = (name: string) => Math.min(...answers.map(({ terms }) => terms![name]))
  const rows = names.map((name) => [`| \`${name}\``, `| ${least(name).toFixed(2)} |`])
  return formatTable([['| term', '| ms a session |'], ['| ---', '| ---: |'], ...rows])
}

function pageOf(
  wide: readonly PipelineAnswer[],
  long: readonly PipelineAnswer[],
  terms: readonly PipelineAnswer[],
): string {
  const { mode } = wide[0]
  return `# What pipelines cost

    npm run bench:pipeline -- ${process.argv.slice(2).join(' ')}

measured on ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model}, ${cpus().length} cores, node ${process.versions.node}, kernels ${mode}, at a
load of ${loadavg()[0].toFixed(1)}. Prices are random walks in memory. Each line is a process of its own, the least of some runs; **s** are the
processor's seconds, since on a busy machine the clock says little.

## The terms of pipeline_500 over more assets

Momentum, its z-score, rank and best 50 among the 300 most traded assets, a mean and an RSI, in chunks of 252 sessions.

${sizes(wide)}
## Over more sessions

${sizes(long)}
A cell costs the same whatever the assets and the sessions; with few of them what a run costs anyway (compiling, planning) is spread over
less. Memory is the prices', one chunk's matrices and what the screen lets through: matrices are used again from chunk to chunk and given
back when their last reader is done.

## Terms that compare assets, 8,000 a day

${termTable(terms)}
All of them by native kernels; the inputs (returns, groups) are not counted.

The speed beside Zipline is in [benchmarks.md](benchmarks.md), task \`pipeline_500\`.
`
}

try {
  process.exitCode = main()
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`)
  process.exitCode = 2
}
