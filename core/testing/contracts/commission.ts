import type { Strategy } from '../../engine/strategy.js'
import { CommissionModel } from '../../finance/commission.js'
import type { OrderSnapshot } from '../../finance/order.js'
import type { Transaction } from '../../finance/transaction.js'
import { exactFromNumber } from '../../math/decimal.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { type CostRefusal, refusals, TELLS_ITS_KINDS } from './cost-behaviours.js'
import {
  kindsOf,
  knownAsset,
  runAsset,
  type TestedBar,
  type TestedOrder,
  testedFill,
  testedOrder,
} from './cost-fixtures.js'
import { demand, isNear, isPromise, leavesAlone, shown, untouchedByClockAndChance } from './deeds.js'
import { hasFunctions } from './functions.js'

/** A row of a table: what is charged for filling what is open of `order` at the bar's close. */
export interface CommissionCase {
  readonly name?: string
  readonly order: TestedOrder
  readonly bar: TestedBar
  /** In currency units, to 12 digits. */
  readonly expect: number
}

export interface CommissionTables {
  readonly valid?: readonly CommissionCase[]
  readonly invalid?: readonly CostRefusal[]
}

/** What a commission model promises, and the table of its own numbers: `commissionContract({ plugin, use: 'acme', valid: [...] })`. */
export function commissionContract(subject: Subject<CommissionModel> & CommissionTables): void {
  testContract(CommissionModel, subject, commissionBehaviours(subject))
}

type Model = CommissionModel

const charge = (model: Model, order: TestedOrder, bar: TestedBar): unknown => {
  const tested = testedOrder({ asset: knownAsset(model), ...order })
  return model.calculate(tested, testedFill(tested, bar))
}

function checkCharge(what: string, answer: unknown): asserts answer is number {
  demand(!isPromise(answer), `${what}: expected a number at once, was a Promise: nothing in a bar can wait`)
  demand(typeof answer === 'number', () => `${what}: expected a number of currency units, was ${shown(answer)}`)
  demand(Number.isFinite(answer), () => `${what}: expected a finite number, was ${answer}`)
}

/** Answers a finite number for an order and a bar; one behaviour each. */
const charges = (name: string, order: TestedOrder, bar: TestedBar): Behaviour<Model> => ({
  name: `charges ${name} a finite number`,
  check: async (make) => checkCharge(`a commission for ${name}`, charge(await make(), order, bar)),
})

export function commissionBehaviours({ valid = [], invalid = [] }: CommissionTables = {}): readonly Behaviour<Model>[] {
  return [
    hasFunctions('calculate(order, fill)', 'calculate'),
    TELLS_ITS_KINDS,
    charges('a first fill', { amount: 100 }, 50),
    charges('a sale', { amount: -100 }, 50),
    charges('a later fill of an order', { amount: 100, filled: 40, commission: 1 }, 50),
    charges('a part of a unit', { amount: 0.25 }, 50),
    charges('a large fill', { amount: 1e9 }, 1000),
    charges('a fill at the smallest price', { amount: 100 }, 0.0001),
    charges('a fill at no price at all', { amount: 100 }, 0),
    {
      name: 'charges every kind of asset that it says it knows',
      check: async (make) => {
        const model = await make()
        for (const kind of kindsOf(model))
          checkCharge(`a commission for a ${kind}`, charge(model, { amount: 100, asset: { kind } }, 50))
      },
    },
    {
      name: 'does not take the sign of a sale for a rebate',
      check: async (make) => {
        const model = await make()
        const [buy, sale] = [100, -100].map((amount) => charge(model, { amount }, 50) as number)
        demand(
          buy === 0 || sale !== -buy,
          () => `100 bought cost ${buy} and 100 sold cost ${sale}: use Math.abs(fill.amount)`,
        )
      },
    },
    {
      name: 'charges less than what is traded, on an everyday fill',
      check: async (make) => {
        const answer = charge(await make(), { amount: 100 }, 50) as number
        demand(Math.abs(answer) < 5000, () => `100 at 50 are 5000; their commission is ${answer}`)
      },
    },
    {
      name: 'answers what the exact account can hold',
      check: async (make) => {
        const answer = charge(await make(), { amount: 1e9 }, 1000) as number
        demand(canBeHeld(answer), () => `a commission of ${answer} is beyond 128 bits with 18 decimals`)
      },
    },
    {
      name: 'leaves the order as it is',
      check: async (make) => {
        const model = await make()
        const order = { ...testedOrder({ amount: 100, asset: knownAsset(model) }) }
        leavesAlone('the order', order, () => model.calculate(order, testedFill(order, 50)))
      },
    },
    {
      name: 'leaves the fill as it is',
      check: async (make) => {
        const model = await make()
        const order = testedOrder({ amount: 100, asset: knownAsset(model) })
        const fill = { ...testedFill(order, 50) }
        leavesAlone('the fill', fill, () => model.calculate(order, fill))
      },
    },
    {
      name: 'asks neither the clock nor chance',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('calculate', () => charge(model, { amount: 100 }, 50))
      },
    },
    {
      name: 'gives the same answers in the next run',
      check: async (make) => {
        const fills = [100, -40, 300, 7.5]
        const [first, second] = [await make(), await make()].map((model) =>
          fills.map((amount) => charge(model, { amount }, 50)),
        )
        demand(
          fills.every((_, i) => Object.is(first[i], second[i])),
          () => `the same four fills cost ${shown(first)} in one run, ${shown(second)} in the next`,
        )
      },
    },
    {
      name: 'is charged by a backtest as it answers',
      check: async (make) => {
        const model = await make()
        const seen: number[] = []
        const watched: CommissionModel = {
          assetKinds: model.assetKinds,
          calculate: (order: OrderSnapshot, fill: Transaction) => {
            const answer = model.calculate(order, fill)
            seen.push(answer)
            return answer
          },
        }
        const { cash, fills } = await runStrategy(buyThenSell, {
          bars: { TEST: [50, 50, 51, 52] },
          assets: { TEST: runAsset(model) },
          commission: watched,
        })
        demand(fills.length === 2, () => `expected two fills, were ${fills.length}`)
        const paid = seen.reduce((sum, each) => sum + each, 0)
        const expected = 100_020 - paid
        demand(
          Math.abs(cash - expected) < 1e-6,
          () => `20 were gained, and ${paid} charged; cash is ${cash}, expected ${expected}`,
        )
      },
    },
    ...valid.map(
      (row, i): Behaviour<Model> => ({
        name: row.name ?? `charges ${row.expect} for case ${i + 1}: ${shown(row.order)} at ${shown(row.bar)}`,
        check: async (make) => {
          const answer = charge(await make(), row.order, row.bar)
          checkCharge('the commission', answer)
          demand(isNear(answer, row.expect), () => `expected ${row.expect}, was ${answer}`)
        },
      }),
    ),
    ...refusals('the fill', invalid, charge),
  ]
}

/** Ten units at 50, sold at 52: 20 gained. */
const buyThenSell: Strategy = {
  onBar(run) {
    const asset = run.finder.retrieve(0)
    if (run.data.row === 0) run.order(asset, 10)
    if (run.data.row === 2) run.order(asset, -10)
  },
}

function canBeHeld(amount: number): boolean {
  try {
    exactFromNumber(amount)
    return true
  } catch {
    return false
  }
}
