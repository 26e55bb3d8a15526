import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ListLabels, TimeLabels } from '../../../core/math/labels.js'
import { Series } from '../../../core/math/series.js'
import { answers, column, difference, numbers } from './answers.js'

const DAY = 86_400_000
const TIMES = { label: (time: number) => time, time: Number }
const series = (name: string) => new Series(column(name))
const call = (target: object, method: string, args: readonly unknown[] = []) =>
  (target as Record<string, (...args: unknown[]) => unknown>)[method](...args)
const title = (method: string, args: readonly unknown[] = []) => `${method}(${args.join(', ')})`
const prices = fc.array(fc.oneof(fc.double({ min: 0.01, max: 1000, noNaN: true }), fc.constant(Number.NaN)), {
  minLength: 1,
  maxLength: 60,
})

/** One test a method and arguments, over every series that pandas was asked about. */
function byMethod<C extends { method: string; args?: readonly unknown[] }>(cases: readonly C[]): [string, C[]][] {
  const groups = new Map<string, C[]>()
  for (const one of cases) {
    const key = title(one.method, one.args)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups]
}

describe('Series answers as pandas', () => {
  it.each(byMethod(answers.reductions))('%s', (_, cases) => {
    for (const { series: name, method, args, answer } of cases)
      expect([name, difference(call(series(name), method, args), answer)]).toEqual([name, undefined])
  })

  it.each(byMethod(answers.columns))('%s', (_, cases) => {
    for (const { series: name, method, args, answer } of cases)
      expect([name, difference(call(series(name), method, args), answer)]).toEqual([name, undefined])
  })

  it.each(byMethod(answers.rolling))('rolling %s', (_, cases) => {
    for (const { series: name, window, minPeriods, method, answer } of cases)
      expect([name, window, difference(call(series(name).rolling(window, minPeriods), method), answer)]).toEqual([
        name,
        window,
        undefined,
      ])
  })

  it.each(byMethod(answers.ewm))('ewm %s', (_, cases) => {
    for (const { series: name, decay, method, answer } of cases)
      expect([name, decay, difference(call(series(name).ewm(decay), method), answer)]).toEqual([name, decay, undefined])
  })

  it.each(answers.pairs.map((pair) => [`${pair.a}, ${pair.b}`, pair] as const))(
    'corr, cov and add of %s',
    (_, pair) => {
      const [a, b] = [series(pair.a), series(pair.b)]
      expect(difference(a.corr(b), pair.corr)).toBeUndefined()
      expect(difference(a.cov(b), pair.cov)).toBeUndefined()
      expect(difference(a.add(b), pair.add)).toBeUndefined()
    },
  )

  it('lines up two series by label', () => {
    const one = Series.from({ a: 1, c: 2, d: 3 })
    const two = Series.from({ d: 10, b: 20, a: 30 })
    const difference_ = one.sub(two as unknown as typeof one)
    expect(difference_.index.toArray()).toEqual(answers.aligned.labels)
    expect(difference(difference_, answers.aligned.sub)).toBeUndefined()
  })

  it.each(answers.texts.map((text) => [text.text, text] as const))('prints\n%s', (text, { values, name }) => {
    expect(String(new Series(Float64Array.from(values, Number), undefined, name ?? undefined))).toBe(text)
  })
})

describe('a Series is a view', () => {
  it('keeps the array that it is given, and slices share its memory', () => {
    const block = new Float64Array(new SharedArrayBuffer(80))
    const view = new Series(block.subarray(2, 8))
    expect(view.values.buffer).toBe(block.buffer)
    for (const part of [view.slice(1, 3), view.head(2), view.tail(3), view.rename('x')])
      expect(part.values.buffer).toBe(block.buffer)
    block[7] = 42
    expect(view.last()).toBe(42)
  })

  it('is as a window of a window what it would be if it were made of its own rows', () => {
    const bound = fc.integer({ min: -70, max: 70 })
    fc.assert(
      fc.property(prices, fc.array(fc.tuple(bound, bound), { minLength: 1, maxLength: 4 }), (list, cuts) => {
        let window = new Series(
          Float64Array.from(list),
          new TimeLabels(
            Float64Array.from(list.keys(), (i) => i * DAY),
            TIMES,
          ),
        )
        let rows = [...list.keys()]
        for (const [start, end] of cuts) {
          window = window.slice(start, end)
          rows = rows.slice(start, end)
        }
        const own = rows.map((row) => list[row])
        const fresh = new Series(Float64Array.from(own))
        expect([window.length, window.toArray(), window.index.toArray()]).toEqual([
          rows.length,
          own,
          rows.map((row) => row * DAY),
        ])
        expect([window.mean(), window.sum(), window.std()]).toEqual([fresh.mean(), fresh.sum(), fresh.std()])
        for (const i of [-61, -1, 0, 1, 60, 1.5, Number.NaN]) expect(window.at(i)).toBe(fresh.at(i))
        expect(window.get((rows[0] ?? 0) * DAY)).toBe(own[0])
        expect(window.add(1).toArray()).toEqual(own.map((value) => value + 1))
      }),
    )
  })

  it('hands out copies where it says so', () => {
    const view = new Series(Float64Array.of(1, 2))
    view.toArray()[0] = 9
    expect(view.first()).toBe(1)
  })

  it('is changed by no method', () => {
    const cases = [...answers.columns, ...answers.reductions]
    for (const { series: name, method, args } of cases) {
      const values = column(name)
      call(new Series(values), method, args)
      expect([method, Array.from(values)]).toEqual([method, Array.from(column(name))])
    }
    const values = column('gaps')
    for (const method of ['sum', 'mean', 'std', 'min', 'max', 'median']) call(new Series(values).rolling(3, 1), method)
    new Series(values).ewm({ span: 3 }).std()
    expect(Array.from(values)).toEqual(Array.from(column('gaps')))
  })

  it('refuses labels of another length', () => {
    expect(() => new Series(Float64Array.of(1), ['a', 'b'])).toThrow('1 values under 2 labels')
  })
})

describe('laws', () => {
  it('rolling(n) answers what each window answers by itself', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 8 }), (list, n) => {
        const all = new Series(Float64Array.from(list))
        for (const method of ['sum', 'mean', 'std', 'min', 'max', 'median']) {
          const naive = list.map((_, i) => {
            const window = all.slice(Math.max(0, i + 1 - n), i + 1)
            return window.count() < n ? Number.NaN : call(window, method)
          })
          const rolled = all.rolling(n)
          expect([method, difference(call(rolled, method), naive, 1e-6)]).toEqual([method, undefined])
          expect(
            difference(
              rolled.apply((w) => call(new Series(w), method) as number),
              naive,
            ),
          ).toBeUndefined()
        }
      }),
      { numRuns: 60 },
    )
  })

  it('diff undoes cumsum', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (list) => {
        const steps = new Series(Float64Array.from(list))
        expect(steps.cumsum().diff().slice(1).toArray()).toEqual(list.slice(1))
      }),
    )
  })

  it('pctChange compounds to the whole way', () => {
    const walk = series('walk')
    expect(walk.pctChange().add(1).prod()).toBeCloseTo(walk.last() / walk.first(), 10)
  })

  it('shift there and back keeps what stays inside', () => {
    const walk = series('walk')
    expect(walk.shift(3).shift(-3).head(-3).equals(walk.head(-3))).toBe(true)
  })

  it('ffill then dropna leaves no gap after the first value', () => {
    fc.assert(
      fc.property(
        prices,
        (list) => new Series(Float64Array.from(list)).ffill().bfill().isna().any() === list.every(Number.isNaN),
      ),
    )
  })
})

describe('labels', () => {
  const times = Float64Array.of(0, DAY, 4 * DAY)
  const dated = new Series(Float64Array.of(1, 2, 3), new TimeLabels(times, { label: (time) => new Date(time) }))
  const [apple, pear] = [{ sid: 2 }, { sid: 1 }]

  it('finds dates by date, by ISO text and by number', () => {
    expect(dated.get(new Date(4 * DAY))).toBe(3)
    expect(dated.get('1970-01-02' as unknown as Date)).toBe(2)
    expect(dated.get(new Date(2 * DAY))).toBeUndefined()
    expect(dated.slice(1).get(new Date(4 * DAY))).toBe(3)
    expect(dated.index.at(-1)).toEqual(new Date(4 * DAY))
  })

  it('makes no label before one is asked for', () => {
    let made = 0
    const lazy = new TimeLabels(times, { label: (time) => ++made && new Date(time) })
    const view = new Series(Float64Array.of(1, 2, 3), lazy)
    expect([
      view.mean(),
      view.diff().last(),
      view.rolling(2).mean().last(),
      view.add(view).sum(),
      view.tail(2).sum(),
    ]).toEqual([2, 1, 2.5, 12, 5])
    expect(made).toBe(0)
    expect(view.idxmax()).toEqual(new Date(4 * DAY))
    expect(made).toBe(1)
  })

  it('finds assets by identity and sorts them by their rank', () => {
    const labels = new ListLabels([apple, pear], { rank: (fruit) => fruit.sid, text: (fruit) => `#${fruit.sid}` })
    const held = new Series(Float64Array.of(5, 7), labels)
    expect([held.get(pear), held.has({ sid: 1 })]).toEqual([7, false])
    expect(held.sortIndex().toArray()).toEqual([7, 5])
    expect(held.sortIndex(false).index.toArray()).toEqual([apple, pear])
    expect(JSON.stringify(held)).toBe('{"#2":5,"#1":7}')
  })

  it('keeps labels with their values through sorting and filtering', () => {
    const scores = Series.from({ a: 3, b: Number.NaN, c: 1, d: 2 })
    expect([...scores.sortValues().keys()]).toEqual(['c', 'd', 'a', 'b'])
    expect([...scores.nlargest(2).entries()]).toEqual([
      ['a', 3],
      ['d', 2],
    ])
    expect([...scores.filter(scores.gt(1)).index]).toEqual(['a', 'd'])
    expect(
      scores
        .filter((value) => value < 3)
        .sortValues()
        .get('d' as never),
    ).toBe(2)
    expect([...scores.dropna().sortIndex(false).index]).toEqual(['d', 'c', 'a'])
    expect([scores.idxmax(), scores.idxmin()]).toEqual(['a', 'c'])
  })

  it('lines a mask up by label, or takes an array as it is', () => {
    const scores = Series.from([1, 2, 3], ['a', 'b', 'c'])
    expect(scores.filter(Series.from([0, 1], ['a', 'c'])).toArray()).toEqual([3])
    expect(scores.filter([true, false, true]).toArray()).toEqual([1, 3])
    expect(scores.where((value) => value > 1, 0).toArray()).toEqual([0, 2, 3])
    expect(() => scores.filter([true])).toThrow('1 flags for 3 rows')
  })

  it('is made from values, pairs, a Map or an object', () => {
    const pairs = Series.from([
      [apple, 5],
      [pear, -7],
    ] as const)
    expect(pairs.get(pear)).toBe(-7)
    expect(Series.from(new Map([[apple, 5]])).get(apple)).toBe(5)
    expect(Series.from([1, 2]).index.toArray()).toEqual([0, 1])
    expect(numbers(Series.from({ a: 1, b: 2 }, ['b', 'z'] as never))).toEqual([2, Number.NaN])
  })
})

describe('refusals', () => {
  const three = Series.from([1, 2, 3])

  it.each<[string, () => unknown, string]>([
    ['a row outside', () => three.iloc(3), 'no row 3, there are 3'],
    ['an unknown label', () => three.loc(7), 'no label 7'],
    ['an extreme of nothing', () => Series.from([]).idxmax(), 'idxmax: no value is present'],
    ['an empty window', () => three.rolling(0), 'window is 0'],
    ['more minPeriods than rows', () => three.rolling(2, 3), 'minPeriods is 3'],
    ['two decays', () => three.ewm({ span: 3, alpha: 0.5 }), '2 of span, alpha, halflife, com given'],
    ['a decay out of range', () => three.ewm({ alpha: 2 }), 'share of the newest value is 2'],
    ['a product of strangers', () => three.dot(Series.from([1])), 'different labels'],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message)
  })

  it('answers undefined where it may', () => {
    expect([three.at(-1), three.at(3), three.get(9)]).toEqual([3, undefined, undefined])
    expect(three.dot(three)).toBe(14)
  })
})
