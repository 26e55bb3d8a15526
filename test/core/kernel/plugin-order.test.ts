import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Plugin } from '../../../core/kernel/plugin.js'
import { orderPlugins } from '../../../core/kernel/plugin-order.js'
import { plugin, refused } from './harness.js'

/** Plugins that name only such as have a lower number, in any order. */
const acyclic: fc.Arbitrary<Plugin[]> = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const numbers = [...Array(count).keys()]
  const one = (number: number) =>
    fc
      .subarray(numbers.slice(0, number))
      .map((after) => plugin(`p${number}`, undefined, { after: after.map((n) => `p${n}`) }))
  return fc.tuple(...numbers.map(one)).chain((plugins) => fc.shuffledSubarray(plugins, { minLength: count }))
})

describe('the order of plugins', () => {
  it('has each once, after those it names', () => {
    fc.assert(
      fc.property(acyclic, (plugins) => {
        const ordered = orderPlugins(plugins)
        expect(new Set(ordered)).toEqual(new Set(plugins))
        const names = ordered.map(({ name }) => name)
        for (const { name, after = [] } of ordered) {
          for (const earlier of after) expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(name))
        }
      }),
    )
  })

  it('is the given one where that is right already', () => {
    fc.assert(
      fc.property(acyclic, (plugins) => {
        const ordered = orderPlugins(plugins)
        expect(orderPlugins(ordered)).toEqual(ordered)
      }),
    )
  })

  it('is refused with a true way round, wherever the cycle is', async () => {
    await fc.assert(
      fc.asyncProperty(acyclic, fc.integer({ min: 1, max: 5 }), fc.nat(), async (plugins, length, at) => {
        const ring = [...Array(length).keys()].map((i) =>
          plugin(`r${i}`, undefined, { after: [`r${(i + 1) % length}`, 'p0'] }),
        )
        const place = at % (plugins.length + 1)
        const error = await refused(() => orderPlugins([...plugins.slice(0, place), ...ring, ...plugins.slice(place)]))
        expect(error.code).toBe('PLUGIN_CYCLE')
        const way = error.message.slice(error.message.indexOf(': ') + 2).split(' → ')
        expect(way).toHaveLength(length + 1)
        expect(way[0]).toBe(way[length])
      }),
    )
  })
})
