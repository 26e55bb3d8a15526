import { z } from 'zod'
import { AccountModel } from '../../core/finance/account.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { CashAccount } from './cash.js'
import { MarginAccount } from './margin.js'

const fraction = z.number().min(0).max(1)
const rates = z.strictObject({ long: fraction, short: fraction, future: fraction }).partial().optional()

export default definePlugin({
  name: 'account',
  requires: '>=0.1.0',
  register(host) {
    host.provide(AccountModel, 'unlimited', () => ({ refusal: () => undefined }), {
      summary: 'buys and sells short whatever the cash, as in Zipline',
    })
    host.provide(AccountModel, 'cash', () => new CashAccount(), {
      summary: 'no debts, no shorts, no futures',
    })
    host.provide(AccountModel, 'margin', (options) => new MarginAccount(options), {
      summary: 'initial and maintenance margin as fractions of value (0.5; 0.25, shorts 0.3; futures 0.1)',
      options: z.object({
        initial: rates,
        maintenance: rates,
        onCall: z.enum(['warn', 'liquidate']).default('liquidate'),
      }),
    })
  },
})
