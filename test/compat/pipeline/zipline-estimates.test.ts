import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Dataset } from '../../../core/data/dataset.js'
import type { Split } from '../../../core/data/source.js'
import { customFactor } from '../../../core/pipeline/custom-terms.js'
import { column, dataSet } from '../../../core/pipeline/dataset.js'
import { simpleMovingAverage } from '../../../core/pipeline/factors/averages.js'
import { type EstimateRecord, EstimatesLoader } from '../../../core/pipeline/loaders/estimates.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import { assetsOf } from '../../../core/pipeline/result.js'
import { runPipeline } from '../../../core/pipeline/run-pipeline.js'
import type { Window } from '../../../core/pipeline/window.js'
import { readMarket } from '../../parity/own-pipeline/market.js'

interface Answers {
  readonly splits?: readonly Split[]
  readonly start: string
  readonly end: string
  readonly records: readonly EstimateRecord[]
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, number | null>>[]>>
}

const read = (name: string) => {
  const file = join(import.meta.dirname, '../../parity/own-pipeline', `${name}.json.gz`)
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as Answers
}
const plain = read('estimates')
const split = read('split-estimates')

const E = dataSet('Estimates', {
  estimate: column('float64'),
  date: column('datetime'),
  quarter: column('float64'),
  year: column('float64'),
})
const TERMS = {
  estimate: E.estimate.latest,
  date: E.date.latest,
  quarter: E.quarter.latest,
  year: E.year.latest,
  mean: simpleMovingAverage({ inputs: [E.estimate], windowLength: 6 }),
  oldest: customFactor({
    inputs: [E.estimate],
    windowLength: 8,
    compute: (_today, _assets, _out, values: Window) => values.row(0),
  }),
}

describe('estimates as Zipline loads them', () => {
  let dataset: Dataset
  beforeAll(async () => {
    dataset = await readMarket(1)
  })

  it.each(Object.keys(plain.rows))('%s', (key) => compare(dataset, plain, key))
  it.each(Object.keys(split.rows))('adjusted by splits, %s', (key) => compare(dataset, split, key))

  it('adjusts by splits only numbers that it has', () => {
    const options = { side: 'next', columns: [[E.estimate, 'estimate']] } as const
    for (const column of [E.quarter, E.date])
      expect(
        () =>
          new EstimatesLoader([], { ...options, splitAdjusted: { columns: [column], asOf: '2020-01-02', splits: [] } }),
      ).toThrow(expect.objectContaining({ code: 'ESTIMATES_SPLIT_COLUMN' }))
  })
})

function compare(dataset: Dataset, { records, rows, splits, start, end }: Answers, key: string): void {
  const [side, announcements, name, asOf] = key.split('_') as ['next' | 'previous', string, keyof typeof TERMS, string?]
  const loader = new EstimatesLoader(records, {
    side,
    announcements: Number(announcements),
    columns: [
      [E.estimate, 'estimate'],
      [E.date, 'eventDate'],
      [E.quarter, 'fiscalQuarter'],
      [E.year, 'fiscalYear'],
    ],
    ...(asOf && splits && { splitAdjusted: { columns: [E.estimate], asOf, splits } }),
  })
  const options = { start, end, calendar: 'XNYS', loaders: [loader] }
  const table = runPipeline(new Pipeline({ columns: { x: TERMS[name] } }), dataset, options)
  const actual = [...table.rows()].map((of) =>
    Object.fromEntries(assetsOf(of).map(({ sid }, j) => [sid, of.values[0][j]])),
  )
  const expected = rows[key].map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([sid, cell]) => [sid, cell === null ? Number.NaN : expect.closeTo(cell, 9)]),
    ),
  )
  expect(actual).toEqual(expected)
}
