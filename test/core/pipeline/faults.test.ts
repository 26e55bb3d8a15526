import { describe, expect, it } from '@jest/globals'
import type { RustybtError } from '../../../core/kernel/errors.js'
import { customClassifier, customFactor, customFilter } from '../../../core/pipeline/custom-terms.js'
import { column, dataSet, dataSetFamily } from '../../../core/pipeline/dataset.js'
import { COUNTRY_DOMAINS, calendarDomain } from '../../../core/pipeline/domain.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import {
  exponentialWeightedMovingAverage,
  fromSpan,
  simpleMovingAverage,
} from '../../../core/pipeline/factors/averages.js'
import { returns } from '../../../core/pipeline/factors/returns.js'
import { rollingPearson, simpleBeta } from '../../../core/pipeline/factors/statistical.js'
import {
  bollingerBands,
  ichimokuKinkoHyo,
  movingAverageConvergenceDivergenceSignal,
} from '../../../core/pipeline/factors/technical.js'
import type { Filter } from '../../../core/pipeline/filter.js'
import { all, allPresent, singleAsset } from '../../../core/pipeline/filters.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import type { ComputableTerm } from '../../../core/pipeline/term.js'
import type { Window } from '../../../core/pipeline/window.js'
import { market, valuesOf } from './market.js'

const { close, volume } = equityPricing
const r = returns({ windowLength: 2 })
const groups = r.quantiles(2)

/** The code of what is thrown, and its message. */
function fault(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    const { code, message } = error as RustybtError
    return `${code}: ${message}`
  }
  return 'nothing was thrown'
}

/** As plain JavaScript calls it, without types. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point
const untyped = (value: unknown): any => value

describe('what a pipeline refuses', () => {
  it('a window over values that splits change', () => {
    expect(fault(() => simpleMovingAverage({ inputs: [close.latest.add(1)], windowLength: 3 }))).toBe(
      "NON_WINDOW_SAFE_INPUT: Can't compute windowed expression SimpleMovingAverage([Expression x + 1(…)], 3) with windowed input Expression x + 1([Latest(…)], 0)",
    )
    expect(() => simpleMovingAverage({ inputs: [r.add(1)], windowLength: 3 })).not.toThrow()
    expect(() => simpleMovingAverage({ inputs: [close.latest.rank()], windowLength: 3 })).not.toThrow()
    expect(() => simpleMovingAverage({ inputs: [close.latest.demean()], windowLength: 3 })).toThrow()
  })

  it('a screen that is not a filter', () => {
    expect(fault(() => new Pipeline({ screen: untyped(r) }))).toMatch(/^SCREEN_NOT_FILTER: .*factor Returns/)
    expect(fault(() => new Pipeline().setScreen(untyped(close)))).toMatch(/^SCREEN_NOT_FILTER/)
    const pipeline = new Pipeline({ screen: r.gt(0) })
    expect(fault(() => pipeline.setScreen(r.lt(0)))).toMatch(/^PIPELINE_SCREEN_EXISTS/)
    pipeline.setScreen(r.lt(0), { overwrite: true })
    expect(pipeline.screen).toBe(r.lt(0))
  })

  it('a column that is none, that is one series for all, or whose name is taken', () => {
    expect(fault(() => new Pipeline({ columns: { x: untyped(close) } }))).toMatch(
      /^PIPELINE_COLUMN_INVALID: Column 'x'/,
    )
    expect(fault(() => new Pipeline({ columns: { x: untyped(bollingerBands({ windowLength: 3, k: 2 })) } }))).toMatch(
      /several outputs/,
    )
    expect(fault(() => new Pipeline({ columns: { x: r.mean() } }))).toMatch(/^UNSUPPORTED_PIPELINE_OUTPUT/)
    const pipeline = new Pipeline({ columns: { x: r } })
    expect(fault(() => pipeline.add(r, 'x'))).toBe("PIPELINE_COLUMN_EXISTS: Column 'x' already exists.")
    pipeline.add(r.rank(), 'x', { overwrite: true })
    expect(pipeline.remove('x')).toBe(r.rank())
    expect(fault(() => pipeline.remove('x'))).toMatch(/^PIPELINE_COLUMN_UNKNOWN/)
  })

  it('terms of two domains', () => {
    const [us, jp] = ['US', 'JP'].map((country) => equityPricing.specialize(COUNTRY_DOMAINS.get(country)!))
    expect(fault(() => us.close.latest.add(jp.close.latest))).toMatch(
      /^AMBIGUOUS_DOMAIN: .*US_EQUITIES and JP_EQUITIES/,
    )
    const pipeline = new Pipeline({ columns: { x: jp.close.latest }, domain: COUNTRY_DOMAINS.get('US') })
    expect(fault(() => pipeline.domain(COUNTRY_DOMAINS.get('US')!))).toMatch(/^AMBIGUOUS_DOMAIN: Conflicting/)
    expect(fault(() => valuesOf(market([[1, 2, 3]]), jp.close.latest, 1))).toMatch(/^PIPELINE_NO_ASSETS/)
    expect(fault(() => calendarDomain('US', 'XNYS', 0))).toMatch(/^DOMAIN_OFFSET/)
  })

  it('a column that does not exist, naming the nearest', () => {
    expect(fault(() => untyped(equityPricing).clsoe)).toBe("COLUMN_UNKNOWN: EquityPricing has no column 'clsoe'")
    expect(fault(() => equityPricing.getColumn('price'))).toMatch(/^COLUMN_UNKNOWN/)
    expect(fault(() => column('int64'))).toMatch(/^NO_DEFAULT_MISSING_VALUE/)
    expect(fault(() => dataSet('D', { x: column('bool') }).x.fx('EUR'))).toMatch(/^COLUMN_CURRENCY/)
  })

  it('coordinates that a family has not', () => {
    const family = dataSetFamily('Prices', { venue: ['a', 'b'], side: [1, 2] }, { bid: column('float64') })
    expect(family.slice({ venue: 'a', side: 2 }).bid.label).toBe('Prices.slice(venue="a", side=2).bid')
    expect(family.slice({ venue: 'a', side: 2 })).toBe(family.slice({ side: 2, venue: 'a' }))
    expect(fault(() => family.slice({ venue: 'a' }))).toMatch(/no coordinate provided to Prices for the dimension side/)
    expect(fault(() => family.slice({ venue: 'c', side: 1 }))).toMatch(/c is not a value along the venue dimension/)
    expect(fault(() => family.slice({ venue: 'a', side: 1, depth: 3 }))).toMatch(/does not have the dimension depth/)
    expect(fault(() => untyped(family).bid)).toMatch(/select a slice first/)
  })

  it('operators between things that do not go together', () => {
    expect(fault(() => untyped(r).and(r.gt(0)))).toMatch(/^NOT_A_FILTER: Returns.* is a factor: and is for filters/)
    expect(fault(() => untyped(groups).or(r.gt(0)))).toMatch(/^NOT_A_FILTER: .*classifier/)
    expect(fault(() => r.gt(0).and(untyped(r)))).toMatch(/^BAD_BINARY_OPERATOR: .*and a factor/)
    expect(fault(() => r.add(untyped(close)))).toMatch(/^BAD_BINARY_OPERATOR/)
    expect(fault(() => r.gt(0).ifElse<ComputableTerm>(r, groups))).toMatch(/^IF_ELSE_MISMATCH: .*factor and classifier/)
    expect(fault(() => r.fillna(untyped('x')))).toMatch(/^FILL_VALUE/)
    expect(fault(() => groups.eq(-1))).toMatch(/^CLASSIFIER_MISSING_COMPARED/)
    expect(fault(() => groups.eq('a'))).toMatch(/^INVALID_CLASSIFIER_COMPARISON/)
    expect(fault(() => groups.startswith('a'))).toMatch(/^CLASSIFIER_NOT_TEXT/)
    expect(fault(() => groups.elementOf([1, 'a']))).toMatch(/^CLASSIFIER_CHOICES/)
  })

  it('factors are told from filters when compiling', () => {
    // @ts-expect-error a factor has no `and`
    expect(() => r.and(r.gt(0))).toThrow()
    // @ts-expect-error a filter takes no factor
    expect(() => r.gt(0).and(r)).toThrow()
    // @ts-expect-error a column is read through `latest`
    expect(() => r.gt(close)).toThrow()
    // @ts-expect-error a mask is a filter
    const masked = r.rank({ mask: r })
    // @ts-expect-error a screen is a filter
    expect(() => new Pipeline({ screen: r, columns: { masked } })).toThrow()
    const joined: Filter = close.latest
      .gt(simpleMovingAverage({ inputs: [close], windowLength: 2 }))
      .and(volume.latest.top(5))
    expect(joined.kind).toBe('filter')
  })

  it('arguments out of range', () => {
    expect(fault(() => returns({ windowLength: 1 }))).toMatch(/'Returns' expected a window length of at least 2/)
    expect(fault(() => simpleMovingAverage({ inputs: [close] }))).toMatch(/^WINDOW_LENGTH_NOT_SPECIFIED/)
    expect(fault(() => simpleMovingAverage({ windowLength: 2 }))).toMatch(/^TERM_INPUTS_NOT_SPECIFIED/)
    expect(fault(() => simpleMovingAverage({ inputs: [close, close], windowLength: 2 }))).toMatch(/^TERM_INPUTS_COUNT/)
    expect(fault(() => simpleMovingAverage({ inputs: [untyped(1)], windowLength: 2 }))).toMatch(/^NON_PIPELINE_INPUTS/)
    expect(fault(() => simpleMovingAverage({ inputs: [close], windowLength: 0 }))).toMatch(
      /^WINDOW_LENGTH_NOT_POSITIVE/,
    )
    expect(fault(() => r.winsorize(0.6, 0.4))).toMatch(/^BAD_PERCENTILE_BOUNDS/)
    expect(fault(() => r.percentileBetween(10, 101))).toMatch(/^BAD_PERCENTILE_BOUNDS/)
    expect(fault(() => r.rank({ method: untyped('best') }))).toMatch(/^UNKNOWN_RANK_METHOD/)
    expect(fault(() => r.downsample(untyped('daily')))).toMatch(/^DOWNSAMPLE_FREQUENCY/)
    expect(fault(() => r.top(0))).toMatch(/top: N must be a whole number from 1/)
    expect(
      fault(() => fromSpan(exponentialWeightedMovingAverage, { inputs: [close], windowLength: 2, span: 1 })),
    ).toMatch(/span/)
    expect(fault(() => ichimokuKinkoHyo({ windowLength: 10 }))).toMatch(/must be <= the window_length/)
    expect(fault(() => movingAverageConvergenceDivergenceSignal({ fastPeriod: 9, slowPeriod: 9 }))).toMatch(
      /slow_period/,
    )
    expect(fault(() => simpleBeta({ target: { sid: 0, symbol: 'A0' }, regressionLength: 2 }))).toMatch(/from 3/)
    expect(
      fault(() =>
        rollingPearson({ baseFactor: r, target: returns({ windowLength: 2, mask: r.gt(0) }), correlationLength: 3 }),
      ),
    ).toMatch(/^INCOMPATIBLE_TERMS/)
    expect(fault(() => allPresent({ inputs: [r.gt(0)], windowLength: 2 }))).toMatch(/^ALL_PRESENT_FILTER/)
    expect(fault(() => all({ inputs: [r], windowLength: 2 }))).toMatch(/^NOT_A_FILTER/)
  })

  it('a target that does not exist throughout, and bins that cannot be told apart', () => {
    const data = market([
      [1, 2, 3, 4],
      [Number.NaN, 2, 3, 4],
      [1, 1, 1, 1],
    ])
    expect(fault(() => valuesOf(data, singleAsset({ sid: 1, symbol: 'A1' }), 1, 3))).toMatch(
      /^NON_EXISTENT_ASSET_IN_TIME_FRAME/,
    )
    expect(fault(() => valuesOf(data, r.sub(r.slice({ sid: 9, symbol: 'Z' })), 2))).toMatch(/'Z' \(sid 9\)/)
    expect(
      fault(() =>
        valuesOf(
          market([
            [1, 2],
            [1, 2],
            [3, 4],
          ]),
          close.latest.quantiles(3),
          1,
        ),
      ),
    ).toMatch(/^QUANTILES_TIED: .*Bin edges must be unique/)
  })
})

describe("terms of one's own", () => {
  const data = market([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ])

  it('that throw say which, when and from what', () => {
    const broken = customFactor({
      name: 'Broken',
      inputs: [close, volume],
      windowLength: 2,
      compute: () => {
        throw new Error('no luck')
      },
    })
    expect(fault(() => valuesOf(data, broken, 2))).toBe(
      'CUSTOM_TERM_FAILED: Broken([EquityPricing.close, EquityPricing.volume], 2) failed on 2021-01-03 with inputs EquityPricing.close (2 × 2), EquityPricing.volume (2 × 2): no luck',
    )
  })

  it('that answer the wrong length are refused', () => {
    const short = customFactor({ name: 'Short', inputs: [close], windowLength: 1, compute: () => [1] })
    expect(fault(() => valuesOf(data, short, 1))).toBe(
      'CUSTOM_TERM_OUTPUT: Short([EquityPricing.close], 1) on 2021-01-02: its output has 1 values for 2 assets',
    )
    const long = customFactor({
      name: 'Long',
      inputs: [close],
      windowLength: 1,
      compute(_today, _assets, out: Float64Array) {
        out.set([1, 2, 3])
      },
    })
    expect(fault(() => valuesOf(data, long, 1))).toMatch(/^CUSTOM_TERM_FAILED: Long/)
    const outputs = customFactor({
      outputs: ['a', 'b'],
      inputs: [close],
      windowLength: 1,
      compute: () => ({ a: [1, 2] }),
    })
    expect(fault(() => valuesOf(data, outputs.b, 1))).toMatch(/its output b has no list but undefined for 2 assets/)
  })

  it('that write nothing leave the missing value', () => {
    const spec = { inputs: [close], windowLength: 1, compute: () => undefined }
    expect(valuesOf(data, customFactor({ ...spec, name: 'Nothing' }), 1)).toEqual([{ A0: Number.NaN, A1: Number.NaN }])
    expect(valuesOf(data, customClassifier({ ...spec, name: 'Nowhere' }), 1)).toEqual([{ A0: -1, A1: -1 }])
    expect(valuesOf(data, customFilter({ ...spec, name: 'Never', missing: true }), 1)).toEqual([{ A0: 1, A1: 1 }])
  })

  it('see windows of their mask alone, several outputs and parameters', () => {
    const mask = close.latest.gt(5)
    const spread = customFactor({
      inputs: [close],
      windowLength: 2,
      outputs: ['low', 'high'],
      params: { scale: 10 },
      mask,
      compute(today, assets, out: Record<'low' | 'high', Float64Array>, prices: Window, { scale }: { scale: number }) {
        expect([today, [...assets], prices.length, prices.width]).toEqual(['2021-01-03', [1], 2, 1])
        expect([prices.at(-1, 0), [...prices.row(0)], [...prices.column(0)]]).toEqual([6, [5], [5, 6]])
        out.low[0] = prices.at(0, 0) * scale
        out.high[0] = prices.at(-1, 0) * scale
      },
    })
    expect(valuesOf(data, spread.low, 2)).toEqual([{ A0: Number.NaN, A1: 50 }])
    expect(valuesOf(data, spread.high, 2)).toEqual([{ A0: Number.NaN, A1: 60 }])
  })

  it('may answer strings', () => {
    const size = customClassifier({
      dtype: 'string',
      inputs: [close],
      windowLength: 1,
      compute: (_today, _assets, _out, prices: Window) =>
        Array.from(prices.row(-1), (price) => (price > 4 ? 'large' : null)),
    })
    expect(valuesOf(data, size.eq('large'), 1)).toEqual([{ A0: 0, A1: 1 }])
    expect(valuesOf(data, size.isnull(), 1)).toEqual([{ A0: 1, A1: 0 }])
  })

  it('refuse outputs without a name of their own', () => {
    const make = (...outputs: string[]) =>
      fault(() => customFactor({ outputs, inputs: [close], windowLength: 1, compute: () => 0 }))
    expect(make()).toMatch(/^INVALID_OUTPUT_NAME/)
    expect(make('a', 'a')).toMatch(/two outputs named 'a'/)
    expect(make('_a')).toMatch(/'_a' is no name/)
  })
})
