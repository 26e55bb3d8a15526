import { CommissionModel, definePlugin } from 'rustybt'
import { z } from 'zod'

const options = z.object({
  /** A fraction of the value traded. */
  rate: z.number().nonnegative().default(0.0005),
  /** The least that an order costs, in currency units. */
  minimum: z.number().nonnegative().default(1),
})

/** A fraction of the value; the first fill of an order pays the minimum at least. */
function commission({ rate, minimum }: z.output<typeof options>): CommissionModel {
  return {
    calculate(order, fill) {
      const value = Math.abs(fill.amount) * fill.price * fill.asset.multiplier * rate
      return order.commission === 0 ? Math.max(minimum, value) : value
    },
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(CommissionModel, '{{short}}', commission, { summary: '{{summary}}', options })
  },
})
