import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Strategy, StrategyForm } from '../../engine/strategy.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Kernel } from '../../kernel/kernel.js'
import { nearest } from '../../kernel/nearest.js'
import { UsageError } from '../usage.js'
import { sourceLine, userPlace } from './place.js'
import { StrategyError, strategyError } from './strategy-error.js'
import { enableTypeScript, syntaxErrorOf, textModule } from './typescript.js'

/** Where an algorithm is read from. */
export type Algorithm = { readonly file: string } | { readonly text: string }

/** An algorithm's code, not yet run. */
export interface AlgorithmSource {
  /** Name of the file, for people. */
  readonly name: string
  readonly text: string
  /** What is imported. */
  readonly url: string
  /** Sources that are in no file, by the path under which they run. */
  readonly texts: ReadonlyMap<string, string>
}

export interface LoadedStrategy extends Pick<StrategyForm, 'profile'> {
  readonly strategy: Strategy
}

type Exports = Readonly<Record<string, unknown>>

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs', '.cjs']

function notFound(path: string): UsageError {
  const beside = existsSync(dirname(path)) ? readdirSync(dirname(path)) : []
  const meant = nearest(
    basename(path),
    beside.filter((name) => EXTENSIONS.includes(extname(name))),
  )
  return new UsageError(`no algorithm file ${path}`, {
    code: 'ALGORITHM_NOT_FOUND',
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
  })
}

/** Reads the text; throws UsageError where there is no such file, or one of another kind. */
export function readAlgorithm(algorithm: Algorithm, cwd: string): AlgorithmSource {
  if ('text' in algorithm) {
    const path = join(cwd, 'algotext.ts')
    const url = textModule(pathToFileURL(path), algorithm.text)
    return { name: 'algotext', text: algorithm.text, url, texts: new Map([[path, algorithm.text]]) }
  }
  const path = resolve(cwd, algorithm.file)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw notFound(path)
  if (!stats.isFile()) throw new UsageError(`${path} is no file`, { code: 'ALGORITHM_NOT_FOUND' })
  if (!EXTENSIONS.includes(extname(path))) {
    const hint =
      extname(path) === '.py'
        ? 'a Python algorithm has to be ported first: the names are the same, in TypeScript'
        : undefined
    throw new UsageError(`${path} is no .ts or .js file`, { code: 'ALGORITHM_KIND', hint })
  }
  return { name: basename(path), text: readFileSync(path, 'utf8'), url: pathToFileURL(path).href, texts: new Map() }
}

/** Runs the module, and lets the first form that knows what it exports make a strategy of it. */
export async function loadStrategy(
  source: AlgorithmSource,
  parameters: Readonly<Record<string, unknown>>,
  kernel: Kernel,
): Promise<LoadedStrategy> {
  return strategyOf(await importAlgorithm(source), source.name, parameters, kernel)
}

/** A strategy of what a module exports; each call makes a new one. */
export async function strategyOf(
  exports: Exports,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  kernel: Kernel,
): Promise<LoadedStrategy> {
  for (const offer of kernel.offers(StrategyForm)) {
    const form = await kernel.create(StrategyForm, offer.name)
    const strategy = form.strategyOf(exports, parameters)
    if (strategy !== undefined) return { strategy, profile: form.profile }
  }
  const names = Object.keys(exports)
  const what = names.length === 0 ? 'exports nothing' : `exports ${names.join(', ')}, but no initialize`
  throw new RustybtError('ALGORITHM_INCOMPLETE', `${name} ${what}`, {
    hint: 'export function initialize(context) { … }, or a strategy as the default export',
  })
}

/** Runs the module and answers what it exports; what it throws tells the line. */
export async function importAlgorithm(source: AlgorithmSource): Promise<Exports> {
  enableTypeScript(source)
  try {
    return { ...((await import(source.url)) as Exports) }
  } catch (cause) {
    throw describeImport(cause, source)
  }
}

function describeImport(cause: unknown, source: AlgorithmSource): unknown {
  const { name, text, url, texts } = source
  const { name: kind, message, code, stack } = cause as Error & { code?: string }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT') {
    const from = userPlace(cause) === undefined ? `${name}: ` : ''
    const hint = 'is the path right, or the package installed beside the algorithm?'
    return new RustybtError('ALGORITHM_IMPORT', `${from}${message}`, { hint, cause })
  }
  const ours = /^(\/.+?|[a-zA-Z]:.+?):(\d+): (.+)$/s.exec(message)
  const first = ours ?? /^(?:file:\/\/)?(\S+?)(?:\?\S*)?:(\d+)\n/.exec(String(stack))
  if (kind !== 'SyntaxError' || first === null) {
    // Node keeps the line of what is no JavaScript to itself; the compiler of TypeScript tells it.
    const file = fileURLToPath(url)
    const told = kind === 'SyntaxError' && !message.startsWith(file) ? syntaxErrorOf(file, text) : undefined
    return told === undefined ? strategyError(cause, undefined, texts) : describeImport(told, source)
  }
  const place = { file: decodeURI(first[1]), line: Number(first[2]) }
  const options = { code: 'ALGORITHM_SYNTAX', message: ours?.[3] ?? message }
  return new StrategyError(cause, place, sourceLine(place, texts), undefined, options)
}
