import { describe, expect, it } from '@jest/globals'
import { column, dataSet } from '../../../core/pipeline/dataset.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import { simpleMovingAverage } from '../../../core/pipeline/factors/averages.js'
import { numbers } from '../../../core/pipeline/matrix.js'
import type { ComputableTerm } from '../../../core/pipeline/term.js'
import { eyeLoader, precomputedLoader, seededLoader } from '../../../core/testing/pipeline-loaders.js'
import { day, market, valuesOf } from './market.js'

const data = market([
  [1, 2, 3, 4, 5],
  [10, 20, 30, 40, 50],
])
const sessions = [0, 1, 2, 3, 4].map(day)
const D = dataSet('Own', {
  x: column('float64'),
  n: column('int64', { missing: -1 }),
  s: column('string'),
  b: column('bool'),
})

describe('values that are known before', () => {
  const mean = simpleMovingAverage({ inputs: [equityPricing.close], windowLength: 2 })
  const doubled = mean.mul(2)

  it('takes over what is known, and computes nothing that it alone needs', () => {
    const computed: string[] = []
    const hooks = {
      computingTerm: (term: { label: string }) => void computed.push(term.label),
      loadingTerms: () => void computed.push('load'),
    }
    const workspace = ({
      rows,
      assets,
      extraRows,
    }: {
      rows: number
      assets: readonly unknown[]
      extraRows(term: ComputableTerm): number
    }) => new Map([[mean, numbers(rows + extraRows(mean), assets.length, 7)]])
    expect(valuesOf(data, doubled, 2, 3, { workspace: workspace as never, hooks: hooks as never })).toEqual([
      { A0: 14, A1: 14 },
      { A0: 14, A1: 14 },
    ])
    expect(computed).toEqual([doubled.label])
    expect(valuesOf(data, doubled, 2)).toEqual([{ A0: 3, A1: 30 }])
  })

  it('refuses values of another shape, naming the term', () => {
    const workspace = () => new Map([[mean, numbers(1, 1)]])
    expect(() => valuesOf(data, doubled, 2, 3, { workspace })).toThrow(
      expect.objectContaining({
        code: 'PIPELINE_LOADER_ANSWER',
        message: expect.stringContaining('SimpleMovingAverage'),
      }),
    )
  })
})

describe('a loader for tests', () => {
  it('serves a value for each column, the same everywhere or worked out', () => {
    const loaders = [
      precomputedLoader(
        [
          [D.x, (session, sid) => sessions.indexOf(session) * 10 + sid],
          [D.b, true],
        ],
        sessions,
        [0, 1],
      ),
    ]
    expect(valuesOf(data, D.x.latest, 2, 3, { loaders })).toEqual([
      { A0: 20, A1: 21 },
      { A0: 30, A1: 31 },
    ])
    expect(valuesOf(data, D.b.latest, 2, 2, { loaders })).toEqual([{ A0: 1, A1: 1 }])
    expect(loaders[0].has(D.s)).toBe(false)
  })

  it('serves an eye', () => {
    const loaders = [eyeLoader([D.x], sessions, [0, 1])]
    expect(valuesOf(data, D.x.latest, 1, 2, { loaders })).toEqual([
      { A0: 0, A1: 1 },
      { A0: 0, A1: 0 },
    ])
  })

  it('serves the same random values for the same seed, of each kind', () => {
    const values = (seed: number) => {
      const loaders = [seededLoader(seed, [D.x, D.n, D.s, D.b], sessions, [0, 1])]
      return [D.x, D.n, D.s, D.b].map(({ latest }) => valuesOf(data, latest, 1, 4, { loaders }))
    }
    expect(values(3)).toEqual(values(3))
    expect(values(3)).not.toEqual(values(4))
    for (const row of values(3)[0]) for (const value of Object.values(row)) expect(value).toBeLessThan(100)
  })
})
