import { pathToFileURL } from 'node:url'
import { run_algorithm } from 'rustybt/compat'
import type { Task } from './task.js'

/** What a process of `bars.ts` has measured. */
export interface BarsSample {
  /** From the strategy's `initialize` to the result, seconds. */
  readonly run: number
  readonly bars: number
  readonly fills: number
  /** Peak resident memory, MB. */
  readonly memory: number
}

/** A task on the first sessions of a bundle, in a process of its own: `node bars-child.js TASK.js START END`; the last line is the sample. */
const [module, start, end] = process.argv.slice(2)
const { task } = (await import(pathToFileURL(module).href)) as { task: Task }
const algorithm = task.algorithm(1)
let begun = 0
const perf = await run_algorithm({
  ...algorithm,
  initialize(context) {
    begun = performance.now()
    return algorithm.initialize(context)
  },
  start,
  end,
  capital_base: 1e6,
  data_frequency: 'minute',
  bundle: 'bars',
  trading_calendar: '24/7',
})
const run = (performance.now() - begun) / 1000
const { length, transactions } = perf.result.performance
const fills = transactions.reduce((sum, list) => sum + list.length, 0)
const memory = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ run, bars: length * 1440, fills, memory } satisfies BarsSample))
