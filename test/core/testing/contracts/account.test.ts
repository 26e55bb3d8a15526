import { describe } from '@jest/globals'
import { AccountModel } from '../../../../core/finance/account.js'
import { accountBehaviours, accountContract } from '../../../../core/testing/contracts/account.js'
import account from '../../../../plugins/account/plugin.js'
import { testCatches } from './wrong.js'

accountContract({ plugin: account, use: 'unlimited' })
accountContract({ plugin: account, use: 'cash' })
accountContract({ plugin: account, use: 'margin' })
accountContract({ plugin: account, use: { use: 'margin', initial: { long: 0.25 }, onCall: 'warn' } })

type Refusal = AccountModel['refusal']
const free: Refusal = () => undefined
const refusal = (refusal: (funds: Parameters<Refusal>[0]) => unknown): (() => AccountModel) => {
  return () => ({ refusal: refusal as Refusal })
}
const when = (is: (funds: Parameters<Refusal>[0]) => boolean, answer: unknown) =>
  refusal((funds) => (is(funds) ? answer : undefined))
const says = (what: string) => `says why ${what} may not be, or nothing`
const rates = (name: string) =>
  `tells a fraction from 0 as ${name} margin, of every kind of asset and both sides, where it does`

describe('what is wrong with an account model', () => {
  let asked = 0
  testCatches(AccountModel, accountBehaviours(), {
    'has refusal(funds)': () => ({}) as AccountModel,
    'has functions, or nothing, for maintenance and initial': () => ({ refusal: free, initial: 0.5 as never }),
    [says('a small purchase')]: refusal(() => false),
    [says('a purchase of more than there is')]: when(({ cash }) => cash < -1000, ''),
    [says('a short sale')]: when(({ after }) => after < 0, null),
    [says('a sale of more than is held')]: when(({ before, after }) => before > 0 && after < 0, 1),
    [says('a future')]: when(({ asset }) => asset.kind === 'future', Promise.resolve('no')),
    [says('a fill in an account that is worth nothing')]: when(({ equity }) => equity === 0, ' '),
    'lets its owner sell what is held': when(({ before, after }) => after < before, 'never sells'),
    [rates('initial')]: () => ({ refusal: free, initial: () => -0.5 }),
    [rates('maintenance')]: () => ({ refusal: free, maintenance: (_, amount) => (amount < 0 ? Number.NaN : 0.3) }),
    'asks no more for holding than for opening': () => ({ refusal: free, initial: () => 0.2, maintenance: () => 0.3 }),
    'warns or liquidates on a call, or says nothing of it': () => ({ refusal: free, onCall: 'phone' as never }),
    'leaves what it is told of the account as it is': refusal((funds) => {
      ;(funds as { cash: number }).cash = 0
    }),
    'asks neither the clock nor chance': when(() => Math.random() > 2, 'by chance'),
    'refuses alike whatever it was asked before, and in the next run': refusal(
      () => `refused for the ${++asked}th time`,
    ),
    'is heeded by a backtest as it answers': refusal(({ asset }) => {
      if (asset.startDate > '2024') throw new Error('the asset is too young')
    }),
  })
})
