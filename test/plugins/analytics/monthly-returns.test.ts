import { describe, expect, it } from '@jest/globals'
import { monthlyReturns } from '../../../plugins/analytics/monthly-returns.js'

describe('monthly returns', () => {
  it('lays months out in a year a row, with the year compounded', () => {
    const table = monthlyReturns(['2019-12-30', '2019-12-31', '2020-02-03'], Float64Array.of(0.1, 0.1, -0.5))
    expect(table.map(({ year, months }) => [year, months[1], months[11]])).toEqual([
      ['2019', undefined, expect.closeTo(0.21, 12)],
      ['2020', -0.5, undefined],
    ])
    expect(table[0].total).toBeCloseTo(0.21, 12)
  })
})
