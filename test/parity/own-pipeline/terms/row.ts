import {
  type Asset,
  AverageDollarVolume,
  type Classifier,
  type Factor,
  type Filter,
  EquityPricing as P,
  Returns,
} from 'rustybt/compat'
import { Coarse, Group } from './own-terms.js'

/** What the rows are made of. */
export function shared(A: (symbol: string) => Asset) {
  const v = AverageDollarVolume({ window_length: 8 })
  return {
    A,
    r: Returns({ window_length: 6 }),
    r2: Returns({ window_length: 2 }),
    v,
    q: v.quantiles(3),
    big: v.top(7),
    last: P.close.latest,
    coarse: new Coarse(),
    group: new Group(),
    usd: P.currency.latest,
  }
}

export interface Row {
  readonly name: string
  readonly theme: string
  readonly python: string
  /** What of the reference it checks. */
  readonly covers: readonly string[]
  readonly term: (shared: Shared) => Factor | Filter | Classifier
}
type Shared = ReturnType<typeof shared>

export function row(name: string, theme: string, python: string, covers: string, term: Row['term']): Row {
  return { name, theme, python, covers: covers.split('; '), term }
}
