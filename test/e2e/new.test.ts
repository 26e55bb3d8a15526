import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PLUGIN_KINDS } from '../../core/cli/plugins/kinds.js'
import { installPacked, type Packed, run } from './packed.js'

let packed: Packed
beforeAll(() => {
  packed = installPacked()
}, 240_000)
afterAll(() => packed.remove())

const rustybt = (...args: string[]) => run(packed.dir, 'node_modules/.bin/rustybt', ...args)
const npm = (project: string, ...args: string[]) => run(join(packed.dir, project), 'npm', ...args)
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => !/^(node_modules|package-lock)/.test(name))
    .sort()

/** Tests and a run of a project that has just been begun. */
function works(project: string): { readonly tests: number; readonly said: string } {
  const tests = npm(project, 'test', '--silent')
  expect(tests).toMatch(/^\S+ fail 0$/m)
  return { tests: Number(/^\S+ pass (\d+)$/m.exec(tests)?.[1]), said: npm(project, 'start', '--silent') }
}

describe('a project of rustybt new', () => {
  it('is a Zipline algorithm', () => {
    rustybt('new', 'demo')
    expect(npm('demo', 'run', 'check', '--silent')).toBe('')
    const { tests, said } = works('demo')
    expect(tests).toBe(2)
    expect(said).toMatch(/^sessions +422 \(2013-05-01 to 2014-12-31\)$/m)
    expect(said).toMatch(/^start value +100,000\.00$/m)
    const other = npm('demo', 'start', '--silent', '--', '-D', 'ticker=MSFT', '-s', '2014-01-02')
    expect(other).toMatch(/^sessions +252 /m)
  }, 240_000)

  it('is a strategy', () => {
    rustybt('new', 'own', '--template', 'strategy', '--yes')
    const { tests, said } = works('own')
    expect(tests).toBe(3)
    expect(said).toMatch(/^sessions +504 \(2013-01-02 to 2014-12-31\)$/m)
    const value = (text: string) => /^end value +([\d,.]+)/m.exec(text)?.[1]
    const free = npm('own', 'start', '--silent', '--', '--profile', 'free')
    expect(value(said)).toEqual(expect.any(String))
    expect(value(free)).not.toBe(value(said))
  })

  it('is one strategy as backtest, on paper and live', () => {
    rustybt('new', 'trader', '--template', 'live', '--yes')
    expect(npm('trader', 'run', 'check', '--silent')).toBe('')
    const { tests, said } = works('trader')
    expect(tests).toBeGreaterThan(16)
    const end = (text: string) => /^end value +([\d,.]+)/m.exec(text)?.[1]
    expect(end(said)).toMatch(/^1\d\d,\d\d\d/)
    expect(end(npm('trader', 'run', 'paper', '--silent'))).toBe(end(said))
    // Costs are none and whole orders fill at the close: another broker comes to the same.
    expect(end(npm('trader', 'run', 'live', '--silent', '--', '--yes'))).toBe(end(said))
  })

  it('is the same by npm create', () => {
    run(packed.dir, 'node_modules/.bin/create-rustybt', 'created', '--template', 'strategy', '--yes')
    expect(filesOf(join(packed.dir, 'created'))).toEqual(filesOf(join(packed.dir, 'own')))
  })

  it('has its own CI and README, and nothing left open in them', () => {
    for (const project of ['demo', 'own', 'trader']) {
      expect(filesOf(join(packed.dir, project))).toEqual(
        expect.arrayContaining(['.github/workflows/ci.yml', '.gitignore', 'README.md', 'package.json']),
      )
      for (const file of filesOf(join(packed.dir, project)).filter((name) => /\.(ts|md|json|yml)$/.test(name)))
        expect(readFileSync(join(packed.dir, project, file), 'utf8').replaceAll('{{ matrix.node }}', '')).not.toMatch(
          /\{\{/,
        )
    }
  })
})

/** Lines that a run of each kind prints, where it is not the table of a run. */
const SAYS: Readonly<Record<string, RegExp>> = {
  command: /^6$/m,
  analytics: /^report +.*report\.md$/m,
  search: /^the best again: rustybt run demo\.ts … -D every=\d+ -D wait=\d+$/m,
}

describe('a plugin of rustybt new', () => {
  const kinds = Object.keys(PLUGIN_KINDS)

  it('has sound types, of whatever kind', () => {
    for (const kind of kinds) rustybt('new', `acme-${kind}`, '--template', 'plugin', '--kind', kind, '--yes')
    // As each project's own `npm run check` has it, in one go.
    const { compilerOptions } = JSON.parse(readFileSync(join(packed.dir, 'acme-broker/tsconfig.json'), 'utf8'))
    const together = { compilerOptions, include: kinds.map((kind) => `acme-${kind}/**/*.ts`) }
    writeFileSync(join(packed.dir, 'tsconfig.json'), JSON.stringify(together))
    expect(run(packed.dir, 'node_modules/.bin/tsc', '-p', 'tsconfig.json')).toBe('')
  })

  it.each(kinds)('of kind %s keeps the contract of its role and is at work in a run', (kind) => {
    const project = `acme-${kind}`
    const { tests, said } = works(project)
    expect(tests).toBeGreaterThanOrEqual(kind === 'command' ? 3 : 16)
    expect(said).toMatch(SAYS[kind] ?? /^sessions +\d+ /m)
    const lines = readFileSync(join(packed.dir, project, 'plugin.ts'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThan(40)
    const { name, rustybt: declared } = JSON.parse(readFileSync(join(packed.dir, project, 'package.json'), 'utf8'))
    expect(name).toBe(`rustybt-plugin-${project}`)
    const { role, summary } = PLUGIN_KINDS[kind]
    expect(declared.offers).toEqual([{ role, name: project, summary }])
  })
})

describe('a contract suite', () => {
  it('runs under vitest as under node:test: with its functions, or as globals', () => {
    run(packed.dir, 'npm', 'install', 'vitest@4.1.12', '--prefer-offline', '--no-audit', '--no-fund', '--silent')
    const project = join(packed.dir, 'acme-commission')
    const vitest = (...flags: string[]) => run(project, '../node_modules/.bin/vitest', 'run', ...flags)
    const bare = readFileSync(join(project, 'plugin.test.ts'), 'utf8')
    const passed = /^ +Tests +(\d+) passed/m
    const under = Number(passed.exec(vitest('--globals'))?.[1])
    expect(under).toBe(works('acme-commission').tests)
    const given = bare.replace('import plugin', "import { describe, it } from 'vitest'\nimport plugin")
    writeFileSync(join(project, 'plugin.test.ts'), given.replace('  plugin,\n', '  plugin,\n  describe,\n  it,\n'))
    expect(Number(passed.exec(vitest())?.[1])).toBe(under)
    // A model that breaks its contract is caught there too.
    const plugin = readFileSync(join(project, 'plugin.ts'), 'utf8')
    writeFileSync(
      join(project, 'plugin.ts'),
      plugin.replace('return order.commission', 'return Number.NaN * order.commission'),
    )
    expect(() => vitest()).toThrow(/charges a first fill a finite number/)
  }, 240_000)
})
