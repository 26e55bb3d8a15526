import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

interface PackageFile {
  readonly name?: string
  readonly engines?: { readonly node?: string }
}

export interface Installation {
  /** Folder of package.json. */
  readonly root: string
  /** Range of Node versions that it runs on. */
  readonly node: string
}

let found: Installation | undefined

/** This package, found upwards from this file: it runs from `dist` and from the sources. */
export function readInstallation(): Installation {
  found ??= findInstallation(dirname(fileURLToPath(import.meta.url)))
  return found
}

/** Whether a file is this package's own code (its sources too: stacks are mapped to them), a dependency's, or Node's. */
export function isOurs(file: string): boolean {
  if (file.startsWith('node:') || file.includes(`${sep}node_modules${sep}`)) return true
  const [folder] = relative(readInstallation().root, file).split(sep)
  return ['dist', 'core', 'compat', 'plugins', 'native', 'rustybt.ts'].includes(folder)
}

function findInstallation(from: string): Installation {
  for (let root = from; ; root = dirname(root)) {
    const { name, engines } = readPackage(join(root, 'package.json'))
    if (name === 'rustybt') return { root, node: engines?.node ?? '*' }
    if (root === dirname(root)) throw new Error(`no package.json of rustybt above ${from}`)
  }
}

function readPackage(file: string): PackageFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageFile
  } catch {
    return {}
  }
}
