import type { AssetKind } from '../assets/asset.js'
import type { Choice } from '../kernel/choice.js'

export type ChoiceByKind = { readonly [kind in AssetKind]?: Choice }

/** Who charges (or slips) a run's fills: one model for every kind of asset that it knows, or one a kind. */
export type CostChoice = Choice | ChoiceByKind

/** A model chosen for one kind; without a kind it serves all that it knows. */
export interface CostModelChoice {
  readonly kind?: AssetKind
  readonly choice: Choice
}

const KINDS: readonly AssetKind[] = ['equity', 'future', 'cryptocurrency', 'forex']

/** What is chosen, then the defaults of the kinds that it may leave without a model; of two for a kind the first counts. */
export function costChoices(given: CostChoice, defaults: ChoiceByKind): readonly CostModelChoice[] {
  const byKind = isByKind(given) ? { ...defaults, ...given } : defaults
  const chosen = KINDS.flatMap((kind) => {
    const choice = byKind[kind]
    return choice === undefined ? [] : [{ kind, choice }]
  })
  return isByKind(given) ? chosen : [{ choice: given }, ...chosen]
}

function isByKind(given: CostChoice): given is ChoiceByKind {
  return typeof given === 'object' && KINDS.some((kind) => kind in given)
}
