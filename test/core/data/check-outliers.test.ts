import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkOutliers } from '../../../core/data/check-outliers.js'
import { presetOf } from '../../../core/data/finding.js'
import { barsAt, NO_RECORDS } from './market.js'

const preset = presetOf('equity')
const found = (close: number[], volume: number[]) => {
  const codes: [string, string | undefined][] = []
  const bars = { ...barsAt(0, '2020-01-06', close), volume: Float64Array.from(volume) }
  checkOutliers(bars, NO_RECORDS, preset, ({ code, date }) => codes.push([code, date]))
  return codes
}

/** By the definition: beyond so many times the upper median of what was traded. */
function volumesBeyond(volume: readonly number[]): number {
  const traded = volume.filter((each) => each > 0).sort((a, b) => a - b)
  if (traded.length <= 10) return 0
  return volume.filter((each) => each > preset.volume * traded[traded.length >> 1]).length
}

describe('a first look at closes and volumes', () => {
  it('passes over no volume that is an outlier', () => {
    const volume = fc.oneof(fc.nat(3), fc.nat(40), fc.integer({ min: 90, max: 110 }), fc.constantFrom(0, 1000, 1e9))
    fc.assert(
      fc.property(fc.array(volume, { minLength: 1, maxLength: 60 }), (volumes) => {
        const outliers = found(
          volumes.map(() => 100),
          volumes,
        ).filter(([code]) => code === 'VOLUME_OUTLIER')
        expect(outliers).toHaveLength(volumesBeyond(volumes))
      }),
      { numRuns: 1000 },
    )
  })

  it('passes over no close that moves far, up or down, also across days without a price', () => {
    const quiet = Array.from({ length: 30 }, (_, i) => 100 + (i % 2))
    const moves = (change: (close: number[]) => void) => {
      const close = [...quiet]
      change(close)
      return found(
        close,
        close.map(() => 1000),
      ).map(([, date]) => date)
    }
    expect(moves(() => {})).toEqual([])
    expect(moves((close) => (close[10] = 60))).toEqual(['2020-01-20', '2020-01-21'])
    expect(moves((close) => (close[10] = 160))).toEqual(['2020-01-20', '2020-01-21'])
    expect(moves((close) => close.splice(10, 20, Number.NaN, ...Array(19).fill(60)))).toEqual(['2020-01-21'])
  })
})
