import type { Strategy } from '../../engine/strategy.js'
import { LIQUIDITY_EXCEEDED, type SlippageFill, SlippageModel } from '../../finance/slippage.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { type CostRefusal, refusals, TELLS_ITS_KINDS } from './cost-behaviours.js'
import {
  kindsOf,
  knownAsset,
  runAsset,
  type TestedBar,
  type TestedOrder,
  testedBar,
  testedOrder,
} from './cost-fixtures.js'
import { demand, isNear, isPromise, leavesAlone, shown, untouchedByClockAndChance } from './deeds.js'
import { hasFunctions } from './functions.js'

/** A row of a table: what the model answers for an order on a bar. */
export interface SlippageCase {
  readonly name?: string
  readonly order: TestedOrder
  readonly bar: TestedBar
  /** Price in currency units and signed amount, to 12 digits; or that nothing fills; or that the bar is used up. */
  readonly expect: SlippageFill | 'nothing' | 'liquidity-exceeded'
}

export interface SlippageTables {
  readonly valid?: readonly SlippageCase[]
  readonly invalid?: readonly CostRefusal[]
}

/** What a slippage model promises, and the table of its own numbers: `slippageContract({ plugin, use: 'acme', valid: [...] })`. */
export function slippageContract(subject: Subject<SlippageModel> & SlippageTables): void {
  testContract(SlippageModel, subject, slippageBehaviours(subject))
}

type Model = SlippageModel
type Answer = ReturnType<Model['fill']>

function answerOf(model: Model, order: TestedOrder, bar: TestedBar): Answer {
  const tested = testedOrder({ asset: knownAsset(model), ...order })
  return model.fill(tested, testedBar(bar, tested.asset))
}

function checkAnswer(what: string, answer: unknown): asserts answer is Answer {
  demand(!isPromise(answer), `${what}: expected an answer at once, was a Promise: nothing in a bar can wait`)
  if (answer === undefined || answer === LIQUIDITY_EXCEEDED) return
  const { price, amount } = (answer ?? {}) as Partial<SlippageFill>
  demand(
    typeof price === 'number' && typeof amount === 'number',
    () => `${what}: expected { price, amount }, LIQUIDITY_EXCEEDED or undefined, was ${shown(answer)}`,
  )
  demand(Number.isFinite(price), () => `${what}: expected a finite price, was ${price}`)
  demand(Number.isFinite(amount), () => `${what}: expected a finite amount, was ${amount}`)
}

/** What fills of an order on an everyday bar, on which a small one must fill. */
function everydayFill(model: Model, order: TestedOrder, bar: TestedBar = 50): SlippageFill {
  const answer = answerOf(model, order, bar)
  checkAnswer('the fill', answer)
  demand(
    typeof answer === 'object',
    () => `nothing of ${order.amount} fills at ${shown(bar)}, where a million trade: ${shown(answer)}`,
  )
  return answer
}

/** Answers soundly, whatever it is; one behaviour each. */
const answers = (name: string, order: TestedOrder, bar: TestedBar): Behaviour<Model> => ({
  name: `answers ${name}`,
  check: async (make) => checkAnswer(name, answerOf(await make(), order, bar)),
})

export function slippageBehaviours({ valid = [], invalid = [] }: SlippageTables = {}): readonly Behaviour<Model>[] {
  return [
    hasFunctions('fill(order, bar)', 'fill'),
    TELLS_ITS_KINDS,
    {
      name: 'fills something of a small order where much trades',
      check: async (make) => void everydayFill(await make(), { amount: 100 }),
    },
    {
      name: 'fills every kind of asset that it says it knows',
      check: async (make) => {
        const model = await make()
        for (const kind of kindsOf(model)) everydayFill(model, { amount: 100, asset: { kind } })
      },
    },
    answers('an order of a part of a unit', { amount: 0.25 }, 50),
    answers('a bar on which a single unit trades', { amount: 100 }, { close: 50, volume: 1 }),
    answers('an asset without history', { amount: 100 }, { close: 50, history: {} }),
    answers(
      'an asset with gaps in its history',
      { amount: 100 },
      { close: 50, history: { close: gaps(50), volume: gaps(1000), open: gaps(50), high: gaps(50), low: gaps(50) } },
    ),
    {
      name: 'fills at a price above 0',
      check: async (make) => {
        const { price } = everydayFill(await make(), { amount: -100 })
        demand(price > 0, () => `expected a price above 0 where the bar stays at 50, was ${price}`)
      },
    },
    {
      name: 'fills near the bar',
      check: async (make) => {
        const { price } = everydayFill(await make(), { amount: 100 })
        demand(price > 25 && price < 100, () => `expected a price near the bar's 50, was ${price}`)
      },
    },
    {
      name: 'buys with a positive amount and sells with a negative one',
      check: async (make) => {
        const model = await make()
        for (const amount of [100, -100]) {
          const fill = everydayFill(model, { amount })
          demand(
            Math.sign(fill.amount) === Math.sign(amount),
            () => `an order of ${amount} is filled with ${fill.amount}`,
          )
        }
      },
    },
    {
      name: 'buys no cheaper than it sells on the same bar',
      check: async (make) => {
        const model = await make()
        const [bought, sold] = [100, -100].map((amount) => everydayFill(model, { amount }).price)
        demand(bought >= sold, () => `100 are bought at ${bought} and sold at ${sold}: the impact has the wrong sign`)
      },
    },
    {
      name: 'never fills more than was ordered',
      check: async (make) => {
        const model = await make()
        for (const amount of [1, 100, -100]) {
          const fill = everydayFill(model, { amount })
          demand(Math.abs(fill.amount) <= Math.abs(amount), () => `an order of ${amount} is filled with ${fill.amount}`)
        }
      },
    },
    {
      name: 'never fills more than is still open',
      check: async (make) => {
        const { amount } = everydayFill(await make(), { amount: 100, filled: 60 })
        demand(
          amount <= 40,
          () => `60 of 100 are filled already, and ${amount} more are: fill order.amount - order.filled`,
        )
      },
    },
    {
      name: 'answers no fill of nothing',
      check: async (make) => {
        const model = await make()
        for (const bar of [
          { close: 50, volume: 1 },
          { close: 50, volume: 1000, volumeUsed: 1000 },
        ]) {
          const answer = answerOf(model, { amount: 100 }, bar)
          demand(
            typeof answer !== 'object' || answer.amount !== 0,
            'the amount of a fill is 0: answer undefined, or LIQUIDITY_EXCEEDED where the bar is used up',
          )
        }
      },
    },
    {
      name: 'where it caps an order by volume, gives no more than the bar has',
      check: async (make) => {
        const model = await make()
        let volumeUsed = 0
        for (let i = 0; i < 3; i++) {
          const answer = answerOf(model, { amount: 1e9 }, { close: 50, volume: 1000, volumeUsed })
          checkAnswer('a large order', answer)
          if (typeof answer !== 'object' || answer.amount === 1e9) return
          volumeUsed += answer.amount
        }
        demand(volumeUsed <= 1000, () => `1000 trade, and three large orders are given ${volumeUsed} of them`)
      },
    },
    {
      name: 'leaves the order as it is',
      check: async (make) => {
        const model = await make()
        const order = { ...testedOrder({ amount: 100, asset: knownAsset(model) }) }
        leavesAlone('the order', order, () => model.fill(order, testedBar(50, order.asset)))
      },
    },
    {
      name: 'leaves the bar as it is',
      check: async (make) => {
        const model = await make()
        const order = testedOrder({ amount: 100, asset: knownAsset(model) })
        const bar = { ...testedBar(50, order.asset) }
        leavesAlone('the bar', bar, () => model.fill(order, bar))
      },
    },
    {
      name: 'asks neither the clock nor chance',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('fill', () => answerOf(model, { amount: 100 }, 50))
      },
    },
    {
      name: 'gives the same answers in the next run',
      check: async (make) => {
        const [first, second] = [await make(), await make()].map((model) =>
          [100, -40, 3000].map((amount) => shown(answerOf(model, { amount }, 50))),
        )
        demand(
          first.join() === second.join(),
          () => `the same orders are filled ${first.join(', ')} in one run, ${second.join(', ')} in the next`,
        )
      },
    },
    {
      name: 'is booked by a backtest as it answers',
      check: async (make) => {
        const model = await make()
        const seen: SlippageFill[] = []
        const watched: SlippageModel = {
          assetKinds: model.assetKinds,
          fill: (order, bar) => {
            const answer = model.fill(order, bar)
            if (typeof answer === 'object') seen.push(answer)
            return answer
          },
        }
        const { fills } = await runStrategy(buyTen, {
          bars: { TEST: Array.from({ length: 30 }, (_, i) => 50 + (i % 2)) },
          assets: { TEST: runAsset(model) },
          slippage: watched,
        })
        const [booked, said] = [fills, seen].map((list) => shown(list.map(({ price, amount }) => [price, amount])))
        demand(booked === said, () => `the model answered ${said}, the account has ${booked}`)
        const filled = fills.reduce((sum, { amount }) => sum + amount, 0)
        demand(filled === 10, () => `an order of 10 ends with ${filled} filled`)
      },
    },
    ...valid.map(
      (row, i): Behaviour<Model> => ({
        name: row.name ?? `answers ${shown(row.expect)} for case ${i + 1}: ${shown(row.order)} at ${shown(row.bar)}`,
        check: async (make) => {
          const answer = answerOf(await make(), row.order, row.bar)
          checkAnswer('the fill', answer)
          demand(
            isExpected(answer, row.expect),
            () => `expected ${shown(row.expect)}, was ${shown(answer ?? 'nothing')}`,
          )
        },
      }),
    ),
    ...refusals('the order', invalid, answerOf),
  ]
}

function isExpected(answer: Answer, expect: SlippageCase['expect']): boolean {
  if (expect === 'nothing') return answer === undefined
  if (expect === 'liquidity-exceeded') return answer === LIQUIDITY_EXCEEDED
  return typeof answer === 'object' && isNear(answer.price, expect.price) && isNear(answer.amount, expect.amount)
}

/** Sixty days, every fifth of which is missing. */
function gaps(value: number): readonly number[] {
  return Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? Number.NaN : value + (i % 3)))
}

const buyTen: Strategy = {
  onBar(run) {
    if (run.data.row === 24) run.order(run.finder.retrieve(0), 10)
  },
}
