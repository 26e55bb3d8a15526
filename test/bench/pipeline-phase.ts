import { AssetFinder } from '../../core/assets/finder.js'
import { Adjustments } from '../../core/data/adjustments.js'
import { QUIRKS } from '../../core/data/quirks.js'
import { MemoryBars } from '../../core/data/reader.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Random } from '../../core/kernel/random.js'
import { matrixKernels } from '../../core/math/matrix-kernels.js'
import type { PipelineData } from '../../core/pipeline/attached.js'
import { pipelineSetup } from '../../core/pipeline/attached.js'
import { PipelineEngine } from '../../core/pipeline/engine.js'
import { equityPricing } from '../../core/pipeline/equity-pricing.js'
import { type Factor, peerCount } from '../../core/pipeline/factor.js'
import { averageDollarVolume, simpleMovingAverage } from '../../core/pipeline/factors/averages.js'
import { returns } from '../../core/pipeline/factors/returns.js'
import { rsi } from '../../core/pipeline/factors/technical.js'
import { Pipeline } from '../../core/pipeline/pipeline.js'
import type { ComputableTerm } from '../../core/pipeline/term.js'
import { Calendar } from '../../core/time/calendar.js'
import calendars from '../../plugins/calendars/plugin.js'

/** What one process measured. */
export interface PipelineAnswer {
  readonly mode: string
  readonly assets: number
  readonly sessions: number
  readonly rows: number
  /** Of the processor: on a busy machine the clock says less. */
  readonly seconds: number
  /** Peak of the process's resident memory. */
  readonly megabytes: number
  /** Of the prices alone, before anything is computed. */
  readonly megabytesBefore: number
  /** Milliseconds a session by term; of `terms` alone. */
  readonly terms?: Readonly<Record<string, number>>
}

const WARM_UP = 252
const CHUNK = 252

/** Random walks of so many assets over so many sessions after the windows' own, in memory. */
async function walks(assets: number, sessions: number): Promise<PipelineData> {
  const kernel = await createKernel({ version: '0.1.0', plugins: [calendars] })
  const calendar = await kernel.create(Calendar, 'XNYS')
  const all = calendar.sessions('2005-01-03', '2024-12-31')
  const table = calendar.sessions('2005-01-03', all.date(WARM_UP + sessions - 1))
  const times = Float64Array.from(table.days, (day) => day * 86_400_000)
  const reader = new MemoryBars(table, QUIRKS.strict)
  const random = new Random(11)
  const equities = Array.from({ length: assets }, (_, sid) => {
    let price = 10 + 190 * random.next()
    const close = times.map(() => (price *= 1 + 0.02 * (random.next() - 0.4995)))
    const volume = times.map(() => 1e5 + 1e6 * random.next())
    reader.add({ sid, times, open: close, high: close, low: close, close, volume })
    return {
      kind: 'equity' as const,
      sid,
      symbol: `S${sid}`,
      name: `S${sid}`,
      exchange: 'NYSE',
      country: 'US',
      currency: 'USD',
      startDate: table.date(0),
      endDate: table.date(table.length - 1),
      tickSize: 0.01,
      multiplier: 1,
    }
  })
  await kernel.close()
  const records = { splits: [], dividends: [], stockDividends: [], mergers: [] }
  return { finder: new AssetFinder(equities), reader, adjustments: new Adjustments(records, reader) }
}

/** The terms of the task `pipeline_500`. */
function momentum(): Pipeline {
  const m = returns({ windowLength: 126 })
  const v = averageDollarVolume({ windowLength: 30 }).top(300)
  const columns = {
    m,
    z: m.zscore({ mask: v }),
    r: m.rank({ mask: v }),
    sma: simpleMovingAverage({ inputs: [equityPricing.close], windowLength: 50 }),
    rsi: rsi(),
    top: m.top(50, { mask: v }),
  }
  return new Pipeline({ columns, screen: v })
}

/** Terms that compare assets with each other, or with one of them. */
function comparing(): Readonly<Record<string, ComputableTerm>> {
  const factor: Factor = returns({ windowLength: 2 })
  const groupby = equityPricing.volume.latest.quantiles(20)
  const market = factor.slice({ sid: 0, symbol: 'S0' })
  return {
    rank: factor.rank(),
    'rank, 20 groups': factor.rank({ groupby }),
    'rank, average': factor.rank({ method: 'average' }),
    'top 500': factor.top(500),
    zscore: factor.zscore(),
    'demean, 20 groups': factor.demean({ groupby }),
    winsorize: factor.winsorize(0.05, 0.95),
    'winsorize, 20 groups': factor.winsorize(0.05, 0.95, { groupby }),
    'quantiles 10': factor.quantiles(10),
    percentile_between: factor.percentileBetween(10, 90),
    peer_count: peerCount(groupby),
    'pearsonr 60': factor.pearsonr(market, 60),
    'spearmanr 60': factor.spearmanr(market, 60),
    'linear_regression 60': factor.linearRegression(market, 60).beta,
  }
}

const [what, assets, sessions] = process.argv.slice(2)
const data = await walks(Number(assets), Number(sessions))
const megabytes = () => process.resourceUsage().maxRSS / 1024
const before = megabytes()
const engine = new PipelineEngine(pipelineSetup(data, 'XNYS', QUIRKS.zipline))
const last = WARM_UP + Number(sessions) - 1

function computed(pipeline: Pipeline, hooks = {}): number {
  let rows = 0
  for (let row = WARM_UP; row <= last; row += CHUNK)
    rows += engine.run(pipeline, row, Math.min(last, row + CHUNK - 1), hooks).size
  return rows
}

const terms: Record<string, number> = {}
let seconds = 0
let rows = 0
if (what === 'terms') {
  for (const [name, term] of Object.entries(comparing())) {
    let own = 0
    const hooks = {
      computingTerm(at: ComputableTerm) {
        // An output of several is computed with the term that it is of.
        if (
          at !== term &&
          !(term.windowLength === 0 && term.inputs[0] === at && term.computation.kernels === undefined)
        )
          return
        const begin = process.cpuUsage()
        return () => {
          const { user, system } = process.cpuUsage(begin)
          own += (user + system) / 1000
        }
      },
    }
    computed(new Pipeline({ columns: { x: term } }), hooks)
    own = 0
    computed(new Pipeline({ columns: { x: term } }), hooks)
    terms[name] = own / Number(sessions)
  }
} else {
  const begin = process.cpuUsage()
  rows = computed(momentum())
  const { user, system } = process.cpuUsage(begin)
  seconds = (user + system) / 1e6
}
const answer: PipelineAnswer = {
  mode: matrixKernels.mode,
  assets: Number(assets),
  sessions: Number(sessions),
  rows,
  seconds,
  megabytes: megabytes(),
  megabytesBefore: before,
  ...(what === 'terms' && { terms }),
}
console.log(JSON.stringify(answer))
