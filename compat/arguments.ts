import { RustybtError } from '../core/kernel/errors.js'

/** Arguments by position as in Zipline, the last of them or all in one trailing object of the same names. */
export type Arguments<Named extends object, Positional extends readonly unknown[]> =
  | Positional
  | readonly [named: Named]
  | (Positional extends readonly [(infer First)?, ...unknown[]] ? readonly [first: First, named: Named] : never)

/**
 * The arguments by name; those left out, and null, are not there. `tables` are names whose value may be an object itself. Throws
 * `UNEXPECTED_ARGUMENT` for what the function does not take.
 */
export function namedArguments<Named extends object>(
  what: string,
  given: readonly unknown[],
  names: readonly (keyof Named & string)[],
  tables: readonly string[] = [],
): Partial<Named> {
  const last = given.at(-1)
  const keywords = isPlain(last) && isKeywords(last, names, tables.includes(names[given.length - 1])) ? last : undefined
  const positional = keywords ? given.slice(0, -1) : given
  const found: Record<string, unknown> = {}
  positional.forEach((value, i) => {
    const name = names[i]
    if (name === undefined) throw unexpected(what, `${positional.length} arguments`, names)
    if (isPlain(value) && !tables.includes(name)) {
      const strange = Object.keys(value).find((key) => !names.includes(key as never))
      throw unexpected(what, strange === undefined ? `an object as ${name}` : `'${strange}'`, names)
    }
    found[name] = value
  })
  for (const [name, value] of Object.entries(keywords ?? {})) {
    if (found[name] !== undefined) throw unexpected(what, `'${name}' twice`, names)
    found[name] = value
  }
  for (const name of Object.keys(found)) if ((found[name] ?? undefined) === undefined) delete found[name]
  return found as Partial<Named>
}

function isKeywords(object: object, names: readonly string[], mayBeTable: boolean): boolean {
  const keys = Object.keys(object)
  return keys.every((key) => names.includes(key)) && !(mayBeTable && keys.length === 0)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function unexpected(what: string, was: string, names: readonly string[]): RustybtError {
  return new RustybtError('UNEXPECTED_ARGUMENT', `${what} does not take ${was}`, {
    hint: names.length > 0 ? `it takes ${names.join(', ')}` : 'it takes no arguments',
  })
}
