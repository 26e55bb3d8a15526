import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { assetOf } from '../../../compat/protocol.js'
import type { Dataset } from '../../../core/data/dataset.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import { assetsOf } from '../../../core/pipeline/result.js'
import { runPipeline } from '../../../core/pipeline/run-pipeline.js'
import { readMarket } from '../../parity/own-pipeline/market.js'
import { columnsOf, ROWS, THEMES } from '../../parity/own-pipeline/terms.js'

type Cell = number | boolean | string | null
interface Answers {
  readonly start: string
  readonly end: string
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>
}

const file = join(import.meta.dirname, '../../parity/own-pipeline/terms.json.gz')
const answers = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Answers

describe('each term as Zipline computes it', () => {
  let dataset: Dataset
  const terms: Record<string, ReturnType<typeof columnsOf>[string]> = {}
  beforeAll(async () => {
    dataset = await readMarket(1)
    const A = (symbol: string) => assetOf(dataset.finder.lookupSymbol(symbol))
    for (const theme of THEMES) Object.assign(terms, columnsOf(A, theme))
  })

  it('has an answer for every row, 120 at least', () => {
    expect(ROWS.map(({ name }) => name).filter((name) => !(name in answers.rows))).toEqual([])
    expect(ROWS.length).toBeGreaterThanOrEqual(120)
  })

  it.each(ROWS.map(({ name, python }) => [name, python]))('%s: %s', (name) => {
    const { start, end } = answers
    const table = runPipeline(new Pipeline({ columns: { x: terms[name] } }), dataset, { start, end, calendar: 'XNYS' })
    const sessions = [...table.rows()]
    expect(sessions.length).toBe(answers.rows[name].length)
    sessions.forEach((rows, i) => {
      const { session, values } = rows
      const assets = assetsOf(rows)
      const expected = answers.rows[name][i]
      expect([session, ...assets.map(({ sid }) => String(sid))]).toEqual([session, ...Object.keys(expected)])
      const [actual] = values
      const wrong = assets.flatMap(({ sid, symbol }, j) => {
        const differs = difference(actual[j], expected[sid])
        return differs === undefined ? [] : `${session} ${symbol}: ${differs}`
      })
      expect(wrong).toEqual([])
    })
  })
})

/** Undefined where they agree to 1e-9. */
function difference(actual: number, expected: Cell): string | undefined {
  const wanted =
    expected === null
      ? Number.NaN
      : typeof expected === 'string'
        ? Number(`${expected}inity`.replace('inf', 'Inf'))
        : Number(expected)
  if (Object.is(actual, wanted) || actual === wanted) return undefined
  const off = Math.abs(actual - wanted)
  return off <= 1e-9 || off <= 1e-9 * Math.abs(wanted) ? undefined : `${actual} is not ${wanted}`
}
