import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const NOTEBOOK = join(root, 'docs/examples/notebook.ipynb')
/** With it the notebook is run by Jupyter too; .ci/run sets it. */
const PYTHON = process.env.RUSTYBT_PYTHON

interface Output {
  readonly output_type: 'execute_result'
  readonly execution_count: null
  readonly metadata: object
  readonly data: { readonly 'text/plain': readonly string[] }
}
interface Cell {
  readonly cell_type: string
  readonly source: string[]
  outputs: Output[]
}

/** What a cell says in words. */
const wordsOf = (outputs: readonly Output[]) => outputs.map(({ data }) => data['text/plain'].join('')).join('')
const linesOf = (text: string) => text.split(/(?<=\n)/)

const SHOW = `
const show = async (value) => {
  const display = value[Symbol.for('Jupyter.display')]
  console.log((display === undefined ? String(value) : (await display.call(value))['text/plain']) + '\\u0000')
}`

/**
 * The notebook keeps what it said in words; where that has changed for a reason: UPDATE_NOTEBOOK=1 npm test -- test/docs/notebook
 */
describe('the notebook of the docs', () => {
  const book = JSON.parse(readFileSync(NOTEBOOK, 'utf8')) as { cells: Cell[] }
  const code = book.cells.filter(({ cell_type }) => cell_type === 'code')
  const kept = code.map(({ outputs }) => wordsOf(outputs))
  let folder: string
  let env: NodeJS.ProcessEnv
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'notebook-'))
    env = { ...process.env, RUSTYBT_ROOT: join(folder, 'root'), NODE_ENV: '', NODE_OPTIONS: '', NO_COLOR: '1' }
    cpSync(join(root, 'templates/demo/prices'), join(folder, 'prices'), { recursive: true })
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root, join(folder, 'node_modules/rustybt'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "dependencies": { "rustybt": "*" } }')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('says in Node what it keeps: each cell shows the value that stands last in it', () => {
    // As a kernel does: what is shown is what the value answers to Jupyter's name for it.
    const cells = code.map(({ source }) => {
      const lines = source.join('').split('\n')
      return [...lines.slice(0, -1), `await show(${lines.at(-1)})`].join('\n')
    })
    writeFileSync(join(folder, 'cells.ts'), [SHOW, ...cells].join('\n'))
    const register = join(root, 'dist/core/cli/strategy/typescript-register.js')
    const text = execFileSync(process.execPath, ['--import', register, 'cells.ts'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    const said = text
      .split('\u0000')
      .slice(0, -1)
      .map((part) => part.trim())
    if (process.env.UPDATE_NOTEBOOK) {
      code.forEach((cell, i) => {
        const data = { 'text/plain': linesOf(said[i]) }
        cell.outputs = [{ data, execution_count: null, metadata: {}, output_type: 'execute_result' }]
      })
      writeFileSync(NOTEBOOK, `${JSON.stringify(book, null, 1)}\n`)
    } else expect(said).toEqual(kept)
    expect(said).toHaveLength(7)
  })

  if (PYTHON !== undefined)
    it('says the same in Jupyter, by the kernel of Deno, and shows pages', () => {
      const script = join(import.meta.dirname, 'notebook_runs.py')
      const answer = execFileSync(PYTHON, [script, NOTEBOOK, folder], {
        env: { ...env, RUSTYBT_ROOT: join(folder, 'deno-root') },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const said = JSON.parse(answer.trim().split('\n').at(-1)!) as { text: string; page: string }[]
      expect(said.map(({ text }) => text)).toEqual(kept)
      const pages = said.map(({ page }) => page).filter((page) => page !== '')
      expect(pages).toHaveLength(5)
      for (const page of pages) expect(page).toMatch(/^<iframe srcdoc="&lt;!DOCTYPE html&gt;/)
    })
})
