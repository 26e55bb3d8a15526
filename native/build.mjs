/**
 * Builds the addon where it is used: runs after `npm install` and with `npm run build`, and puts `rustybt.<platform>-<arch>.node` beside this
 * file. Without a Rust compiler, or where the build fails, RustyBT runs on its TypeScript kernels; so this never fails.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const root = dirname(folder)
const name = `rustybt.${process.platform}-${process.arch}`
const addon = join(folder, `${name}.node`)
const stamp = join(folder, `${name}.hash`)
const log = join(folder, 'build.log')
const FALLBACK = 'the TypeScript kernels are used instead'

const done = build()
if (done !== undefined) console.log(`rustybt native: ${done}`)

/** Does what is to be done and says it in a line; nothing where there is nothing to do. */
function build() {
  if (process.env.RUSTYBT_SKIP_NATIVE === '1') return 'skipped (RUSTYBT_SKIP_NATIVE=1)'
  try {
    const hash = hashOfSources()
    if (existsSync(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return undefined
    const cargo = findCargo()
    if (!cargo) return `no Rust compiler found (https://rustup.rs); ${FALLBACK}`
    const begun = Date.now()
    place(compile(cargo), addon)
    writeFileSync(stamp, hash)
    return `built ${relative(root, addon)} in ${Math.round((Date.now() - begun) / 1000)} s`
  } catch (error) {
    return `not built: ${error.message}; ${FALLBACK}`
  }
}

function hashOfSources() {
  const hash = createHash('sha256')
  const files = ['kernels', 'binding'].flatMap((crate) =>
    readdirSync(join(folder, crate), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  )
  const settings = ['Cargo.toml', 'Cargo.lock', '.cargo/config.toml'].map((file) => join(root, file))
  for (const file of [...files.sort(), ...settings]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function findCargo() {
  const home = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin', 'cargo')
  return ['cargo', home].find((cargo) => spawnSync(cargo, ['--version']).status === 0)
}

/** Compiles and answers where the library lies. */
function compile(cargo) {
  const options = ['--release', '--locked', '-p', 'rustybt-binding', '--message-format=json-render-diagnostics']
  const run = spawnSync(cargo, ['build', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const library = run.stdout
    ?.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .findLast((message) => message.reason === 'compiler-artifact' && message.target.name === 'rustybt_binding')
    ?.filenames.find((file) => /\.(so|dylib|dll)$/.test(file))
  if (run.status === 0 && library) {
    rmSync(log, { force: true })
    return library
  }
  writeFileSync(log, run.stderr || String(run.error ?? 'cargo named no library'))
  const reason = run.stderr?.split('\n').find((line) => line.startsWith('error')) ?? `cargo ended with ${run.status}`
  throw new Error(`${reason} (log: ${relative(root, log)})`)
}

/** Copies so that a process starting meanwhile sees the old file or the new, and one running keeps its own. */
function place(library, destination) {
  const beside = `${destination}.${process.pid}`
  copyFileSync(library, beside)
  renameSync(beside, destination)
}
