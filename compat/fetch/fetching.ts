import type { RunContext } from '../../core/engine/strategy.js'
import type { FetchedCsv } from './fetch-csv.js'

/** A fetch under way. Who awaits it gets its failure; where nobody does, `settleFetches` raises it. */
export class Fetching implements PromiseLike<FetchedCsv> {
  #awaited = false

  constructor(private readonly promise: Promise<FetchedCsv>) {
    promise.catch(() => {})
  }

  // biome-ignore lint/suspicious/noThenProperty: it is awaited as a promise is
  then<A = FetchedCsv, B = never>(
    done?: ((csv: FetchedCsv) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#awaited = true
    return this.promise.then(done, failed)
  }

  async settle(): Promise<void> {
    try {
      await this.promise
    } catch (error) {
      if (!this.#awaited) throw error
    }
  }
}

const underWay = new WeakMap<RunContext, Fetching[]>()

export function pending(run: RunContext): Fetching[] {
  let list = underWay.get(run)
  if (!list) underWay.set(run, (list = []))
  return list
}

/** Waits for all that a run fetches; throws the failure of one that nobody awaited. */
export async function settleFetches(run: RunContext): Promise<void> {
  for (const fetching of pending(run)) await fetching.settle()
}
