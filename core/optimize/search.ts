import type { Plain } from '../engine/rows.js'
import { RustybtError } from '../kernel/errors.js'
import { Random } from '../kernel/random.js'
import { token } from '../kernel/token.js'
import { checkSpace, faultOfSet, type ParameterSet, type SearchSpace } from './space.js'

/** A set that was tried, and how good it was. */
export interface Trial {
  readonly parameters: ParameterSet
  /** More is better; NaN where the run failed or the value is not defined. */
  readonly value: number
}

/** What a search is begun with. */
export interface SearchSession {
  readonly space: SearchSpace
  /** Where all chance comes from; as it was at first, also where a search goes on. */
  readonly random: Random
  /** Where an earlier search stopped: what `state` said. */
  readonly state?: Plain
}

/**
 * Proposes sets of parameters and is told how good they were: asked, told, asked again. What it proposes depends on the session and on
 * what it was told, on nothing else, so that a search can be repeated, and goes on where it was stopped.
 * @experimental It may change until several methods that learn have used it.
 */
export interface SearchMethod {
  /** Called once, before all else. */
  begin(session: SearchSession): void
  /** The next sets, `most` at most (a whole number from 1, or Infinity); none: the search is over. */
  ask(most: number): readonly ParameterSet[]
  /** What became of the sets that it was asked for last, all of them, in their order. */
  tell(trials: readonly Trial[]): void
  /** Where it stands between two questions, as JSON can hold it. */
  state(): Plain
}
export const SearchMethod = token<SearchMethod>('SearchMethod')

/** How far a search has come: given to `search` again, it goes on from there. */
export interface SearchProgress {
  /** In the order in which they were proposed. */
  readonly trials: readonly Trial[]
  readonly state: Plain
}

export interface SearchResult extends SearchProgress {
  /** The trial of the greatest value, the first of them; undefined where each failed. */
  readonly best?: Trial
  /** Whether the method has nothing more to propose. */
  readonly isOver: boolean
}

export interface SearchOptions {
  readonly method: SearchMethod
  readonly space: SearchSpace
  /** '0' where left out. */
  readonly seed?: number | string
  /** How many trials there are to be at most, those before included; as many as the method proposes, where left out. */
  readonly trials?: number
  /** Tries sets, and answers a value for each, NaN where there is none. The second is how many were tried before. */
  readonly evaluate: (sets: readonly ParameterSet[], before: number) => Promise<readonly number[]> | readonly number[]
  /** An earlier search on the same space with the same seed. */
  readonly from?: SearchProgress
  /** Stops before the next question. Sets that are being tried then are left out of the answer, for their values may be half of it. */
  readonly signal?: AbortSignal
  readonly onTrials?: (progress: SearchProgress) => void
}

/** How many sets are tried between two answers to the method at most, so that a search that is stopped has most of what it did. */
const BATCH = 256

/**
 * Asks, tries, tells, until the method has nothing more to propose or there are `trials`. The same space, seed and values give the same
 * trials. Throws SPACE_INVALID, and SEARCH_PROPOSAL where the method proposes what is not in the space.
 */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const { method, space, seed = 0, trials: most = Infinity, evaluate, from, signal, onTrials } = options
  checkSpace(space)
  method.begin({ space, random: new Random(seed), state: from?.state })
  const trials = [...(from?.trials ?? [])]
  let state = method.state()
  while (trials.length < most && !signal?.aborted) {
    const sets = proposed(method, space, Math.min(BATCH, most - trials.length))
    if (sets.length === 0) break
    const values = await evaluate(sets, trials.length)
    if (signal?.aborted) break
    const told = sets.map((parameters, i): Trial => ({ parameters, value: values[i] }))
    method.tell(told)
    trials.push(...told)
    state = method.state()
    onTrials?.({ trials: [...trials], state })
  }
  // The state is taken before: asked once more, the method may have moved.
  return { trials, state, best: bestOf(trials), isOver: !signal?.aborted && method.ask(1).length === 0 }
}

function proposed(method: SearchMethod, space: SearchSpace, most: number): readonly ParameterSet[] {
  const sets = method.ask(most)
  const fault =
    sets.length > most
      ? `${sets.length} sets, where ${most} were asked for`
      : sets.map((set) => faultOfSet(set, space)).find((each) => each !== undefined)
  if (fault === undefined) return sets
  throw new RustybtError('SEARCH_PROPOSAL', `the search method proposes what cannot be tried: ${fault}`, {
    hint: 'this is a fault of the method; searchContract of rustybt/testing finds such',
  })
}

const bestOf = (trials: readonly Trial[]): Trial | undefined =>
  trials.reduce<Trial | undefined>(
    (best, trial) => (Number.isNaN(trial.value) || (best !== undefined && best.value >= trial.value) ? best : trial),
    undefined,
  )
