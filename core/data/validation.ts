import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { dayOf, type SessionTable } from '../time/session.js'
import type { AdjustmentRecords } from './adjustments.js'
import { checkGaps, checkLife } from './check-gaps.js'
import { checkOutliers } from './check-outliers.js'
import { checkPrices } from './check-prices.js'
import { checkListedSplits, checkRecords } from './check-records.js'
import { type Finding, type PresetName, presetOf, type Report, type Severity } from './finding.js'
import type { Bars } from './source.js'

/** How many findings there are in all, also of those that are not kept. */
export interface QualitySummary {
  readonly assets: number
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly byCode: Readonly<Record<string, number>>
}

/** Of each code so many findings are kept: a report stays readable however bad the data are. */
const KEPT = 200
/** A universe of so many days in which nobody was delisted is one of survivors. */
const YEARS = 2 * 365
/** Data may lag behind for so many days without the asset being gone. */
const LAG = 30

/** The findings about a set of data, as they come in. */
export class Quality {
  readonly findings: Finding[] = []
  readonly #counts = new Map<string, number>()
  readonly #severities: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
  readonly #first: Finding[] = []
  #failing = 0
  readonly #assets = new Set<number>()

  constructor(private readonly preset?: PresetName) {}

  add(finding: Finding): void {
    const { code, severity } = finding
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    this.#severities[severity]++
    if (count <= KEPT) this.findings.push(finding)
    if (severity === 'info' || finding.rule === 'universe') return
    this.#failing++
    if (this.#first.length < SHOWN) this.#first.push(finding)
  }

  /** One asset's daily bars, whole, with what adjusts them. */
  checkAsset(asset: Asset, bars: Bars, sessions: SessionTable, records: AdjustmentRecords): void {
    const preset = presetOf(asset.kind, this.preset)
    const report = this.#reportOf(asset)
    checkPrices(bars, preset, report)
    checkGaps(bars, sessions, preset, report)
    checkLife(bars, asset, report)
    checkOutliers(bars, records, preset, report)
    if (asset.kind === 'equity') checkListedSplits(bars, records, report)
    checkRecords(bars, records, report)
  }

  /** Some of an asset's minute bars: each by itself. */
  checkMinutes(asset: Asset, bars: Bars): void {
    checkPrices(bars, presetOf(asset.kind, this.preset), this.#reportOf(asset))
  }

  /** All assets together. */
  checkUniverse(assets: Iterable<Asset>, sessions: SessionTable): void {
    const equities = [...assets].filter(({ kind }) => kind === 'equity')
    const days = sessions.days[sessions.length - 1] - sessions.days[0]
    if (equities.length < 2 || days < YEARS) return
    const last = sessions.days[sessions.length - 1]
    if (equities.some(({ endDate }) => dayOf(endDate) < last - LAG)) return
    const message =
      `all ${equities.length} equities live to the end of ${(days / 365.25).toFixed(1)} years: where those that were delisted ` +
      'are left out, results look better than they were'
    this.add({ code: 'SURVIVORSHIP_BIAS', rule: 'universe', severity: 'warning', message, value: equities.length })
  }

  get summary(): QualitySummary {
    const { error: errors, warning: warnings, info: infos } = this.#severities
    return { assets: this.#assets.size, errors, warnings, infos, byCode: Object.fromEntries(this.#counts) }
  }

  /** Throws `QUALITY_FAILED` where there is an error or a warning about an asset. */
  throwIfFailed(): void {
    if (this.#failing === 0) return
    const lines = this.#first.map(findingText)
    const more = this.#failing > lines.length ? [`… and ${this.#failing - lines.length} more`] : []
    const message = [
      `${this.#failing} ${this.#failing === 1 ? 'finding' : 'findings'} in the data:`,
      ...lines,
      ...more,
    ].join('\n  ')
    throw new RustybtError('QUALITY_FAILED', message, {
      hint: 'mend the data, or ingest without --strict: then the findings are kept with the bundle',
    })
  }

  #reportOf({ sid, symbol }: Asset): Report {
    this.#assets.add(sid)
    // JSON has neither NaN nor infinities; the message tells them.
    return ({ value, ...finding }) =>
      this.add({ ...finding, asset: symbol, sid, ...(Number.isFinite(value) ? { value } : undefined) })
  }
}

const SHOWN = 20

/** `warning PRICE_OUTLIER AAPL 2014-06-09: …` */
export function findingText({ severity, code, asset, date, message }: Finding): string {
  return `${[severity, code, asset, date].filter((part) => part !== undefined).join(' ')}: ${message}`
}
