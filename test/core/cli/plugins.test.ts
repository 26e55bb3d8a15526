import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import core from '../../../core/builtin.js'
import { listPlugin, unlistPlugin } from '../../../core/cli/config/edit.js'
import { main } from '../../../core/cli/main.js'
import { checkOffer } from '../../../core/testing/contracts/contracts.js'
import calendars from '../../../plugins/calendars/plugin.js'
import commission from '../../../plugins/commission/plugin.js'

/** A plugin in plain JavaScript, with the commission that is given as code. */
const code = (commission: string, name = 'acme') => `
  globalThis.loaded = (globalThis.loaded ?? 0) + 1
  export default {
    name: '${name}',
    requires: '*',
    register(host) {
      host.provide(Symbol.for('rustybt:CommissionModel'), 'acme', () => (${commission}), { summary: 'a cent a share' })
    },
  }`
const offers = [{ role: 'CommissionModel', name: 'acme', summary: 'a cent a share' }]
const sound = {
  requires: '^0.1.0',
  offers,
  capabilities: { network: ['api.acme.test'], files: [], keys: ['ACME_KEY'] },
}

/** A project that depends on rustybt-plugin-acme, installed with this manifest and this code. */
function project(
  declared: object | undefined,
  plugin = code('{ calculate: (_, fill) => Math.abs(fill.amount) * 0.01 }'),
  config?: object,
) {
  const cwd = mkdtempSync(join(tmpdir(), 'rustybt-plugins-'))
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'mine', dependencies: { 'rustybt-plugin-acme': '^1.2.0', other: '1' } }),
    'node_modules/other/package.json': JSON.stringify({ name: 'other', version: '1.0.0' }),
    'node_modules/rustybt-plugin-acme/package.json': JSON.stringify({
      name: 'rustybt-plugin-acme',
      version: '1.2.3',
      type: 'module',
      exports: './plugin.js',
      rustybt: declared,
    }),
    'node_modules/rustybt-plugin-acme/plugin.js': plugin,
    ...(config === undefined ? {} : { 'rustybt.config.json': JSON.stringify(config) }),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  return cwd
}

async function rustybt(cwd: string, ...args: string[]) {
  const said = { stdout: '', stderr: '' }
  const code = await main(
    args,
    { plugins: async () => [core, calendars, commission], contracts: async () => checkOffer },
    {
      stdout: { write: (text) => void (said.stdout += text) },
      stderr: { write: (text) => void (said.stderr += text) },
      cwd,
      environment: {},
    },
  )
  return { code, ...said }
}

describe('rustybt plugins', () => {
  it('lists what packages declare without running them, and where the config uses it', async () => {
    const cwd = project(sound, 'throw new Error("this must not run")', {
      plugins: ['rustybt-plugin-acme'],
      commission: { equity: 'acme' },
      profiles: { dear: { commission: { use: 'per-share', cost: 1 } } },
    })
    const { code, stdout } = await rustybt(cwd, 'plugins', '--json')
    expect(code).toBe(0)
    const rows = JSON.parse(stdout) as { name: string; plugin: string }[]
    expect(rows.find(({ name }) => name === 'acme')).toEqual({
      role: 'CommissionModel',
      name: 'acme',
      plugin: 'rustybt-plugin-acme',
      version: '1.2.3',
      requires: '^0.1.0',
      used: ['commission'],
      summary: 'a cent a share',
      capabilities: sound.capabilities,
    })
    expect(rows.find(({ name }) => name === 'per-share')).toMatchObject({ used: ['profiles.dear.commission'] })
    expect(rows.some(({ plugin }) => plugin === 'other')).toBe(false)
  })

  it('tells of packages that are installed and not in the config', async () => {
    const { stdout, stderr } = await rustybt(project(sound), 'plugins')
    expect(stdout).toMatch(/^CommissionModel +acme +rustybt-plugin-acme +1\.2\.3 +a cent a share$/m)
    expect(stderr).toBe('rustybt-plugin-acme is installed, and not in plugins of the config\n')
  })

  it('tells what stands in the way of one, and lists the others', async () => {
    const cwd = project({ requires: '^9.0.0', offers }, undefined, {
      plugins: ['rustybt-plugin-acme', 'rustybt-plugin-gone'],
    })
    const { code, stdout, stderr } = await rustybt(cwd, 'plugins')
    expect(code).toBe(0)
    expect(stdout).toMatch(/acme .*cannot be used/)
    expect(stderr).toMatch(/rustybt-plugin-acme: .* requires rustybt \^9\.0\.0, this is .*\(install a version/)
    expect(stderr).toMatch(/rustybt-plugin-gone: no plugin .*\(npm install rustybt-plugin-gone\)/)
  })

  it('knows what it can do', async () => {
    const { code, stderr } = await rustybt(project(sound), 'plugins', 'chek')
    expect(code).toBe(2)
    expect(stderr).toContain("did you mean 'check'?")
  })
})

describe('rustybt plugins check', () => {
  const findings = async (...of: Parameters<typeof project>) => {
    const { code, stdout, stderr } = await rustybt(project(...of), 'plugins', 'check', 'rustybt-plugin-acme', '--json')
    expect(stderr).toBe('')
    const answer = JSON.parse(stdout) as { ok: boolean; findings: { what: string; state: string; says: string }[] }
    expect(answer.ok).toBe(code === 0)
    return { code, faults: answer.findings.filter(({ state }) => state === 'fault'), findings: answer.findings }
  }

  it('holds manifest, version, offers and contract against what the plugin is', async () => {
    const { code, findings: all } = await findings(sound)
    expect(code).toBe(0)
    expect(all.map(({ what, state, says }) => `${state} ${what}: ${says}`)).toEqual([
      'ok manifest: rustybt-plugin-acme 1.2.3',
      expect.stringMatching(/^ok version: works with rustybt \^0\.1\.0/),
      'unchecked network: api.acme.test (declared, not enforced)',
      'unchecked files: none (declared, not enforced)',
      'unchecked keys: ACME_KEY (declared, not enforced)',
      "ok registers: CommissionModel 'acme'",
      'ok offers: what it declares, and nothing else',
      expect.stringMatching(/^ok CommissionModel 'acme': keeps the \d+ behaviours of its contract$/),
    ])
  })

  it('runs nothing of a package that is made for another version', async () => {
    const { code, faults, findings: all } = await findings({ requires: '^9.0.0', offers }, 'throw new Error("ran")')
    expect(code).toBe(1)
    expect(all).toEqual(faults)
    expect(faults[0].says).toMatch(/requires rustybt \^9\.0\.0.*; install a version/)
  })

  it.each([
    ['says nothing of itself', undefined, undefined, undefined],
    [
      'declares what it does not offer',
      { ...sound, offers: [...offers, { role: 'Broker', name: 'acme' }] },
      undefined,
      /Broker 'acme' is declared, and not offered/,
    ],
    [
      'offers what it does not declare',
      { ...sound, offers: [] },
      undefined,
      /CommissionModel 'acme' is offered, and not declared/,
    ],
    [
      'breaks the contract of its role',
      sound,
      code('{ calculate: () => NaN }'),
      /charges a sale a finite number: .* was NaN/,
    ],
    [
      'does not register',
      sound,
      code('{}').replace('register(host) {', 'register(host) { throw new Error("no host")'),
      /no host/,
    ],
    ['has an unsound manifest', { requires: 7 }, undefined, /rustybt\.requires: expected string, was 7/],
    ['has a range that is none', { requires: 'newest' }, undefined, /no version range: 'newest'/],
    [
      'declares capabilities that there are not',
      { ...sound, capabilities: { disk: [] } },
      undefined,
      /capabilities\.disk: not known/,
    ],
  ])('notices one that %s', async (_, declared, plugin, fault) => {
    const { faults, findings: all } = await findings(declared, plugin)
    if (fault === undefined) expect(all[0]).toMatchObject({ what: 'manifest', state: 'unchecked' })
    else expect(faults.map(({ says }) => says).join('\n')).toMatch(fault)
  })

  /** A source of two assets in plain JavaScript, which has the days that its option names, and shows what it was asked for. */
  const source = `
    const days = ['2024-01-02', '2024-01-03', '2024-01-04']
    const about = { kind: 'equity', name: '', exchange: '', country: 'US', currency: 'USD', tickSize: 0.01, multiplier: 1 }
    const fetch = (price) => async function* ({ symbols = ['A', 'B'], start = '', end = '~', signal }) {
      const strange = symbols.find((symbol) => symbol !== 'A' && symbol !== 'B')
      if (strange) throw Object.assign(new Error('no ' + strange), { code: 'SYMBOL_NOT_FOUND' })
      const life = { startDate: days[0], endDate: days[2] }
      yield { kind: 'assets', assets: symbols.map((symbol) => ({ sid: 'AB'.indexOf(symbol), symbol, ...about, ...life })) }
      for (const symbol of symbols) {
        signal?.throwIfAborted()
        const times = Float64Array.from(days.filter((day) => day >= start && day <= end), (day) => Date.parse(day))
        const same = times.map(() => price)
        const volume = times.map(() => 1)
        yield { kind: 'bars', bars: { sid: 'AB'.indexOf(symbol), times, open: same, high: same, low: same, close: same, volume } }
      }
    }`
  const zod = new URL('../../../node_modules/zod/index.js', import.meta.url).pathname
  const sourcePlugin = (example: string) => `
    import { z } from '${zod}'
    ${source}
    export default {
      name: 'acme',
      requires: '*',
      register(host) {
        const options = z.object({ price: z.number() })
        host.provide(Symbol.for('rustybt:DataSource'), 'acme', ({ price }) => ({ fetch: fetch(price) }), { summary: 'flat', options${example} })
      },
    }`
  const declared = { ...sound, offers: [{ role: 'DataSource', name: 'acme' }] }
  const last = async (plugin: string, ...line: string[]) => {
    const cwd = project(declared, plugin)
    const { stdout, stderr } = await rustybt(cwd, 'plugins', 'check', 'rustybt-plugin-acme', '--json', ...line)
    if (stderr !== '') return stderr
    const { findings: all } = JSON.parse(stdout) as { findings: { what: string; state: string; says: string }[] }
    return `${all.at(-1)!.state}: ${all.at(-1)!.says}`
  }

  it('checks an offer that needs options by its own example, or by those of the line', async () => {
    const kept = /^ok: keeps the \d+ behaviours of its contract, made with \{"price":5\}$/
    expect(await last(sourcePlugin(', example: { price: 5 }'))).toMatch(kept)
    expect(await last(sourcePlugin(', example: { price: 7 }'), '-o', 'price=5')).toMatch(kept)
    expect(await last(sourcePlugin(''), '-o', 'price=5', '--symbols', 'A,B', '-s', '2024-01-02')).toMatch(kept)
    const wrong = await last(sourcePlugin(''), '-o', 'price=-5')
    expect(wrong).toMatch(/^fault: answers prices that are finite and not below 0/)
  })

  it('says what it did not check, and why', async () => {
    expect(await last(sourcePlugin(''))).toMatch(/^unchecked: what is it to be asked for\? --symbols A,B/)
    expect(await last(sourcePlugin(''), '--symbols', 'A')).toMatch(
      /^unchecked: it is not made: dataSource\.price: expected number, was not given \(--option name=value/,
    )
    expect(await last(sourcePlugin(''), '-o', 'prise=5')).toContain("no offer takes an option 'prise'; known: price")
    const metrics = code('{ columns: [], observers: [] }').replace('CommissionModel', 'MetricsSet')
    const { findings: all } = await findings({ ...sound, offers: [{ role: 'MetricsSet', name: 'acme' }] }, metrics)
    expect(all.at(-1)).toMatchObject({ state: 'unchecked', says: 'there is no suite for the role MetricsSet' })
  })

  it('checks one at a time', async () => {
    expect(await rustybt(project(sound), 'plugins', 'check')).toMatchObject({ code: 2 })
  })
})

describe('the config when a plugin is added and removed', () => {
  const ts = `import { defineConfig } from 'rustybt'\n\nexport default defineConfig({\n  strategy: './a.ts',\n})\n`

  it.each([
    ['without a list', ts, `defineConfig({\n  plugins: ['acme'],\n  strategy: './a.ts',`],
    ['with an empty one', ts.replace('strategy', 'plugins: [],\n  strategy'), "plugins: ['acme'],\n  strategy"],
    [
      'with others',
      ts.replace('strategy', "plugins: ['./mine.ts', other],\n  strategy"),
      "plugins: ['./mine.ts', other, 'acme'],",
    ],
    [
      'over several lines',
      ts.replace('strategy', "plugins: [\n    './mine.ts',\n  ],\n  strategy"),
      "plugins: [\n    './mine.ts', 'acme'],",
    ],
  ])('%s is changed in nothing else', (_, before, expected) => {
    const after = listPlugin(before, 'acme', false)!
    expect(after).toContain(expected)
    expect(listPlugin(after, 'acme', false)).toBe(after)
    expect(unlistPlugin(after, 'acme')).not.toContain('acme')
  })

  it('as JSON stays JSON', () => {
    for (const text of ['{}', '{\n  "strategy": "./a.ts"\n}\n', '{"plugins":["./b.ts"]}']) {
      const after = listPlugin(text, 'acme', true)!
      expect(JSON.parse(after).plugins).toContain('acme')
      expect(JSON.parse(unlistPlugin(after, 'acme')!).plugins).not.toContain('acme')
      expect({ ...JSON.parse(after), plugins: undefined }).toEqual({ ...JSON.parse(text), plugins: undefined })
    }
  })

  it('is left alone where its list is computed', () => {
    expect(listPlugin(ts.replace('strategy', 'plugins: all(),\n  strategy'), 'acme', false)).toBeUndefined()
    expect(unlistPlugin(ts, 'acme')).toBeUndefined()
  })
})

describe('rustybt plugins add', () => {
  it('refuses what is made for another version, says what to do, and leaves the project as it was', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'rustybt-tarball-'))
    writeFileSync(
      join(elsewhere, 'package.json'),
      JSON.stringify({ name: 'rustybt-plugin-late', version: '9.0.0', rustybt: { requires: '^9.0.0', offers } }),
    )
    const cwd = mkdtempSync(join(tmpdir(), 'rustybt-add-'))
    writeFileSync(join(cwd, 'package.json'), '{ "name": "mine", "private": true }')
    writeFileSync(join(cwd, 'rustybt.config.json'), '{}')
    const { code, stderr } = await rustybt(cwd, 'plugins', 'add', elsewhere)
    expect(code).toBe(1)
    expect(stderr).toMatch(/PLUGIN_VERSION: .*requires rustybt \^9\.0\.0.*it was not added/)
    expect(stderr).toMatch(/hint: install a version of 'rustybt-plugin-late' made for rustybt/)
    expect(JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')).dependencies ?? {}).toEqual({})
    expect(readFileSync(join(cwd, 'rustybt.config.json'), 'utf8')).toBe('{}')
  })

  it('lists in the config what it has installed, and takes it out again', async () => {
    const elsewhere = project(sound)
    const cwd = mkdtempSync(join(tmpdir(), 'rustybt-add-'))
    writeFileSync(join(cwd, 'package.json'), '{ "name": "mine", "private": true }')
    writeFileSync(join(cwd, 'rustybt.config.json'), '{ "capital": 1000 }')
    const added = await rustybt(cwd, 'plugins', 'add', join(elsewhere, 'node_modules/rustybt-plugin-acme'))
    expect(added).toMatchObject({ code: 0, stderr: '' })
    expect(added.stdout).toBe("rustybt-plugin-acme 1.2.3 is installed: it offers CommissionModel 'acme'\n")
    expect(JSON.parse(readFileSync(join(cwd, 'rustybt.config.json'), 'utf8'))).toEqual({
      plugins: ['rustybt-plugin-acme'],
      capital: 1000,
    })
    expect((await rustybt(cwd, 'plugins', 'check', 'rustybt-plugin-acme')).stdout).toContain('is what it says')
    expect(await rustybt(cwd, 'plugins', 'remove', 'rustybt-plugin-acme')).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(readFileSync(join(cwd, 'rustybt.config.json'), 'utf8'))).toEqual({ plugins: [], capital: 1000 })
    expect((await rustybt(cwd, 'plugins', 'remove', 'rustybt-plugin-acme')).stderr).toContain('PLUGIN_NOT_FOUND')
  })

  it('needs a project, and a name', async () => {
    expect((await rustybt(mkdtempSync(join(tmpdir(), 'none-')), 'plugins', 'add', 'x')).stderr).toContain('NO_PROJECT')
    expect((await rustybt(project(sound), 'plugins', 'add')).code).toBe(2)
  })
})
