import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createOrder } from '../../../core/finance/order.js'
import { LIQUIDITY_EXCEEDED, type SlippageModel, type TradeBar } from '../../../core/finance/slippage.js'
import { fitSlippage } from '../../../core/finance/slippage-fit.js'
import { RustybtError } from '../../../core/kernel/errors.js'
import { BasisPointsSlippage } from '../../../plugins/slippage/basis-points.js'
import { FittedSlippage } from '../../../plugins/slippage/fitted.js'
import { SpreadSlippage } from '../../../plugins/slippage/spread.js'
import { SquareRootSlippage } from '../../../plugins/slippage/square-root.js'
import { equity } from '../../core/finance/assets.js'

interface Market {
  readonly price?: number
  readonly volume?: number
  readonly used?: number
  readonly closes?: readonly number[]
  readonly volumes?: readonly number[]
}

function barOf({ price = 100, volume = 10_000, used = 0, closes, volumes }: Market): TradeBar {
  const past = { close: closes, volume: volumes } as Record<string, readonly number[] | undefined>
  return {
    ...{ asset: equity(), at: 0, session: 18_779, open: price, high: price, low: price, close: price },
    ...{ price, volume, volumeUsed: used },
    history(field, count) {
      const values = past[field]
      if (!values || values.length < count) throw new RustybtError('HISTORY_WINDOW_STARTS_BEFORE_DATA', 'none')
      return Float64Array.from(values.slice(-count))
    },
  }
}

/** Price and amount of a fill of one order on one bar. */
function fillOf(model: SlippageModel, amount: number, market: Market = {}, limit?: number): unknown {
  const bar = barOf(market)
  const fill = model.fill(createOrder('1', bar.asset, amount, 0, limit), bar)
  return fill === LIQUIDITY_EXCEEDED ? 'exceeded' : fill && [fill.price, fill.amount]
}

const near = (price: number, amount: number) => [expect.closeTo(price, 10), amount]

/** Returns of +10 % and −10 %: a sample deviation of √0.02. */
const rough = { closes: [100, 110, 99], volumes: [500, 1000, 1500] }

/** Prices marked R are those of the tests of Python's RustyBT (tests/finance/test_slippage.py). */
describe('an order fills at', () => {
  it.each<[string, SlippageModel, number, Market, number]>([
    ['R basis points', new BasisPointsSlippage(5, 0.01), 100, {}, 100.05],
    ['R at least the minimum', new BasisPointsSlippage(1, 0.1), 100, {}, 100.1],
    ['R basis points, sold', new BasisPointsSlippage(10), -100, {}, 99.9],
    ['R half the spread', new SpreadSlippage(0.001), 100, {}, 100.05],
    ['half the spread, sold', new SpreadSlippage(0.001), -100, {}, 99.95],
    ['half of half the spread', new SpreadSlippage(0.001, 0.5), 100, {}, 100.025],
    ['the spread of its symbol', new SpreadSlippage({ A0: 0.002, default: 1 }), 100, {}, 100.1],
    ['the spread of the others', new SpreadSlippage({ B: 0.002, default: 0.01 }), 100, {}, 100.5],
    [
      'the square root of a quarter of the daily volume',
      new SquareRootSlippage({ window: 3 }),
      250,
      rough,
      100 + 5 * Math.SQRT2,
    ],
    ['the same, sold', new SquareRootSlippage({ window: 3 }), -250, rough, 100 - 5 * Math.SQRT2],
    [
      'another law',
      new SquareRootSlippage({ window: 3, exponent: 1, coefficient: 2 }),
      250,
      rough,
      100 + 5 * Math.SQRT2,
    ],
    [
      "a share of the bar's volume",
      new SquareRootSlippage({ window: 3, of: 'bar-volume' }),
      2500,
      rough,
      100 + 5 * Math.SQRT2,
    ],
    ['ten basis points without history', new SquareRootSlippage(), 250, rough, 100.1],
    ['what was fitted', new FittedSlippage({ halfSpread: 0.0005, impact: 0.01, exponent: 0.5 }), 2500, {}, 100.55],
  ])('%s', (_, model, amount, market, price) => {
    expect(fillOf(model, amount, market)).toEqual(near(price, amount))
  })

  it('R the square root of the share of volume under its limit, with volatility as it was', () => {
    // Python's model takes 20 % for every asset on every day; here the window has it: √0.02 a day.
    const coefficient = (0.1 / 0.025 ** 0.5) * (0.2 / Math.sqrt(0.02))
    const model = new SquareRootSlippage({ coefficient, of: 'bar-volume', window: 3 })
    expect(fillOf(model, 1000, rough)).toEqual(near(104, 1000))
  })

  it('nothing beyond its limit', () => {
    expect(fillOf(new SpreadSlippage(0.01), 10, {}, 100.2)).toBeUndefined()
    expect(fillOf(new SpreadSlippage(0.01), -10, {}, 99.8)).toBeUndefined()
    expect(fillOf(new SpreadSlippage(0.01), 10, {}, 100.5)).toEqual(near(100.5, 10))
  })

  it('no more than a share of the volume', () => {
    const model = new SpreadSlippage(0, 1, 0.1)
    expect(fillOf(model, 5000, {})).toEqual([100, 1000])
    expect(fillOf(model, 5000, { used: 400 })).toEqual([100, 600])
    expect(fillOf(model, 5000, { used: 1000 })).toBe('exceeded')
  })

  it('a price that is never better than the market’s', () => {
    const models = [new BasisPointsSlippage(7), new SpreadSlippage(), new SquareRootSlippage({ window: 3 })]
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9000 }),
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        (units, price) => {
          for (const model of models) {
            const [bought] = fillOf(model, units, { ...rough, price }) as [number, number]
            const [sold] = fillOf(model, -units, { ...rough, price }) as [number, number]
            expect(bought).toBeGreaterThanOrEqual(price)
            expect(sold).toBeLessThanOrEqual(price)
          }
        },
      ),
    )
  })
})

describe('slippage fitted to fills', () => {
  const true_ = { halfSpread: 0.0004, impact: 0.02, exponent: 0.5 }
  const model = new FittedSlippage(true_)
  const fills = [100, -400, 900, -1600, 2500].map((amount) => {
    const [price] = fillOf(model, amount) as [number, number]
    return { amount, price, reference: 100, volume: 10_000 }
  })

  it('finds what made them', () => {
    const fit = fitSlippage(fills)
    expect(fit.halfSpread).toBeCloseTo(0.0004, 10)
    expect(fit.impact).toBeCloseTo(0.02, 10)
    expect(fit).toMatchObject({
      exponent: 0.5,
      fills: 5,
      rSquared: expect.closeTo(1, 9),
      residual: expect.closeTo(0, 6),
    })
  })

  it('lets neither part fall below 0', () => {
    const better = fills.map((fill, i) => ({ ...fill, price: 100 - 0.01 * i * Math.sign(fill.amount) }))
    expect(fitSlippage(better)).toMatchObject({ halfSpread: 0, impact: 0 })
    // Slipped 0, 0 and 4 %, at shares whose roots are 0.1, 0.2 and 0.5: through the origin the slope is 0.02 ÷ 0.3.
    const steep = [100, 400, 2500].map((amount, i) => ({
      amount,
      price: i < 2 ? 100 : 104,
      reference: 100,
      volume: 10_000,
    }))
    expect(fitSlippage(steep)).toMatchObject({ halfSpread: 0, impact: expect.closeTo(0.02 / 0.3, 10) })
  })

  it.each([
    ['two fills', fills.slice(0, 2), '2 fills are too few'],
    ['no amount', [...fills, { ...fills[0], amount: 0 }], 'fill 6 is none: amount 0'],
    ['no volume', [{ ...fills[0], volume: 0 }, ...fills], 'fill 1 is none: volume 0'],
  ])('refuses %s', (_, given, message) => {
    expect(() => fitSlippage(given)).toThrow(
      expect.objectContaining({ code: 'SLIPPAGE_FIT_FILLS', message: expect.stringContaining(message) }),
    )
  })
})
