import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { ROWS } from '../../parity/own-pipeline/terms.js'
import { coveragePage, itemsOf, REFERENCE } from './coverage.js'

const root = join(import.meta.dirname, '../../..')
const own = join(root, 'test/parity/own-pipeline')
const keysOf = (file: string): string[] =>
  Object.keys((JSON.parse(gunzipSync(readFileSync(join(own, file))).toString()) as { rows: object }).rows)
const tables: Readonly<Record<string, readonly string[]>> = {
  terms: ROWS.map(({ name }) => name),
  loaders: keysOf('loaders.json.gz'),
  estimates: keysOf('estimates.json.gz'),
  'split-estimates': keysOf('split-estimates.json.gz'),
}

function isThere(proof: string): boolean {
  const [kind, rest] = [proof.slice(0, proof.indexOf('/')), proof.slice(proof.indexOf('/') + 1)]
  if (kind === 'case')
    return [join(own, 'cases'), join(root, 'test/parity/cases')].some((folder) =>
      existsSync(join(folder, `${rest}.ts`)),
    )
  if (kind !== 'own') return tables[kind]?.includes(rest) ?? false
  const [file, title] = [rest.slice(0, rest.indexOf(': ')), rest.slice(rest.indexOf(': ') + 2)]
  const path = join(root, 'test', file)
  return existsSync(path) && readFileSync(path, 'utf8').includes(title)
}

describe("the coverage of Zipline's pipeline", () => {
  it('has no empty row, and what it names is there', () => {
    const items = Object.keys(REFERENCE).flatMap(itemsOf)
    const absent = items.flatMap(({ name, proofs }) =>
      proofs.filter((proof) => !isThere(proof)).map((proof) => `${name}: ${proof}`),
    )
    expect(absent).toEqual([])
    expect(items.length).toBeGreaterThan(250)
  })

  it('lists everything that the rows say they check', () => {
    const listed = new Set(Object.values(REFERENCE).flat())
    expect([...new Set(ROWS.flatMap(({ covers }) => covers))].filter((tag) => !listed.has(tag))).toEqual([])
  })

  it('is written down', () => {
    expect(readFileSync(join(root, 'docs/pipeline-coverage.md'), 'utf8')).toBe(coveragePage())
  })
})
