import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import { type Config, parseConfig } from './config-schema.js'
import { findJsonFault } from './json-syntax.js'
import { type Manifest, parseManifest } from './manifest.js'
import { type PackageEntries, packageEntry } from './package-entry.js'
import type { Plugin } from './plugin.js'
import { checkPlugin } from './plugin-check.js'
import { messageOf, refusal } from './refusal.js'

const CONFIG_FILES = ['ts', 'js', 'mjs', 'json'].map((extension) => `rustybt.config.${extension}`)

export interface LoadedConfig {
  readonly file: string
  readonly config: Config
}

/** The first of `rustybt.config.ts`, `.js`, `.mjs`, `.json` in the folder, checked; undefined where there is none. */
export async function loadConfig(dir: string, schema: z.ZodType<Config>): Promise<LoadedConfig | undefined> {
  const file = CONFIG_FILES.map((name) => resolve(dir, name)).find(isFile)
  return file === undefined ? undefined : loadConfigFile(file, schema)
}

/** The config in a file, checked. Throws CONFIG_SYNTAX, CONFIG_FAILED and CONFIG_INVALID, with the place where it has one. */
export async function loadConfigFile(file: string, schema: z.ZodType<Config>): Promise<LoadedConfig> {
  const value = file.endsWith('.json') ? withoutSchema(readJson(file, 'CONFIG_SYNTAX')) : await importConfig(file)
  return { file, config: await parseConfig(schema, value, file, readFileSync(file, 'utf8')) }
}

/** Imports plugins by package name, or by a path (`./…`, `/…`), as seen from the folder `from`. Plugins given pass through. */
export async function loadPlugins(names: readonly (string | Plugin)[], from: string): Promise<readonly Plugin[]> {
  const plugins: Plugin[] = []
  for (const name of names) plugins.push(typeof name === 'string' ? await loadPlugin(name, from) : name)
  return plugins
}

/** What the package declares about itself, read without running its code. */
export async function readManifest(name: string, from: string): Promise<Manifest> {
  const file = findPackageFile(name, from) ?? notFound(name, from)
  return parseManifest(readJson(file, 'PLUGIN_MANIFEST'), file)
}

/** JSON says at its head by which schema editors complete it; that is no setting. */
function withoutSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$schema' in value)) return value
  const { $schema: _, ...config } = value
  return config
}

async function loadPlugin(name: string, from: string): Promise<Plugin> {
  const file = findEntry(name, from) ?? notFound(name, from)
  const module = await import(pathToFileURL(file).href).catch((cause) => {
    throw refusal('PLUGIN_FAILED', `plugin '${name}' could not be loaded from ${file}: ${messageOf(cause)}`, { cause })
  })
  if (module.default === undefined) {
    const exported = Object.keys(module).join(', ') || 'nothing'
    throw refusal('PLUGIN_INVALID', `'${name}' has no default export: it exports ${exported} (${file})`, {
      hint: 'export default { name, requires, register(host) { … } }',
    })
  }
  // A module compiled from ESM to CommonJS has its default inside the default.
  return checkPlugin(
    module.default.__esModule === true ? module.default.default : module.default,
    `'${name}' (${file})`,
  )
}

function findEntry(name: string, from: string): string | undefined {
  const path = resolve(from, name)
  if (isPath(name) && isFile(path)) return path
  const packageFile = isPath(name) ? join(path, 'package.json') : findPackageFile(name, from)
  if (packageFile === undefined) return undefined
  const entry = packageEntry(isFile(packageFile) ? (readJson(packageFile, 'PLUGIN_MANIFEST') as PackageEntries) : {})
  if (entry === undefined) return undefined
  return ['', '.js', '/index.js'].map((end) => join(dirname(packageFile), entry + end)).find(isFile)
}

/** The package.json of an installed package, looked for in each `node_modules` upwards; of a path, the nearest one. */
function findPackageFile(name: string, from: string): string | undefined {
  const path = isPath(name) ? resolve(from, name) : resolve(from)
  if (!existsSync(path)) return undefined
  for (let dir = isFile(path) ? dirname(path) : path; ; dir = dirname(dir)) {
    const file = isPath(name) ? join(dir, 'package.json') : join(dir, 'node_modules', name, 'package.json')
    if (isFile(file)) return file
    if (dir === dirname(dir)) return undefined
  }
}

function notFound(name: string, from: string): never {
  const hint = isPath(name) ? `is there a file ${resolve(from, name)}?` : `npm install ${name}`
  throw refusal('PLUGIN_NOT_FOUND', `no plugin '${name}' to be found from ${resolve(from)}`, { hint })
}

async function importConfig(file: string): Promise<unknown> {
  const module = await import(pathToFileURL(file).href).catch((cause) => {
    const isSyntax = cause?.name === 'SyntaxError'
    // Node keeps the line of a syntax error to itself here, and prints it there.
    const hint = isSyntax ? `node --check ${file}` : undefined
    throw refusal(isSyntax ? 'CONFIG_SYNTAX' : 'CONFIG_FAILED', `${file}: ${messageOf(cause)}`, { hint, cause })
  })
  if (module.default !== undefined) return module.default
  throw refusal('CONFIG_INVALID', `${file}: it has no default export`, { hint: 'export default defineConfig({ … })' })
}

function readJson(file: string, code: string): unknown {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text)
  } catch (cause) {
    const fault = findJsonFault(text)
    const message = fault === undefined ? messageOf(cause) : `expected ${fault.expected}`
    const where = fault === undefined ? file : `${file}:${fault.line}:${fault.column}`
    throw refusal(code, `${where}: ${message}`, { cause })
  }
}

/** Whether a plugin is named by where it lies, not by its package. */
export function isPath(name: string): boolean {
  return /^(\.{0,2}[/\\]|[a-zA-Z]:[/\\]|\.{1,2}$)/.test(name)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
