import { describe, expect, it } from '@jest/globals'
import { FixedFx, TableFx } from '../../../plugins/fx/rates.js'

const day = (date: string) => Date.parse(date)

describe('rates', () => {
  it('that never change go both ways, and through the base', () => {
    const fx = new FixedFx('USD', { EUR: 1.25, JPY: 0.01 })
    expect([fx.rate('EUR', 'USD'), fx.rate('USD', 'EUR'), fx.rate('EUR', 'JPY'), fx.rate('GBP', 'USD')]).toEqual([
      1.25,
      0.8,
      125,
      Number.NaN,
    ])
    expect(fx.rate('XYZ', 'XYZ')).toBe(1)
  })

  it('of a table are the latest at or before, never a later one', () => {
    const fx = new TableFx(
      'date,from,to,rate\n2024-01-02,EUR,USD,1.1\n2024-01-04,EUR,USD,1.2\n2024-01-02,USD,JPY,150\n',
      'fx.csv',
    )
    expect(
      ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'].map((date) => fx.rate('EUR', 'USD', day(date))),
    ).toEqual([Number.NaN, 1.1, 1.1, 1.2])
    expect(fx.rate('USD', 'EUR', day('2024-01-05'))).toBe(1 / 1.2)
    expect(fx.rate('EUR', 'JPY', day('2024-01-03'))).toBeCloseTo(165, 10)
  })

  it.each([
    ['date,from,rate\n', "there is no column 'to'"],
    ['date,from,to,rate\n2024-01-02,EUR,USD,0\n', 'line 2, column rate: 0 is not between'],
    ['date,from,to,rate\n2024-01-02,EUR,USD,1\n2024-01-02,EUR,USD,2\n', 'EUR/USD has two rates on 2024-01-02'],
  ])('refuse %j', (text, message) => {
    expect(() => new TableFx(text, 'fx.csv')).toThrow(
      expect.objectContaining({ code: 'RATE_TABLE_INVALID', message: expect.stringContaining(message) }),
    )
  })
})
