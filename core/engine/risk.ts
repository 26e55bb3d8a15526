import { kernels, RISK_FIGURES } from '../math/kernels.js'

export type RiskFigure = (typeof RISK_FIGURES)[number]

/**
 * Zipline's risk columns as of each session, from the returns up to it (empyrical's formulas, risk-free rate 0). `perYear`: sessions in a year.
 * NaN where a figure is not defined or not finite.
 */
export function riskFigures(
  returns: Float64Array,
  benchmark: Float64Array,
  perYear: number,
): Record<RiskFigure, Float64Array> {
  const out = new Float64Array(RISK_FIGURES.length * returns.length)
  kernels.riskFigures(returns, benchmark, perYear, out)
  const figures = partsOf(RISK_FIGURES, out)
  const { alpha } = figures
  for (let i = 0; i < alpha.length; i++) {
    const annual = alpha[i] ** perYear - 1
    alpha[i] = Number.isFinite(annual) ? annual : Number.NaN
  }
  return figures
}

/** Equal parts of an array by their names: views. */
export function partsOf<Name extends string>(names: readonly Name[], all: Float64Array): Record<Name, Float64Array> {
  const length = all.length / names.length
  return Object.fromEntries(
    names.map((name, part) => [name, all.subarray(part * length, (part + 1) * length)]),
  ) as Record<Name, Float64Array>
}
