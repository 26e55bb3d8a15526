import { z } from 'zod'
import { CommissionModel } from '../../core/finance/commission.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { BROKERS } from './brokers.js'
import { MakerTakerCommission } from './maker-taker.js'
import { NoCommission } from './none.js'
import { PerContract } from './per-contract.js'
import { PerDollar } from './per-dollar.js'
import { PerFutureTrade } from './per-future-trade.js'
import { PerShare } from './per-share.js'
import { PerTrade } from './per-trade.js'
import { PercentageCommission } from './percentage.js'
import { TieredCommission } from './tiered.js'

const cost = z.number().nonnegative()
const rate = z.union([z.number(), z.strictObject({ maker: z.number(), taker: z.number() })])
const bounds = { minimum: cost.default(0), maximumShare: z.number().positive().optional() }
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
    host.provide(CommissionModel, 'percentage', (options) => new PercentageCommission(options.rate, options.minimum), {
      summary: 'a fraction of the value traded, with a minimum an order; any kind of asset (0.001)',
      options: z.object({ rate: cost.default(0.001), minimum: cost.default(0) }),
    })
    host.provide(CommissionModel, 'tiered', ({ tiers, ...options }) => new TieredCommission(tiers, options), {
      summary: 'a rate that falls with what was traded before in the calendar month',
      options: z.object({
        tiers: z.array(z.strictObject({ from: z.number().nonnegative(), rate })).min(1),
        by: z.enum(['value', 'units']).default('value'),
        window: z.union([z.literal('month'), z.strictObject({ days: z.number().int().positive() })]).default('month'),
        ...bounds,
      }),
      example: { tiers: [{ from: 0, rate: 0.001 }] },
    })
    host.provide(
      CommissionModel,
      'maker-taker',
      ({ maker, taker, ...options }) => new MakerTakerCommission(maker, taker, options),
      {
        summary: 'one fraction of the value for resting orders, one for others; negative is a rebate (0.001, 0.001)',
        options: z.object({ maker: z.number().default(0.001), taker: z.number().default(0.001), ...bounds }),
      },
    )
    for (const [name, { summary, create }] of Object.entries(BROKERS))
      host.provide(CommissionModel, name, create, { summary })
  },
})
