import { RustybtError } from '../kernel/errors.js'
import type { Factor } from './factor.js'
import { ASSET_EXISTS } from './filter.js'
import { ComputableTerm, type Term } from './term.js'

/** Correlations and regressions take numbers, and two terms asset by asset only under one mask. */
export function checkPair(name: string, base: Term, target: Term): void {
  for (const term of [base, target])
    if (term.dtype !== 'float64' && term.dtype !== 'int64')
      throw new RustybtError('UNSUPPORTED_DATA_TYPE', `${name}: ${term.label} has ${term.dtype}, not numbers`)
  const maskOf = (term: Term) => (term instanceof ComputableTerm ? (term.mask ?? ASSET_EXISTS) : ASSET_EXISTS)
  if (target.ndim === 2 && maskOf(base) !== maskOf(target))
    throw new RustybtError(
      'INCOMPATIBLE_TERMS',
      `${base.label} and ${target.label} must have the same mask in order to compute correlations and regressions asset-wise`,
    )
}

/** What is made of doubles alone. */
export function requireFloat(factor: Factor, method: string, hint: string): void {
  if (factor.dtype === 'float64') return
  throw new RustybtError(
    'FACTOR_NOT_FLOAT',
    `${method}() was called on ${factor.label}, a factor of dtype ${factor.dtype}`,
    { hint },
  )
}

/** 0 ≤ least < greatest ≤ upper. */
export function checkBounds(least: number, greatest: number, upper: number): void {
  if (0 <= least && least < greatest && greatest <= upper) return
  throw new RustybtError(
    'BAD_PERCENTILE_BOUNDS',
    `Percentile bounds must fall between 0 and ${upper}, the lower below the upper: they are ${least} and ${greatest}`,
  )
}
