import type { AssetKind } from '../assets/asset.js'

/** `error`: the data can't be right. `warning`: they seldom are. `info`: worth a look. */
export type Severity = 'error' | 'warning' | 'info'

/** What a check has found in the data. */
export interface Finding {
  readonly code: string
  /** Which check it was: prices, volume, outlier, gap, life, split, dividend, universe, file. */
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** The asset's symbol, and its sid; left out where a finding is about no single asset. */
  readonly asset?: string
  readonly sid?: number
  /** ISO date of the session, or ISO instant of a minute. */
  readonly date?: string
  /** The number that offends: a price, a ratio, sessions missing. */
  readonly value?: number
}

/** How strictly data of one kind are looked at. */
export interface Preset {
  /** A move of the close is an outlier if it is beyond so many robust standard deviations … */
  readonly sigmas: number
  /** … and beyond this share of the price. */
  readonly move: number
  /** A volume is one beyond so many times the median. */
  readonly volume: number
  /** More sessions than these without a bar, one after the other, are a hole in the data. */
  readonly gap: number
  /** Whether prices may be zero or below. */
  readonly belowZero: boolean
}

export const PRESETS = {
  equity: { sigmas: 5, move: 0.25, volume: 10, gap: 5, belowZero: false },
  crypto: { sigmas: 8, move: 0.5, volume: 20, gap: 1, belowZero: false },
  futures: { sigmas: 6, move: 0.2, volume: 20, gap: 10, belowZero: true },
} as const satisfies Readonly<Record<string, Preset>>
export type PresetName = keyof typeof PRESETS
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[]

/** The preset for a kind of asset, unless one was named for all. */
export function presetOf(kind: AssetKind, named?: PresetName): Preset {
  if (named !== undefined) return PRESETS[named]
  return kind === 'future' ? PRESETS.futures : kind === 'cryptocurrency' ? PRESETS.crypto : PRESETS.equity
}

/** What findings about one asset have in common. */
export type Report = (finding: Omit<Finding, 'asset' | 'sid'>) => void
