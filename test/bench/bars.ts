/**
 * What a bar costs, from a thousand of them to ten million: minutes of one asset that trades around the clock, from a bundle, each run in a
 * fresh process, the strategy doing nothing and doing all it does in `minute_cross`.
 *
 *     npm run bench:bars -- [--most 10000000] [--runs 3] [--write docs/bars-speed.md]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../core/cli/terminal/table.js'
import { ingest } from '../../core/data/ingest.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import type { BarsSample } from './bars-child.js'
import { compile } from './compile.js'
import { machine } from './page.js'
import { finish, lastLine, repeat } from './processes.js'
import { scaleSource } from './scale-source.js'

const { values: flags } = parseArgs({
  options: {
    most: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    write: { type: 'string' },
  },
})
const most = Number(flags.most)
const runs = Number(flags.runs)
if (!(most >= 1000 && runs >= 1)) throw new Error('--most must be a number from 1000, --runs one from 1')

const TASKS = ['minute_idle', 'minute_cross']
const DAY = 86_400_000
const FIRST = Date.parse('2000-01-03')
const dayOf = (days: number) => new Date(FIRST + (days - 1) * DAY).toISOString().slice(0, 10)
/** Sessions that have so many minutes. */
const sessionsFor = (bars: number) => Math.ceil(bars / 1440)

const root = mkdtempSync(join(tmpdir(), 'rustybt-bars-'))
try {
  const load = loadavg()[0]
  const span = { from: dayOf(1), to: dayOf(sessionsFor(most)) }
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  const calendar = await kernel.create(Calendar, '24/7')
  const source = scaleSource(1, span, () => 'MIN1')
  const request = { frequency: 'minute' as const, calendar, start: span.from, end: span.to }
  await ingest(source, request, { bundle: 'bars', version: '0.1.0', root })
  const compiled = compile()
  const rows: string[][] = []
  for (let bars = 1000; bars <= most; bars *= 10) {
    const end = dayOf(sessionsFor(bars))
    const samples = TASKS.map((task) =>
      repeat(runs, () => {
        const args = [join(compiled, 'bars-child.js'), join(compiled, 'tasks', `${task}.js`), span.from, end]
        return lastLine<BarsSample>(finish(process.execPath, args, { RUSTYBT_ROOT: root }))
      }),
    )
    rows.push([samples[0][0].bars.toLocaleString('en'), ...samples.flatMap(cells), String(samples[1][0].fills)])
    console.log(rows.at(-1)!.join('  '))
  }
  const page = pageOf(rows, load)
  console.log(page)
  if (flags.write) writeFileSync(flags.write, page)
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Nanoseconds a bar of the fastest run, and the peak of memory. */
function cells(samples: readonly BarsSample[]): string[] {
  const run = Math.min(...samples.map((sample) => sample.run))
  const memory = Math.max(...samples.map((sample) => sample.memory))
  return [Math.round((run * 1e9) / samples[0].bars).toLocaleString('en'), memory.toFixed(0)]
}

function pageOf(rows: readonly string[][], load: number): string {
  const header = ['bars', 'idle, ns a bar', 'peak MB', 'cross, ns a bar', 'peak MB', 'fills']
  const table = formatTable([header, ...rows], [0, 1, 2, 3, 4, 5])
  return `# What a bar costs

Measured by

    npm run bench:bars -- --most ${most} --runs ${runs} --write docs/bars-speed.md

on ${machine()}, node ${process.versions.node}, at a load of ${load.toFixed(1)}: the fastest of ${runs} fresh processes each.

${table
  .trimEnd()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}

- Minutes of one asset that trades around the clock, from a bundle on the disk: from the strategy's \`initialize\` to the result, reading,
  compiling of the code by V8, the account, the metrics and the performance included. The process's start is not.
- **idle** looks at the price on each bar (\`test/bench/tasks/minute_idle.ts\`); **cross** takes a history window of 30 bars, two means and an
  \`order_target\` (\`test/bench/tasks/minute_cross.ts\`).
- The first thousands of bars carry what every run pays once: V8 compiles the loop while it runs. From then on the cost stays what it is,
  as no state grows with the bars behind but the performance's row a day and the fills.
- **peak MB** is the process's largest resident memory: Node itself takes about 45.
`
}
