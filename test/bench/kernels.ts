/**
 * Times what the kernels compute against pandas, function by function, in turns, on the same numbers:
 *
 *     npm run bench:kernels -- --python v/bin/python [--rows 5000000] [--runs 3] [--write docs/kernels-speed.md] [NAME …]
 *
 * Both make new arrays; the best of the runs counts, in seconds of the clock, with those of the processor beside them. Sums and
 * last values are compared.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ExponentiallyWeighted } from '../../core/math/ewm.js'
import { joinAsof } from '../../core/math/join-asof.js'
import { GROUPING, kernels } from '../../core/math/kernels.js'
import { matrixKernels, RANKING } from '../../core/math/matrix-kernels.js'
import { Rolling } from '../../core/math/rolling.js'
import { machine } from './page.js'
import { askPeer, bars, least, NEVER, type Spent, timed } from './series-peer.js'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    rows: { type: 'string', default: '5000000' },
    runs: { type: 'string', default: '3' },
    write: { type: 'string' },
  },
})
if (!flags.python) throw new Error('--python: give a Python that has pandas (pip install pandas)')

const WINDOW = 30
const COLUMNS = 500
const rows = Number(flags.rows)
const { o, h, l, c, v } = bars(rows)
const matrixRows = Math.ceil(rows / COLUMNS / 2)
const matrix = c.subarray(0, matrixRows * COLUMNS)
const all = new Int32Array(matrix.length)
const only = ([column]: Float64Array[]) => column
const rolling = new Rolling([c], WINDOW, WINDOW, only)
const weighted = new ExponentiallyWeighted([c], { span: 20 }, only)
const minutes = Float64Array.from({ length: rows }, (_, row) => row * 60_000)

/** Half a minute before every seventh: there is one before each minute. */
const filings = Float64Array.from({ length: Math.ceil(rows / 7) }, (_, at) => at * 420_000 - 30_000)
const filed = c.subarray(0, filings.length)

const OPERATIONS: Readonly<Record<string, () => Float64Array>> = {
  'rolling sum': () => rolling.sum(),
  'rolling mean': () => rolling.mean(),
  'rolling var': () => rolling.var(),
  'rolling min': () => rolling.min(),
  'rolling max': () => rolling.max(),
  'rolling median': () => rolling.median(),
  'rolling quantile': () => rolling.quantile(0.9),
  'rolling rank': () => rolling.rank(),
  'rolling correlation'() {
    const out = new Float64Array(rows - WINDOW + 1)
    matrixKernels.matrixPearson(c, o, 1, WINDOW, out)
    return out
  },
  'rolling slope'() {
    const out = new Float64Array(4 * (rows - WINDOW + 1))
    matrixKernels.matrixRegress(c, o, 1, WINDOW, out)
    return out.subarray(out.length / 4, out.length / 2)
  },
  'ewm mean': () => weighted.mean(),
  'ewm std': () => weighted.std(),
  'row rank'() {
    const out = new Float64Array(matrix.length)
    matrixKernels.matrixRank(matrix, COLUMNS, all, 1, RANKING.average, false, out)
    return out
  },
  'row quantile'() {
    const out = new Float64Array(matrixRows)
    matrixKernels.matrixPercentiles(matrix, COLUMNS, all, 1, Float64Array.of(0.9), out)
    return out
  },
  resample: fiveMinutes,
  'join as of'() {
    const out = new Float64Array(rows)
    matrixKernels.matrixGather(filed, joinAsof(minutes, filings).rows, out)
    return out
  },
}

/** Bars of five minutes, side by side: where each begins, then each column by its own reduction. */
function fiveMinutes(): Float64Array {
  const bounds = new Int32Array(Math.ceil(rows / 5) + 1)
  let count = 0
  for (let row = 0, last = -1; row < rows; row++) {
    const bar = Math.floor(minutes[row] / 300_000)
    if (bar !== last) bounds[count++] = row
    last = bar
  }
  bounds[count] = rows
  const { first, max, min, last, sum } = GROUPING
  const values = new Float64Array(5 * rows)
  for (const [at, column] of [o, h, l, c, v].entries()) values.set(column, at * rows)
  const out = new Float64Array(5 * count)
  kernels.groupRows(values, bounds, Int32Array.of(first, max, min, last, sum), out)
  return out
}

const peer = askPeer(flags.python, 'pandas_kernels.py')
const [, pandas, numpy] = await peer.ask(`${rows} ${matrixRows} ${COLUMNS}`)
const load = loadavg()[0]
const table: { name: string; looked: number; ours: Spent; theirs: Spent }[] = []
for (const [name, run] of Object.entries(OPERATIONS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const looked = name.startsWith('row ') ? matrix.length : rows
  let [ours, theirs] = [NEVER, NEVER]
  for (let turn = 0; turn < Number(flags.runs); turn++) {
    const [clock, processor, sum, last] = (await peer.ask(name)).map(Number)
    theirs = least(theirs, { clock, processor })
    globalThis.gc?.()
    await setTimeout(10)
    let answer = o
    const spent = timed(() => (answer = run()))
    ours = least(ours, spent)
    const found = answer.reduce((whole, value) => (Number.isNaN(value) ? whole : whole + value), 0)
    for (const [what, mine, other] of [
      ['adds up to', found, sum],
      ['ends with', answer[answer.length - 1], last],
    ] as const) {
      if (!(Math.abs(mine - other) <= 1e-6 * Math.max(1, Math.abs(other)))) {
        throw new Error(`${name}: ${what} ${mine}, pandas' ${other}`)
      }
    }
  }
  table.push({ name, looked, ours, theirs })
  console.log(line(table.at(-1)!))
}
peer.end()
if (flags.write) writeFileSync(flags.write, page())

function line({ name, looked, ours, theirs }: (typeof table)[number]): string {
  const each = (seconds: number) => ((seconds * 1e9) / looked).toFixed(1).padStart(7)
  const times = (theirs.clock / ours.clock).toFixed(2).padStart(5)
  const cells = [each(ours.clock), each(theirs.clock), times, each(ours.processor), each(theirs.processor)]
  return `| ${[name.padEnd(19), ...cells].join(' | ')} |`
}

function page(): string {
  return `# Speed of the kernels

Nanoseconds a value, ${rows.toLocaleString('en')} values, of rows ${matrixRows.toLocaleString('en')} x ${COLUMNS}: the best of ${flags.runs} runs in turns, by

    npm run bench:kernels -- --python PYTHON --rows ${rows} --runs ${flags.runs} --write docs/kernels-speed.md

on ${machine()}, node ${process.versions.node}, kernels ${kernels.mode}, at a load of ${load.toFixed(1)}; pandas ${pandas}, numpy ${numpy}. Windows have ${WINDOW} rows,
quantiles are 0.9, \`ewm\` has a span of 20, resampling makes bars of five minutes, the join finds for each minute the last of what
comes every seventh. Both make new arrays. Sums and last values are compared. The first columns and the ratio are time by the clock, the last
ones time of the processor on all threads.

| function            |    ours |  pandas | times | processor: ours | pandas |
| ------------------- | ------: | ------: | ----: | ------: | ------: |
${table.map(line).join('\n')}

- Sums, means and variances take nothing away again: a window is the end of one block and the beginning of the next, so a great value leaves
  no rounding behind (\`native/kernels/src/rolling.rs\`). Where no value is missing, ends and beginnings are added up side by side and joined many
  at once.
- Correlation and slope go over each window anew, many windows side by side, so that they neither drift nor depend on where a series begins; they
  take longer the longer the window. Slope answers more than pandas' (intercept, slope, correlation, standard error).
- Exponential weights have pandas' digits to the last bit, so they wait for the same division.
`
}
