import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/** Layers and core's rooms in a row: each imports only what stands before it. */
const LAYERS = ['native', 'core', 'plugins', 'compat', 'templates']
const ROOMS = [
  'kernel',
  'math',
  'time',
  'assets',
  'data',
  'finance',
  'pipeline',
  'execution',
  'engine',
  'live',
  'portfolio',
  'optimize',
  'cli',
  'testing',
]
const OPENS_NATIVE = [/^core\/math\//, /^core\/data\/codec/]
const IMPORTS_NODE = [
  /^core\/kernel\/config/,
  /^core\/assets\/store/,
  /^core\/data\/disk/,
  /^core\/live\/journal/,
  /^core\/cli\//,
  /^core\/testing\//,
]
const MAX_LINES = 500

const root = join(import.meta.dirname, '..')
const files = LAYERS.flatMap((layer) => sources(layer, '.ts'))
const imports = new Map(files.map((file) => [file, importsOf(file)]))

function sources(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'target', 'dist'].includes(entry.name) ? [] : sources(path, ending)
    return path.endsWith(ending) ? [path] : []
  })
}

interface Import {
  readonly to: string
  readonly typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gms,
  )
  return [...found].map(([, type, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? ''
    const to = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts')
      : specifier
    return { to, typeOnly: type !== undefined }
  })
}

const layerOf = (file: string) => LAYERS.indexOf(file.split('/')[0]!)
const roomOf = (file: string) => (file.startsWith('core/') ? ROOMS.indexOf(file.split('/')[1]!) : -1)
const inside = (file: string, allowed: readonly RegExp[]) => allowed.some((pattern) => pattern.test(file))
const each = (offends: (file: string, target: Import) => boolean) =>
  files.flatMap((file) =>
    imports
      .get(file)!
      .filter((target) => offends(file, target))
      .map(({ to }) => `${file} → ${to}`),
  )

describe('the law of the folders', () => {
  it('lets a layer import only what stands to its left', () => {
    expect(each((file, { to }) => LAYERS.includes(to.split('/')[0]!) && layerOf(to) > layerOf(file))).toEqual([])
  })

  it('lets a room of core import only rooms before it', () => {
    expect(each((file, { to }) => roomOf(file) >= 0 && roomOf(to) > roomOf(file))).toEqual([])
  })

  it('knows every room of core', () => {
    const rooms = readdirSync(join(root, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(rooms.map((entry) => entry.name).filter((name) => !ROOMS.includes(name))).toEqual([])
  })

  it('opens native only in core/math and core/data/codec', () => {
    expect(
      each((file, { to }) => to.startsWith('native/') && layerOf(file) > 0 && !inside(file, OPENS_NATIVE)),
    ).toEqual([])
  })

  it('keeps plugins apart', () => {
    expect(
      each(
        (file, { to }) =>
          /^plugins\/\w/.test(file) &&
          to.startsWith('plugins/') &&
          file.split('/')[1] !== to.split('/')[1] &&
          file !== 'plugins/index.ts',
      ),
    ).toEqual([])
  })

  it('imports node: in core only where the outside world is touched', () => {
    expect(
      each((file, { to }) => file.startsWith('core/') && to.startsWith('node:') && !inside(file, IMPORTS_NODE)),
    ).toEqual([])
  })

  it('names no vendor in core', () => {
    const vendors = /\b(yahoo|ccxt|binance|bybit|hyperliquid|alpaca|polygon|interactive.?brokers|coinbase|kraken)\b/i
    expect(
      files.filter((file) => file.startsWith('core/') && vendors.test(readFileSync(join(root, file), 'utf8'))),
    ).toEqual([])
  })

  it('has no cycle', () => {
    expect(cycles()).toEqual([])
  })

  it(`keeps files under ${MAX_LINES} lines`, () => {
    const all = [...files, ...sources('test', '.ts'), ...sources('native', '.rs')]
    expect(all.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > MAX_LINES)).toEqual([])
  })
})

/** Files on a ring of imports at run time, found by walking depth first. */
function cycles(): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const walk = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'open') found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (state.has(file)) return
    state.set(file, 'open')
    for (const { to, typeOnly } of imports.get(file) ?? []) if (!typeOnly && imports.has(to)) walk(to, [...path, file])
    state.set(file, 'done')
  }
  for (const file of files) walk(file, [])
  return found
}
