import { z } from 'zod'
import { SlippageModel } from '../../core/finance/slippage.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { FixedSlippage } from './fixed.js'
import { FixedBasisPointsSlippage } from './fixed-basis-points.js'
import { NoSlippage } from './none.js'
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
  },
})
