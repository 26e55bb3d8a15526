import { z } from 'zod'
import { knownNames } from './nearest.js'
import { parseFile } from './options.js'
import type { Plugin } from './plugin.js'
import { refusal } from './refusal.js'

/** A config as users write it; which keys there are beside these two, the schema of the caller says. */
export interface Config {
  /** Names of packages, paths beginning with `./`, or plugins themselves. First-party ones need not be listed. */
  readonly plugins?: readonly (string | Plugin)[]
  /** Each replaces whole keys of the config; nothing merges deeper. */
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly [key: string]: unknown
}

/** What a key that chooses a role holds: a name, or `{ use: name, ...options }`. The options are checked at boot. */
export const choiceSchema = z.union([z.string(), z.looseObject({ use: z.string() })])

export const choicesSchema = z.union([choiceSchema, z.array(choiceSchema)])

/** Plugins given as objects are looked into when they register; a schema of them would copy them. */
const pluginSchema = z.custom<string | Plugin>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
  'expected the name of a package, a path or a plugin',
)

/** The schema of a config with the given keys, each of them optional, beside `plugins` and `profiles`. */
export function createConfigSchema(keys: z.ZodRawShape): z.ZodType<Config> {
  const settings = z.strictObject({ plugins: z.array(pluginSchema), ...keys }).partial()
  const profiles = z.record(z.string(), settings).optional()
  return settings.extend({ profiles }) as unknown as z.ZodType<Config>
}

/** Refuses with CONFIG_INVALID, the file and the path of each fault, and its line in the file's text. */
export async function parseConfig(
  schema: z.ZodType<Config>,
  value: unknown,
  file: string,
  text?: string,
): Promise<Config> {
  return (await parseFile(schema, value, file, 'CONFIG_INVALID', text)) as Config
}

/** The config with the keys of the profile in place of its own; without a name, the config as it is without profiles. */
export function applyProfile(config: Config, name?: string): Config {
  const { profiles = {}, ...settings } = config
  if (name === undefined) return settings
  if (Object.hasOwn(profiles, name)) return { ...settings, ...profiles[name] }
  throw refusal('PROFILE_UNKNOWN', `no profile called '${name}'${knownNames(name, Object.keys(profiles))}`, {
    hint: 'profiles stand in the config under the key profiles',
  })
}
