import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { loadConfig, loadPlugins, readManifest } from '../../../core/kernel/config.js'
import { createConfigSchema } from '../../../core/kernel/config-schema.js'
import { plugin, refused } from './harness.js'

const schema = createConfigSchema({ capital: z.string() })
const GOOD = "export default { name: 'acme', requires: '^1.0.0', register() {} }\n"
let dir: string

function write(path: string, text: string | object): void {
  const file = join(dir, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text))
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rustybt-config-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

describe('the config file', () => {
  it('is the first of its names that is there', async () => {
    expect(await loadConfig(dir, schema)).toBeUndefined()
    write('rustybt.config.json', '\uFEFF{ "capital": "1" }')
    expect(await loadConfig(dir, schema)).toEqual({ file: join(dir, 'rustybt.config.json'), config: { capital: '1' } })
    write('rustybt.config.mjs', "export default { capital: '2' }")
    expect((await loadConfig(dir, schema))?.config).toEqual({ capital: '2' })
    write('rustybt.config.ts', "const capital: string = '3'\nexport default { capital }")
    expect((await loadConfig(dir, schema))?.config).toEqual({ capital: '3' })
  })

  it('that is broken JSON is told by line and column', async () => {
    write('rustybt.config.json', '{\n  "capital": "1",\n}')
    const error = await refused(() => loadConfig(dir, schema))
    expect(error.code).toBe('CONFIG_SYNTAX')
    expect(error.message).toBe(`${dir}/rustybt.config.json:3:1: expected a key in double quotes`)
  })

  it('with something wrong in it is told by path', async () => {
    write('rustybt.config.json', { capital: 1 })
    const error = await refused(() => loadConfig(dir, schema))
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toBe(`${dir}/rustybt.config.json:1:2: capital: expected string, was 1`)
  })

  it('that does not run is named, its cause kept', async () => {
    write('rustybt.config.mjs', "throw new Error('no disk')")
    const error = await refused(() => loadConfig(dir, schema))
    expect([error.code, error.message]).toEqual(['CONFIG_FAILED', `${dir}/rustybt.config.mjs: no disk`])
    expect((error.cause as Error).message).toBe('no disk')
  })

  it('must have a default export', async () => {
    write('rustybt.config.mjs', 'export const config = {}')
    expect((await refused(() => loadConfig(dir, schema))).message).toContain('it has no default export')
  })
})

describe('plugins by name', () => {
  it.each([
    [{ exports: { '.': { types: './x.d.ts', import: './in/acme.mjs' } } }, 'in/acme.mjs'],
    [{ exports: './acme.mjs' }, 'acme.mjs'],
    [{ main: 'lib/acme', type: 'module' }, 'lib/acme.js'],
    [{ main: './lib', type: 'module' }, 'lib/index.js'],
    [{ type: 'module' }, 'index.js'],
  ])('are packages, looked for upwards: %j', async (entries, file) => {
    write('node_modules/@x/rustybt-plugin-acme/package.json', { name: '@x/rustybt-plugin-acme', ...entries })
    write(`node_modules/@x/rustybt-plugin-acme/${file}`, GOOD)
    write('a/b/note.txt', '')
    const [loaded] = await loadPlugins(['@x/rustybt-plugin-acme'], join(dir, 'a/b'))
    expect(loaded.name).toBe('acme')
  })

  it('are files and folders by path, or plugins themselves, in the order given', async () => {
    write('plugins/one.mjs', GOOD.replace('acme', 'one'))
    write('two/package.json', { name: 'two', main: 'two.mjs' })
    write('two/two.mjs', GOOD.replace('acme', 'two'))
    const loaded = await loadPlugins(['./plugins/one.mjs', plugin('three'), './two'], dir)
    expect(loaded.map(({ name }) => name)).toEqual(['one', 'three', 'two'])
  })

  it('may be CommonJS, compiled or written', async () => {
    write('one.cjs', GOOD.replace('export default', 'module.exports ='))
    write('two.cjs', `exports.__esModule = true; ${GOOD.replace('export default', 'exports.default =')}`)
    expect(await loadPlugins(['./one.cjs', './two.cjs'], dir)).toHaveLength(2)
  })

  it('that are not there are refused with what to do', async () => {
    const error = await refused(() => loadPlugins(['rustybt-plugin-acme'], dir))
    expect(error.code).toBe('PLUGIN_NOT_FOUND')
    expect(error.message).toBe(`no plugin 'rustybt-plugin-acme' to be found from ${dir}`)
    expect(error.hint).toBe('npm install rustybt-plugin-acme')
    const path = await refused(() => loadPlugins(['./acme.js'], dir))
    expect([path.code, path.hint]).toEqual(['PLUGIN_NOT_FOUND', `is there a file ${dir}/acme.js?`])
  })

  it('that cannot be run or are no plugins are named', async () => {
    write('throws.mjs', "throw new Error('boom')")
    write('named.mjs', 'export const register = 1, name = 2')
    write('wrong.mjs', 'export default function acme() {}')
    const of = (name: string) => refused(() => loadPlugins([name], dir))
    const throws = await of('./throws.mjs')
    expect(throws.code).toBe('PLUGIN_FAILED')
    expect(throws.message).toBe(`plugin './throws.mjs' could not be loaded from ${dir}/throws.mjs: boom`)
    const named = await of('./named.mjs')
    expect(named.code).toBe('PLUGIN_INVALID')
    expect(named.message).toContain("'./named.mjs' has no default export: it exports name, register")
    expect((await of('./wrong.mjs')).message).toBe(`'./wrong.mjs' (${dir}/wrong.mjs) is not a plugin: it is a function`)
  })
})

describe('what a package declares', () => {
  it('is read without running it', async () => {
    const offers = [{ role: 'Broker', name: 'acme', summary: 'Acme’s orders' }]
    const manifest = { name: 'rustybt-plugin-acme', version: '1.0.0', rustybt: { requires: '^1.0.0', offers } }
    write('node_modules/rustybt-plugin-acme/package.json', manifest)
    write('node_modules/rustybt-plugin-acme/index.js', "throw new Error('it was run')")
    expect(await readManifest('rustybt-plugin-acme', dir)).toEqual({
      name: 'rustybt-plugin-acme',
      version: '1.0.0',
      contribution: { requires: '^1.0.0', offers },
    })
    write('mine/package.json', { name: 'mine' })
    expect(await readManifest('./mine', dir)).toEqual({ name: 'mine' })
    write('mine/source/plugin.js', "throw new Error('it was run')")
    expect(await readManifest('./mine/source/plugin.js', dir)).toEqual({ name: 'mine' })
  })

  it('is refused with file and path', async () => {
    write('node_modules/acme/package.json', { name: 'acme', rustybt: { offers: [{ role: 'Broker' }] } })
    const error = await refused(() => readManifest('acme', dir))
    expect(error.code).toBe('PLUGIN_MANIFEST')
    expect(error.message).toBe(
      `${dir}/node_modules/acme/package.json: rustybt.offers[0].name: expected string, was not given`,
    )
    expect((await refused(() => readManifest('other', dir))).code).toBe('PLUGIN_NOT_FOUND')
  })
})
