import { RustybtError } from '../../core/kernel/errors.js'

type SnakeCase<S extends string> = S extends `${infer Head}${infer Rest}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Rest>}`
    : `_${Lowercase<Head>}${SnakeCase<Rest>}`
  : S

/** Options under Zipline's names: `windowLength` is `window_length`. */
export type Snaked<O> = { [K in keyof O as K extends 'N' ? K : K extends string ? SnakeCase<K> : K]: O[K] }

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Core's options from Zipline's; throws `UNEXPECTED_ARGUMENT` for a name that the term does not take. */
export function camelOptions(what: string, given: object, known: readonly string[]): Record<string, unknown> {
  const strange = Object.keys(given).find((name) => !known.includes(name))
  if (strange !== undefined)
    throw new RustybtError('UNEXPECTED_ARGUMENT', `${what} received unexpected keyword arguments '${strange}'`, {
      hint: `it takes ${known.join(', ')}`,
    })
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value == null ? [] : [[camelCase(name), value]])),
  )
}

/** A term's function under Zipline's name and with its options' names: a plain call, without `new`. */
export function named<O extends object, T>(
  name: string,
  make: (options: O) => T,
  takes: string,
): (...options: Record<never, never> extends O ? [options?: Snaked<O>] : [options: Snaked<O>]) => T {
  const known = takes.split(' ')
  return (...[options]) => make(camelOptions(name, options ?? {}, known) as O)
}

export const WINDOW = 'inputs window_length mask'
