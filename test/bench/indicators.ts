/**
 * Times the indicators against TA-Lib's C through its Python package, function by function, in turns, on the same bars:
 *
 *     npm run bench:indicators -- --python v/bin/python [--rows 10000000] [--runs 5] [--write docs/indicators-speed.md] [NAME …]
 *
 * The best of the runs counts, in seconds of the clock, which is what people wait for; those of the processor stand beside them.
 * The last values are compared.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { INDICATORS, type Indicator, type IndicatorName, indicators } from '../../core/math/indicators.js'
import { seriesKernels } from '../../core/math/series-kernels.js'
import { askPeer, bars, least, NEVER, type Spent, timed } from './series-peer.js'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    rows: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '5' },
    write: { type: 'string' },
  },
})
if (!flags.python) throw new Error('--python: give a Python that has TA-Lib (pip install TA-Lib)')

const rows = Number(flags.rows)
const columns: Record<string, Float64Array> = bars(rows)
const names = (Object.keys(INDICATORS) as IndicatorName[]).filter(
  (name) => positionals.length === 0 || positionals.includes(talibName(name)),
)
const LETTER: Readonly<Record<string, string>> = { real: 'c', real0: 'c', real1: 'o' }

const peer = askPeer(flags.python, 'talib_series.py')

const [, version] = await peer.ask(String(rows))
const load = loadavg()[0]
interface Row {
  readonly name: string
  readonly into: Spent
  readonly ours: Spent
  readonly theirs: Spent
}
const table: Row[] = []
const memory = new Float64Array(3 * rows).fill(0)
for (const name of names) {
  const form: Indicator = INDICATORS[name]
  const letters = form.inputs.map((input) => LETTER[input] ?? input[0])
  const series = letters.map((letter) => columns[letter])
  const out = memory.subarray(0, rows * form.outputs.length)
  let [into, ours, theirs] = [NEVER, NEVER, NEVER]
  for (let run = 0; run < Number(flags.runs); run++) {
    const [clock, processor, last] = (await peer.ask(`${talibName(name)} ${letters.join('')}`)).map(Number)
    theirs = least(theirs, { clock, processor })
    // What the last answers held is given back now, as Python's `del` does, not while a clock runs; V8 does it beside us.
    globalThis.gc?.()
    await setTimeout(10)
    const compute = indicators[name] as unknown as {
      (...args: unknown[]): unknown
      into(...args: unknown[]): unknown
    }
    ours = least(
      ours,
      timed(() => compute(...series)),
    )
    into = least(
      into,
      timed(() => compute.into(out, ...series)),
    )
    const found = out[rows - 1]
    if (!(Math.abs(found - last) <= 1e-6 * Math.max(1, Math.abs(last)))) {
      throw new Error(`${name}: ends with ${found}, TA-Lib's with ${last}`)
    }
  }
  table.push({ name, into, ours, theirs })
  console.log(line({ name, into, ours, theirs }))
}
peer.end()

const summary = `into memory of the caller's, ${standing(({ into }) => into)}; into new arrays, ${standing(({ ours }) => ours)}`
console.log(summary)
if (flags.write) writeFileSync(flags.write, page())

function standing(of: (row: Row) => Spent): string {
  const ratios = table.map((row) => row.theirs.clock / of(row).clock)
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  const fast = ratios.filter((ratio) => ratio >= 1).length
  return `${fast} of ${table.length} are at least as fast as TA-Lib, ${mean.toFixed(2)} times in the geometric mean`
}

function line({ name, into, ours, theirs }: Row): string {
  const each = (seconds: number) => ((seconds * 1e9) / rows).toFixed(2).padStart(6)
  const times = (mine: Spent) => (theirs.clock / mine.clock).toFixed(2).padStart(5)
  const all = [into, ours, theirs]
  const cells = [
    ...all.map(({ clock }) => each(clock)),
    times(into),
    times(ours),
    ...all.map(({ processor }) => each(processor)),
  ]
  return `| ${[talibName(name).padEnd(19), ...cells].join(' | ')} |`
}

function page(): string {
  return `# Speed of the indicators

Nanoseconds a row on ${rows.toLocaleString('en')} rows, with TA-Lib's defaults: the best of ${flags.runs} runs in turns, by

    npm run bench:indicators -- --python PYTHON --runs ${flags.runs} --write docs/indicators-speed.md

on ${cpus()[0].model}, ${cpus().length} cores, node ${process.versions.node}, kernels ${seriesKernels.mode}, TA-Lib ${version} through its Python package, at a load of ${load.toFixed(1)}.
In short, by the clock: ${summary}.

- **into** is \`indicators.NAME.into(out, …)\`, which writes into memory that is there already; **new** is \`indicators.NAME(…)\`, which makes
  new arrays. TA-Lib's function makes new ones.
- The first columns are time by the clock, the last ones time of the processor on all threads: ours is more than the clock's where V8
  looks for garbage beside it, less where the processor was others'.
- New arrays are of memory that is used again (docs/kernels.md), so the system clears no pages. What earlier answers held is given back
  before a clock runs, as Python's is.

| function            | into   | new    | TA-Lib | times: into | new | processor: into | new | TA-Lib |
| ------------------- | -----: | -----: | -----: | ----: | ----: | -----: | -----: | -----: |
${table.map(line).join('\n')}
`
}

function talibName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}
