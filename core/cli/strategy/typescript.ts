import { existsSync, readFileSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Lets Node import strategies in TypeScript from anywhere on disk, decorators included, and makes `rustybt` and its other entries mean
 * this very package there. This file is the hooks module too, where Node runs hooks in a thread of their own: it must stay light.
 */
let isOn = false

/** `only` is all that will be imported: where it needs no hooks, there are none yet, as Node 20 begins a thread for them. */
export function enableTypeScript(only?: ModuleText): void {
  if (isOn) return
  process.setSourceMapsEnabled(true)
  const { registerHooks, register } = nodeModule as unknown as {
    readonly registerHooks?: (hooks: { resolve: SyncResolve; load: SyncLoad }) => void
    readonly register: (specifier: string) => void
  }
  if (registerHooks === undefined && only !== undefined && isPlain(only)) return
  isOn = true
  if (registerHooks === undefined) register(import.meta.url)
  else registerHooks({ resolve: resolveNow, load: loadNow })
}

export interface ModuleText {
  readonly url: string
  readonly text: string
}

/** A static import or export from a module, of the simple form that everybody writes. */
const IMPORT = /^(?:import|export)\b(?:[^'"`;()=]*?\bfrom)?\s*(['"])([^'"]+)\1/gm

/**
 * Whether Node alone reads a module as it is read with the hooks: JavaScript in a package of modules, which imports nothing but this
 * package and Node's own, and the package that Node finds is this very one. Whatever else looks like an import means no.
 */
function isPlain({ url, text }: ModuleText): boolean {
  if (/\b(?:import|require)\b|\bfrom\s*['"]/.test(text.replace(IMPORT, ''))) return false
  try {
    const file = fileURLToPath(url)
    const require = nodeModule.createRequire(url)
    const isFound = (name: string) => pathToFileURL(require.resolve(name)).href === ENTRIES[name]
    const names = Array.from(text.matchAll(IMPORT), ([, , name]) => name)
    const isModule = !url.includes('?') && (file.endsWith('.mjs') || (file.endsWith('.js') && isInModules(file)))
    return isModule && names.every((name) => name.startsWith('node:') || isFound(name))
  } catch {
    return false
  }
}

function isInModules(file: string): boolean {
  const folder = dirname(file)
  const path = join(folder, 'package.json')
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { type?: string }).type === 'module'
  return folder !== dirname(folder) && isInModules(folder)
}

interface Found {
  readonly url: string
  readonly format?: string | null
  readonly shortCircuit?: boolean
}
interface Loaded {
  readonly format: string
  readonly source?: unknown
  readonly shortCircuit?: boolean
}
type Context = { readonly parentURL?: string; readonly format?: string | null }
type SyncResolve = (specifier: string, context: Context, next: (s: string, c: Context) => Found) => Found
type SyncLoad = (url: string, context: Context, next: (u: string, c: Context) => Loaded) => Loaded

/** Names the part of a URL that holds a module's text. */
const TEXT = 'rustybt-text'

const ENTRIES: Readonly<Record<string, string>> = {
  rustybt: new URL('../../index.js', import.meta.url).href,
  'rustybt/compat': new URL('../../../compat/index.js', import.meta.url).href,
  'rustybt/analytics': new URL('../../../plugins/analytics/index.js', import.meta.url).href,
  'rustybt/testing': new URL('../../testing/index.js', import.meta.url).href,
}

const isKnown = (specifier: string) => Object.hasOwn(ENTRIES, specifier) || specifier.includes(`?${TEXT}=`)

const found = (url: string): Found => ({ url, format: 'module', shortCircuit: true })

export async function resolve(
  specifier: string,
  context: Context,
  next: (s: string, c: Context) => Promise<Found>,
): Promise<Found> {
  if (isKnown(specifier)) return found(ENTRIES[specifier] ?? specifier)
  try {
    return await next(specifier, context)
  } catch (error) {
    return sourceOf(specifier, context.parentURL) ?? raise(error)
  }
}

export async function load(
  url: string,
  context: Context,
  next: (u: string, c: Context) => Promise<Loaded>,
): Promise<Loaded> {
  return own(url, context) ?? next(url, context)
}

const resolveNow: SyncResolve = (specifier, context, next) => {
  if (isKnown(specifier)) return found(ENTRIES[specifier] ?? specifier)
  try {
    return next(specifier, context)
  } catch (error) {
    return sourceOf(specifier, context.parentURL) ?? raise(error)
  }
}

const loadNow: SyncLoad = (url, context, next) => own(url, context) ?? next(url, context)

function raise(error: unknown): never {
  throw error
}

/** `./signals.js` and `./signals` mean signals.ts, where that is what there is. */
function sourceOf(specifier: string, parent: string | undefined): Found | undefined {
  if (parent === undefined || !parent.startsWith('file:') || !/^\.{0,2}\//.test(specifier)) return undefined
  const stem = specifier.replace(/\.m?js$/, '')
  const urls = [`${stem}.ts`, `${stem}.mts`, `${stem}.js`, `${stem}/index.ts`].map((path) => new URL(path, parent))
  const url = urls.find((each) => existsSync(each))
  return url && found(url.href)
}

/** What this module loads itself: TypeScript outside of packages, texts from the command line, and scripts of no stated kind. */
function own(url: string, { format }: Context): Loaded | undefined {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return undefined
  const { pathname, searchParams } = new URL(url)
  const text = searchParams.get(TEXT)
  const file = fileURLToPath(url)
  if (text !== null || /\.m?ts$/.test(pathname)) return module(compile(file, text ?? readFileSync(file, 'utf8')))
  if (!pathname.endsWith('.js') || (format ?? undefined) !== undefined) return undefined
  const source = readFileSync(file, 'utf8')
  return /^\s*(import|export)\b/m.test(source) ? module(source) : undefined
}

const module = (source: string): Loaded => ({ format: 'module', source, shortCircuit: true })

/** A module made of a text, as if it stood in that file; what it imports is looked for from there. */
export function textModule(file: URL, text: string): string {
  const url = new URL(file)
  url.searchParams.set(TEXT, text)
  return url.href
}

interface Swc {
  transformSync(source: string, options: object): { readonly code: string }
}
let swc: Swc | undefined

/**
 * Loads the compiler into this thread, before others that use it begin: its library (@swc/core 1.16) crashes the process where the
 * thread that loaded it first has ended when the next one loads it.
 */
export function holdCompiler(): void {
  compile('held.ts', '')
}

/** What is wrong with a text, if anything, and in which line. */
export function syntaxErrorOf(file: string, text: string): SyntaxError | undefined {
  try {
    compile(file, text)
    return undefined
  } catch (error) {
    return error as SyntaxError
  }
}

/** Throws a SyntaxError that says `file:line: what`. */
function compile(file: string, source: string): string {
  swc ??= nodeModule.createRequire(import.meta.url)('@swc/core') as Swc
  try {
    return swc.transformSync(source, {
      filename: file,
      configFile: false,
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        target: 'es2022',
        keepClassNames: true,
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
    }).code
  } catch (error) {
    const { message } = error as Error
    const what = /^\s*[x×] (.+)$/m.exec(message)?.[1] ?? message.split('\n')[0]
    const line = /\[.*?:(\d+):\d+\]/.exec(message)?.[1]
    throw new SyntaxError(`${file}${line === undefined ? '' : `:${line}`}: ${what}`)
  }
}
