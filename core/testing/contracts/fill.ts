import { FillModel } from '../../finance/fill-model.js'
import type { SlippageFill } from '../../finance/slippage.js'
import { Random } from '../../kernel/random.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { type TestedBar, type TestedOrder, testedBar, testedOrder } from './cost-fixtures.js'
import { demand, isPromise, leavesAlone, shown, untouchedByClockAndChance, written } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What a fill model promises: `fillContract({ plugin, use: 'acme' })`. */
export function fillContract(subject: Subject<FillModel>): void {
  testContract(FillModel, subject, fillBehaviours())
}

/** So many times a model that draws is asked about the same. */
const TIMES = 20

/** What is open of an order is offered at the bar's close. */
function answersOf(model: FillModel, order: TestedOrder, bar: TestedBar = 50, random = new Random(7)) {
  const tested = testedOrder(order)
  const shownBar = testedBar(bar, tested.asset)
  const offered = Object.freeze({ price: shownBar.close, amount: tested.amount - tested.filled })
  return Array.from({ length: TIMES }, () => model.fill(tested, shownBar, offered, random))
}

function checkAnswer(answer: unknown): asserts answer is SlippageFill | undefined {
  demand(!isPromise(answer), 'expected an answer at once, was a Promise: nothing in a bar can wait')
  if (answer === undefined) return
  const { price, amount } = (answer ?? {}) as Partial<SlippageFill>
  demand(Number.isFinite(price) && Number.isFinite(amount), () => `expected { price, amount }, was ${shown(answer)}`)
}

/** Each of many answers, where there is one. */
const each = (
  name: string,
  order: TestedOrder,
  check: (fill: SlippageFill) => void,
  bar?: TestedBar,
): Behaviour<FillModel> => ({
  name,
  check: async (make) => {
    for (const answer of answersOf(await make(), order, bar)) {
      checkAnswer(answer)
      if (answer !== undefined) check(answer)
    }
  },
})
const sound = (name: string, order: TestedOrder, bar: TestedBar) => each(`answers ${name}`, order, () => {}, bar)

export function fillBehaviours(): readonly Behaviour<FillModel>[] {
  return [
    hasFunctions('fill(order, bar, offered, random)', 'fill'),
    sound('an order where much trades', { amount: 100 }, 50),
    sound('a part of a unit', { amount: 0.25 }, 50),
    sound('a bar on which a single unit trades', { amount: 100 }, { close: 50, volume: 1 }),
    sound('a bar that is used up', { amount: 100 }, { close: 50, volume: 1000, volumeUsed: 1000 }),
    each('never fills more than is offered', { amount: 100, filled: 60 }, ({ amount }) =>
      demand(Math.abs(amount) <= 40, () => `40 are offered, and ${amount} filled`),
    ),
    each('buys where buying is offered', { amount: 100 }, ({ amount }) =>
      demand(amount > 0, () => `100 are offered, and ${amount} filled: undefined says that nothing is`),
    ),
    each('sells where selling is offered', { amount: -100 }, ({ amount }) =>
      demand(amount < 0, () => `-100 are offered, and ${amount} filled: undefined says that nothing is`),
    ),
    each('fills near the price that is offered', { amount: 100 }, ({ price }) =>
      demand(price > 25 && price < 100, () => `offered at 50, filled at ${price}`),
    ),
    each('pays no more than a limit', { amount: 100, limit: 50 }, ({ price }) =>
      demand(price <= 50, () => `a limit order to buy at 50 is filled at ${price}`),
    ),
    each('sells for no less than a limit', { amount: -100, limit: 50 }, ({ price }) =>
      demand(price >= 50, () => `a limit order to sell at 50 is filled at ${price}`),
    ),
    {
      name: 'leaves the order and the offer as they are',
      check: async (make) => {
        const model = await make()
        const order = { ...testedOrder({ amount: 100 }) }
        const offered = { price: 50, amount: 100 }
        leavesAlone('what it is given', [order, offered], () =>
          model.fill(order, testedBar(50, order.asset), offered, new Random(7)),
        )
      },
    },
    {
      name: 'asks neither the clock nor any chance but the run’s',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('fill', () => answersOf(model, { amount: 100 }))
      },
    },
    {
      name: 'fills alike in the next run of the same seed',
      check: async (make) => {
        const [first, second] = [await make(), await make()].map((model) => answersOf(model, { amount: 100 }))
        demand(
          written(first) === written(second),
          () => `the same order gets ${shown(first)} in one run, ${shown(second)} in the next`,
        )
      },
    },
    {
      name: 'fills an order of a backtest in the end, and no more than it',
      check: async (make) => {
        const { orders } = await runStrategy(
          { onBar: (run) => void (run.data.row === 0 && run.order(run.finder.retrieve(0), 10)) },
          { bars: { TEST: new Array<number>(250).fill(50) }, fills: await make() },
        )
        const [{ filled }] = orders
        demand(filled > 0 && filled <= 10, () => `in a year of bars ${filled} of 10 are filled`)
      },
    },
  ]
}
