import { z } from 'zod'
import { CommissionModel } from '../../core/finance/commission.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { NoCommission } from './none.js'
import { PerContract } from './per-contract.js'
import { PerDollar } from './per-dollar.js'
import { PerFutureTrade } from './per-future-trade.js'
import { PerShare } from './per-share.js'
import { PerTrade } from './per-trade.js'

const cost = z.number().nonnegative()
const byRoot = z.union([cost, z.record(z.string(), cost)])

export default definePlugin({
  name: 'commission',
  requires: '>=0.1.0',
  register(host) {
    host.provide(CommissionModel, 'none', () => new NoCommission(), { summary: 'no commission' })
    host.provide(CommissionModel, 'per-share', (options) => new PerShare(options.cost, options.minTradeCost), {
      summary: 'so much a share, with a minimum an order (0.001 a share, as in Zipline)',
      options: z.object({ cost: cost.default(0.001), minTradeCost: cost.default(0) }),
    })
    host.provide(CommissionModel, 'per-trade', (options) => new PerTrade(options.cost), {
      summary: 'so much an order',
      options: z.object({ cost: cost.default(0) }),
    })
    host.provide(CommissionModel, 'per-dollar', (options) => new PerDollar(options.cost), {
      summary: 'a fraction of the value traded (0.0015)',
      options: z.object({ cost: cost.default(0.0015) }),
    })
    host.provide(
      CommissionModel,
      'per-contract',
      (options) => new PerContract(options.cost, options.exchangeFee, options.minTradeCost),
      {
        summary: "so much a future's contract, and the exchange's fee an order (0.85 and a table, as in Zipline)",
        options: z.object({ cost: byRoot.optional(), exchangeFee: byRoot.optional(), minTradeCost: cost.default(0) }),
      },
    )
    host.provide(CommissionModel, 'per-future-trade', (options) => new PerFutureTrade(options.cost), {
      summary: 'so much an order in a future',
      options: z.object({ cost: byRoot.default(0) }),
    })
  },
})
