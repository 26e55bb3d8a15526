import { describe, expect, it } from '@jest/globals'
import { DataFrame, Frame, Panel, Series, timeLabels, toPandas } from '../../compat/pandas.js'
import { PandasFrame } from '../../compat/pandas-frame.js'
import { PandasSeries } from '../../compat/pandas-series.js'
import { Timestamp } from '../../compat/timestamp.js'
import { Frame as CoreFrame } from '../../core/math/frame.js'
import { Panel as CorePanel } from '../../core/math/panel.js'
import { Series as CoreSeries } from '../../core/math/series.js'

const { NaN: nan } = Number
const golf = { symbol: 'GOLF', toString: () => 'Equity(6 [GOLF])' }
const lima = { symbol: 'LIMA', toString: () => 'Equity(11 [LIMA])' }

describe('Series by the names of pandas', () => {
  const scores = Series({ b: 2, a: nan, c: -1 })

  it('reads as in pandas', () => {
    expect(scores.to_list()).toEqual([2, nan, -1])
    expect(scores.to_dict()).toEqual(
      new Map([
        ['b', 2],
        ['a', nan],
        ['c', -1],
      ]),
    )
    expect([...scores.items()][0]).toEqual(['b', 2])
    expect([scores.size, scores.empty, scores.first_valid_index(), scores.last_valid_index()]).toEqual([
      3,
      false,
      'b',
      'c',
    ])
    expect([scores.isnull().sum(), scores.notnull().sum()]).toEqual([1, 2])
  })

  it('takes keywords where pandas does, and positions', () => {
    expect([...scores.sort_values({ ascending: false }).index]).toEqual(['b', 'c', 'a'])
    expect([...scores.sort_values().index]).toEqual(['c', 'b', 'a'])
    expect([...scores.sort_index({ ascending: false }).index]).toEqual(['c', 'b', 'a'])
    expect([scores.std({ ddof: 0 }), scores.std(0), scores.var()]).toEqual([1.5, 1.5, 4.5])
    expect(scores.rank({ pct: true }).tolist()).toEqual([1, nan, 0.5])
    expect(scores.rank({ ascending: false }).tolist()).toEqual([1, nan, 2])
    expect(scores.fillna({ method: 'ffill' }).tolist()).toEqual([2, 2, -1])
    expect(scores.fillna({ method: 'bfill' }).tolist()).toEqual([2, -1, -1])
    expect(scores.fillna({ value: 0 }).equals(scores.fillna(0))).toBe(true)
    expect(scores.rolling(2, { min_periods: 1 }).sum().tolist()).toEqual([2, 2, -1])
    expect(scores.rolling(2).mean().tolist()).toEqual([nan, nan, nan])
    expect(scores.ewm({ span: 3, min_periods: 3 }).mean().tolist()).toEqual([nan, nan, nan])
  })

  it('fills gaps before pct_change unless told not to, as pandas 2 does', () => {
    const prices = Series([1, nan, 2])
    expect(prices.pct_change().tolist()).toEqual([nan, 0, 1])
    expect(prices.pct_change(1, { fill_method: null }).tolist()).toEqual([nan, nan, nan])
    expect(prices.pct_change({ fill_method: null, periods: 2 }).tolist()).toEqual([nan, nan, 1])
    expect(prices.pct_change({ periods: 2 }).tolist()).toEqual(prices.pct_change(2).tolist())
  })

  it('stays a pandas series through every method', () => {
    const results = [
      scores.diff(),
      scores.dropna(),
      scores.sort_values(),
      scores.head(1),
      scores.add(scores),
      scores.gt(0),
    ]
    for (const result of [...results, scores.rolling(2).mean(), scores.ewm({ com: 1 }).std(), scores.reindex(['a'])])
      expect(result).toBeInstanceOf(PandasSeries)
    expect(scores).toBeInstanceOf(Series)
    expect(scores).toBeInstanceOf(CoreSeries)
  })

  it('copies what it hands out, so that strategies cannot write into shared history', () => {
    const block = Float64Array.of(1, 2, 3)
    const view = new PandasSeries(block)
    view.values[0] = 99
    view.to_numpy()[1] = 99
    expect(view.tolist()).toEqual([1, 2, 3])
    block[2] = 7
    expect(view.iloc(-1)).toBe(7)
  })

  it('is made of pairs, a Map, values and an index, or an object, with or without new', () => {
    const orders = Series([
      [golf, 5],
      [lima, -7],
    ] as const)
    expect([orders.get(golf), orders.loc(lima)]).toEqual([5, -7])
    expect(Series(new Map([[golf, 5]])).get(golf)).toBe(5)
    expect(new Series([1, 2], { index: ['a', 'b'], name: 'x' }).get('b')).toBe(2)
    expect(Series([1, 2], ['a', 'b']).idxmax()).toBe('b')
    expect(String(new Series([1, 2], { name: 'x' }))).toBe('0    1.0\n1    2.0\nName: x, dtype: float64')
    expect(String(orders)).toBe('Equity(6 [GOLF])     5.0\nEquity(11 [LIMA])   -7.0\ndtype: float64')
  })
})

describe('DataFrame by the names of pandas', () => {
  const frame = DataFrame({ a: [1, nan, 3], b: [4, 5, 9] }, { index: ['x', 'y', 'z'] })

  it('answers series and frames of its own family', () => {
    for (const series of [frame.get('a'), frame.iloc(0), frame.loc('x'), frame.mean(), frame.apply((c) => c.max())])
      expect(series).toBeInstanceOf(PandasSeries)
    for (const other of [
      frame.T,
      frame.corr(),
      frame.cov(),
      frame.pct_change(),
      frame.dropna(),
      frame.unstack(),
      frame.rolling(2).mean(),
    ])
      expect(other).toBeInstanceOf(PandasFrame)
    expect(frame.get('a').pct_change().tolist()).toEqual([nan, 0, 2])
    expect(frame).toBeInstanceOf(CoreFrame)
  })

  it('reduces down columns or across them', () => {
    expect(frame.mean().to_dict()).toEqual(
      new Map([
        ['a', 2],
        ['b', 6],
      ]),
    )
    expect(frame.mean({ axis: 1 }).to_dict()).toEqual(
      new Map([
        ['x', 2.5],
        ['y', 5],
        ['z', 6],
      ]),
    )
    expect(frame.sum({ axis: 'columns' }).tolist()).toEqual([5, 5, 12])
    expect(frame.std({ ddof: 0 }).tolist()).toEqual([1, Math.sqrt(14 / 3)])
    expect(frame.std({ axis: 1, ddof: 0 }).tolist()).toEqual([1.5, 0, 3])
    expect([frame.max({ axis: 1 }).idxmax(), frame.min().get('b'), frame.count({ axis: 1 }).tolist()]).toEqual([
      'z',
      4,
      [2, 1, 2],
    ])
  })

  it('walks and sorts as in pandas', () => {
    expect(Array.from(frame.iterrows(), ([label, row]) => [label, row.get('b')])).toEqual([
      ['x', 4],
      ['y', 5],
      ['z', 9],
    ])
    expect(Array.from(frame.items(), ([label, column]) => [label, column.count()])).toEqual([
      ['a', 2],
      ['b', 3],
    ])
    expect([...frame.sort_values('b', { ascending: false }).index]).toEqual(['z', 'y', 'x'])
    expect([...frame.sort_index({ ascending: false }).index]).toEqual(['z', 'y', 'x'])
    expect([...frame.dropna({ how: 'all' }).index]).toEqual(['x', 'y', 'z'])
    expect(frame.values).toEqual([
      [1, 4],
      [nan, 5],
      [3, 9],
    ])
    expect(frame.to_dict().get('b')?.get('z')).toBe(9)
    expect([frame.fillna({ method: 'ffill' }).get('a').tolist(), frame.empty]).toEqual([[1, 1, 3], false])
    expect(frame.ewm({ alpha: 0.5, adjust: false }).mean().get('b').tolist()).toEqual([4, 4.5, 6.75])
  })

  it('selects by a mask column, as `o.index[o.longs]` does', () => {
    const output = DataFrame(
      new Map([
        ['longs', [1, 0]],
        ['rank', [2, 1]],
      ]),
      { index: [golf, lima] },
    )
    expect([...output.filter(output.get('longs')).index]).toEqual([golf])
  })
})

describe('a history', () => {
  const times = Float64Array.of(Date.UTC(2020, 0, 2), Date.UTC(2020, 0, 3))
  const panel = new Panel(
    new Map([
      ['price', [Float64Array.of(1, 2), Float64Array.of(3, 4)]],
      ['volume', [Float64Array.of(10, 20), Float64Array.of(30, 40)]],
    ]),
    timeLabels(times),
    [golf, lima],
  )

  it('of several fields reads line by line as in Python', () => {
    expect(panel.get('price').unstack().get(lima).tolist()).toEqual([3, 4])
    expect(panel.unstack().get('price').get(golf).pct_change().iloc(-1)).toBe(1)
    expect(panel.loc(Timestamp('2020-01-03')).get('volume').get(lima)).toBe(40)
    expect(panel.xs(golf).mean({ axis: 1 }).tolist()).toEqual([5.5, 11])
    expect(panel.iloc(-1).iloc(0)).toBeInstanceOf(PandasSeries)
    expect(panel.tail(1)).toBeInstanceOf(Panel)
  })

  it('has sessions without a zone and minutes in UTC, found by date or text', () => {
    const frame = new Frame([Float64Array.of(1, 2)], timeLabels(times), ['price'])
    expect(frame.index.at(-1)?.isoformat()).toBe('2020-01-03T00:00:00')
    expect(frame.loc(Timestamp('2020-01-03')).get('price')).toBe(2)
    expect(frame.get('price').get('2020-01-02' as never)).toBe(1)
    expect(String(frame)).toBe('            price\n2020-01-02    1.0\n2020-01-03    2.0')
    expect(timeLabels(times, '1m').at(0)?.isoformat()).toBe('2020-01-02T00:00:00+00:00')
  })

  it('turns from core to compat without a copy', () => {
    const block = Float64Array.of(1, 2)
    const series = toPandas(new CoreSeries(block, ['a', 'b'], 'x'))
    const frame = toPandas(new CoreFrame([block], ['a', 'b'], ['x']))
    const whole = toPandas(new CorePanel(new Map([['price', [block]]]), ['a', 'b'], ['x']))
    block[1] = 8
    expect([series.last(), frame.get('x').last(), whole.get('price').get('x').pct_change().last()]).toEqual([8, 8, 7])
    expect([series.name, series.index.at(-1)]).toEqual(['x', 'b'])
  })
})

describe('fields of a history', () => {
  it('read by name as in pandas', () => {
    const frame = new Frame([Float64Array.of(1, 2), Float64Array.of(3, 4)], ['a', 'b'], ['price', 'volume'])
    expect([frame.price.tolist(), frame['volume'].tolist()]).toEqual([
      [1, 2],
      [3, 4],
    ])
    const panel = new Panel(new Map([['close', [Float64Array.of(5, 6)]]]), ['a', 'b'], ['X'])
    expect(panel['close'].unstack().get('X').tolist()).toEqual([5, 6])
    expect(() => frame.open).toThrow()
  })
})
