import type { Asset } from '../../assets/asset.js'
import {
  type FinancingCharge,
  FinancingModel,
  type FinancingPoint,
  type Holding,
  PAID_BY_NO_MODEL,
} from '../../finance/financing.js'
import { DAY } from '../../time/instant.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { testedAsset } from './cost-fixtures.js'
import { demand, isPromise, leavesAlone, shown, untouchedByClockAndChance } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What a financing model promises: `financingContract({ plugin, use: 'acme' })`. */
export function financingContract(subject: Subject<FinancingModel>): void {
  testContract(FinancingModel, subject, financingBehaviours())
}

/** Wednesday 2024-01-03, and the two nights before it. */
const AT = Date.UTC(2024, 0, 3, 14, 30)
const TO_DAY = Math.floor(AT / DAY)

interface Held {
  readonly asset?: Partial<Asset>
  readonly amount: number
}

/** Positions at 50 beside so much cash, over two nights. */
function pointOf(held: readonly Held[], cash: number, nights = 2): FinancingPoint {
  const holdings = held.map(({ asset, amount }, i): Holding => {
    const tested = testedAsset({ sid: i + 1, symbol: `T${i + 1}`, ...asset })
    return Object.freeze({ asset: tested, amount, value: amount * 50 * tested.multiplier, currency: 'USD' })
  })
  const [fromDay, since] = [TO_DAY - nights, AT - nights * DAY]
  return Object.freeze({ at: AT, fromDay, toDay: TO_DAY, since, holdings, cash: new Map([['USD', cash]]) })
}

/** Made anew for each question: what one changes is not another's. */
const points = (): Readonly<Record<string, FinancingPoint>> => ({
  'what is held': pointOf([{ amount: 100 }], 1000),
  'what is sold short': pointOf([{ amount: -100 }], 6000),
  'what is owed': pointOf([{ amount: 100 }], -2000),
  'a future': pointOf([{ amount: 2, asset: { kind: 'future', rootSymbol: 'ES' } }], 1000),
  'a coin': pointOf([{ amount: 0.5, asset: { kind: 'cryptocurrency' } }], 1000),
})
const all = () => Object.values(points())

function chargesOf(model: FinancingModel, point: FinancingPoint): FinancingCharge[] {
  const answer: unknown = model.charge(point)
  demand(!isPromise(answer), 'expected charges at once, was a Promise: nothing in a run can wait')
  const isList = typeof (answer as Iterable<unknown> | undefined)?.[Symbol.iterator] === 'function'
  demand(isList, () => `expected a list of charges, was ${shown(answer)}`)
  return [...(answer as Iterable<FinancingCharge>)]
}

function checkCharge({ kind, asset, currency, amount }: FinancingCharge, { holdings, cash }: FinancingPoint): void {
  demand(typeof kind === 'string' && kind !== '', () => `a charge says what it is for, was ${shown(kind)}`)
  demand(!PAID_BY_NO_MODEL.has(kind), () => `'${kind}' is the engine's own word: call the charge something else`)
  demand(Number.isFinite(amount), () => `a charge of ${shown(amount)}, expected a finite number`)
  demand(cash.has(currency), () => `it charges in ${shown(currency)}, and the account has ${[...cash.keys()].join()}`)
  const isHeld = asset === undefined || holdings.some((held) => held.asset === asset)
  demand(isHeld, () => `it charges for ${asset?.symbol}, which is not held`)
}

const sumOf = (charges: readonly FinancingCharge[]) => charges.reduce((sum, { amount }) => sum + amount, 0)

export function financingBehaviours(): readonly Behaviour<FinancingModel>[] {
  return [
    hasFunctions('charge(point)', 'charge'),
    {
      name: 'has a function nextAt, or none',
      check: async (make) => {
        const { nextAt } = await make()
        demand(nextAt === undefined || typeof nextAt === 'function', () => `nextAt is ${shown(nextAt)}, not a function`)
      },
    },
    ...Object.keys(points()).map(
      (name): Behaviour<FinancingModel> => ({
        name: `charges ${name} soundly: a kind, a finite amount, in money that is there`,
        check: async (make) => {
          const point = points()[name]
          for (const charge of chargesOf(await make(), point)) checkCharge(charge, point)
        },
      }),
    ),
    {
      name: 'charges nothing where nothing is held, owed or there',
      check: async (make) => {
        const sum = sumOf(chargesOf(await make(), pointOf([], 0)))
        demand(sum === 0, () => `an empty account is charged ${sum}`)
      },
    },
    {
      name: 'charges nothing for no time',
      check: async (make) => {
        const model = await make()
        const sum = sumOf(
          all().flatMap(({ holdings, cash }) => chargesOf(model, { ...pointOf([], 0, 0), holdings, cash })),
        )
        demand(sum === 0, () => `where no time has passed, ${sum} is charged`)
      },
    },
    {
      name: 'moves on: its next moment is later than the one that it is asked about',
      check: async (make) => {
        const model = await make()
        for (let time = AT, i = 0; i < 100 && time < Number.POSITIVE_INFINITY; i++) {
          const next: number = model.nextAt?.(time) ?? Number.POSITIVE_INFINITY
          demand(next > time, () => `after ${new Date(time).toISOString()} its next moment is ${shown(next)}`)
          time = next
        }
      },
    },
    {
      name: 'leaves what it is told of the account as it is',
      check: async (make) => {
        const model = await make()
        for (const point of all()) leavesAlone('the account', point, () => chargesOf(model, point))
      },
    },
    {
      name: 'asks neither the clock nor chance',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('charge', () => all().map((point) => chargesOf(model, point)))
      },
    },
    {
      name: 'charges the same in the next run',
      check: async (make) => {
        const [first, second] = [await make(), await make()].map((model) =>
          all().map((point) => sumOf(chargesOf(model, point))),
        )
        demand(
          first.every((sum, i) => Object.is(sum, second[i])),
          () => `the same accounts are charged ${shown(first)} in one run, ${shown(second)} in the next`,
        )
      },
    },
    {
      name: 'is charged by a backtest as it answers',
      check: async (make) => {
        const model = await make()
        let asked = 0
        const watched: FinancingModel = {
          nextAt: model.nextAt && ((time) => model.nextAt!(time)),
          charge: (point) => {
            const charges = chargesOf(model, point)
            asked += sumOf(charges)
            return charges
          },
        }
        const { cashFlows } = await runStrategy(
          { onBar: (run) => void (run.data.row === 0 && run.order(run.finder.retrieve(0), -100)) },
          { bars: { TEST: new Array<number>(10).fill(50) }, financing: [watched] },
        )
        const paid = -cashFlows.reduce((sum, { amount }) => sum + amount, 0)
        demand(Math.abs(paid - asked) < 1e-6, () => `it charges ${asked}, and ${paid} is paid`)
      },
    },
  ]
}
