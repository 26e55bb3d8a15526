import { incompleteBeta } from '../math/special.js'

/** Two-sided p-value of a correlation over so many pairs: Student's t with two degrees of freedom taken off. */
export function correlationPValue(r: number, pairs: number): number {
  const freedom = pairs - 2
  if (freedom === 0) return Number.isNaN(r) || r === 0 ? 1 : 0
  if (Number.isNaN(r)) return Number.NaN
  const tiny = 1e-20
  const t = r * Math.sqrt(freedom / ((1 - r + tiny) * (1 + r + tiny)))
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t))
}
