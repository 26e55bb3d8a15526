import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Dataset } from '../../../core/data/dataset.js'
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
  readonly start: string
  readonly end: string
  readonly records: readonly EstimateRecord[]
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, number | null>>[]>>
}

const file = join(import.meta.dirname, '../../parity/own-pipeline/estimates.json.gz')
const answers = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Answers

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

  it.each(Object.keys(answers.rows))('%s', (key) => {
    const [side, announcements, name] = key.split('_') as ['next' | 'previous', string, keyof typeof TERMS]
    const loader = new EstimatesLoader(answers.records, {
      side,
      announcements: Number(announcements),
      columns: [
        [E.estimate, 'estimate'],
        [E.date, 'eventDate'],
        [E.quarter, 'fiscalQuarter'],
        [E.year, 'fiscalYear'],
      ],
    })
    const { start, end } = answers
    const options = { start, end, calendar: 'XNYS', loaders: [loader] }
    const table = runPipeline(new Pipeline({ columns: { x: TERMS[name] } }), dataset, options)
    const actual = [...table.rows()].map((rows) =>
      Object.fromEntries(assetsOf(rows).map(({ sid }, j) => [sid, rows.values[0][j]])),
    )
    const expected = answers.rows[key].map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([sid, cell]) => [sid, cell === null ? Number.NaN : expect.closeTo(cell, 9)]),
      ),
    )
    expect(actual).toEqual(expected)
  })
})
