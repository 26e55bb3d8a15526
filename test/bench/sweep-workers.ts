import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_SPEC, runMany } from 'rustybt'
import { CAPITAL, FEE, sweepPairs } from './sweep-pairs.js'
import type { Sample } from './task.js'

/** The sweep as algorithms in workers, in a process of its own: `node sweep-workers.js FOLDER START END`. Starting the workers and reading is in it. */
const [dir, start, end] = process.argv.slice(2)
const begun = performance.now()
const { columns, fills, failures } = await runMany({
  trial: false,
  file: join(dirname(fileURLToPath(import.meta.url)), 'sweep-strategy.js'),
  specs: sweepPairs().map(([short, long]) => ({
    ...DEFAULT_SPEC,
    source: { use: 'csv', dir },
    commission: { use: 'per-dollar', cost: FEE },
    slippage: 'none',
    capital: String(CAPITAL),
    start,
    end,
    parameters: { short, long },
  })),
})
const done = performance.now()
if (failures.length > 0) throw new Error(JSON.stringify(failures[0]))
const values = columns.portfolio_value!
const sessions = values.length / fills.length
const sample: Omit<Sample, 'process' | 'version'> = {
  run: (done - begun) / 1000,
  reading: 0,
  value: fills.reduce((sum, _, run) => sum + values[(run + 1) * sessions - 1], 0),
  fills: fills.reduce((sum, each) => sum + each, 0),
  bars: values.length,
  memory: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(sample))
