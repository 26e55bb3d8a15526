import type { Asset, AssetKind } from '../../assets/asset.js'
import { AccountModel, type FundsAfter } from '../../finance/account.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { kindsOf, testedAsset } from './cost-fixtures.js'
import { demand, leavesAlone, shown, untouchedByClockAndChance, written } from './deeds.js'
import { hasFunctions, mayHaveFunctions } from './functions.js'

/** What an account model promises: `accountContract({ plugin, use: 'acme' })`. */
export function accountContract(subject: Subject<AccountModel>): void {
  testContract(AccountModel, subject, accountBehaviours())
}

interface Fill {
  readonly before?: number
  readonly after: number
  readonly cash: number
  readonly equity?: number
  readonly kind?: AssetKind
}

/** An account of ten thousand with one position, at 50, as a fill would leave it. */
function fundsOf({ before = 0, after, cash, equity = 10_000, kind }: Fill): FundsAfter {
  const asset = testedAsset({ kind })
  const value = Math.abs(after * 50 * asset.multiplier)
  const requirement: FundsAfter['requirement'] = (rateOf) => (value === 0 ? 0 : value * rateOf(asset, after))
  return Object.freeze({ asset, before, after, cash, currency: 'USD', equity, requirement })
}

const FILLS: Readonly<Record<string, FundsAfter>> = {
  'a small purchase': fundsOf({ after: 10, cash: 9500 }),
  'a purchase of more than there is': fundsOf({ after: 1000, cash: -40_000 }),
  'a short sale': fundsOf({ after: -100, cash: 15_000 }),
  'a sale of more than is held': fundsOf({ before: 10, after: -10, cash: 10_500 }),
  'a future': fundsOf({ after: 1, cash: 10_000, kind: 'future' }),
  'a fill in an account that is worth nothing': fundsOf({ after: 10, cash: -500, equity: 0 }),
}
const ALL = Object.values(FILLS)

const RATES = ['initial', 'maintenance'] as const
type Rate = (typeof RATES)[number]
const SIDES = [100, -100]
const assets = (): Asset[] => kindsOf({}).map((kind) => testedAsset({ kind }))

const rates = (name: Rate): Behaviour<AccountModel> => ({
  name: `tells a fraction from 0 as ${name} margin, of every kind of asset and both sides, where it does`,
  check: async (make) => {
    const model = await make()
    for (const asset of assets())
      for (const amount of SIDES) {
        const rate: unknown = model[name]?.(asset, amount) ?? 0
        const isFraction = typeof rate === 'number' && rate >= 0 && rate < Number.POSITIVE_INFINITY
        demand(isFraction, () => `${name} of ${amount} of a ${asset.kind} is ${shown(rate)}`)
      }
  },
})

export function accountBehaviours(): readonly Behaviour<AccountModel>[] {
  return [
    hasFunctions('refusal(funds)', 'refusal'),
    mayHaveFunctions('maintenance', 'initial'),
    ...Object.entries(FILLS).map(
      ([name, funds]): Behaviour<AccountModel> => ({
        name: `says why ${name} may not be, or nothing`,
        check: async (make) => {
          const answer: unknown = (await make()).refusal(funds)
          const isReason = typeof answer === 'string' && answer.trim() !== ''
          demand(answer === undefined || isReason, () => `expected a reason or undefined, was ${shown(answer)}`)
        },
      }),
    ),
    {
      name: 'lets its owner sell what is held',
      check: async (make) => {
        const model = await make()
        for (const after of [0, 40]) {
          const answer = model.refusal(fundsOf({ before: 100, after, cash: 5000 }))
          demand(answer === undefined, () => `of 100 that are held ${100 - after} cannot be sold: ${answer}`)
        }
      },
    },
    rates('initial'),
    rates('maintenance'),
    {
      name: 'asks no more for holding than for opening',
      check: async (make) => {
        const { initial, maintenance } = await make()
        if (initial === undefined || maintenance === undefined) return
        for (const asset of assets())
          for (const amount of SIDES) {
            const [opening, holding] = [initial(asset, amount), maintenance(asset, amount)]
            demand(
              holding <= opening,
              () => `${amount} of a ${asset.kind} open with ${opening} and are held with ${holding}: called at once`,
            )
          }
      },
    },
    {
      name: 'warns or liquidates on a call, or says nothing of it',
      check: async (make) => {
        const { onCall } = await make()
        const isKnown = onCall === undefined || onCall === 'warn' || onCall === 'liquidate'
        demand(isKnown, () => `onCall: expected 'warn', 'liquidate' or nothing, was ${shown(onCall)}`)
      },
    },
    {
      name: 'leaves what it is told of the account as it is',
      check: async (make) => {
        const model = await make()
        for (const funds of ALL) {
          const given = { ...funds }
          leavesAlone('the account', given, () => model.refusal(given))
        }
      },
    },
    {
      name: 'asks neither the clock nor chance',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('refusal', () => ALL.map((funds) => model.refusal(funds)))
      },
    },
    {
      name: 'refuses alike whatever it was asked before, and in the next run',
      check: async (make) => {
        const model = await make()
        const [first, again, next] = [model, model, await make()].map((one) => ALL.map((funds) => one.refusal(funds)))
        for (const other of [again, next])
          demand(written(first) === written(other), () => `it answers ${shown(first)}, and then ${shown(other)}`)
      },
    },
    {
      name: 'is heeded by a backtest as it answers',
      check: async (make) => {
        const model = await make()
        const reasons: (string | undefined)[] = []
        const { fills, events } = await runStrategy(
          { onBar: (run) => void (run.data.row === 0 && run.order(run.finder.retrieve(0), 100)) },
          {
            bars: { TEST: [50, 50] },
            account: {
              refusal: (funds) => {
                reasons.push(model.refusal(funds))
                return reasons.at(-1)
              },
            },
          },
        )
        const isFree = reasons.every((reason) => reason === undefined)
        demand(
          reasons.length > 0 && isFree === (fills.length === 1),
          () => `told ${shown(reasons)}, ${fills.length} fill`,
        )
        demand(isFree || events.length > 0, 'it refuses a fill, and nobody is told')
      },
    },
  ]
}
