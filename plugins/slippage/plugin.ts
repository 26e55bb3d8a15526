import { z } from 'zod'
import { SlippageModel } from '../../core/finance/slippage.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { BasisPointsSlippage } from './basis-points.js'
import { FittedSlippage } from './fitted.js'
import { FixedSlippage } from './fixed.js'
import { FixedBasisPointsSlippage } from './fixed-basis-points.js'
import { NoSlippage } from './none.js'
import { SpreadSlippage } from './spread.js'
import { SquareRootSlippage } from './square-root.js'
import { VolatilityVolumeShare } from './volatility-volume-share.js'
import { VolumeShareSlippage } from './volume-share.js'

const positive = z.number().positive()
const notNegative = z.number().nonnegative()

export default definePlugin({
  name: 'slippage',
  requires: '>=0.1.0',
  register(host) {
    host.provide(SlippageModel, 'none', () => new NoSlippage(), { summary: 'fills whole orders at the market price' })
    host.provide(SlippageModel, 'fixed', (options) => new FixedSlippage(options.spread), {
      summary: 'fills whole orders half a spread away from the market price',
      options: z.object({ spread: notNegative.default(0) }),
    })
    host.provide(
      SlippageModel,
      'fixed-basis-points',
      (options) => new FixedBasisPointsSlippage(options.basisPoints, options.volumeLimit),
      {
        summary: 'so many basis points off the market price, at most a share of the volume (5, 0.1, as in Zipline)',
        options: z.object({ basisPoints: notNegative.default(5), volumeLimit: positive.default(0.1) }),
      },
    )
    host.provide(
      SlippageModel,
      'volume-share',
      (options) => new VolumeShareSlippage(options.volumeLimit, options.priceImpact),
      {
        summary: 'worse with the square of the share of volume taken (0.025, 0.1)',
        options: z.object({ volumeLimit: positive.default(0.025), priceImpact: notNegative.default(0.1) }),
      },
    )
    host.provide(
      SlippageModel,
      'volatility-volume-share',
      (options) => new VolatilityVolumeShare(options.volumeLimit, options.eta),
      {
        summary: 'futures: worse with volatility and the share of daily volume taken (0.05, as in Zipline)',
        options: z.object({
          volumeLimit: positive.default(0.05),
          eta: z.union([notNegative, z.record(z.string(), notNegative)]).optional(),
        }),
      },
    )
    host.provide(
      SlippageModel,
      'basis-points',
      ({ basisPoints, minimum }) => new BasisPointsSlippage(basisPoints, minimum),
      {
        summary: 'whole orders, so many basis points off the market price, at least so much a unit (5, 0)',
        options: z.object({ basisPoints: notNegative.default(5), minimum: notNegative.default(0) }),
      },
    )
    host.provide(
      SlippageModel,
      'spread',
      ({ spread, factor, volumeLimit }) => new SpreadSlippage(spread, factor, volumeLimit),
      {
        summary: 'half the quoted spread off the market price; a fraction of the price, or fractions by symbol (0.001)',
        options: z.object({
          spread: z.union([notNegative, z.record(z.string(), notNegative)]).default(0.001),
          factor: notNegative.default(1),
          volumeLimit: positive.optional(),
        }),
      },
    )
    host.provide(SlippageModel, 'square-root', (options) => new SquareRootSlippage(options), {
      summary: 'worse with volatility and the square root of the share of daily volume taken (1, over 20 sessions)',
      options: z.object({
        coefficient: notNegative.default(1),
        exponent: positive.default(0.5),
        window: z.number().int().min(3).default(20),
        volumeLimit: positive.optional(),
        of: z.enum(['mean-volume', 'bar-volume']).default('mean-volume'),
        withoutHistory: notNegative.default(10),
      }),
    })
    host.provide(
      SlippageModel,
      'fitted',
      ({ volumeLimit, ...parameters }) => new FittedSlippage(parameters, volumeLimit),
      {
        summary: 'what `rustybt fit-slippage` has found in your own fills',
        options: z.object({
          halfSpread: notNegative,
          impact: notNegative,
          exponent: positive.default(0.5),
          volumeLimit: positive.optional(),
        }),
        example: { halfSpread: 0.001, impact: 0.1 },
      },
    )
  },
})
