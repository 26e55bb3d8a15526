import { describe, expect, it } from '@jest/globals'
import {
  type Context,
  order,
  order_target_percent,
  type RunAlgorithmOptions,
  record,
  run_algorithm,
  symbol,
  Timestamp,
} from '../../compat/index.js'
import { answersOf, apart, DATA } from './answers.js'

type Changes = Readonly<Record<string, { readonly type: 'delta' | 'target'; readonly value: number }>>
interface Answer {
  readonly changes: Changes
  readonly perf: Readonly<Record<string, readonly number[]>>
  readonly deltas: Readonly<Record<string, number>>
}
const answers = answersOf<Record<'daily' | 'minute', Record<string, Answer>>>('capital_changes')

const initialize = (context: Context) => {
  context.bars = 0
}
function see(context: Context) {
  context.bars += 1
  record({ seen_cash: context.portfolio.cash, seen_value: context.portfolio.portfolio_value })
}

const daily = {
  start: '2020-03-02',
  end: '2020-03-20',
  capital_base: 100_000,
  csv: DATA.daily,
  initialize,
  handle_data(context: Context) {
    if (context.bars % 5 === 0) order_target_percent(symbol('ALFA'), 0.5)
    see(context)
  },
} satisfies RunAlgorithmOptions

const minute = {
  start: '2020-11-23',
  end: '2020-11-27',
  capital_base: 100_000,
  csv: DATA.minute,
  data_frequency: 'minute',
  initialize,
  handle_data(context: Context) {
    if (context.bars === 3 || context.bars === 400) order(symbol('AMIN'), 100)
    see(context)
  },
} satisfies RunAlgorithmOptions

const cases = Object.entries({ daily, minute }).flatMap(([kind, run]) =>
  Object.entries(answers[kind as 'daily']).map(([name, answer]) => [kind, name, run, answer] as const),
)

describe('capital changes as in Zipline', () => {
  it.each(cases)('%s: %s', async (_kind, _name, run, { changes, perf, deltas }) => {
    const utc = Object.entries(changes).map(([at, change]) => [new Timestamp(at, 'UTC'), change] as const)
    let seen: Context | undefined
    const analyze = (context: Context) => {
      seen = context
    }
    const actual = await run_algorithm({ ...run, analyze, capital_changes: new Map(utc) })
    for (const [name, column] of Object.entries(perf)) {
      expect([name, apart(actual.get(name).values, column) < 1e-9]).toEqual([name, true])
    }
    const made = Object.fromEntries([...seen!.capital_change_deltas].map(([at, delta]) => [at.isoformat(), delta]))
    expect(Object.keys(made)).toEqual(Object.keys(deltas))
    expect(apart(Object.values<number>(made), Object.values(deltas))).toBeLessThan(1e-9)
  })

  it('by plain dates', async () => {
    const { changes, perf } = answers.daily.both
    const actual = await run_algorithm({ ...daily, capital_changes: changes })
    expect(apart(actual.ending_cash.values, perf.ending_cash)).toBeLessThan(1e-9)
  })

  it.each([[{ type: 'percent', value: 3 }], [{ type: 'delta', value: Number.NaN }], [{ type: 'target' }]])(
    'refuses %j',
    async (change) => {
      const run = run_algorithm({ ...daily, capital_changes: { '2020-03-04': change } as unknown as Changes })
      await expect(run).rejects.toMatchObject({ code: 'CAPITAL_CHANGE_INVALID' })
    },
  )
})
