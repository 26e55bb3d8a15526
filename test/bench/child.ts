import { pathToFileURL } from 'node:url'
import { run_algorithm } from 'rustybt/compat'
import type { Sample, Task } from './task.js'

/** One measurement in a process of its own: `node child.js TASK.js FOLDER ASSETS START END`; the last line is the sample as JSON. */
const [module, csv, assets, start, end] = process.argv.slice(2)
const { task } = (await import(pathToFileURL(module).href)) as { task: Task }
const algorithm = task.algorithm(Number(assets))
const begun = performance.now()
let initialized = begun
const perf = await run_algorithm({
  ...algorithm,
  initialize(context) {
    initialized = performance.now()
    return algorithm.initialize(context)
  },
  start,
  end,
  capital_base: 1e6,
  data_frequency: task.frequency ?? 'daily',
  csv,
  trial: false,
})
const done = performance.now()
const { length, transactions, columns } = perf.result.performance
const sample: Omit<Sample, 'process' | 'version'> = {
  run: (done - initialized) / 1000,
  reading: (initialized - begun) / 1000,
  value: perf.portfolio_value.iloc(-1),
  fills: transactions.reduce((sum, list) => sum + list.length, 0),
  bars: task.frequency === 'minute' ? minutes() : length,
  memory: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(sample))

/** Minutes of the sessions that were played. */
function minutes(): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += (columns.period_close[i] - columns.period_open[i]) / 60_000 + 1
  return sum
}
