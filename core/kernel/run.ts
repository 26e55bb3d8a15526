import { refusal } from './refusal.js'
import { type Releases, throwCloseFailures } from './releases.js'
import { type Token, tokenName } from './token.js'

/** What one role is bound to: one instance, or a list. */
export type Bound = { readonly one: unknown } | { readonly many: readonly unknown[] }

/** The instances of one run. Everything is made when a Run is handed out; reading them costs one look into a Map. */
export class Run {
  #closing?: Promise<void>

  constructor(
    private readonly bound: ReadonlyMap<Token<unknown>, Bound>,
    private readonly releases: Releases,
    private readonly onClosed?: (run: Run) => void,
  ) {}

  /** The instance of a role chosen once. Fails with ROLE_UNBOUND where the run has none. */
  get<T>(role: Token<T>): T {
    const bound = this.bound.get(role)
    if (bound !== undefined && 'one' in bound) return bound.one as T
    const roles = [...this.bound.keys()].map(tokenName).join(', ')
    const name = tokenName(role)
    if (bound !== undefined)
      throw refusal('ROLE_LIST', `${name} is chosen as a list in this run: read it by all(${name})`)
    throw refusal('ROLE_UNBOUND', `this run has no ${name}; it has: ${roles}`, {
      hint: `choose a ${name} in the config`,
    })
  }

  has(role: Token<unknown>): boolean {
    return this.bound.has(role)
  }

  /** All instances of a role, in the order chosen; empty where the run has none. */
  all<T>(role: Token<T>): readonly T[] {
    const bound = this.bound.get(role)
    if (bound === undefined) return []
    return ('one' in bound ? [bound.one] : bound.many) as readonly T[]
  }

  /** Calls `close()` of the instances that have one, last made first. Called again, it answers the same. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    const failures = await this.releases.run()
    this.onClosed?.(this)
    throwCloseFailures(failures)
  }
}
