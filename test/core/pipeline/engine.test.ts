import { describe, expect, it } from '@jest/globals'
import { customFactor } from '../../../core/pipeline/custom-terms.js'
import { column, dataSet } from '../../../core/pipeline/dataset.js'
import { GENERIC } from '../../../core/pipeline/domain.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import type { Factor } from '../../../core/pipeline/factor.js'
import { simpleMovingAverage } from '../../../core/pipeline/factors/averages.js'
import { returns } from '../../../core/pipeline/factors/returns.js'
import { ASSET_EXISTS } from '../../../core/pipeline/filter.js'
import { TermGraph } from '../../../core/pipeline/graph.js'
import { delegatingHooks, type PipelineHooks, progressHooks } from '../../../core/pipeline/hooks.js'
import type { PipelineLoader } from '../../../core/pipeline/loader.js'
import { numbers } from '../../../core/pipeline/matrix.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import { runPipeline } from '../../../core/pipeline/run-pipeline.js'
import type { Window } from '../../../core/pipeline/window.js'
import { day, market, valuesOf } from './market.js'

const { NaN: NONE } = Number
const { close, volume } = equityPricing
const mean = (windowLength: number, input = close) => simpleMovingAverage({ inputs: [input], windowLength })

describe('when a pipeline sees what', () => {
  it('shows a session the bars up to the session before', () => {
    expect(valuesOf(market([[1, 2, 3, 4]]), close.latest, 1, 3)).toEqual([{ A0: 1 }, { A0: 2 }, { A0: 3 }])
  })

  it('knows an asset from the session after its first bar to its last', () => {
    const data = market([
      [1, 2, 3, 4, 5],
      [NONE, 2, 3, NONE, NONE],
    ])
    expect(valuesOf(data, close.latest, 1, 4)).toEqual([{ A0: 1 }, { A0: 2, A1: 2 }, { A0: 3 }, { A0: 4 }])
  })

  it('sees a split of the day in the day before, and in no window before it', () => {
    const splits = [{ sid: 0, effectiveDate: day(3), ratio: 0.5 }]
    const data = market([[10, 12, 14, 8, 9]], { splits })
    expect(valuesOf(data, close.latest, 2, 4)).toEqual([{ A0: 12 }, { A0: 7 }, { A0: 8 }])
    expect(valuesOf(data, mean(2), 2, 4)).toEqual([{ A0: 11 }, { A0: 6.5 }, { A0: 7.5 }])
    expect(valuesOf(data, mean(2, volume), 2, 4)).toEqual([{ A0: 100 }, { A0: 200 }, { A0: 150 }])
  })

  it('takes several adjustments in a window one after the other', () => {
    const splits = [
      { sid: 0, effectiveDate: day(2), ratio: 0.5 },
      { sid: 0, effectiveDate: day(4), ratio: 0.25 },
    ]
    const data = market(
      [
        [80, 80, 40, 40, 10, 10],
        [1, 1, 1, 1, 1, 1],
      ],
      { splits },
    )
    const windows: number[][] = []
    const copy = customFactor({
      inputs: [close],
      windowLength: 2,
      compute(_today, _assets, out: Float64Array, prices: Window) {
        windows.push([...prices.column(0)])
        out.fill(0)
      },
    })
    valuesOf(data, copy, 2, 5)
    expect(windows).toEqual([
      [40, 40],
      [40, 40],
      [10, 10],
      [10, 10],
    ])
    expect(valuesOf(data, mean(4), 4, 5)).toEqual([
      { A0: 10, A1: 1 },
      { A0: 10, A1: 1 },
    ])
  })

  it('answers the same whatever the chunks', () => {
    const splits = [{ sid: 1, effectiveDate: day(7), ratio: 0.5 }]
    const closes = [0, 1, 2].map((k) => Array.from({ length: 15 }, (_, i) => 10 + ((i * (k + 3)) % 7)))
    const data = market(closes, { splits })
    const term = mean(4).div(close.latest).zscore().rank({ method: 'average' })
    const whole = valuesOf(data, term, 4, 14)
    for (const chunksize of [1, 3, 11]) expect(valuesOf(data, term, 4, 14, { chunksize })).toEqual(whole)
  })

  it('refuses a window that begins before the data, and a date that is no session', () => {
    const data = market([[1, 2, 3]])
    expect(() => valuesOf(data, mean(4), 2)).toThrow('Insufficient data to compute Pipeline')
    expect(() => valuesOf(data, close.latest, 0)).toThrow('the data start on 2021-01-01')
    const pipeline = new Pipeline({ columns: { x: close.latest } })
    const late = { calendar: '24/7', start: '2021-01-02', end: '2021-02-01' }
    expect(() => runPipeline(pipeline, data, late)).toThrow('2021-02-01 is no session of the data')
  })
})

describe('the graph', () => {
  it('has a term once, however often it is made', () => {
    expect(mean(5)).toBe(mean(5))
    expect(returns({ windowLength: 3 }).rank()).toBe(returns({ windowLength: 3 }).rank())
    expect(mean(5)).not.toBe(mean(6))
    expect(mean(5).gt(1)).not.toBe(mean(5).gt(2))
    expect(close.latest).toBe(equityPricing.close.latest)
  })

  it('computes common terms once', () => {
    const counts = new Map<string, number>()
    const hooks: PipelineHooks = {
      computingTerm: (term) => {
        counts.set(term.label, (counts.get(term.label) ?? 0) + 1)
        return undefined
      },
    }
    const shared = mean(2)
    const columns = { a: shared.add(1), b: shared.mul(shared), c: shared.rank() }
    runPipeline(new Pipeline({ columns }), market([[1, 2, 3, 4]]), {
      calendar: '24/7',
      start: day(2),
      end: day(3),
      hooks,
    })
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    expect(counts.size).toBe(4)
  })

  it('asks each term for the rows that the windows over it need', () => {
    const inner = returns({ windowLength: 3 })
    const outer = simpleMovingAverage({ inputs: [inner], windowLength: 4 })
    const graph = new TermGraph(new Map([['x', outer]]), GENERIC)
    graph.plan(market([[...Array(20).keys()]]).reader.sessions, 10)
    expect([outer, inner, close, ASSET_EXISTS].map((term) => graph.extraRows(term))).toEqual([0, 3, 5, 5])
    expect(graph.order.at(-1)).toBe(outer)
  })

  it('gives hooks the chunks, the loads and the terms, and tells how far it is', () => {
    const seen: string[] = []
    const hooks: PipelineHooks = {
      runningPipeline: () => () => seen.push('run done'),
      computingChunk: (_terms, start, end) => {
        seen.push(`${start}..${end}`)
        return () => seen.push('chunk done')
      },
      loadingTerms: (columns) => {
        seen.push(`load ${columns.map((each) => each.name)}`)
        return undefined
      },
    }
    const told: number[] = []
    const both = delegatingHooks(
      hooks,
      progressHooks(3, (done) => told.push(done)),
    )
    const pipeline = new Pipeline({ columns: { x: close.latest.mul(volume.latest) } })
    const options = { calendar: '24/7', start: day(1), end: day(3), chunksize: 2, hooks: both }
    runPipeline(pipeline, market([[1, 2, 3, 4]]), options)
    expect(seen).toEqual([
      `${day(1)}..${day(2)}`,
      'load close,volume',
      'chunk done',
      `${day(3)}..${day(3)}`,
      'load close,volume',
      'chunk done',
      'run done',
    ])
    expect(told.at(0)).toBe(0)
    expect(told.at(-1)).toBe(1)
    expect(told).toEqual([...told].sort((a, b) => a - b))
  })
})

describe('loaders', () => {
  const Facts = dataSet('Facts', { score: column('float64') })

  it('are asked for what they have, over the rows that are needed', () => {
    const asked: [number, number, number][] = []
    const loader: PipelineLoader = {
      has: ({ dataset }) => dataset.qualname.startsWith('Facts'),
      load({ columns, first, rows, assets }) {
        asked.push([first, rows, assets.length])
        const { data } = numbers(rows, assets.length)
        for (let i = 0; i < data.length; i++) data[i] = first + Math.floor(i / assets.length)
        return new Map(columns.map((each) => [each, { matrix: { rows, columns: assets.length, data } }]))
      },
    }
    const term = simpleMovingAverage({ inputs: [Facts.score], windowLength: 3 })
    expect(valuesOf(market([[1, 2, 3, 4, 5]]), term, 3, 4, { loaders: [loader] })).toEqual([{ A0: 2 }, { A0: 3 }])
    expect(asked).toEqual([[1, 4, 1]])
  })

  it('are missed, and what they answer is measured', () => {
    const data = market([[1, 2, 3]])
    expect(() => valuesOf(data, Facts.score.latest, 1)).toThrow('No loader has the column Facts.score')
    const short: PipelineLoader = {
      has: ({ name }) => name === 'score',
      load: ({ columns }) => new Map(columns.map((each) => [each, { matrix: numbers(1, 1) }])),
    }
    const wide = market([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(() => valuesOf(wide, Facts.score.latest, 1, 1, { loaders: [short] })).toThrow(
      'answered 1 × 1 (1 values) for 1 sessions × 2 assets',
    )
    expect(() => valuesOf(data, close.fx('EUR').latest, 1)).toThrow('currency conversion is not supported')
  })
})

describe('memory used again', () => {
  it('never shows through in what was answered before', () => {
    const data = market([Array.from({ length: 40 }, (_, i) => 10 + (i % 5))])
    const term: Factor = mean(3).mul(2)
    const first = valuesOf(data, term, 5, 20, { chunksize: 4 })
    valuesOf(data, mean(5).sub(100), 6, 39, { chunksize: 4 })
    expect(valuesOf(data, term, 5, 20, { chunksize: 4 })).toEqual(first)
  })

  it('is not given back while an alias still shows it', () => {
    const data = market([[1, 2, 3, 4, 5, 6]])
    const base = mean(2)
    const term = base.alias('again').add(base.sub(base)).add(base.alias('again'))
    expect(valuesOf(data, term, 3, 4)).toEqual([{ A0: 5 }, { A0: 7 }])
  })
})
