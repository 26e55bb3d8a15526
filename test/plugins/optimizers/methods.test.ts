import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { search } from '../../../core/optimize/search.js'
import type { ParameterSet, SearchSpace } from '../../../core/optimize/space.js'
import { grid } from '../../../plugins/optimizers/grid.js'
import { latinHypercube } from '../../../plugins/optimizers/latin-hypercube.js'
import { random } from '../../../plugins/optimizers/random.js'

const setsOf = async (options: Omit<Parameters<typeof search>[0], 'evaluate'>): Promise<readonly ParameterSet[]> =>
  (await search({ ...options, evaluate: (sets) => sets.map(() => 0) })).trials.map(({ parameters }) => parameters)

describe('grid', () => {
  it('tries every set once', async () => {
    const list = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 5 })
    const spaces = fc.dictionary(fc.constantFrom('a', 'b', 'c'), list, { minKeys: 1 })
    await fc.assert(
      fc.asyncProperty(spaces, async (space) => {
        const sets = await setsOf({ method: grid(2), space })
        expect(sets).toHaveLength(Object.values(space).reduce((product, { length }) => product * length, 1))
        expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(sets.length)
      }),
      { numRuns: 30 },
    )
  })

  it('puts its points on a range without steps, by its scale, the ends among them', async () => {
    expect(await setsOf({ method: grid(3), space: { a: { from: -1, to: 1 } } })).toEqual([
      { a: -1 },
      { a: 0 },
      { a: 1 },
    ])
    const sized = await setsOf({ method: grid(3), space: { a: { from: 1, to: 100, scale: 'log' } } })
    expect(sized.map(({ a }) => a)).toEqual([1, expect.closeTo(10, 12), 100])
  })
})

const space: SearchSpace = { a: { from: 0, to: 1 }, b: ['x', 'y'], c: { from: 1, to: 1000, scale: 'log' } }

describe('random', () => {
  it('draws by the seed, a set the same whatever their number', async () => {
    const few = await setsOf({ method: random(3), space, seed: 5 })
    expect(await setsOf({ method: random(9), space, seed: 5, trials: 3 })).toEqual(few)
    expect(await setsOf({ method: random(3), space, seed: 6 })).not.toEqual(few)
  })

  it('draws evenly, on each scale', async () => {
    const sets = await setsOf({ method: random(4000), space })
    const share = (is: (set: ParameterSet) => boolean) => sets.filter(is).length / sets.length
    // Three standard deviations of a share of a half are 0.024.
    expect(share(({ a }) => Number(a) < 0.5)).toBeCloseTo(0.5, 1)
    expect(share(({ b }) => b === 'x')).toBeCloseTo(0.5, 1)
    expect(share(({ c }) => Number(c) < Math.sqrt(1000))).toBeCloseTo(0.5, 1)
  })
})

describe('latin-hypercube', () => {
  it('puts one set into each equal part of every parameter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.string(), async (count, seed) => {
        const square = { a: { from: 0, to: 1 }, b: { from: 0, to: 1 } }
        const sets = await setsOf({ method: latinHypercube(count), space: square, seed })
        for (const name of ['a', 'b']) {
          const parts = sets.map((set) => Math.floor(Number(set[name]) * count)).sort((x, y) => x - y)
          expect(parts).toEqual(Array.from({ length: count }, (_, i) => i))
        }
      }),
    )
  })

  it('takes values of a list equally often', async () => {
    const sets = await setsOf({ method: latinHypercube(30), space: { a: ['x', 'y', 'z'], b: [true, false] } })
    for (const [name, value] of [
      ['a', 'x'],
      ['a', 'z'],
      ['b', true],
    ] as const)
      expect(sets.filter((set) => set[name] === value)).toHaveLength(name === 'a' ? 10 : 15)
  })
})
