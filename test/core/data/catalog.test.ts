import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type CleanOptions,
  cleanBundle,
  findIngestion,
  ingestionName,
  ingestionsOf,
  ingestionTime,
  listBundles,
} from '../../../core/data/catalog.js'
import { newRoot, refusalOf, removeRoots } from './market.js'

afterAll(removeRoots)

const at = (date: string) => Date.parse(date)
const DATES = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01']

/** A bundle with an (empty) ingestion on each date, and what is no ingestion. */
function bundle(): string {
  const root = newRoot()
  for (const date of DATES) mkdirSync(join(root, 'data/test', ingestionName(at(date))), { recursive: true })
  mkdirSync(join(root, 'data/test/.draft-x'))
  mkdirSync(join(root, 'data/test/notes'))
  writeFileSync(join(root, 'data/test/readme.txt'), '')
  return root
}

const left = (options: CleanOptions) => {
  const root = bundle()
  cleanBundle('test', { ...options, root })
  return ingestionsOf('test', root).map((name) => name.slice(0, 10))
}

describe('ingestions', () => {
  it('are named after their instant, and sort as instants do', () => {
    const instant = fc.integer({ min: 0, max: at('9999-12-31') })
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(ingestionTime(ingestionName(a))).toBe(a)
        expect(ingestionName(a) < ingestionName(b)).toBe(a < b)
      }),
    )
    expect(ingestionTime('notes')).toBeUndefined()
    expect(ingestionTime('2026-99-01T000000.000Z')).toBeUndefined()
  })

  it('are found at or before an instant', () => {
    const root = bundle()
    const found = (date?: string) => findIngestion('test', date === undefined ? undefined : at(date), root).ingestion
    expect(found()).toBe('2026-04-01T000000.000Z')
    expect(found('2026-03-31')).toBe('2026-03-01T000000.000Z')
    expect(found('2026-03-01')).toBe('2026-03-01T000000.000Z')
  })

  it('are listed with what is wrong with them', () => {
    const [{ name, ingestions }] = listBundles(bundle())
    expect([name, ingestions.length]).toEqual(['test', 4])
    expect(ingestions[0]).toMatchObject({
      ingestion: '2026-01-01T000000.000Z',
      problem: expect.stringContaining('missing'),
    })
  })
})

describe('cleaning, as Zipline does', () => {
  it('removes what was ingested before, after, or both', () => {
    expect(left({ before: at('2026-03-01') })).toEqual(['2026-03-01', '2026-04-01'])
    expect(left({ after: at('2026-03-01') })).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
    expect(left({ before: at('2026-02-01'), after: at('2026-03-01') })).toEqual(['2026-02-01', '2026-03-01'])
  })

  it('keeps the last so many', () => {
    expect(left({ keepLast: 2 })).toEqual(['2026-03-01', '2026-04-01'])
    expect(left({ keepLast: 9 })).toEqual(DATES)
    expect(left({ keepLast: 0 })).toEqual([])
  })

  it.each([
    ['nothing', {}],
    ['a number and a time', { keepLast: 1, before: 0 }],
    ['a number and a time', { keepLast: 1, after: 0 }],
    ['a negative number', { keepLast: -1 }],
    ['half an ingestion', { keepLast: 0.5 }],
  ])('refuses %s', async (_, options) => {
    const root = bundle()
    expect((await refusalOf(() => cleanBundle('test', { ...options, root }))).code).toBe('BAD_CLEAN')
    expect(ingestionsOf('test', root)).toHaveLength(4)
  })

  it('refuses a bundle that is not there', async () => {
    expect((await refusalOf(() => cleanBundle('tset', { keepLast: 1, root: bundle() }))).message).toContain(
      "mean 'test'",
    )
  })
})
