/**
 * A role's name and its type in one value: `export const Broker = token<Broker>('Broker')` stands beside `interface Broker`.
 * Tokens are equal across duplicate installs of this package, because they are global symbols.
 */
export type Token<T> = symbol & { readonly __type?: T }

const PREFIX = 'rustybt:'

export function token<T>(name: string): Token<T> {
  return Symbol.for(PREFIX + name) as Token<T>
}

/** The role's name as people write it: `Broker`, not `Symbol(rustybt:Broker)`. */
export function tokenName(role: Token<unknown>): string {
  return (role.description ?? '').slice(PREFIX.length)
}
