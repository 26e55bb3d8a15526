/**
 * The speed ratchet: how long operations take in units of a loop of plain arithmetic timed beside them, against what is kept in
 * ratchet.json. A machine twice as fast runs both twice as fast, so the ratios stay.
 *
 *     npm run bench:ratchet              # compares; what takes over 20 % longer than kept is marked, and nothing fails
 *     npm run bench:ratchet -- --write   # keeps these ratios
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { symbol } from '../../compat/api.js'
import { order_target } from '../../compat/orders.js'
import { test_algorithm } from '../../compat/test-algorithm.js'
import { barsIn, openCodec, PartWriter } from '../../core/data/codec.js'
import { indicators } from '../../core/math/indicators.js'
import { GROUPING, kernels } from '../../core/math/kernels.js'
import { matrixKernels, RANKING } from '../../core/math/matrix-kernels.js'
import { Series } from '../../core/math/series.js'
import { ORDER, seriesKernels } from '../../core/math/series-kernels.js'

const FILE = new URL(import.meta.url.replace('/dist/', '/')).pathname.replace(/ratchet\.[jt]s$/, 'ratchet.json')
const RUNS = 9
const FALL = 1.2
const ROWS = 200_000

const values = Float64Array.from({ length: ROWS }, (_, row) => 100 + Math.sin(row / 9) * 7 + (row % 97) / 100)
const wide = values.map((value) => value + 1 / 3)
const out = new Float64Array(ROWS)
const exact = new BigInt64Array(2 * ROWS)
const words = new BigInt64Array(2 * ROWS)
kernels.decimalFromFloat(values, exact)
const groups = new Int32Array(ROWS)
const parquet = await openCodec()
const columns = new Float64Array(6 * ROWS)
for (let column = 0; column < 6; column++) {
  for (let row = 0; row < ROWS; row++)
    columns[column * ROWS + row] = column === 0 ? row * 60_000 : values[(row * 7) % ROWS]
}
const writer = new PartWriter(parquet, ROWS)
const write = () => {
  writer.add(barsIn(columns, 1, 0, ROWS))
  return writer.begin().end()
}
const written = write()
const series = new Series(values)

const bounds = Int32Array.from({ length: ROWS / 10 + 1 }, (_, bar) => bar * 10)
const fourth = new Float64Array(4 * ROWS)

const OPERATIONS: Readonly<Record<string, () => unknown>> = {
  'decimals: multiply': () => kernels.decimalMultiply(exact, exact, words),
  'decimals: divide': () => kernels.decimalDivide(exact, exact, words),
  'decimals: from cents': () => kernels.decimalFromFloat(values, words),
  'decimals: from 17 digits': () => kernels.decimalFromFloat(wide, words),
  'rolling: mean': () => kernels.rollingMean(values, 30, 30, out),
  'rolling: deviation': () => kernels.rollingStd(values, 30, 30, 1, out),
  'rolling: quantile': () => seriesKernels.rollingOrder(ORDER.quantile, values, 30, 30, 0.9, out),
  'series: ewm': () => series.ewm({ span: 20 }).mean(),
  'series: ewm deviation': () => series.ewm({ span: 20 }).std(),
  'series: resample': () => kernels.groupRows(values, bounds, Int32Array.of(GROUPING.last), out.subarray(0, ROWS / 10)),
  'indicators: sma': () => indicators.sma.into(out, values),
  'indicators: atr': () => indicators.atr.into(out, values, values, values),
  'indicators: rsi': () => indicators.rsi.into(out, values),
  'matrix: rank': () => matrixKernels.matrixRank(values, 500, groups, 1, RANKING.average, false, out),
  'matrix: regress': () =>
    matrixKernels.matrixRegress(values, wide, 500, 30, fourth.subarray(0, 4 * (ROWS - 29 * 500))),
  'parquet: write': write,
  'parquet: read': () => parquet.parquetRead(written, 0, columns),
}

/** What the loop of plain arithmetic takes is 1. */
function loop(): number {
  let state = 1
  let sum = 0
  for (let i = 0; i < 4_000_000; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    sum += state * 1e-9
  }
  return sum
}

function timed(run: () => unknown): number {
  const begun = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(begun)
  return user + system
}

/** The engine's loop: a week of minutes around the clock, a window, two means and an order on each. */
async function bars(): Promise<number> {
  let begun: NodeJS.CpuUsage | undefined
  let [minutes, taken] = [0, 0]
  await test_algorithm(
    {
      initialize() {},
      handle_data(_, data) {
        // A window of minutes needs as many before it.
        if (minutes++ < 20) return
        begun ??= process.cpuUsage()
        const prices = data.history(symbol('A'), 'price', 20, '1m')
        order_target(symbol('A'), prices.slice(-5).mean() > prices.mean() ? 100 : 0)
      },
      analyze() {
        const { user, system } = process.cpuUsage(begun)
        taken = user + system
      },
    },
    { data_frequency: 'minute', trading_calendar: '24/7', bars: { A: Array.from(values.subarray(0, 10_080)) } },
  )
  return taken
}

interface Kept {
  readonly mode: string
  readonly ratios: Readonly<Record<string, number>>
}

const best: Record<string, number> = {}
let unit = Number.POSITIVE_INFINITY
for (let run = 0; run < RUNS; run++) {
  unit = Math.min(unit, timed(loop))
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, timed(operation))
  }
  best['engine: bars'] = Math.min(best['engine: bars'] ?? Number.POSITIVE_INFINITY, await bars())
}
const ratios = Object.fromEntries(
  Object.entries(best).map(([name, time]) => [name, Number((time / unit).toPrecision(3))]),
)

if (process.argv.includes('--write')) {
  writeFileSync(FILE, `${JSON.stringify({ mode: kernels.mode, ratios }, null, 2)}\n`)
  console.log(`kept in ${FILE}`)
}
const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Kept
console.log(
  `speed ratchet: kernels ${kernels.mode}, load ${loadavg()[0].toFixed(1)}; in units of a loop of ${(unit / 1e3).toFixed(1)} ms`,
)
if (kept.mode !== kernels.mode) console.log(`kept for ${kept.mode}: not compared`)
else for (const [name, ratio] of Object.entries(ratios)) console.log(line(name, ratio, kept.ratios[name]))

function line(name: string, ratio: number, before: number | undefined): string {
  const change = before === undefined ? 'new' : `${((ratio / before - 1) * 100).toFixed(0)} %`
  const mark = before !== undefined && ratio > before * FALL ? '  SLOWER by more than 20 %' : ''
  return `  ${name.padEnd(26)} ${String(ratio).padStart(8)}  kept ${String(before ?? '-').padStart(8)}  ${change.padStart(7)}${mark}`
}
