import { describe } from '@jest/globals'
import { METRICS_SETS } from '../../../../core/engine/metrics-set.js'
import { Observer, type RunState } from '../../../../core/engine/observer.js'
import { RiskReport } from '../../../../core/engine/risk-report.js'
import { observerBehaviours, observerContract } from '../../../../core/testing/contracts/observer.js'
import { testCatches } from './wrong.js'

observerContract({ create: () => new RiskReport() })
for (const { create } of Object.values(METRICS_SETS))
  for (let i = 0; i < create().observers.length; i++) observerContract({ create: () => create().observers[i] })
observerContract({ create: () => countingSessions() })

/** Counts sessions, and keeps the account's value of each. */
function countingSessions() {
  const values: number[] = []
  return {
    observe: ({ kind }: { kind: string }, state: RunState) =>
      void (kind === 'session-end' && values.push(state.ledger.portfolioValue)),
    columns: () => new Map([['value', values]]),
    result: () => ({ sessions: values.length }),
  }
}

const observing =
  (observe: Observer['observe'], other: Partial<Observer> = {}) =>
  (): Observer => ({ observe, ...other })
const nothing: Observer['observe'] = () => {}
/** Fails in a run of a certain kind. */
const failing = (fits: (state: RunState) => boolean) =>
  observing((_, state) => {
    if (fits(state)) throw new Error('this run is too much for it')
  })
let runs = 0
const shared: number[] = []

describe('what is wrong with an observer', () => {
  testCatches(Observer, observerBehaviours(), {
    'has observe(event, state)': () => ({}) as Observer,
    'has functions, or nothing, for begin, columns and result': observing(nothing, { columns: new Map() as never }),
    'looks at an event at once': observing((() => Promise.resolve()) as never),
    'watches a run of days to its end': failing(({ frequency }) => frequency === 'daily'),
    'watches a run of minutes to its end': failing(({ frequency }) => frequency === 'minute'),
    'watches a run of a single session': failing(({ first, last }) => first === last),
    'watches a run without an order': observing(({ kind, row }, { sessionTransactions, last, ledger }) => {
      if (
        kind === 'session-end' &&
        row === last &&
        [...sessionTransactions].length === 0 &&
        ledger.portfolioValue === 100_000
      )
        throw new Error('nothing was traded')
    }),
    'watches an asset that does not trade on each day': observing((_, { data }) => {
      if (
        data.sessions.length === 7 &&
        data.row === 3 &&
        Number.isNaN(
          data.spot({ sid: 0, kind: 'equity', startDate: '2024-01-02', endDate: '2024-01-10' } as never, 'close'),
        )
      )
        throw new Error('a price is missing')
    }),
    'ends with a run that is stopped': () => {
      let expected = 0
      return {
        begin: ({ first, last }) => void (expected = last - first + 1),
        observe: nothing,
        columns: () => new Map([['each', new Array(expected).fill(0)]]),
      }
    },
    'leaves the failure of a strategy to be told': observing(({ kind }) => {
      if (kind === 'session-start') throw new Error('a failure of its own, in the place of the strategy’s')
    }),
    'changes nothing of the run': observing(
      ({ kind }, { recorded }) => void (kind === 'bar' && (recorded as Map<string, unknown>).set('mine', 1)),
    ),
    'answers columns by name, or none': observing(nothing, { columns: () => [['value', [1, 2]]] as never }),
    'gives a column a value a session': observing(nothing, { columns: () => new Map([['value', [1]]]) }),
    'takes none of the names that columns have already': observing(nothing, {
      columns: () => new Map([['returns', [0, 0, 0, 0, 0, 0, 0]]]),
    }),
    'answers its result as values by name, or none': observing(nothing, { result: () => 7 as never }),
    'answers a result that can be written as JSON': observing(nothing, {
      result: () => ({ values: new Map([['a', 1]]) }),
    }),
    'answers the same again when it is asked again': () => {
      let times = 0
      return { observe: nothing, result: () => ({ times: ++times }) }
    },
    'sees the same in the next run, whatever an earlier one had': () => {
      const run = ++runs
      return { observe: nothing, result: () => ({ run }) }
    },
    'keeps two runs at a time apart': observing(
      ({ kind }, { ledger }) => void (kind === 'bar' && shared.push(ledger.portfolioValue)),
      { result: () => ({ last: shared.length }) },
    ),
  })
})
