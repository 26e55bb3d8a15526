import type { Constructor } from './container.js'
import { isRecord } from './reference.js'
import { refusal } from './refusal.js'
import { type Token, tokenName } from './token.js'

/** Who plays a role: an offer by its name, with options or without; a decorated class; or an object that is there already. */
export type Choice =
  | string
  | { readonly use: string; readonly [option: string]: unknown }
  | { readonly useClass: Constructor<unknown> }
  | { readonly useValue: unknown }

/** A role chosen as a list is read by `run.all`. Keys are roles; a Map or `{ [Broker]: 'simulated' }`. */
export type Choices =
  | ReadonlyMap<Token<unknown>, Choice | readonly Choice[]>
  | Readonly<Record<symbol, Choice | readonly Choice[]>>

/** One choice, taken apart. `label` names it in messages, `at` is its path in the config. */
export interface Chosen {
  readonly role: Token<unknown>
  readonly label: string
  readonly at: string
  readonly inList: boolean
  readonly choice: Exclude<Choice, string>
}

/** `keys` are the keys that the config has for roles; else a role's key is its name with a small first letter. */
export function listChosen(choices: Choices, keys: ReadonlyMap<Token<unknown>, string>): readonly Chosen[] {
  return entries(choices).flatMap(([role, value]): readonly Chosen[] => {
    const name = tokenName(role)
    const key = keys.get(role) ?? name.charAt(0).toLowerCase() + name.slice(1)
    if (!Array.isArray(value)) return [{ role, label: name, at: key, inList: false, choice: checkChoice(value, key) }]
    return value.map((item, index) => {
      const at = `${key}[${index}]`
      return { role, label: `${name}[${index}]`, at, inList: true, choice: checkChoice(item, at) }
    })
  })
}

export function checkChoice(choice: unknown, at: string): Exclude<Choice, string> {
  if (typeof choice === 'string') return { use: choice }
  if (isRecord(choice)) {
    const { use, useClass, useValue } = choice
    const isComplete =
      typeof use === 'string' || typeof useClass === 'function' || (useValue ?? undefined) !== undefined
    if (isComplete) return choice as Exclude<Choice, string>
  }
  const was = Array.isArray(choice)
    ? 'a list'
    : typeof choice === 'object' && choice !== null
      ? 'an object without use'
      : choice
  throw refusal('CHOICE_INVALID', `${at}: expected a name or { use: name, …options }, was ${String(was)}`)
}

function entries(choices: Choices): readonly (readonly [Token<unknown>, unknown])[] {
  // A Map of another realm is no instance of ours.
  if (typeof (choices as Map<Token<unknown>, unknown>).entries === 'function') {
    return [...(choices as ReadonlyMap<Token<unknown>, unknown>)]
  }
  return Reflect.ownKeys(choices).map((role) => {
    if (typeof role === 'symbol') return [role, (choices as Record<symbol, unknown>)[role]]
    throw refusal('CHOICE_INVALID', `'${role}' is not a role: choices are keyed by role tokens`)
  })
}
