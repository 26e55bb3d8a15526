/** Terms of every kind beside the Python expression that Zipline computes, a theme a file: `terms.py` reads their rows. */
import type { Asset, Classifier, Factor, Filter } from 'rustybt/compat'
import { rows as arithmetic } from './terms/arithmetic.js'
import { rows as averages } from './terms/averages.js'
import { rows as changes } from './terms/changes.js'
import { rows as classes } from './terms/classes.js'
import { rows as custom } from './terms/custom.js'
import { rows as filters } from './terms/filters.js'
import { rows as groups } from './terms/groups.js'
import { rows as ranks } from './terms/ranks.js'
import { type Row, shared } from './terms/row.js'
import { rows as selection } from './terms/selection.js'
import { rows as statistical } from './terms/statistical.js'
import { rows as summaries } from './terms/summaries.js'
import { rows as technical } from './terms/technical.js'
import { rows as time } from './terms/time.js'

export const ROWS: readonly Row[] = [
  ...averages,
  ...changes,
  ...technical,
  ...statistical,
  ...ranks,
  ...groups,
  ...selection,
  ...classes,
  ...arithmetic,
  ...filters,
  ...custom,
  ...time,
  ...summaries,
]

export const THEMES: readonly string[] = [...new Set(ROWS.map(({ theme }) => theme))]

/** The terms of a theme by name. */
export function columnsOf(A: (symbol: string) => Asset, theme: string): Record<string, Factor | Filter | Classifier> {
  const made = shared(A)
  return Object.fromEntries(ROWS.filter((each) => each.theme === theme).map(({ name, term }) => [name, term(made)]))
}
