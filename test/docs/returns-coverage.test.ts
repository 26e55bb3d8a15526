import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import * as analytics from 'rustybt/analytics'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/returns-coverage.md'), 'utf8')
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const { names, cases } = json('test/core/math/returns/answers.json') as {
  names: Record<string, string[]>
  cases: { answers: Record<string, object> }[]
}
const asked = new Set(cases.flatMap(({ answers }) => Object.keys(answers['252'])))
const worked = json('test/plugins/analytics/figures/figures.json') as Record<string, unknown>

/** Cells of the rows below a heading. */
function rowsOf(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1].split('\n## ')[0]
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '))
}
const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text)

function isThere(proof: string): boolean {
  const [file, title] = proof.split(': ')
  if (title === undefined) return asked.has(proof)
  if (file === 'test/plugins/analytics/figures') return title in worked
  return existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8').includes(title)
}

/** The functions that users can call, as the page names them. */
const functions = Object.entries(analytics).flatMap(([name, value]) =>
  typeof value === 'function'
    ? [name]
    : Object.entries(value as object).flatMap(([inner, one]) =>
        typeof one === 'function' ? [`${name}.${inner}`] : [],
      ),
)
/** They show figures, or run something, and work none out. */
const NO_FIGURES = [
  'NotebookReport',
  'NotebookView',
  'collect',
  'compareRuns',
  'htmlReport',
  'jsonReport',
  'pageOf',
  'reportOf',
]

describe('what of empyrical and quantstats is there', () => {
  it.each(['empyrical', 'quantstats'])('has a row for every public function of %s', (library) => {
    const listed = rowsOf(library).map(([name]) => code(name)[0])
    expect(listed).toEqual(names[library])
  })

  it('names what is there, and what checks it', () => {
    const rows = [...rowsOf('empyrical'), ...rowsOf('quantstats'), ...rowsOf('Of our own').map((row) => ['', ...row])]
    const wrong = rows.flatMap(([name, here, checks, differs = '']) => [
      ...code(here).filter((one) => !functions.includes(one)),
      ...(checks === 'left out' ? [] : code(checks).filter((proof) => !isThere(proof))),
      ...(code(checks).length === 0 && checks !== 'left out' ? [`${name}: nothing checks it`] : []),
      ...(checks === 'left out' && differs.trim() === '' ? [`${name}: left out without a reason`] : []),
    ])
    expect(wrong).toEqual([])
  })

  it('has every function that is public here', () => {
    const listed = new Set(
      ['empyrical', 'quantstats', 'Of our own'].flatMap((heading) => rowsOf(heading).flat().flatMap(code)),
    )
    expect(functions.filter((name) => !listed.has(name) && !NO_FIGURES.includes(name))).toEqual([])
  })
})
