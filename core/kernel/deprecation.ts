import type { Config } from './config-schema.js'

/** Something that works still and will be gone. */
export interface Deprecation {
  /** To search for: `DEP_…`. */
  readonly code: string
  /** A public name, whose docstring says `@deprecated` too; or a key of the config, as `config.blotter`. */
  readonly name: string
  /** The version that warns first. */
  readonly since: string
  /** ISO date, half a year later at least: a version of that day or later may be without it. */
  readonly until: string
  /** What to write in its place. */
  readonly instead: string
}

/** All there are: the API report lists them. None yet. */
export const DEPRECATIONS: readonly Deprecation[] = []

export const deprecationText = ({ name, since, until, instead }: Deprecation): string =>
  `${name} is deprecated since ${since}, and may be gone from ${until} on: ${instead}`

const told = new Set<string>()

/** Called where the thing is used; warns once a process, as Node does of its own (`--no-deprecation`, `--throw-deprecation`). */
export function warnOfDeprecated(deprecation: Deprecation): void {
  const { code } = deprecation
  if (told.has(code)) return
  told.add(code)
  const text = deprecationText(deprecation)
  if (typeof process === 'undefined') console.warn(`${code}: ${text}`)
  else process.emitWarning(text, { type: 'DeprecationWarning', code })
}

/** Warns of keys that a config or one of its profiles has. */
export function warnOfDeprecatedKeys(config: Config, deprecations = DEPRECATIONS): void {
  const places = [config, ...Object.values(config.profiles ?? {})]
  const names = new Set(places.flatMap((keys) => Object.keys(keys).map((key) => `config.${key}`)))
  for (const deprecation of deprecations) if (names.has(deprecation.name)) warnOfDeprecated(deprecation)
}
