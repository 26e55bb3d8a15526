import { STANDARD_COLUMNS } from '../../engine/metrics-set.js'
import { Observer } from '../../engine/observer.js'
import type { Played } from '../outcome.js'
import { type Behaviour, type Make, type Subject, testContract } from './contract.js'
import { demand, isPromise, shown, written } from './deeds.js'
import { hasFunctions, mayHaveFunctions } from './functions.js'
import { MINUTES, PRICES, play, type TestedRun } from './runs.js'

/** What an observer promises: `observerContract({ plugin, use: 'acme' })`. */
export function observerContract(subject: Subject<Observer>): void {
  testContract(Observer, subject, observerBehaviours())
}

/** A run that is watched, and what the observer says when it is over. */
async function watch(make: Make<Observer>, run: TestedRun = {}) {
  const observer = await make()
  const played = await play({ ...run, observers: [observer] })
  return { observer, played, columns: observer.columns?.(), result: observer.result?.() }
}

/** What the strategy did and had, without what observers add. */
const outcome = ({ result, orders }: Played): string => {
  const { columns, transactions, positions, recorded } = result.performance
  return written([Object.fromEntries(Object.entries(columns)), transactions, positions, recorded, orders])
}

const survives = (name: string, run: () => TestedRun): Behaviour<Observer> => ({
  name,
  check: async (make) => {
    const { played, columns } = await watch(make, run())
    checkColumns(columns, played)
  },
})

function checkColumns(columns: ReadonlyMap<string, readonly unknown[]> | undefined, { result }: Played): void {
  for (const [name, values] of columns ?? [])
    demand(
      values.length === result.performance.length,
      () => `column '${name}' has ${values.length} values for ${result.performance.length} sessions`,
    )
}

export function observerBehaviours(): readonly Behaviour<Observer>[] {
  return [
    hasFunctions('observe(event, state)', 'observe'),
    mayHaveFunctions('begin', 'columns', 'result'),
    {
      name: 'looks at an event at once',
      check: async (make) => {
        const observer = await make()
        const answers: unknown[] = []
        await play({
          observers: [
            {
              begin: (state) => void answers.push(observer.begin?.(state)),
              observe: (event, state) => void answers.push(observer.observe(event, state)),
            },
          ],
        })
        demand(!answers.some(isPromise), 'begin or observe answers a Promise, and nobody waits for it')
      },
    },
    survives('watches a run of days to its end', () => ({})),
    survives('watches a run of minutes to its end', () => MINUTES),
    survives('watches a run of a single session', () => ({ bars: { TEST: [10] }, dividends: [], splits: [] })),
    survives('watches a run without an order', () => ({ strategy: {} })),
    survives('watches an asset that does not trade on each day', () => ({
      bars: { TEST: [10, null, 12, null, 9, 10, 12] },
    })),
    {
      name: 'ends with a run that is stopped',
      check: async (make) => {
        const stop = new AbortController()
        const { played, columns } = await watch(make, {
          bars: { TEST: Array.from({ length: 40 }, (_, i) => 10 + i / 10) },
          dividends: [],
          splits: [],
          signal: stop.signal,
          strategy: { onBar: (run) => void (run.data.row === 3 && stop.abort()) },
        })
        demand(played.result.interrupted, 'the run was not stopped')
        checkColumns(columns, played)
      },
    },
    {
      name: 'leaves the failure of a strategy to be told',
      check: async (make) => {
        const wrong = new Error('the strategy failed')
        const observer = await make()
        const failing = {
          onBar: () => {
            throw wrong
          },
        }
        const error = await play({ strategy: failing, observers: [observer] }).then(
          () => undefined,
          (cause) => cause,
        )
        demand(error === wrong, () => `the run should fail with the strategy's error, was ${String(error)}`)
      },
    },
    {
      name: 'changes nothing of the run',
      check: async (make) => {
        const [without, within] = [outcome(await play()), outcome((await watch(make)).played)]
        demand(without === within, 'account, orders or fills are others where it watches')
      },
    },
    {
      name: 'answers columns by name, or none',
      check: async (make) => {
        const { columns } = await watch(make)
        demand(columns === undefined || isMap(columns), () => `expected a Map of columns, was ${shown(columns)}`)
        for (const [name, values] of columns ?? [])
          demand(
            typeof name === 'string' && name !== '' && typeof values?.length === 'number',
            () => `expected a name with a list of values, was ${shown([name, values])}`,
          )
      },
    },
    {
      name: 'gives a column a value a session',
      check: async (make) => {
        const { played, columns } = await watch(make)
        if (isMap(columns)) checkColumns(columns, played)
      },
    },
    {
      name: 'takes none of the names that columns have already',
      check: async (make) => {
        const { columns } = await watch(make)
        const taken = isMap(columns) ? [...columns.keys()].find((name) => STANDARD.includes(name)) : undefined
        demand(taken === undefined, () => `a column is called '${taken}', as one of every performance is`)
      },
    },
    {
      name: 'answers its result as values by name, or none',
      check: async (make) => {
        const { result } = await watch(make)
        demand(
          result === undefined || (typeof result === 'object' && result !== null && !Array.isArray(result)),
          () => `expected values by name, was ${shown(result)}`,
        )
      },
    },
    {
      name: 'answers a result that can be written as JSON',
      check: async (make) => {
        const { result } = await watch(make)
        if (result === undefined) return
        for (const [name, value] of Object.entries(result))
          demand(isPlain(value), () => `'${name}' of its result is no plain value: JSON would lose it`)
      },
    },
    {
      name: 'answers the same again when it is asked again',
      check: async (make) => {
        const { observer, columns, result } = await watch(make)
        const [first, second] = [written([columns, result]), written([observer.columns?.(), observer.result?.()])]
        demand(first === second, () => `first ${shown(first)}, then ${shown(second)}`)
      },
    },
    {
      name: 'sees the same in the next run, whatever an earlier one had',
      check: async (make) => {
        const first = await watch(make)
        await watch(make, { bars: { TEST: PRICES.map((price) => price * 2) } })
        const third = await watch(make)
        const [before, after] = [first, third].map(({ columns, result }) => written([columns, result]))
        demand(before === after, () => `the same run gave ${shown(before)}, then ${shown(after)}`)
      },
    },
    {
      name: 'keeps two runs at a time apart',
      check: async (make) => {
        const alone = await watch(make)
        const [first] = await Promise.all([watch(make), watch(make, { bars: { TEST: PRICES.map((p) => p * 2) } })])
        const [before, beside] = [alone, first].map(({ columns, result }) => written([columns, result]))
        demand(before === beside, () => `alone it says ${shown(before)}, beside another run ${shown(beside)}`)
      },
    },
  ]
}

const STANDARD: readonly string[] = STANDARD_COLUMNS

const isMap = (value: unknown): value is ReadonlyMap<string, readonly unknown[]> =>
  Object.prototype.toString.call(value) === '[object Map]'

/** What JSON keeps: numbers that are missing become null there, as everywhere in a performance. */
function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || ['number', 'string', 'boolean', 'undefined'].includes(typeof value)) return true
  if (typeof value !== 'object' || depth > 20 || isMap(value)) return false
  if (ArrayBuffer.isView(value)) return false
  return Object.values(value).every((each) => isPlain(each, depth + 1))
}
