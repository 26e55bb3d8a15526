import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rootFolder } from '../../data/disk.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Plugin } from '../../kernel/plugin.js'
import { messageOf } from '../../kernel/refusal.js'
import { UsageError } from '../usage.js'
import { enableTypeScript } from './typescript.js'

/** What `-x key=value` gives to extensions; `a.b=c` is `c` under `b` under `a`. */
export interface ExtensionArguments {
  [name: string]: string | ExtensionArguments
}
export const extensionArguments: ExtensionArguments = {}

export interface Extensions {
  /** Files as the line names them. */
  readonly files: readonly string[]
  /** Whether `extension.ts` (or .js, .mjs) in RUSTYBT_ROOT is loaded before them. */
  readonly byDefault: boolean
  /** Whether one that cannot be loaded ends everything; else it is told. */
  readonly strict: boolean
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly warn: (text: string) => void
}

const loaded = new Map<string, Plugin | undefined>()

/** Runs extension files, each once in a process; answers the plugins that they export by default. Throws `EXTENSION_FAILED`. */
export async function loadExtensions(extensions: Extensions): Promise<Plugin[]> {
  const plugins: Plugin[] = []
  for (const file of filesOf(extensions)) {
    try {
      if (!loaded.has(file)) {
        if (!existsSync(file)) throw new Error('there is no such file')
        enableTypeScript()
        const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
        loaded.set(file, isPlugin(module.default) ? module.default : undefined)
      }
      const plugin = loaded.get(file)
      if (plugin) plugins.push(plugin)
    } catch (cause) {
      const error = new RustybtError('EXTENSION_FAILED', `the extension ${file} failed: ${messageOf(cause)}`, { cause })
      if (extensions.strict) throw error
      extensions.warn(error.message)
    }
  }
  return plugins
}

function filesOf({ files, byDefault, cwd, environment }: Extensions): string[] {
  const root = rootFolder(environment)
  const own = ['extension.ts', 'extension.js', 'extension.mjs']
    .map((name) => join(root, name))
    .find((file) => existsSync(file))
  return [...(byDefault && own !== undefined ? [own] : []), ...files.map((file) => resolve(cwd, file))]
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'register' in value && typeof value.register === 'function'

/** Keeps `a.b=c`. Throws UsageError for what is no name, and where one name would be a value and a group. */
export function addExtensionArgument(text: string, into = extensionArguments): void {
  const found = /^([\p{L}_]\w*(?:\.[\p{L}_]\w*)*)=(.*)$/su.exec(text)
  if (!found) {
    throw new UsageError(`invalid extension argument '${text}', must be in key=value form`, {
      code: 'EXTENSION_ARGUMENT',
    })
  }
  const path = found[1].split('.')
  const last = path.pop()!
  let group = into
  for (const name of path) {
    const inner = Object.hasOwn(group, name) ? group[name] : (group[name] = {})
    if (typeof inner === 'string') throw conflict(name)
    group = inner
  }
  if (Object.hasOwn(group, last) && typeof group[last] !== 'string') throw conflict(last)
  group[last] = found[2]
}

function conflict(name: string): UsageError {
  return new UsageError(`Conflicting assignments at namespace level '${name}'`, { code: 'EXTENSION_ARGUMENT' })
}
