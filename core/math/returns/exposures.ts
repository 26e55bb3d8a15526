import { mean } from '../statistics.js'

/** Columns by name, a value a session. */
export type Columns = Readonly<Record<string, Float64Array>>

/**
 * What a portfolio has of each factor: Σ weight × loading over its assets, a value a session; what is missing counts nothing. Source:
 * empyrical `compute_exposures`.
 */
export function factorExposures(
  weights: Columns,
  loadings: Readonly<Record<string, Columns>>,
): Record<string, Float64Array> {
  const sum = (ofFactor: Columns) => {
    const out = new Float64Array(Object.values(weights)[0]?.length ?? 0)
    for (const [asset, weight] of Object.entries(weights))
      for (let i = 0; i < out.length; i++) out[i] += present(weight[i] * (ofFactor[asset]?.[i] ?? Number.NaN))
    return out
  }
  return Object.fromEntries(Object.entries(loadings).map(([factor, ofFactor]) => [factor, sum(ofFactor)]))
}

/** Where returns came from, session by session: `specific` and `common` sum to them, `tilt` and `timing` to `common`. */
export interface ExposureAttribution {
  readonly byFactor: Record<string, Float64Array>
  /** What the exposures brought, all factors together. */
  readonly common: Float64Array
  /** The rest. */
  readonly specific: Float64Array
  /** What the mean exposures would have brought, and what their changes did. */
  readonly tilt: Float64Array
  readonly timing: Float64Array
}

/** Source: empyrical `perf_attrib`. */
export function exposureAttribution(returns: Float64Array, exposures: Columns, factors: Columns): ExposureAttribution {
  const names = Object.keys(factors)
  const total = (weight: (name: string, i: number) => number) =>
    returns.map((_, i) => names.reduce((sum, name) => sum + present(weight(name, i) * factors[name][i]), 0))
  const means = Object.fromEntries(names.map((name) => [name, mean(exposures[name].filter((x) => !Number.isNaN(x)))]))
  const common = total((name, i) => exposures[name][i])
  const tilt = total((name) => means[name])
  return {
    byFactor: Object.fromEntries(names.map((name) => [name, exposures[name].map((x, i) => x * factors[name][i])])),
    common,
    specific: returns.map((r, i) => r - common[i]),
    tilt,
    timing: common.map((c, i) => c - tilt[i]),
  }
}

const present = (value: number) => (Number.isNaN(value) ? 0 : value)
