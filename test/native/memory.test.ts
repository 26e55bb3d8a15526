import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { indicators } from '../../core/math/indicators.js'
import { answerArray } from '../../core/math/memory.js'
import { loadAddon } from '../../native/addon.js'
import { kernels } from '../../native/index.js'
import { INDICATOR_NAMES, INDICATORS, type Indicator, type IndicatorName } from '../../native/indicators.js'
import { EWM, ORDER } from '../../native/interface.js'
import { openSeries } from '../../native/series.js'
import { bytesOf } from './implementations.js'

const loaded = loadAddon()
const addon = 'series' in loaded ? loaded.series : undefined
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Lets V8 collect what nobody holds and give it back. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    collect()
    await setTimeout(5)
  }
}

describe('memory for answers', () => {
  it('is as long as asked for, whatever there is', () => {
    for (const length of [0, 1, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1]) expect(answerArray(length)).toHaveLength(length)
    expect(answerArray(100)).toEqual(new Float64Array(100))
  })

  it('may be copied to another thread', () => {
    const array = answerArray(2 ** 18).fill(7)
    expect(structuredClone(array)).toEqual(array)
  })

  it('is written whole by each kernel, so that nothing of its former content is seen', () => {
    const series = openSeries()
    const values = Float64Array.from({ length: 300 }, (_, row) => (row < 3 || row === 50 ? Number.NaN : Math.sin(row)))
    const run = (fill: (out: Float64Array) => void, parts = 1) =>
      [0, 7].map((content) => {
        const out = new Float64Array(values.length * parts).fill(content)
        fill(out)
        return bytesOf(out)
      })
    const same = (name: string, [one, other]: Uint8Array[]) => expect([name, one]).toEqual([name, other])
    for (const name of INDICATOR_NAMES) {
      const { inputs, outputs }: Indicator = INDICATORS[name as IndicatorName]
      const into = indicators[name as IndicatorName].into as (...args: Float64Array[]) => unknown
      same(
        name,
        run((out) => into(out, ...inputs.map(() => values)), outputs.length),
      )
    }
    for (const kind of Object.values(ORDER))
      same(
        `order ${kind}`,
        run((out) => series.rollingOrder(kind, values, 9, 3, 0.5, out)),
      )
    for (const kind of Object.values(EWM))
      same(
        `ewm ${kind}`,
        run((out) => series.ewm(kind, values, 3, true, false, 2, false, out)),
      )
    for (const reduce of [kernels.rollingSum, kernels.rollingMean])
      same(
        reduce.name,
        run((out) => reduce(values, 9, 3, out)),
      )
    same(
      'std',
      run((out) => kernels.rollingStd(values, 9, 3, 1, out)),
    )
  })
})

if (addon) {
  const { memoryTake, memoryTrim } = addon
  describe('memory of the addon', () => {
    it('is used again once an array has been collected, by none while it is held', async () => {
      await settle()
      while (memoryTrim() > 0) await settle()
      let first = memoryTake(300_000)
      const second = memoryTake(300_000)!
      first!.fill(1)
      second.fill(2)
      expect(memoryTake(300_000)![0]).not.toBe(1)
      first = null
      await settle()
      // Two were dropped: one of them comes back with what was in it, and the held one stays as it was.
      const contents = [memoryTake(300_000)![0], memoryTake(300_000)![0]]
      expect(contents).toContain(1)
      expect(second.every((value) => value === 2)).toBe(true)
    })

    it('goes back to the system where it has not been used again', async () => {
      await settle()
      memoryTrim()
      expect(memoryTrim()).toBe(0)
    })

    it('is bounded where the event loop never turns', () => {
      const taken = Array.from({ length: 100 }, () => memoryTake(2_000_000))
      const given = taken.filter((array) => array !== null)
      expect(given.length * 16e6).toBeLessThanOrEqual(512 * 2 ** 20)
      expect(taken).toContain(null)
      expect(answerArray(2_000_000)).toHaveLength(2_000_000)
    })
  })
}
