import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { folder } from './rustybt.js'

const DIST = pathToFileURL(join(import.meta.dirname, '../../dist/')).href
const ASSETS = 10
const BATCH = 10_000

/** `node script.mjs ingest|run BARS`: its last line is the peak of its memory, in MB. What waits for the collector is not counted. */
const SCRIPT = `
import { join } from 'node:path'
import { algorithm } from '${DIST}compat/algorithm.js'
import { order_target, symbol } from '${DIST}compat/index.js'
import { loadBundle } from '${DIST}core/data/bundle.js'
import { ingest } from '${DIST}core/data/ingest.js'
import { DEFAULT_SPEC, executeSpec } from '${DIST}core/engine/run-spec.js'
import { createKernel } from '${DIST}core/kernel/kernel.js'
import { alwaysOpen } from '${DIST}plugins/calendars/always-open.js'
import { firstPartyPlugins } from '${DIST}plugins/index.js'

const [what, given] = process.argv.slice(2)
const bars = Number(given) / ${ASSETS}
const root = join(import.meta.dirname, 'root-' + given)
const FIRST = Date.parse('2020-01-01')
const endDate = new Date(FIRST + bars * 60_000).toISOString().slice(0, 10)
const sids = Array.from({ length: ${ASSETS} }, (_, sid) => sid)
const common = { kind: 'equity', name: '', exchange: 'T', country: 'US', currency: 'USD', tickSize: 0.01, multiplier: 1 }

function batch(sid, from) {
  const length = Math.min(${BATCH}, bars - from)
  const close = Float64Array.from({ length }, (_, i) => 100 + Math.round(1000 * Math.sin((from + i) / 3000 + sid)) / 100)
  const times = close.map((_, i) => FIRST + (from + i + 1) * 60_000)
  return { sid, times, open: close, high: close.map((x) => x + 0.05), low: close.map((x) => x - 0.05), close, volume: close.map((_, i) => 1000 + (i % 17)) }
}

const source = {
  async *fetch() {
    yield { kind: 'assets', assets: sids.map((sid) => ({ ...common, sid, symbol: 'A' + sid, startDate: '2020-01-01', endDate })) }
    for (const sid of sids) {
      for (let from = 0; from < bars; from += ${BATCH}) {
        yield { kind: 'bars', bars: batch(sid, from) }
        if ((from / ${BATCH}) % 5 === 0) gc()
      }
    }
  },
}

const callbacks = {
  initialize(context) {
    context.assets = sids.map((sid) => symbol('A' + sid))
    context.bars = 0
  },
  handle_data(context, data) {
    context.bars++
    if (context.bars < 30 || context.bars % 2 === 0) return
    for (const asset of context.assets) {
      const mean = data.history(asset, 'price', 30, '1m').mean()
      if (context.bars % 501 === 0) order_target(asset, mean > data.current(asset, 'price') ? 10 : 0)
      if (context.bars % 1441 === 0 && context.bars > 10_000) data.history(asset, 'close', 5, '1d').mean()
    }
  },
}

if (what === 'ingest')
  await ingest(source, { frequency: 'minute', calendar: alwaysOpen }, { bundle: 'test', version: '0.1.0', root })
else {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  const spec = { ...DEFAULT_SPEC, calendar: '24/7', frequency: 'minute', source: { bundle: 'test' } }
  const { performance } = await executeSpec(kernel, spec, algorithm(callbacks), {
    openBundle: ({ bundle }, terms) => loadBundle(bundle, { ...terms, root }),
    onSession: (done) => done % 3 === 0 && gc(),
  })
  if (!performance.transactions.some((list) => list.length > 0)) throw new Error('nothing was traded')
}
console.log(process.resourceUsage().maxRSS / 1024)
`

const dir = folder({ 'script.mjs': SCRIPT })
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function peak(what: string, bars: number): number {
  const line = ['--expose-gc', join(dir, 'script.mjs'), what, String(bars)]
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return Number(stdout.trim().split('\n').at(-1))
}

const [ONE, FOUR] = [1_000_000, 4_000_000]

describe('minute bars by the million', () => {
  it('are ingested in memory that does not depend on how many they are', () => {
    const one = peak('ingest', ONE)
    // Three million bars more, held, would be 144 MB more.
    expect(peak('ingest', FOUR)).toBeLessThan(one + 40)
  })

  it('are run through in the same memory, four million or one, within a tenth', () => {
    // The lower of two: when memory is given back to the system differs from process to process.
    const [one, four] = [ONE, FOUR].map((bars) => Math.min(peak('run', bars), peak('run', bars)))
    expect(one).toBeGreaterThan(50)
    expect(four).toBeLessThan(1.1 * one)
  }, 240_000)
})
