import { expect, it } from '@jest/globals'
import { joinAsof } from '../../../core/math/join-asof.js'

const bars = Float64Array.of(1, 2, 3, 4, 5)
const filed = Float64Array.of(2, 2, 4.5)

it('finds the last row that was known, the first to come, or the nearest', () => {
  expect([...joinAsof(bars, filed).rows]).toEqual([-1, 1, 1, 1, 2])
  expect([...joinAsof(bars, filed, { kind: 'before' }).rows]).toEqual([-1, -1, 1, 1, 2])
  expect([...joinAsof(bars, filed, { kind: 'forward' }).rows]).toEqual([0, 0, 2, 2, -1])
  expect([...joinAsof(bars, filed, { kind: 'nearest' }).rows]).toEqual([0, 1, 1, 2, 2])
})

it('leaves out what is too far, and counts what it finds', () => {
  expect(joinAsof(bars, filed, { tolerance: 1 })).toEqual({ rows: Int32Array.of(-1, 1, 1, -1, 2), found: 3 })
})

it('refuses times that fall, with the row', () => {
  expect(() => joinAsof(Float64Array.of(2, 1), filed)).toThrow(
    expect.objectContaining({ code: 'ASOF_ORDER', message: expect.stringContaining('row 1') }),
  )
})
