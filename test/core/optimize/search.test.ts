import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type SearchMethod, type SearchProgress, search, type Trial } from '../../../core/optimize/search.js'
import {
  checkSpace,
  faultOfSet,
  type ParameterSet,
  rangeDraw,
  rangeSize,
  rangeValue,
  type SearchSpace,
} from '../../../core/optimize/space.js'
import { grid } from '../../../plugins/optimizers/grid.js'
import { latinHypercube } from '../../../plugins/optimizers/latin-hypercube.js'
import { random } from '../../../plugins/optimizers/random.js'

const sum = ({ a, b }: ParameterSet) => Number(a) + Number(b)
const each = (value: (set: ParameterSet) => number) => (sets: readonly ParameterSet[]) => sets.map(value)
const space: SearchSpace = { a: { from: 1, to: 3, step: 1 }, b: [10, 20] }

describe('a space', () => {
  it('counts steps and writes them as people would', () => {
    const tenths = { from: 0.1, to: 0.5, step: 0.1 }
    expect(rangeSize(tenths)).toBe(5)
    expect([0, 1, 2, 3, 4].map((i) => rangeValue(tenths, i))).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
    expect(rangeSize({ from: 5, to: 50, step: 10 })).toBe(5)
    expect(rangeSize({ from: 0, to: 1 })).toBe(Infinity)
  })

  it('gives equal shares equally many values, on either scale', () => {
    expect([0, 0.3, 0.5, 0.99].map((share) => rangeDraw(['a', 'b', 'c'], share))).toEqual(['a', 'a', 'b', 'c'])
    expect(rangeDraw({ from: -1, to: 3 }, 0.25)).toBe(0)
    expect(rangeDraw({ from: 0.01, to: 100, scale: 'log' }, 0.5)).toBeCloseTo(1, 12)
  })

  it('holds every value that is drawn from it', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        number,
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (from, width, step, share) => {
          const to = from + width
          for (const range of [
            { from, to },
            { from, to, step },
          ])
            expect(faultOfSet({ x: rangeDraw(range, share) }, { x: range })).toBeUndefined()
        },
      ),
    )
  })

  it.each<[string, object, RegExp]>([
    ['without a parameter', {}, /no parameter/],
    ['with an empty list', { a: [] }, /^nothing can be searched: a: its list is empty/],
    ['with a value twice', { a: [1, 2, 1] }, /twice/],
    ['with a value that is no value', { a: [{}] }, /no number/],
    ['that ends before it begins', { a: { from: 2, to: 1 } }, /from 2 to 1/],
    ['without an end', { a: { from: 2 } }, /from 2 to undefined/],
    ['with steps of nothing', { a: { from: 1, to: 2, step: 0 } }, /step is 0/],
    ['of size from nothing', { a: { from: 0, to: 1, scale: 'log' } }, /above 0/],
    ['with a word that there is not', { a: { from: 0, to: 1, by: 2 } }, /no 'by'/],
    ['with a number in the place of a range', { a: 5 }, /neither/],
  ])('%s is refused', (_, wrong, message) => {
    expect(() => checkSpace(wrong as SearchSpace)).toThrow(message)
    expect(() => checkSpace(wrong as SearchSpace)).toThrow(expect.objectContaining({ code: 'SPACE_INVALID' }))
  })
})

describe('a search', () => {
  it('tries what the method proposes and knows the best', async () => {
    const { trials, best, isOver } = await search({ method: grid(5), space, evaluate: each(sum) })
    expect(trials.map(({ parameters: { a, b }, value }) => [a, b, value])).toEqual([
      [1, 10, 11],
      [1, 20, 21],
      [2, 10, 12],
      [2, 20, 22],
      [3, 10, 13],
      [3, 20, 23],
    ])
    expect(best).toEqual({ parameters: { a: 3, b: 20 }, value: 23 })
    expect(isOver).toBe(true)
  })

  it('takes the first of equals, never a trial that failed, and none where each did', async () => {
    const flat = await search({ method: grid(5), space, evaluate: each(({ a }) => (a === 1 ? Number.NaN : 5)) })
    expect(flat.best?.parameters).toEqual({ a: 2, b: 10 })
    expect((await search({ method: grid(5), space, evaluate: each(() => Number.NaN) })).best).toBeUndefined()
  })

  it('ends with as many trials as were wanted, and goes on from there', async () => {
    for (const make of [() => grid(4), () => random(9), () => latinHypercube(9)]) {
      const plan = { space: { a: { from: 0, to: 1 }, b: [1, 2, 3] }, seed: 3, evaluate: each(sum) }
      const whole = await search({ ...plan, method: make() })
      const part = await search({ ...plan, method: make(), trials: 4 })
      expect(part.trials).toEqual(whole.trials.slice(0, 4))
      expect(part.isOver).toBe(false)
      const kept = JSON.parse(JSON.stringify(part)) as SearchProgress
      expect((await search({ ...plan, method: make(), from: kept })).trials).toEqual(whole.trials)
    }
  })

  it('stops between questions, without what was being tried', async () => {
    const stop = new AbortController()
    const tried: Trial[][] = []
    const evaluate = (sets: readonly ParameterSet[], before: number) => {
      if (before > 0) stop.abort()
      return sets.map(sum)
    }
    const plan = { method: random(600), space, evaluate, signal: stop.signal }
    const { trials, isOver, state } = await search({
      ...plan,
      onTrials: (progress) => void tried.push([...progress.trials]),
    })
    expect([trials.length, isOver, state, tried.length]).toEqual([256, false, 256, 1])
  })

  it.each<[string, readonly ParameterSet[], RegExp]>([
    ['lies outside', [{ a: 4, b: 10 }], /a is 4, which is not in 1 to 3 in steps of 1/],
    ['lies between steps', [{ a: 1.5, b: 10 }], /a is 1\.5/],
    ['is not listed', [{ a: 1, b: 15 }], /b is 15, which is not in 10, 20/],
    ['lacks a parameter', [{ a: 1 }], /b is missing/],
    ['has one too many', [{ a: 1, b: 10, c: 1 }], /c is no parameter/],
    ['is more than was asked for', Array(9).fill({ a: 1, b: 10 }), /9 sets, where 8 were asked for/],
  ])('refuses what %s', async (_, sets, message) => {
    const method: SearchMethod = { begin() {}, ask: () => sets, tell() {}, state: () => null }
    const refused = search({ method, space, trials: 8, evaluate: each(sum) })
    await expect(refused).rejects.toMatchObject({ code: 'SEARCH_PROPOSAL', message: expect.stringMatching(message) })
  })
})
