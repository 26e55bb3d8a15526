import { LatencyModel } from '../../finance/latency.js'
import { Random } from '../../kernel/random.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { type TestedOrder, testedOrder } from './cost-fixtures.js'
import { demand, isPromise, leavesAlone, shown, untouchedByClockAndChance } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What a latency model promises: `latencyContract({ plugin, use: 'acme' })`. */
export function latencyContract(subject: Subject<LatencyModel>): void {
  testContract(LatencyModel, subject, latencyBehaviours())
}

/** Of every kind that may ask for other treatment. */
const ORDERS: Readonly<Record<string, TestedOrder>> = {
  'a market order': { amount: 100 },
  'a sale': { amount: -100 },
  'a limit order': { amount: 100, limit: 49 },
  'a stop order': { amount: -100, stop: 49 },
  'a part of a unit': { amount: 0.25 },
  'a large order': { amount: 1e9 },
}

const delayOf = (model: LatencyModel, order: TestedOrder, random = new Random(7)): number =>
  model.delay(testedOrder(order), random)

/** A day of minutes on which every order finds the same price, and when an order of its second bar was filled. */
async function filledAt(latency: LatencyModel): Promise<{ placed: number; filled: number | undefined }> {
  let placed = Number.NaN
  const { fills } = await runStrategy(
    {
      onBar(run) {
        if (!Number.isNaN(placed)) return
        placed = run.now
        run.order(run.finder.retrieve(0), 10)
      },
    },
    { bars: { TEST: new Array<number>(390).fill(50) }, frequency: 'minute', start: '2024-01-03', latency },
  )
  return { placed, filled: fills.length === 0 ? undefined : Date.parse(fills[0].date) }
}

export function latencyBehaviours(): readonly Behaviour<LatencyModel>[] {
  return [
    hasFunctions('delay(order, random)', 'delay'),
    ...Object.entries(ORDERS).map(
      ([name, order]): Behaviour<LatencyModel> => ({
        name: `delays ${name} by a number of milliseconds from 0`,
        check: async (make) => {
          const answer: unknown = delayOf(await make(), order)
          demand(!isPromise(answer), 'expected a number at once, was a Promise: nothing in a bar can wait')
          demand(
            typeof answer === 'number' && answer >= 0 && answer < Number.POSITIVE_INFINITY,
            () => `expected milliseconds from 0, was ${shown(answer)}`,
          )
        },
      }),
    ),
    {
      name: 'leaves the order as it is',
      check: async (make) => {
        const model = await make()
        const order = { ...testedOrder({ amount: 100 }) }
        leavesAlone('the order', order, () => model.delay(order, new Random(7)))
      },
    },
    {
      name: 'asks neither the clock nor any chance but the run’s',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('delay', () => delayOf(model, { amount: 100 }))
      },
    },
    {
      name: 'delays the same orders alike in the next run of the same seed',
      check: async (make) => {
        const [first, second] = [await make(), await make()].map((model) => {
          const random = new Random(7)
          return Object.values(ORDERS).map((order) => delayOf(model, order, random))
        })
        demand(
          first.every((ms, i) => Object.is(ms, second[i])),
          () => `the same orders take ${shown(first)} ms in one run, ${shown(second)} in the next`,
        )
      },
    },
    {
      name: 'is waited for by a backtest as it answers',
      check: async (make) => {
        const model = await make()
        let asked = Number.NaN
        const { placed, filled } = await filledAt({
          delay: (order, random) => {
            asked = model.delay(order, random)
            return asked
          },
        })
        const isLate = filled === undefined || filled >= placed + asked
        demand(isLate, () => `an order that takes ${asked} ms is filled ${filled! - placed} ms after it was placed`)
        const isDue = filled !== undefined || asked > 380 * 60_000
        demand(isDue, () => `an order that takes ${asked} ms is not filled in a day of minutes`)
      },
    },
  ]
}
