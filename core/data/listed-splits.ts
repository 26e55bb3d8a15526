import type { Asset } from '../assets/asset.js'
import type { AdjustmentRecords } from './adjustments.js'
import type { Bars, DataBatch, DataRequest, DataSource } from './source.js'
import { checkSplits, noticeOf, type SplitFinding, type SplitTreatment } from './split-check.js'

/**
 * A source whose listed splits are held against its prices. `apply` keeps them all; `ignore` leaves out those that are not in the
 * prices, which are adjusted already. Each doubt is a notice with its asset and date.
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
  const bars: Bars[] = []
  for await (const batch of source.fetch(request)) {
    if (batch.kind === 'assets') for (const asset of batch.assets) assets.set(asset.sid, asset)
    if (batch.kind === 'bars') bars.push(batch.bars)
    if (batch.kind !== 'adjustments') {
      yield batch
      continue
    }
    const findings = bars.flatMap((own) => doubts(own, batch, assets.get(own.sid)))
    yield treatment === 'apply' ? batch : { ...batch, splits: inPrices(batch, findings) }
    for (const finding of findings) {
      const symbol = assets.get(finding.sid)?.symbol ?? `sid ${finding.sid}`
      yield { kind: 'notice', notice: noticeOf(finding, symbol, treatment) }
    }
  }
}

const doubts = (bars: Bars, records: AdjustmentRecords, asset: Asset | undefined): SplitFinding[] =>
  asset?.kind === 'future' ? [] : checkSplits(bars, records)

/** The listed splits but for those that were found not to be in the prices. */
export function inPrices({ splits }: Pick<AdjustmentRecords, 'splits'>, findings: readonly SplitFinding[]) {
  const key = (sid: number, date: string) => `${sid} ${date}`
  const missing = new Set(
    findings.filter(({ kind }) => kind === 'not-in-prices').map(({ sid, date }) => key(sid, date)),
  )
  return splits.filter(({ sid, effectiveDate }) => !missing.has(key(sid, effectiveDate)))
}
