import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const dir = mkdtempSync(join(tmpdir(), 'rustybt-project-'))
const project = join(dir, 'demo')

/** Without the addon, whose build is tested elsewhere, and without what this test's own runner has set. */
const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...inherited } = process.env
const env = { ...inherited, RUSTYBT_SKIP_NATIVE: '1', NO_COLOR: '1' }

const run = (cwd: string, command: string, ...args: string[]): string => {
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`)
  }
}

/** As a user gets it: the packed package installed from the registry's packages. */
beforeAll(() => {
  const packed = run(root, 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', dir).trim()
  run(dir, process.execPath, join(root, 'dist/rustybt.js'), 'new', 'demo')
  run(project, 'npm', 'install', join(dir, packed), '--prefer-offline', '--no-audit', '--no-fund', '--silent')
}, 240_000)
afterAll(() => rmSync(dir, { recursive: true }))

describe('a project of rustybt new', () => {
  it('checks its types', () => {
    expect(run(project, 'npm', 'run', 'check', '--silent')).toBe('')
  }, 60_000)

  it('tests itself', () => {
    expect(run(project, 'npm', 'test', '--silent')).toMatch(/^\S+ pass 2\n\S+ fail 0$/m)
  }, 60_000)

  it('runs, and takes what is said on the line', () => {
    const table = run(project, 'npm', 'start', '--silent')
    expect(table).toMatch(/^sessions +422 \(2013-05-01 to 2014-12-31\)$/m)
    expect(table).toMatch(/^start value +100,000\.00$/m)
    const other = run(project, 'npm', 'start', '--silent', '--', '-D', 'ticker=MSFT', '-s', '2014-01-02')
    expect(other).toMatch(/^sessions +252 /m)
  }, 60_000)

  it('comes out the same from the installed package', () => {
    run(dir, join(project, 'node_modules/.bin/rustybt'), 'new', 'second')
    const files = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()
    const own = files(project).filter((name) => !/^(node_modules|package-lock)/.test(name))
    expect(files(join(dir, 'second'))).toEqual(own)
  }, 30_000)
})
