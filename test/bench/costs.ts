/**
 * What costs cost: a run of 20 assets over four years of daily bars, plain (Zipline's commission and slippage) and with every model on,
 * in turns, each in a process of its own; the best of each is compared: the whole run, from its spec to its result, and what of it comes after
 * the prices have been read, in seconds of processor time.
 *
 *     npm run bench:costs -- [--data DIR] [--rounds N] [--json FILE]
 *
 * DIR has bars in the csv source's shape (test/parity/data/daily). Exits with 1 where the whole run takes more than twice the plain one.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { createKernel, DEFAULT_SPEC, executeSpec, type RunSpec, type Strategy, VERSION } from 'rustybt'
import { firstPartyPlugins } from '../../dist/plugins/index.js'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'test/parity/data/daily' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    once: { type: 'string' },
  },
})

/** Every week half of the assets long, half of them short, turned round by turns; between them a limit order a day. */
function weekly(): Strategy {
  let bar = 0
  return {
    onBar(run) {
      const assets = run.finder.all
      const asset = assets[bar % assets.length]
      if (run.data.canTrade(asset)) {
        const price = run.data.spot(asset, 'price')
        run.order(asset, bar % 2 ? 10 : -10, { kind: 'limit', limit: price * (bar % 2 ? 0.99 : 1.01) })
      }
      if (bar++ % 5 > 0) return
      for (const [i, each] of assets.entries()) {
        if (!run.data.canTrade(each)) continue
        const side = (i + bar) % 2 ? 1 : -1
        const units = Math.trunc((side * 20_000) / run.data.spot(each, 'price'))
        run.order(each, units - run.amount(each))
      }
    },
  }
}

const plain: RunSpec = {
  ...DEFAULT_SPEC,
  profile: 'strict',
  source: { use: 'csv', dir: values.data },
  splits: 'apply',
  capital: '1000000',
}
const costly: RunSpec = {
  ...plain,
  commission: {
    equity: {
      use: 'tiered',
      tiers: [
        { from: 0, rate: { maker: -0.0001, taker: 0.001 } },
        { from: 1e6, rate: { maker: -0.0002, taker: 0.0005 } },
      ],
      minimum: 1,
    },
  },
  slippage: { equity: 'square-root' },
  latency: { use: 'random', network: [5, 50], broker: [1, 5], distribution: 'normal' },
  fills: 'conservative',
  financing: ['borrow', 'margin-interest', { use: 'overnight', long: 0.001 }, { use: 'funding', symbols: ['ALFA'] }],
  account: 'margin',
  currency: 'USD',
  fx: { use: 'fixed', rates: { EUR: 1.1 } },
  seed: '7',
}

/** Of this process, all its threads: neighbours on the machine do not count. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function seconds(spec: RunSpec) {
  const kernel = await createKernel({ version: VERSION, plugins: await firstPartyPlugins() })
  const strategy = weekly()
  const started = processorSeconds()
  let begun = 0
  const timed: Strategy = { ...strategy, initialize: () => void (begun = processorSeconds()) }
  const { performance: kept } = await executeSpec(kernel, spec, timed)
  const done = processorSeconds()
  const [run, whole] = [done - begun, done - started]
  await kernel.close()
  const fills = kept.transactions.reduce((sum, list) => sum + list.length, 0)
  const flows = (kept.cashFlows ?? []).reduce((sum, list) => sum + list.length, 0)
  return { run, whole, fills, flows, sessions: kept.length }
}

const rounds = Number(values.rounds)
if (values.once !== undefined) {
  console.log(JSON.stringify(await seconds(values.once === 'plain' ? plain : costly)))
  process.exit()
}

/** A run in a process of its own, so that warming up is in it. */
function child(which: 'plain' | 'costly'): Awaited<ReturnType<typeof seconds>> {
  const args = [...process.execArgv, process.argv[1], '--data', values.data, '--once', which]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

const [a, b] = [[], []] as [ReturnType<typeof child>[], ReturnType<typeof child>[]]
for (let i = 0; i < rounds; i++) {
  a.push(child('plain'))
  b.push(child('costly'))
}
const best = (runs: typeof a, what: 'whole' | 'run') => Math.min(...runs.map((each) => each[what]))
const load = loadavg()[0].toFixed(1)
console.log(
  `${a[0].sessions} sessions; plain: ${a[0].fills} fills; every cost: ${b[0].fills} fills, ${b[0].flows} charges (best of ${rounds}, load ${load})`,
)
for (const [what, label] of [
  ['whole', 'whole run'],
  ['run', 'without reading'],
] as const) {
  const ratio = best(b, what) / best(a, what)
  console.log(
    `${label}: plain ${best(a, what).toFixed(3)} s, every cost ${best(b, what).toFixed(3)} s: ${ratio.toFixed(2)} times`,
  )
  if (what === 'whole' && ratio > 2) process.exitCode = 1
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ plain: a, costly: b, load })}\n`)
