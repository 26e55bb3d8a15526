import type { Asset } from '../assets/asset.js'
import type { Dataset } from '../data/dataset.js'
import { Portal } from '../data/portal.js'
import type { Quirks } from '../data/quirks.js'
import { RustybtError } from '../kernel/errors.js'
import type { SessionTable } from '../time/session.js'

/** Daily returns given by date, laid on the run's sessions; a session without one has return 0. */
export function benchmarkOnSessions(
  returns: ReadonlyMap<string, number> | undefined,
  sessions: SessionTable,
  first: number,
  last: number,
): Float64Array {
  const out = new Float64Array(last - first + 1)
  if (returns) for (let row = first; row <= last; row++) out[row - first] = returns.get(sessions.date(row)) ?? 0
  return out
}

/**
 * An asset's returns from session to session, on prices adjusted as of the run's last session. Where the run starts with the asset's
 * first session, that session's return is from its open to its close. Throws where the asset does not cover the run, and
 * `INVALID_BENCHMARK_ASSET` where it pays dividends in stock.
 */
export function benchmarkOfAsset(
  asset: Asset,
  run: { dataset: Dataset; quirks: Quirks; first: number; last: number },
): Float64Array {
  const { dataset, quirks, first, last } = run
  const { sessions } = dataset.reader
  const start = sessions.date(first)
  const end = sessions.date(last)
  if (dataset.adjustments.records.stockDividends.some((dividend) => dividend.sid === asset.sid)) {
    throw new RustybtError(
      'INVALID_BENCHMARK_ASSET',
      `${asset.symbol} cannot be used as the benchmark because it has a stock dividend`,
    )
  }
  if (asset.startDate > start) {
    throw new RustybtError(
      'BENCHMARK_ASSET_NOT_AVAILABLE_TOO_EARLY',
      `${asset.symbol} does not exist on ${start}. It started trading on ${asset.startDate}.`,
    )
  }
  if (asset.endDate < end) {
    throw new RustybtError(
      'BENCHMARK_ASSET_NOT_AVAILABLE_TOO_LATE',
      `${asset.symbol} does not exist on ${end}. It stopped trading on ${asset.endDate}.`,
    )
  }
  const portal = new Portal({ ...dataset, minutes: undefined }, quirks)
  portal.moveTo(last)
  const count = last - first + 1
  const out = new Float64Array(count)
  const startsHere = asset.startDate === start || first === 0
  const prices = portal.history(asset, 'price', startsHere ? count : count + 1)
  const offset = startsHere ? 1 : 0
  for (let i = 1; i < prices.length; i++) out[i - 1 + offset] = prices[i] / prices[i - 1] - 1
  if (startsHere) {
    portal.moveTo(first)
    const open = portal.spot(asset, 'open')
    out[0] = (portal.spot(asset, 'close') - open) / open
  }
  return out
}

/** The return of the session at whose end the portal stands; 0 where no session is before it. For runs that do not know what is to come. */
export function benchmarkToday(asset: Asset, portal: Portal): number {
  if (portal.row === 0) return portal.spot(asset, 'close') / portal.spot(asset, 'open') - 1
  const [before, now] = portal.history(asset, 'price', 2)
  return Number.isNaN(now / before) ? 0 : now / before - 1
}
