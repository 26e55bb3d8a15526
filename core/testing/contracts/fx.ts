import { FxRates } from '../../finance/fx.js'
import { DAY, parseInstant } from '../../time/instant.js'
import { runStrategy } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { demand, isPromise, shown, untouchedByClockAndChance, written } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What the rates are asked for. */
export interface FxSubject {
  /** Pairs that it knows: `['EUR/USD']`. */
  readonly pairs: readonly string[]
  /** A day on which it knows them (ISO date), before 2099; 2024-01-03 where left out. */
  readonly date?: string
}

/** What rates between currencies promise, but for those that are read from a run's own data: `fxContract({ plugin, use: 'acme', pairs: ['EUR/USD'] })`. */
export function fxContract(subject: Subject<FxRates> & FxSubject): void {
  testContract(FxRates, subject, fxBehaviours(subject))
}

/** Nobody's currency: ISO keeps XXX for none. */
const UNKNOWN = 'XXX'

export function fxBehaviours({ pairs, date = '2024-01-03' }: FxSubject): readonly Behaviour<FxRates>[] {
  const at = parseInstant(date)
  const currencies = pairs.map((pair) => pair.split('/') as [string, string])
  const all = (model: FxRates) => currencies.map(([from, to]) => model.rate(from, to, at))
  return [
    hasFunctions('rate(from, to, at)', 'rate'),
    {
      name: 'has a function begin, or none',
      check: async (make) => {
        const { begin } = await make()
        demand(begin === undefined || typeof begin === 'function', () => `begin is ${shown(begin)}, not a function`)
      },
    },
    ...currencies.map(
      ([from, to]): Behaviour<FxRates> => ({
        name: `knows what ${from} is worth in ${to}`,
        check: async (make) => {
          const rate: unknown = (await make()).rate(from, to, at)
          demand(!isPromise(rate), 'expected a number at once, was a Promise: nothing in a run can wait')
          const isRate = typeof rate === 'number' && rate > 0 && rate < Number.POSITIVE_INFINITY
          demand(isRate, () => `on ${date} one ${from} is worth ${shown(rate)} ${to}`)
        },
      }),
    ),
    {
      name: 'is worth as much back as there',
      check: async (make) => {
        const model = await make()
        for (const [from, to] of currencies) {
          const both = model.rate(from, to, at) * model.rate(to, from, at)
          demand(Math.abs(both - 1) < 1e-9, () => `one ${from} into ${to} and back is ${both}`)
        }
      },
    },
    {
      name: 'is one in the same currency',
      check: async (make) => {
        const model = await make()
        for (const code of new Set(currencies.flat()))
          demand(model.rate(code, code, at) === 1, () => `one ${code} is worth ${model.rate(code, code, at)} ${code}`)
      },
    },
    {
      name: 'answers NaN for a currency that it does not know',
      check: async (make) => {
        const model = await make()
        const [[known]] = currencies
        for (const [from, to] of [
          [UNKNOWN, known],
          [known, UNKNOWN],
        ])
          demand(Number.isNaN(model.rate(from, to, at)), () => `${from} is worth ${model.rate(from, to, at)} ${to}`)
      },
    },
    {
      name: 'answers the same whatever it was asked before, later moments too, and in the next run',
      check: async (make) => {
        const model = await make()
        const first = all(model)
        for (const [from, to] of currencies) for (const days of [400, -400]) model.rate(from, to, at + days * DAY)
        for (const other of [all(model), all(await make())])
          demand(written(first) === written(other), () => `rates were ${shown(first)}, and are ${shown(other)}`)
      },
    },
    {
      name: 'asks neither the clock nor chance',
      check: async (make) => {
        const model = await make()
        untouchedByClockAndChance('rate', () => all(model))
      },
    },
    {
      name: 'is what a backtest changes money at',
      check: async (make) => {
        const model = await make()
        const [[from, to]] = currencies
        let got = Number.NaN
        let expected = Number.NaN
        await runStrategy(
          {
            onBar(run) {
              if (run.data.row > 0) return
              expected = 100 * model.rate(from, to, run.now)
              got = run.exchange(100, from, to)
            },
          },
          { bars: { TEST: [50, 50] }, start: date, currency: from, fx: { rate: (...asked) => model.rate(...asked) } },
        )
        demand(Math.abs(got - expected) < 1e-6, () => `100 ${from} are ${expected} ${to}, and became ${got}`)
      },
    },
  ]
}
