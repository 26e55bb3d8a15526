import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import type { Plugin } from './plugin.js'
import { refusal } from './refusal.js'

/** `where` says in the message what was looked at: a package's name, a file, a place in a list. */
export function checkPlugin(value: unknown, where: string): Plugin {
  const wrong = describeFault(value)
  if (wrong === undefined) return value as Plugin
  throw refusal('PLUGIN_INVALID', `${where} is not a plugin: it is ${wrong}`, {
    hint: 'export default { name, requires, register(host) { … } }',
  })
}

/** A prerelease of the framework counts as older than its release, as semver has it, and is inside a range below it. */
export function checkVersion(plugin: Pick<Plugin, 'name' | 'requires'>, version: string): void {
  if (satisfies(version, plugin.requires, { includePrerelease: true })) return
  throw refusal('PLUGIN_VERSION', `plugin '${plugin.name}' requires rustybt ${plugin.requires}, this is ${version}`, {
    hint: `install a version of '${plugin.name}' made for rustybt ${version}, or a rustybt that is ${plugin.requires}`,
  })
}

function describeFault(value: unknown): string | undefined {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the text '${value}'`
  if (typeof value !== 'object') return `a ${typeof value}`
  if (Array.isArray(value)) return 'a list'
  const plugin = value as Partial<Plugin>
  if (typeof plugin.name !== 'string' || plugin.name === '') {
    const keys = Object.keys(value)
    return `an object without a name${keys.length > 0 ? ` (it has ${keys.join(', ')})` : ''}`
  }
  if (typeof plugin.register !== 'function') return `an object named '${plugin.name}' without a function register`
  if (typeof plugin.requires !== 'string') return `an object named '${plugin.name}' without requires, a version range`
  if (validRange(plugin.requires) === null) {
    return `an object named '${plugin.name}' whose requires is no version range: '${plugin.requires}'`
  }
  const after: unknown = plugin.after ?? []
  if (!Array.isArray(after) || after.some((name) => typeof name !== 'string')) {
    return `an object named '${plugin.name}' whose after is not a list of names`
  }
  return undefined
}
