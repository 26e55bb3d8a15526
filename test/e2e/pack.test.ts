import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

const root = join(import.meta.dirname, '../..')

interface Pack {
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

const [pack] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as Pack[]
const paths = pack.files.map(({ path }) => path)

/** What belongs into the package, and nothing else does. */
const WANTED = [
  /^(package\.json|README\.md|LICENSE|NOTICE|Cargo\.(toml|lock))$/,
  /^dist\/(rustybt|(core|plugins|compat|native)\/.+)\.(js|d\.ts)$/,
  /^dist\/chunks\/((base|cli|core|run|rolldown-runtime)\.js|tsyringe\.cjs|LICENSES\.txt)$/,
  /^dist\/plugins\/.+\.(json|css|js|gz)$/,
  /^\.cargo\/config\.toml$/,
  /^native\/(build\.mjs|.+\.(rs|toml|ts))$/,
  /^templates\/(demo|every|live|plugin|strategy|zipline)\//,
  /^docs\/config\.schema\.json$/,
]

/** Files that are read with this one, and the names of Node's modules and of packages. */
function readTogether(file: string): string[] {
  const read = new Set([file])
  for (const each of read) {
    if (!each.startsWith('dist/')) continue
    const text = readFileSync(join(root, each), 'utf8')
    for (const [, name] of text.matchAll(/^(?:import|export)\b(?:[^'"]*?\bfrom)? ?["']([^"']+)["'];?$/gm))
      read.add(name.startsWith('.') ? join(dirname(each), name) : name)
  }
  return [...read].filter((name) => name.startsWith('dist/') || name.startsWith('node:'))
}

describe('the package', () => {
  it('holds what it should and nothing else', () => {
    expect(paths.filter((path) => !WANTED.some((wanted) => wanted.test(path)))).toEqual([])
  })

  it('holds every file that its package.json names, and what the addon is built from', () => {
    const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: Record<string, string>
      exports: Record<string, string | Record<string, string>>
    }
    const named = [bin, ...Object.values(exports)].flatMap((each) =>
      typeof each === 'string' ? [each] : Object.values(each),
    )
    for (const file of named) expect(paths).toContain(file.replace(/^\.\//, ''))
    expect(paths).toEqual(
      expect.arrayContaining([
        'native/build.mjs',
        'Cargo.toml',
        'native/binding/Cargo.toml',
        'native/kernels/Cargo.toml',
      ]),
    )
  })

  it('holds no test, no addon, and no secret of anybody', () => {
    expect(paths.filter((path) => /\.node$|\.env|^test\/|^dist\/test\/|\.npmrc|node_modules/.test(path))).toEqual([])
  })

  it('is read by a run from few files, and by a browser without Node', () => {
    expect(readTogether('dist/core/cli/run/run.js').filter((name) => name.startsWith('dist/')).length).toBeLessThan(15)
    expect(readTogether('dist/core/index.js').filter((name) => name.startsWith('node:'))).toEqual([])
  })

  it('is small', () => {
    process.stdout.write(
      `npm pack: ${paths.length} files, ${(pack.size / 1e6).toFixed(2)} MB packed, ${(pack.unpackedSize / 1e6).toFixed(2)} MB unpacked\n`,
    )
    expect(pack.size).toBeLessThan(4e6)
    expect(pack.unpackedSize).toBeLessThan(15e6)
  })
})
