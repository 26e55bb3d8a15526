import {
  Calendar,
  CommissionModel,
  createKernel,
  DataSource,
  DEFAULT_SPEC,
  QUIRKS,
  readDataset,
  SlippageModel,
  sweepTargets,
  VERSION,
} from 'rustybt'
import { symbolOf } from './data.js'
import { CAPITAL, FEE, sweepPairs, UNITS } from './sweep-pairs.js'
import type { Sample } from './task.js'

/** The sweep by the kernel, in a process of its own: `node sweep-kernel.js FOLDER START END`. From prices to figures of every pair. */
const [dir, start, end] = process.argv.slice(2)
const dist = new URL('../../dist/', import.meta.url)
const built = <M>(path: string): Promise<M> => import(new URL(path, dist).href)
const { firstPartyPlugins } = await built<typeof import('../../plugins/index.js')>('plugins/index.js')
const { exactFromNumber } = await built<typeof import('../../core/math/decimal.js')>('core/math/decimal.js')
const { mean } = await built<typeof import('../../core/math/statistics.js')>('core/math/statistics.js')
const { sharpeRatio } = await built<typeof import('../../core/math/returns/ratios.js')>('core/math/returns/ratios.js')

const begun = performance.now()
const kernel = await createKernel({ version: VERSION, plugins: await firstPartyPlugins() })
const quirks = QUIRKS.zipline
const calendar = await kernel.create(Calendar, DEFAULT_SPEC.calendar)
const source = await kernel.create(DataSource, { use: 'csv', dir })
const dataset = await readDataset(source, { frequency: 'daily', calendar }, quirks)
const asset = dataset.finder.lookupSymbol(symbolOf(0))
// As a history window shows them: to three decimals.
const close = dataset.reader.column(asset.sid, 'close').map((price) => Math.round(price * 1000) / 1000)
const commission = await kernel.create(CommissionModel, { use: 'per-dollar', cost: FEE })
const slippage = await kernel.create(SlippageModel, 'none')
const read = performance.now()

const pairs = sweepPairs()
const meansOf = (window: number) =>
  close.map((_, i) => (i < window - 1 ? Number.NaN : mean(close.subarray(i - window + 1, i + 1))))
const means = new Map([...new Set(pairs.flat())].map((window) => [window, meansOf(window)]))
const targets = new Float64Array(pairs.length * close.length)
for (const [run, [short, long]] of pairs.entries()) {
  const [fast, slow] = [means.get(short)!, means.get(long)!]
  const base = run * close.length
  for (let i = 0; i < close.length; i++)
    targets[base + i] = Number.isNaN(slow[i]) ? Number.NaN : fast[i] > slow[i] ? UNITS : 0
}
const result = await sweepTargets({
  dataset,
  asset,
  calendar,
  quirks,
  targets,
  capital: exactFromNumber(CAPITAL),
  commission,
  slippage,
  start,
  end,
  trial: false,
})
const { sessions, values } = result
let best = Number.NEGATIVE_INFINITY
let value = 0
const returns = new Float64Array(sessions - 1)
for (let run = 0; run < result.runs; run++) {
  const of = values.subarray(run * sessions, (run + 1) * sessions)
  for (let i = 1; i < sessions; i++) returns[i - 1] = of[i] / of[i - 1] - 1
  best = Math.max(best, sharpeRatio(returns, 252))
  value += of[sessions - 1]
}
const done = performance.now()
if (result.by !== 'kernel' || Number.isNaN(best)) throw new Error(`the sweep went by ${result.by}: ${result.reason}`)
const sample: Omit<Sample, 'process' | 'version'> = {
  run: (done - read) / 1000,
  reading: (read - begun) / 1000,
  value,
  fills: result.fills.reduce((sum, each) => sum + each, 0),
  bars: values.length,
  memory: process.resourceUsage().maxRSS / 1024,
}
await kernel.close()
console.log(JSON.stringify(sample))
