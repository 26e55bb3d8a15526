/**
 * What costs cost: a run of 20 assets over four years of daily bars, plain (Zipline's commission and slippage) and with every model on,
 * in turns, each in a fresh kernel; the best of each is compared: the whole run, from its spec to its result, and what of it comes after
 * the prices have been read, in seconds of processor time.
 *
 *     npm run bench:costs -- [--data DIR] [--rounds N] [--json FILE]
 *
 * DIR has bars in the csv source's shape (test/parity/data/daily). Exits with 1 where the whole run takes more than twice the plain one.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { createKernel, DEFAULT_SPEC, executeSpec, type RunSpec, type Strategy, VERSION } from 'rustybt'
import { firstPartyPlugins } from '../../dist/plugins/index.js'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'test/parity/data/daily' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
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
const best = {
  plain: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  costly: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
}
let told = ''
for (let i = 0; i < rounds; i++) {
  const a = await seconds(plain)
  const b = await seconds(costly)
  best.plain = [Math.min(best.plain[0], a.whole), Math.min(best.plain[1], a.run)]
  best.costly = [Math.min(best.costly[0], b.whole), Math.min(best.costly[1], b.run)]
  told = `${a.sessions} sessions; plain: ${a.fills} fills; every cost: ${b.fills} fills, ${b.flows} charges`
}
const load = loadavg()[0].toFixed(1)
const ratios = best.plain.map((plain, i) => best.costly[i] / plain)
console.log(`${told} (best of ${rounds}, load ${load})`)
for (const [i, what] of ['whole run', 'without reading'].entries()) {
  const [a, b] = [best.plain[i], best.costly[i]].map((each) => `${each.toFixed(3)} s`)
  console.log(`${what}: plain ${a}, every cost ${b}: ${ratios[i].toFixed(2)} times`)
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...best, ratios, rounds, load })}\n`)
process.exitCode = ratios[0] > 2 ? 1 : 0
