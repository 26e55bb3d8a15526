import { describe } from '@jest/globals'
import { type FinancingCharge, FinancingModel, type FinancingPoint } from '../../../../core/finance/financing.js'
import { financingBehaviours, financingContract } from '../../../../core/testing/contracts/financing.js'
import financing from '../../../../plugins/financing/plugin.js'
import { testCatches } from './wrong.js'

financingContract({ plugin: financing, use: 'borrow' })
financingContract({ plugin: financing, use: { use: 'overnight', long: 0.02, short: -0.01, futures: true } })
financingContract({ plugin: financing, use: { use: 'margin-interest', cashRate: -0.01 } })
financingContract({ plugin: financing, use: { use: 'funding', symbols: ['TEST', 'T1'] } })

const charge = (charge: (point: FinancingPoint) => unknown): (() => FinancingModel) => {
  return () => ({ charge: charge as FinancingModel['charge'] })
}
/** A cent a night and unit. */
const right = ({ holdings, fromDay, toDay }: FinancingPoint): FinancingCharge[] =>
  holdings.map(({ asset, amount, currency }) => ({
    kind: 'fee',
    asset,
    currency,
    amount: 0.01 * Math.abs(amount) * (toDay - fromDay),
  }))
const changed = (is: (point: FinancingPoint) => boolean, change: Partial<FinancingCharge>) =>
  charge((point) => right(point).map((each) => (is(point) ? { ...each, ...change } : each)))
const holds = (kind: string) => (point: FinancingPoint) => point.holdings[0]?.asset.kind === kind
const soundly = (what: string) => `charges ${what} soundly: a kind, a finite amount, in money that is there`

describe('what is wrong with a financing model', () => {
  let runs = 0
  testCatches(
    FinancingModel,
    financingBehaviours(),
    {
      'has charge(point)': () => ({}) as FinancingModel,
      'has a function nextAt, or none': () => ({ charge: right, nextAt: 5 as never }),
      [soundly('what is held')]: charge(async (point) => right(point)),
      [soundly('what is sold short')]: changed(({ holdings }) => holdings[0]?.amount < 0, { kind: 'dividend' }),
      [soundly('what is owed')]: changed(({ cash }) => cash.get('USD')! < 0, { currency: 'EUR' }),
      [soundly('a future')]: changed(holds('future'), { amount: Number.NaN }),
      [soundly('a coin')]: changed(holds('cryptocurrency'), { kind: '' }),
      'charges nothing where nothing is held, owed or there': charge(() => [
        { kind: 'fee', currency: 'USD', amount: 1 },
      ]),
      'charges nothing for no time': charge(({ holdings }) =>
        holdings.map(({ asset, currency }) => ({ kind: 'fee', asset, currency, amount: 1 })),
      ),
      'moves on: its next moment is later than the one that it is asked about': () => ({
        charge: right,
        nextAt: (time) => time,
      }),
      'leaves what it is told of the account as it is': charge((point) => {
        ;(point.cash as Map<string, number>).set('USD', 0)
        return right(point)
      }),
      'asks neither the clock nor chance': charge((point) => (Math.random() < 2 ? right(point) : [])),
      'charges the same in the next run': charge((point) =>
        right(point).map((each) => ({ ...each, amount: each.amount * ++runs })),
      ),
      'is charged by a backtest as it answers': changed(({ at }) => at > Date.UTC(2024, 0, 4), { amount: 1e30 }),
    },
    14,
  )
})
