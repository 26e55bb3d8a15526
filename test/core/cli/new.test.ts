import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { copyTemplate, listTemplates } from '../../../core/cli/plugins/template.js'
import { VERSION } from '../../../core/version.js'
import { rustybt } from './world.js'

const temporary = () => mkdtempSync(join(tmpdir(), 'rustybt-new-'))
const root = join(import.meta.dirname, '../../..')
const packageOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

describe('rustybt new', () => {
  it('writes a project under its name, and says what to do next', async () => {
    const dir = join(temporary(), 'first project')
    const answer = await rustybt(['new', 'demo', '--dir', dir, '--yes'])
    expect(answer).toMatchObject({ code: 0, stderr: '' })
    expect(answer.stdout).toContain(`files in ${dir}`)
    expect(answer.stdout).toMatch(/^ {2}cd ".*first project"\n {2}npm install\n {2}npm test\n {2}npm start$/m)
    expect(packageOf(dir)).toMatchObject({ name: 'demo', dependencies: { rustybt: `^${VERSION}` } })
    expect(readFileSync(join(dir, 'README.md'), 'utf8')).toMatch(/^# demo$/m)
    expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toContain('node_modules/')
    expect(readdirSync(dir).filter((name) => name.startsWith('_'))).toEqual([])
    expect(existsSync(join(dir, 'data/daily/AAPL.csv'))).toBe(true)
  })

  it('writes into a folder that is there, if it is empty', async () => {
    const dir = temporary()
    expect(await rustybt(['new', 'demo', '--dir', dir])).toMatchObject({ code: 0 })
    const again = await rustybt(['new', 'demo', '--dir', dir])
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('NEW_FOLDER_EXISTS')
    expect(again.stderr).toContain('there is something in it already')
  })

  it('leaves a file alone that has the name of the folder', async () => {
    const file = join(temporary(), 'demo')
    writeFileSync(file, 'mine')
    expect((await rustybt(['new', 'demo', '--dir', file])).stderr).toContain('it is a file')
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it.each([
    ['My Strategy', 'my-strategy would do'],
    ['../up', 'up would do'],
    ['-', 'my-strategy, for one'],
    ['_x', 'x would do'],
    ['é', 'my-strategy, for one'],
    ['rustybt', 'my-strategy, for one'],
    ['a'.repeat(215), `${'a'.repeat(214)} would do`],
  ])('refuses %s as a name', async (name, hint) => {
    const { code, stderr } = await rustybt(['new', '--', name])
    expect(code).toBe(2)
    expect(stderr).toContain('NEW_NAME_INVALID')
    expect(stderr).toContain(hint)
  })

  it('needs a name', async () => {
    expect(await rustybt(['new'])).toMatchObject({ code: 2 })
  })

  it('names the template that was probably meant', async () => {
    const { code, stderr } = await rustybt(['new', 'demo', '--template', 'ziplin'])
    expect(code).toBe(2)
    expect(stderr).toContain("no template called 'ziplin'")
    expect(stderr).toContain("Did you mean 'zipline'?")
  })

  it('leaves nothing where it fails', () => {
    const [template] = listTemplates()
    const dir = temporary()
    const broken = join(dir, 'broken')
    mkdirSync(join(broken, 'data'), { recursive: true })
    writeFileSync(join(broken, 'package.json'), '{}')
    writeFileSync(join(broken, '_package.json'), '{}')
    // Both would be package.json: the second can't be written.
    expect(() => copyTemplate({ ...template, folders: [broken] }, join(dir, 'new/project'), {})).toThrow('EEXIST')
    expect(existsSync(join(dir, 'new'))).toBe(false)
  })
})

describe('the templates', () => {
  it('depend on the versions that RustyBT itself is built with', () => {
    const { devDependencies, dependencies } = packageOf(root)
    for (const { folders } of listTemplates()) {
      const template = JSON.parse(readFileSync(join(folders[folders.length - 1], '_package.json'), 'utf8'))
      const { rustybt: _, ...others } = template.devDependencies
      expect(devDependencies).toMatchObject(others)
      if (template.dependencies.zod !== undefined) expect(dependencies.zod).toBe(template.dependencies.zod)
    }
  })

  it('say what they are', () => {
    expect(listTemplates().map(({ name }) => name)).toContain('zipline')
    for (const { summary } of listTemplates()) expect(summary).not.toBe('')
  })
})
