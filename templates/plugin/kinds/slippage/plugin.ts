import { definePlugin, LIQUIDITY_EXCEEDED, SlippageModel } from 'rustybt'
import { z } from 'zod'

const options = z.object({
  /** Between bid and ask, as a fraction of the price. */
  spread: z.number().nonnegative().default(0.0005),
  /** The most that is taken of a bar's volume. */
  share: z.number().positive().max(1).default(0.05),
})

/** Half the spread off the market's price, whole units, up to a share of the bar's volume. */
function slippage({ spread, share }: z.output<typeof options>): SlippageModel {
  return {
    fill(order, bar) {
      const room = Math.floor(bar.volume * share) - bar.volumeUsed
      const open = order.amount - order.filled
      const units = Math.min(Math.abs(open), room)
      if (units <= 0) return LIQUIDITY_EXCEEDED
      const side = Math.sign(open)
      return { price: bar.price * (1 + (side * spread) / 2), amount: side * units }
    },
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(SlippageModel, '{{short}}', slippage, { summary: '{{summary}}', options })
  },
})
