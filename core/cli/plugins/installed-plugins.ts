import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import validRange from 'semver/ranges/valid.js'
import { isPath, type LoadedConfig, readManifest } from '../../kernel/config.js'
import type { RustybtError } from '../../kernel/errors.js'
import type { Manifest } from '../../kernel/manifest.js'
import { checkVersion } from '../../kernel/plugin-check.js'

/** A package that calls itself a plugin, as its package.json has it: nothing of it is run. */
export interface InstalledPlugin {
  readonly name: string
  readonly manifest?: Manifest
  /** Whether the config lists it. */
  readonly isListed: boolean
  /** Why it cannot be used: it is not there, says something unsound of itself, or is made for another version. */
  readonly fault?: { readonly message: string; readonly hint?: string }
}

/** The packages of the project around a folder: those that its config lists, and those that it depends on. */
export async function installedPlugins(
  loaded: LoadedConfig | undefined,
  cwd: string,
  version: string,
): Promise<readonly InstalledPlugin[]> {
  const from = loaded === undefined ? cwd : dirname(loaded.file)
  const listed = (loaded?.config.plugins ?? [])
    .filter((each) => typeof each === 'string')
    .filter((name) => !isPath(name))
  const plugins: InstalledPlugin[] = []
  for (const name of new Set([...listed, ...dependenciesOf(from)])) {
    const isListed = listed.includes(name)
    const read = await readPlugin(name, from, version)
    if (isListed || isPlugin(name, read.manifest)) plugins.push({ name, isListed, ...read })
  }
  return plugins
}

/** What a package says of itself, and whether it can be used with this version. */
export async function readPlugin(
  name: string,
  from: string,
  version: string,
): Promise<Pick<InstalledPlugin, 'manifest' | 'fault'>> {
  let manifest: Manifest
  try {
    manifest = await readManifest(name, from)
  } catch (error) {
    const { message, hint } = error as RustybtError
    return { fault: { message, hint } }
  }
  const requires = manifest.contribution?.requires
  if (requires === undefined) return { manifest }
  if (validRange(requires) === null)
    return { manifest, fault: { message: `rustybt.requires is no version range: '${requires}'` } }
  try {
    checkVersion({ name, requires }, version)
    return { manifest }
  } catch (error) {
    const { message, hint } = error as RustybtError
    return { manifest, fault: { message, hint } }
  }
}

const isPlugin = (name: string, manifest?: Manifest): boolean =>
  /^(@[^/]+\/)?rustybt-plugin-/.test(name) || (manifest?.contribution?.offers.length ?? 0) > 0

function dependenciesOf(folder: string): readonly string[] {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return []
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    object
  >
  return Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).filter((name) => name !== 'rustybt')
}
