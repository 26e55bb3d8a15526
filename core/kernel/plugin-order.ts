import { knownNames } from './nearest.js'
import type { Plugin } from './plugin.js'
import { refusal } from './refusal.js'

/**
 * The order of registration: as given, but each right after those it names in `after`. An object listed twice counts once.
 * Refuses two plugins of one name, a name in `after` that is not there, and a cycle.
 */
export function orderPlugins(plugins: readonly Plugin[]): readonly Plugin[] {
  const byName = indexByName(plugins)
  const ordered = new Set<Plugin>()
  const path: string[] = []
  const visit = (plugin: Plugin): void => {
    if (ordered.has(plugin)) return
    const seen = path.indexOf(plugin.name)
    if (seen >= 0) throw cycle([...path.slice(seen), plugin.name])
    path.push(plugin.name)
    for (const name of plugin.after ?? []) visit(byName.get(name) ?? missing(plugin, name, [...byName.keys()]))
    path.pop()
    ordered.add(plugin)
  }
  for (const plugin of plugins) visit(plugin)
  return [...ordered]
}

function indexByName(plugins: readonly Plugin[]): ReadonlyMap<string, Plugin> {
  const byName = new Map<string, Plugin>()
  for (const plugin of plugins) {
    if ((byName.get(plugin.name) ?? plugin) !== plugin) {
      throw refusal('PLUGIN_DUPLICATE', `two plugins are named '${plugin.name}'`, {
        hint: 'list one of them only; two versions of a package may be installed',
      })
    }
    byName.set(plugin.name, plugin)
  }
  return byName
}

function missing(plugin: Plugin, name: string, names: readonly string[]): never {
  const others = names.filter((other) => other !== plugin.name)
  const message = `plugin '${plugin.name}' comes after '${name}', which is not there${knownNames(name, others)}`
  throw refusal('PLUGIN_MISSING', message, { hint: `add '${name}' to plugins in the config` })
}

function cycle(names: readonly string[]): Error {
  return refusal('PLUGIN_CYCLE', `plugins come after each other: ${names.join(' → ')}`, {
    hint: `take a name out of the after of one of them`,
  })
}
