/**
 * What the release workflow does with addons built elsewhere, by napi-rs' convention: one optional package a platform, named after its triple,
 * which `addon.ts` finds.
 *
 *     node native/release.mjs place TARGET     # the addon that cargo built for TARGET, as ./rustybt.TRIPLE.node
 *     node native/release.mjs packages DIR     # DIR/TRIPLE/ with package.json for each rustybt.TRIPLE.node in DIR
 *     node native/release.mjs optional         # names the packages in package.json, so that npm fetches this platform's
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** By Rust's target: npm's platform, and the library that cargo makes. */
export const PLATFORMS = {
  'x86_64-unknown-linux-gnu': { triple: 'linux-x64-gnu', os: 'linux', cpu: 'x64', libc: 'glibc' },
  'x86_64-unknown-linux-musl': { triple: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl' },
  'aarch64-unknown-linux-gnu': { triple: 'linux-arm64-gnu', os: 'linux', cpu: 'arm64', libc: 'glibc' },
  'aarch64-unknown-linux-musl': { triple: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl' },
  'x86_64-apple-darwin': { triple: 'darwin-x64', os: 'darwin', cpu: 'x64' },
  'aarch64-apple-darwin': { triple: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
  'x86_64-pc-windows-msvc': { triple: 'win32-x64-msvc', os: 'win32', cpu: 'x64' },
}

const LIBRARY = { linux: 'librustybt_binding.so', darwin: 'librustybt_binding.dylib', win32: 'rustybt_binding.dll' }

/** package.json of a platform's package. */
export function packageOf({ triple, os, cpu, libc }, { version, license, engines }) {
  const main = `rustybt.${triple}.node`
  return {
    name: `rustybt-${triple}`,
    version,
    description: `The kernels of rustybt for ${triple}`,
    license,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    main,
    files: [main],
    engines,
  }
}

function place(target) {
  const platform = PLATFORMS[target]
  if (!platform) throw new Error(`no platform for ${target}; known: ${Object.keys(PLATFORMS).join(', ')}`)
  const library = join(root, 'target', target, 'release', LIBRARY[platform.os])
  copyFileSync(library, join(root, `rustybt.${platform.triple}.node`))
}

function packages(folder) {
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const platform of Object.values(PLATFORMS)) {
    const addon = `rustybt.${platform.triple}.node`
    const beside = join(folder, addon)
    if (!existsSync(beside)) throw new Error(`${beside} is missing: a platform was not built`)
    const to = join(folder, platform.triple)
    mkdirSync(to, { recursive: true })
    copyFileSync(beside, join(to, addon))
    writeFileSync(join(to, 'package.json'), `${JSON.stringify(packageOf(platform, about), null, 2)}\n`)
  }
}

function optional() {
  const file = join(root, 'package.json')
  const about = JSON.parse(readFileSync(file, 'utf8'))
  about.optionalDependencies = Object.fromEntries(
    Object.values(PLATFORMS).map(({ triple }) => [`rustybt-${triple}`, about.version]),
  )
  writeFileSync(file, `${JSON.stringify(about, null, 2)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [task, argument] = process.argv.slice(2)
  if (task === 'place') place(argument)
  else if (task === 'packages') packages(argument)
  else if (task === 'optional') optional()
  else throw new Error('tasks: place TARGET, packages DIR, optional')
}
