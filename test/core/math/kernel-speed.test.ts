import { describe, expect, it } from '@jest/globals'
import { kernelSpeed } from '../../../core/math/kernel-speed.js'
import { loadAddon } from '../../../native/addon.js'

describe('kernelSpeed', () => {
  it('compares four kinds of kernels where there is an addon, else none', () => {
    const speeds = kernelSpeed()
    expect(speeds?.map(({ what }) => what)).toEqual(
      'kernels' in loadAddon() ? ['decimals', 'prices into decimals', 'rolling', 'indicators'] : undefined,
    )
    for (const { times } of speeds ?? []) expect(times).toBeGreaterThan(0)
  })
})
