import { describe, expect, it } from '@jest/globals'
import { Frame } from '../../../core/math/frame.js'
import { TimeLabels } from '../../../core/math/labels.js'
import { Panel } from '../../../core/math/panel.js'
import { Series } from '../../../core/math/series.js'
import { answers, difference } from './answers.js'

const { NaN: nan } = Number
const sample = () =>
  Frame.from<string, string>({ a: [1, nan, 3, 8], b: [2, 2.5, 1, nan], c: [5, 5, 6, 7] }, ['w', 'x', 'y', 'z'])
/** Columns one after the other, as the answers list them. */
const cells = (frame: { arrays(): readonly Float64Array[] }) => frame.arrays().flatMap((column) => [...column])
const expected = (name: string) => answers.frame[name].flat()

describe('Frame answers as pandas', () => {
  it.each(['mean', 'std', 'var', 'sum', 'prod', 'min', 'max', 'median', 'count'] as const)(
    '%s of each column',
    (name) => {
      expect(difference(sample()[name](), answers.frame[name])).toBeUndefined()
      expect([...sample()[name]().index]).toEqual(['a', 'b', 'c'])
    },
  )

  it('mean and std of each row, transposed', () => {
    expect(difference(sample().transpose().mean(), answers.frame.acrossMean)).toBeUndefined()
    expect(difference(sample().transpose().std(), answers.frame.acrossStd)).toBeUndefined()
  })

  it.each<[string, (frame: Frame<string>) => Frame<string>]>([
    ['corr', (f) => f.corr()],
    ['cov', (f) => f.cov()],
    ['pctChange', (f) => f.pctChange()],
    ['diff', (f) => f.diff(-1)],
    ['ffill', (f) => f.ffill()],
    ['dropna', (f) => f.dropna()],
    ['sub', (f) => f.sub(f.mean())],
    ['transpose', (f) => f.transpose()],
    ['rolling', (f) => f.rolling(2, 1).mean()],
    ['rank', (f) => f.rank()],
    ['div', (f) => f.div(f.iloc(0))],
  ])('%s', (name, act) => {
    expect(difference(cells(act(sample())), expected(name))).toBeUndefined()
  })

  it('prints', () => {
    expect(String(sample())).toBe(answers.frameText)
    const index = new TimeLabels(Float64Array.of(18263, 18264, 18265), {
      label: (day) => new Date(day * 86_400_000).toISOString().slice(0, 10),
    })
    expect(
      String(new Frame([Float64Array.of(1, 2, 3.5), Float64Array.of(100, 2000, nan)], index, ['price', 'volume'])),
    ).toBe(answers.dates)
    expect(String(Frame.from({}))).toContain('Empty DataFrame')
  })
})

describe('Frame', () => {
  it('hands out its columns as views and rows as copies', () => {
    const block = new Float64Array(6)
    const frame = new Frame([block.subarray(0, 3), block.subarray(3)], ['x', 'y', 'z'], ['a', 'b'])
    expect(frame.column('b').values.buffer).toBe(block.buffer)
    expect(frame.tail(2).get('a').values.buffer).toBe(block.buffer)
    expect(frame.row(0).values.buffer).not.toBe(block.buffer)
    block[4] = 9
    expect([frame.at('y', 'b'), frame.loc('y').get('b'), frame.iloc(-2).last()]).toEqual([9, 9, 9])
  })

  it('is changed by no method', () => {
    const frame = sample()
    const before = JSON.stringify(frame)
    frame.ffill().bfill().fillna(0).abs().log().round(1).clip(0, 1).cumsum().cumprod().cummax().cummin().shift(1)
    frame.sortValues('b', false).sortIndex(false).dropna('all').rolling(2).std()
    frame.ewm({ span: 2 }).mean()
    expect(JSON.stringify(frame)).toBe(before)
  })

  it('is walked by rows and by columns', () => {
    expect(sample().shape).toEqual([4, 3])
    expect(Array.from(sample().rows(), ([label, row]) => [label, row.get('c')])).toEqual([
      ['w', 5],
      ['x', 5],
      ['y', 6],
      ['z', 7],
    ])
    expect(Array.from(sample().entries(), ([label, column]) => [label, column.max()])).toEqual([
      ['a', 8],
      ['b', 2.5],
      ['c', 7],
    ])
    expect(sample().slice(0, 1).toRows()).toEqual([{ index: 'w', a: 1, b: 2, c: 5 }])
    expect(JSON.parse(JSON.stringify(sample().head(2)))).toEqual({
      a: { w: 1, x: null },
      b: { w: 2, x: 2.5 },
      c: { w: 5, x: 5 },
    })
  })

  it('sorts, filters and selects rows and columns with their labels', () => {
    expect([...sample().sortValues('b').index]).toEqual(['y', 'w', 'x', 'z'])
    expect([...sample().filter(sample().get('c').gt(5)).index]).toEqual(['y', 'z'])
    expect([...sample().filter((row) => row === 1).index]).toEqual(['x'])
    expect(sample().select(['c', 'a']).iloc(0).toArray()).toEqual([5, 1])
    expect(sample().select(['c', 'a']).has('b')).toBe(false)
    expect(sample().transpose().get('w').toArray()).toEqual([1, 2, 5])
  })

  it('lines up with frames and series by label', () => {
    const other = Frame.from<string, string>({ c: [10, 20], b: [1, 1] }, ['z', 'w'])
    const both = sample().add(other)
    expect([...both.columns]).toEqual(['a', 'b', 'c'])
    expect(both.loc('z').toArray()).toEqual([nan, nan, 17])
    expect(both.loc('x').toArray()).toEqual([nan, nan, nan])
    expect(
      sample()
        .mul(Series.from({ a: 2, b: 0 }) as unknown as Series<string>)
        .loc('w')
        .toArray(),
    ).toEqual([2, 0, nan])
    expect(sample().mul(2).equals(sample().add(sample()))).toBe(true)
  })

  it('is made from series of different labels', () => {
    const frame = Frame.from<string, string>({ a: Series.from({ x: 1, y: 2 }), b: Series.from({ y: 3, z: 4 }) })
    expect([...frame.index]).toEqual(['x', 'y', 'z'])
    expect(frame.get('b').toArray()).toEqual([nan, 3, 4])
  })

  it('applies a function to each column', () => {
    expect(
      sample()
        .apply((column) => column.dropna().last())
        .toArray(),
    ).toEqual([8, 1, 7])
  })

  it.each<[string, () => unknown, string]>([
    ['an unknown column', () => sample().get('d'), 'no column d'],
    ['an unknown row', () => sample().loc('q'), 'no row q'],
    ['a row outside', () => sample().row(4), 'no row 4, there are 4'],
    ['columns of different length', () => Frame.from({ a: [1], b: [1, 2] }), 'column b has 2 values under 1 labels'],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message)
  })
})

describe('Panel', () => {
  const block = Float64Array.from({ length: 12 }, (_, i) => i)
  const column = (i: number) => block.subarray(3 * i, 3 * i + 3)
  const panel = new Panel(
    new Map([
      ['price', [column(0), column(1)]],
      ['volume', [column(2), column(3)]],
    ]),
    ['mon', 'tue', 'wed'],
    ['A', 'B'],
  )

  it('reads by field, by asset and by date, over the same memory', () => {
    expect(panel.shape).toEqual([3, 2, 2])
    expect(panel.get('price').get('B').tolist()).toEqual([3, 4, 5])
    expect(panel.get('price').get('B').values.buffer).toBe(block.buffer)
    expect(panel.xs('B').get('volume').toArray()).toEqual([9, 10, 11])
    expect(panel.loc('tue').get('volume').toArray()).toEqual([7, 10])
    expect(panel.iloc(-1).loc('A').toArray()).toEqual([2, 8])
    expect(panel.tail(1).get('volume').iloc(0).toArray()).toEqual([8, 11])
    expect(Array.from(panel.entries(), ([field]) => field)).toEqual(['price', 'volume'])
  })

  it('refuses what it does not hold', () => {
    expect(() => panel.get('open')).toThrow('no field open')
    expect(() => panel.xs('C')).toThrow('no asset C')
    expect(() => panel.loc('sun')).toThrow('no date sun')
  })
})
