import { createProgress } from '../../core/cli/terminal/progress.js'
import { loadBundle } from '../../core/data/bundle.js'
import { findIngestion, ingestionsOf } from '../../core/data/catalog.js'
import { ingest } from '../../core/data/ingest.js'
import { readManifest } from '../../core/data/manifest.js'
import { QUIRKS } from '../../core/data/quirks.js'
import { runBacktest } from '../../core/engine/run.js'
import type { Strategy } from '../../core/engine/strategy.js'
import { SimulatedBroker } from '../../core/execution/simulated-broker.js'
import { CommissionModel } from '../../core/finance/commission.js'
import { Costs } from '../../core/finance/costs.js'
import { SlippageModel } from '../../core/finance/slippage.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { exactFromText } from '../../core/math/decimal.js'
import { kernels } from '../../core/math/kernels.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { assetsFor, FIRST_YEAR, scaleSource, YEARS } from './scale-source.js'

/** What a phase answers as its last line. */
export interface PhaseAnswer {
  readonly seconds: number
  readonly bars: number
  /** Peak resident memory of the process, MB. */
  readonly memory: number
  readonly mode: string
  /** The last session that was there before. */
  readonly resumedAfter?: string
  readonly megabytes?: number
  readonly fills?: number
}

const BUNDLE = 'scale'

/** One phase in a process of its own: `node scale-phase.js ingest|replay BARS ROOT`. */
const [phase, bars, root] = process.argv.slice(2)
const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
const calendar = await kernel.create(Calendar, 'XNYS')
const begun = performance.now()
const answer = phase === 'ingest' ? await ingestYears(Number(bars)) : await replay()
const seconds = (performance.now() - begun) / 1000
const memory = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ ...answer, seconds, memory, mode: kernels.mode } satisfies PhaseAnswer))

/** Year by year, each put onto the one before: a killed ingest goes on after the last whole year. */
async function ingestYears(count: number) {
  const progress = await createProgress(process.stderr)
  const there =
    ingestionsOf(BUNDLE, root).length > 0 ? readManifest(findIngestion(BUNDLE, undefined, root).folder) : undefined
  const before = there?.rows.bars ?? 0
  const next = there === undefined ? FIRST_YEAR : Number(there.lastSession.slice(0, 4)) + 1
  let manifest = there
  for (let year = next; year < FIRST_YEAR + YEARS; year++) {
    const show = (done: number) => progress.show(`${year}`, Math.round(100 * done), 100)
    manifest = await ingest(
      scaleSource(assetsFor(count)),
      { frequency: 'minute', calendar, start: `${year}-01-01`, end: `${year}-12-31`, progress: show },
      { bundle: BUNDLE, version: '0.1.0', root, append: true, choice: 'scale' },
    )
    progress.line(`${year} is there`)
    console.log(year)
  }
  progress.stop()
  const bytes = manifest!.files.reduce((sum, file) => sum + file.size, 0)
  return { bars: manifest!.rows.bars - before, megabytes: bytes / 1e6, resumedAfter: there?.lastSession }
}

/** Looks at every bar of every asset, and orders now and then. */
async function replay() {
  const progress = await createProgress(process.stderr)
  const dataset = await loadBundle(BUNDLE, { calendar, quirks: QUIRKS.zipline, frequency: 'minute', root })
  const assets = dataset.finder.all
  let seen = 0
  let minute = 0
  const strategy: Strategy = {
    onBar(run) {
      let best = assets[0]
      let most = 0
      for (const asset of assets) {
        const close = run.data.spot(asset, 'close')
        if (!Number.isNaN(close)) seen++
        if (close > most) [best, most] = [asset, close]
      }
      if (minute++ % 1000 === 0) run.order(best, minute % 2000 === 1 ? 10 : -10)
    },
  }
  const costs = new Costs()
  costs.setSlippage(await kernel.create(SlippageModel, 'fixed-basis-points'), 'equity')
  costs.setCommission(await kernel.create(CommissionModel, 'per-share'), 'equity')
  const result = await runBacktest({
    strategy,
    dataset,
    costs,
    broker: new SimulatedBroker(),
    quirks: QUIRKS.zipline,
    calendar,
    frequency: 'minute',
    capital: exactFromText('1000000'),
    onSession: (done, total) => progress.show('replay', done, total),
  })
  progress.stop()
  const { transactions } = result.performance
  return { bars: seen, fills: transactions.reduce((sum, list) => sum + list.length, 0) }
}
