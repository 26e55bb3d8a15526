/**
 * Times the indicators against TA-Lib's C through its Python package, function by function, in turns, on the same bars:
 *
 *     npm run bench:indicators -- --python v/bin/python [--rows 10000000] [--runs 5] [--write docs/indicators-speed.md] [NAME …]
 *
 * Both allocate their answers and run on one thread; the best of the runs counts, in seconds of the processor, which a busy machine
 * stretches less than those of the clock. The last values are compared.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { INDICATORS, type Indicator, type IndicatorName, indicators } from '../../core/math/indicators.js'
import { seriesKernels } from '../../core/math/series-kernels.js'

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
const columns = bars(rows)
const names = (Object.keys(INDICATORS) as IndicatorName[]).filter(
  (name) => positionals.length === 0 || positionals.includes(talibName(name)),
)
const LETTER: Readonly<Record<string, string>> = { real: 'c', real0: 'c', real1: 'o' }

const peer = spawn(flags.python, [join(import.meta.dirname, 'peers/talib_series.py')], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()
const ask = async (text: string) => {
  peer.stdin.write(`${text}\n`)
  return String((await lines.next()).value).split(' ')
}

const [, version] = await ask(String(rows))
const load = loadavg()[0]
interface Row {
  readonly name: string
  readonly into: number
  readonly ours: number
  readonly theirs: number
}
const table: Row[] = []
const memory = new Float64Array(3 * rows).fill(0)
for (const name of names) {
  const form: Indicator = INDICATORS[name]
  const letters = form.inputs.map((input) => LETTER[input] ?? input[0])
  const series = letters.map((letter) => columns[letter])
  const out = memory.subarray(0, rows * form.outputs.length)
  let [into, ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let run = 0; run < Number(flags.runs); run++) {
    const [seconds, last] = (await ask(`${talibName(name)} ${letters.join('')}`)).map(Number)
    theirs = Math.min(theirs, seconds)
    // What the last answers held is given back now, as Python's `del` does, not while a clock runs; V8 does it beside us.
    globalThis.gc?.()
    await setTimeout(10)
    const compute = indicators[name] as unknown as {
      (...args: unknown[]): unknown
      into(...args: unknown[]): unknown
    }
    ours = Math.min(
      ours,
      timed(() => compute(...series)),
    )
    into = Math.min(
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
peer.stdin.end()

const summary = `into memory of the caller's, ${standing(({ into }) => into)}; into new arrays, ${standing(({ ours }) => ours)}`
console.log(summary)
if (flags.write) writeFileSync(flags.write, page())

function standing(of: (row: Row) => number): string {
  const ratios = table.map((row) => row.theirs / of(row))
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  const fast = ratios.filter((ratio) => ratio >= 1).length
  return `${fast} of ${table.length} are at least as fast as TA-Lib, ${mean.toFixed(2)} times in the geometric mean`
}

function line({ name, into, ours, theirs }: Row): string {
  const each = (seconds: number) => ((seconds * 1e9) / rows).toFixed(2).padStart(7)
  const times = (seconds: number) => (theirs / seconds).toFixed(2).padStart(5)
  return `| ${talibName(name).padEnd(19)} | ${each(into)} | ${each(ours)} | ${each(theirs)} | ${times(into)} | ${times(ours)} |`
}

/** Seconds of the processor. */
function timed(run: () => unknown): number {
  const begun = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1e6
}

function page(): string {
  return `# Speed of the indicators

Nanoseconds of the processor a row on ${rows.toLocaleString('en')} rows, with TA-Lib's defaults: the best of ${flags.runs} runs in turns, by

    npm run bench:indicators -- --python PYTHON --runs ${flags.runs} --write docs/indicators-speed.md

on ${cpus()[0].model}, ${cpus().length} cores, node ${process.versions.node}, kernels ${seriesKernels.mode}, TA-Lib ${version} through its Python package, at a load of ${load.toFixed(1)}.
In short: ${summary}.

- **into** is \`indicators.NAME.into(out, …)\`, which writes into memory that is there already; **new** is \`indicators.NAME(…)\`, which makes
  new arrays. TA-Lib's function makes new ones.
- New arrays of this size cost V8 about a nanosecond a row: the system clears the pages, and memory outside its heap makes V8 look for garbage.
  numpy's cost a fifth of that. It is what holds back the functions that take two nanoseconds or less.
- Most kernels wait for one chain of additions (SMA: two additions a row, one after the other), as TA-Lib's do: there is no more to
  gain while the digits are TA-Lib's.

| function            | into    | new     | TA-Lib  | into, times | new, times |
| ------------------- | ------- | ------- | ------- | ----------- | ---------- |
${table.map(line).join('\n')}
`
}

function talibName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

/** A walk from 100; `peers/talib_series.py` makes the same. */
function bars(count: number): Record<string, Float64Array> {
  let seed = 1
  const random = () => {
    // 32-bit arithmetic of the generator, modulo 2^31.
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return seed / 2 ** 31 - 0.5
  }
  const make = () => new Float64Array(count)
  const made = { o: make(), h: make(), l: make(), c: make(), v: make() }
  let walked = 0
  for (let row = 0; row < count; row++) {
    walked += random() * 0.03
    const close = 100 + walked
    made.c[row] = close
    made.h[row] = close + Math.abs(random()) * 0.3
    made.l[row] = close - Math.abs(random()) * 0.3
    made.o[row] = close + random() * 0.1
    made.v[row] = Math.floor(1000 + random() * 999)
  }
  return made
}
