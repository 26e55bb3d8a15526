import type { Decay } from '../core/math/ewm.js'

/** A keyword argument in a trailing object, or the same by position. */
export type Keyword<Name extends string, T> = T | { readonly [name in Name]?: T }
export type Decays = Omit<Decay, 'minPeriods' | 'ignoreNa'> & {
  readonly min_periods?: number
  readonly ignore_na?: boolean
}
export type Fill = Keyword<'value', number> | { readonly method: 'ffill' | 'bfill' | 'pad' | 'backfill' }

export function keyword<T>(given: unknown, name: string, fallback: T): T {
  if (given === undefined) return fallback
  if (typeof given !== 'object' || given === null) return given as T
  return ((given as Record<string, T | undefined>)[name] ?? fallback) as T
}

/** Core's names for pandas' keywords. */
export function decayOf({ min_periods, ignore_na, ...decay }: Decays): Decay {
  return { ...decay, minPeriods: min_periods, ignoreNa: ignore_na }
}

/** Which way a fill goes; undefined where it is by a value. */
export function direction(fill: Fill): 'ffill' | 'bfill' | undefined {
  if (typeof fill !== 'object' || !('method' in fill)) return undefined
  return fill.method === 'ffill' || fill.method === 'pad' ? 'ffill' : 'bfill'
}

/** `pct_change(periods, { fill_method })` or all in one object: the periods, and whether gaps are filled first. */
export interface PercentOptions {
  readonly periods?: number
  readonly fill_method?: 'pad' | 'ffill' | null
}

export function percentOf(periods: number | PercentOptions | undefined, options: PercentOptions): [number, boolean] {
  const { fill_method, ...rest } = typeof periods === 'object' ? periods : { periods, ...options }
  return [rest.periods ?? 1, fill_method !== null]
}
