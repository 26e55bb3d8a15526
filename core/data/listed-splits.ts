import type { Asset } from '../assets/asset.js'
import { dayOf } from '../time/session.js'
import type { Bars, DataBatch, DataRequest, DataSource, Notice, Split } from './source.js'

/** What becomes of the splits that a source lists: the account and history take them, or they are left out. */
export type SplitTreatment = 'apply' | 'ignore'

/** A ratio nearer to 1 than this is not told apart from a day's ordinary move. */
const TELLING = Math.log(1.25)

/**
 * A source whose splits are treated as said. Each is held against the prices around it: a notice names those that were applied though
 * the prices do not jump (they are adjusted already), or left out though they do.
 */
export function treatSplits(source: DataSource, treatment: SplitTreatment): DataSource {
  return { fetch: (request) => treated(source, treatment, request) }
}

async function* treated(
  source: DataSource,
  treatment: SplitTreatment,
  request: DataRequest,
): AsyncGenerator<DataBatch> {
  const assets = new Map<number, Asset>()
  const bars = new Map<number, Bars>()
  for await (const batch of source.fetch(request)) {
    if (batch.kind === 'assets') for (const asset of batch.assets) assets.set(asset.sid, asset)
    if (batch.kind === 'bars') bars.set(batch.bars.sid, batch.bars)
    if (batch.kind !== 'adjustments') {
      yield batch
      continue
    }
    yield treatment === 'apply' ? batch : { ...batch, splits: [] }
    for (const split of batch.splits) {
      const notice = doubt(split, treatment, bars.get(split.sid), assets.get(split.sid)?.symbol ?? `sid ${split.sid}`)
      if (notice !== undefined) yield { kind: 'notice', notice }
    }
  }
}

function doubt(split: Split, treatment: SplitTreatment, bars: Bars | undefined, symbol: string): Notice | undefined {
  const jump = bars && jumpOn(bars, split.effectiveDate)
  const expected = Math.log(split.ratio)
  if (jump === undefined || Math.abs(expected) < TELLING) return undefined
  const { before, after } = jump
  const moved = Math.log(after / before)
  const isInPrices = Math.abs(moved - expected) < Math.abs(moved)
  if (isInPrices === (treatment === 'apply')) return undefined
  const { sid, effectiveDate: date } = split
  const prices = `from ${before} to ${after}`
  const what = `the split of ${symbol} on ${date} (ratio ${Number(split.ratio.toPrecision(6))})`
  return isInPrices
    ? { code: 'SPLIT_IGNORED', sid, date, message: `${what} is ignored, but the price jumps as it says, ${prices}` }
    : {
        code: 'SPLIT_NOT_IN_PRICES',
        sid,
        date,
        message: `${what} is applied, but the price does not jump, ${prices}: if prices are adjusted already, ignore listed splits`,
      }
}

/** The last close before a date, and the first open from it on. */
function jumpOn({ times, open, close }: Bars, date: string): { before: number; after: number } | undefined {
  const midnight = dayOf(date) * 86_400_000
  const at = times.findIndex((time) => time >= midnight)
  if (at < 1) return undefined
  const [before, after] = [close[at - 1], open[at]]
  return before > 0 && after > 0 ? { before, after } : undefined
}
