import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { VERSION } from '../../core/version.js'
import { prebuiltPackage } from '../../native/addon.js'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'rustybt-release-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TRIPLES = [
  'linux-x64-gnu',
  'linux-x64-musl',
  'linux-arm64-gnu',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64-msvc',
]
const release = (...args: string[]) =>
  execFileSync(process.execPath, [join(root, 'native/release.mjs'), ...args], { stdio: 'pipe', encoding: 'utf8' })

describe('prebuilt addons', () => {
  it('are packages named after their triple, which the loader asks for', () => {
    for (const triple of TRIPLES) writeFileSync(join(folder, `rustybt.${triple}.node`), triple)
    release('packages', folder)
    const names = TRIPLES.map((triple) => {
      const about = JSON.parse(readFileSync(join(folder, triple, 'package.json'), 'utf8'))
      expect(about).toMatchObject({
        version: VERSION,
        main: `rustybt.${triple}.node`,
        files: [`rustybt.${triple}.node`],
      })
      expect(readFileSync(join(folder, triple, about.main), 'utf8')).toBe(triple)
      return about.name
    })
    expect(names).toEqual([
      prebuiltPackage('linux', 'x64', () => 'gnu'),
      prebuiltPackage('linux', 'x64', () => 'musl'),
      prebuiltPackage('linux', 'arm64', () => 'gnu'),
      prebuiltPackage('linux', 'arm64', () => 'musl'),
      prebuiltPackage('darwin', 'x64'),
      prebuiltPackage('darwin', 'arm64'),
      prebuiltPackage('win32', 'x64'),
    ])
    expect(TRIPLES.map((triple) => `rustybt-${triple}`)).toEqual(names)
  })

  it('are not released where a platform is missing', () => {
    rmSync(join(folder, 'rustybt.darwin-x64.node'))
    expect(() => release('packages', folder)).toThrow(/rustybt.darwin-x64.node is missing: a platform was not built/)
    expect(() => release('place', 'sparc-sun-solaris')).toThrow(
      /no platform for sparc-sun-solaris; known: x86_64-unknown-linux-gnu/,
    )
  })

  it('are built for every platform by the release workflow', () => {
    const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
    const targets = [...workflow.matchAll(/target: ([\w-]+), runner/g)].map(([, target]) => target)
    const script = readFileSync(join(root, 'native/release.mjs'), 'utf8')
    const known = [...script.matchAll(/^ {2}'([\w-]+)': \{ triple/gm)].map(([, target]) => target)
    expect(targets.sort()).toEqual(known.sort())
    expect(known).toHaveLength(TRIPLES.length)
  })

  it('say which C library this Linux has', () => {
    const name = prebuiltPackage()
    expect(name).toMatch(process.platform === 'linux' ? /^rustybt-linux-\w+-(gnu|musl)$/ : /^rustybt-/)
  })
})
