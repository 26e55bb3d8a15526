/**
 * Makes `dist` of what tsc has compiled. What every run reads lies together there in four files, `chunks/*.js`, with the packages of many small
 * files that it uses; the modules' own files only name it. So a run opens a dozen of files instead of six hundred, which took longer than
 * the run itself. All other modules stay as they are. `node bundle.mjs [FROM [TO]]`, by default from `target/js` to `dist`.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(fileURLToPath(import.meta.url))
const from = resolve(process.argv[2] ?? join(root, 'target/js'))
const to = resolve(process.argv[3] ?? join(root, 'dist'))

/** Of many files, and users meet none of their values; other packages are imported as they are. */
const PACKED = ['csv-parse', 'semver', 'zod']
/**
 * What the core asks tsyringe for. It and the polyfill it needs are CommonJS of long or many files: importing such a package reads each file
 * twice, first for the names that it exports. `chunks/tsyringe.cjs` requires them, and names these. They are not packed, so that a
 * plugin which imports tsyringe itself gets the same one.
 */
const OF_TSYRINGE = ['container', 'inject', 'injectable']

/** What a run reads beside the package's entry. */
const RUN = [
  ...['run', 'worker', 'config', 'start-kernel'].map((name) => `core/cli/run/${name}`),
  'core/cli/strategy/extensions',
  ...['plugins/index', 'compat/plugin', 'compat/index'],
]
/** These find others by their own place: the hooks for TypeScript, which a thread of its own reads too, and the pool of workers. */
const ALONE = ['core/cli/strategy/typescript', 'core/cli/run/many']

const fileOf = (name) => join(from, `${name}.js`)
const nameOf = (file) => relative(from, file).slice(0, -3)

/** Relative imports of a compiled module; not those that are imported when they are needed. */
function importsOf(file) {
  const found = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b(?:[^'"]*?\bfrom)? '(\.[^']+)';$/gm)
  return [...found].map(([, specifier]) => resolve(dirname(file), specifier))
}

function closureOf(names) {
  const closure = new Set(names.map(fileOf))
  for (const file of closure) for (const other of importsOf(file)) closure.add(other)
  return closure
}

const cli = closureOf(['core/cli/main'])
const core = closureOf(['core/index'])
const run = closureOf(RUN)
const alone = new Set(ALONE.map(fileOf))
const together = new Set([...cli, ...core, ...run].filter((file) => !alone.has(file)))

/** `--help` reads base and cli; the package's entry base and core, in which there is nothing of Node, for browsers. */
function chunkOf(id) {
  if (cli.has(id)) return core.has(id) ? 'base' : 'cli'
  if (core.has(id)) return 'core'
  return run.has(id) ? 'run' : 'core'
}

rmSync(join(to, 'chunks'), { recursive: true, force: true })
const bundle = await rolldown({
  input: Object.fromEntries([...together].map((file) => [nameOf(file), file])),
  platform: 'neutral',
  preserveEntrySignatures: 'allow-extension',
  checks: { ineffectiveDynamicImport: false },
  plugins: [{ name: 'places', resolveId }],
})
const { output } = await bundle.generate({
  dir: to,
  format: 'esm',
  comments: false,
  paths: (id) => (id.startsWith(to) ? `./${relative(to, id)}` : id),
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
  codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'parts', name: chunkOf }] },
})
await bundle.close()
for (const { fileName, code } of output) {
  mkdirSync(dirname(join(to, fileName)), { recursive: true })
  writeFileSync(join(to, fileName), escaped(code))
}

/** What is not read together stays outside: a module where it will lie, a package under its name. */
function resolveId(specifier, importer) {
  if (importer === undefined || importer.includes('/node_modules/')) return null
  if (['reflect-metadata', 'tsyringe'].includes(specifier)) return { id: './tsyringe.cjs', external: true }
  if (!specifier.startsWith('.'))
    return PACKED.includes(specifier.split('/')[0]) ? null : { id: specifier, external: true }
  const file = resolve(dirname(importer), specifier)
  return together.has(file) ? { id: file } : { id: join(to, relative(from, file)), external: true }
}
const names = OF_TSYRINGE.map((name) => `exports.${name} = tsyringe.${name}\n`).join('')
writeFileSync(
  join(to, 'chunks/tsyringe.cjs'),
  `require('reflect-metadata')\nconst tsyringe = require('tsyringe')\n${names}`,
)

/** V8 keeps a text with one letter beyond Latin in two bytes a letter, and reads it slower: so none is written out. */
function escaped(code) {
  return code.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

for (const name of ['rustybt', ...['core', 'plugins', 'compat', 'native'].flatMap(modulesIn)]) {
  if (together.has(fileOf(name))) continue
  mkdirSync(dirname(join(to, name)), { recursive: true })
  copyFileSync(fileOf(name), join(to, `${name}.js`))
}

const licenses = PACKED.map((name) => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')}`)
writeFileSync(join(to, 'chunks/LICENSES.txt'), licenses.join('\n\n'))

/** By the sources: what is left in FROM of removed ones is not looked at. */
function modulesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['kernels', 'binding'].includes(entry.name) ? [] : modulesIn(path)
    return entry.name.endsWith('.ts') ? [path.slice(0, -3)] : []
  })
}
