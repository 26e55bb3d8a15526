import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from '@jest/globals'
import {
  type Context,
  type Measure,
  type Metric,
  metrics,
  order,
  order_target_percent,
  type RunAlgorithmOptions,
  record,
  run_algorithm,
  symbol,
} from '../../compat/index.js'
import { answersOf, apart, DATA } from './answers.js'

type Report = Record<string, Record<string, number | string | null>[]>
interface Answers {
  readonly none: { columns: string[]; report: Report }
  readonly default: { columns: string[]; report: Report }
  readonly classic: { columns: string[]; report: Report }
  readonly own: { columns: string[]; seen: Record<string, number[]>; report: unknown; calls: unknown[][] }
  readonly minutes: { names: string[]; count: number; some: (number | string)[][]; max_leverage: number[] }
}
const answers = answersOf<Answers>('metrics_sets')

const [, ...rows] = readFileSync(new URL('../parity/data/benchmark.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const benchmark_returns = new Map(rows.map((row) => [row.split(',')[0], Number(row.split(',')[1])]))

const initialize = (context: Context) => {
  context.bars = 0
}
const daily = {
  start: '2020-01-02',
  end: '2020-04-20',
  capital_base: 100_000,
  csv: DATA.daily,
  benchmark_returns,
  initialize,
  handle_data(context: Context) {
    if (context.bars % 10 === 0) order_target_percent(symbol('BETA'), context.bars % 20 === 0 ? 0.6 : -0.3)
    context.bars += 1
    record({ bars: context.bars })
  },
} satisfies RunAlgorithmOptions

const minute = {
  start: '2020-11-24',
  end: '2020-11-30',
  capital_base: 100_000,
  csv: DATA.minute,
  data_frequency: 'minute',
  initialize,
  handle_data(context: Context) {
    if ([3, 200, 500].includes(context.bars)) order(symbol('BMIN'), 300)
    context.bars += 1
  },
} satisfies RunAlgorithmOptions

function same(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return apart([actual], [expected]) < 1e-8
  return actual === expected
}

describe('metrics sets as in Zipline', () => {
  it.each(['none', 'default', 'classic'] as const)('%s has the same columns and the same report', async (name) => {
    const perf = await run_algorithm({ ...daily, metrics_set: name })
    const { session, ...row } = perf.to_records()[0]
    expect(session).toBe('2020-01-02')
    expect(Object.keys(row).sort()).toEqual(answers[name].columns)
    const numbers = [...perf.columns].filter((column) => column !== 'bars')
    expect(answers[name].columns).toEqual(expect.arrayContaining(numbers))
    const report = perf.risk_report as Report
    expect(Object.keys(report)).toEqual(Object.keys(answers[name].report))
    for (const [span, expected] of Object.entries(answers[name].report)) {
      expect(report[span].map((risk) => Object.keys(risk).sort())).toEqual(
        expected.map((risk) => Object.keys(risk).sort()),
      )
      const apartIn = expected.flatMap((risk, i) =>
        Object.keys(risk).filter((key) => !same(report[span][i][key], risk[key])),
      )
      expect([span, apartIn]).toEqual([span, []])
    }
  })

  it('of one’s own: every hook, when and with what', async () => {
    const calls: unknown[][] = []
    const own: Metric = {
      start_of_simulation(ledger, emission_rate, trading_calendar, sessions, benchmark_source) {
        const first = benchmark_source.daily_returns(sessions[0], sessions.at(-1)).values[1]
        const given = [emission_rate, trading_calendar.name, sessions.length, sessions[0].isoformat(), first]
        calls.push(['start_of_simulation', ...given, ledger.portfolio.cash])
      },
      start_of_session(ledger, session) {
        calls.push(['start_of_session', session.isoformat(), ledger.portfolio.portfolio_value])
      },
      end_of_bar: () => void calls.push(['end_of_bar']),
      end_of_session(packet, ledger, session, session_ix) {
        const counts = [ledger.orders().length, ledger.transactions().length]
        calls.push(['end_of_session', session.isoformat(), session_ix, ledger.todays_returns, ...counts])
        packet.daily_perf.holdings = ledger.portfolio.positions.size
        packet.daily_perf.half = ledger.portfolio.portfolio_value / 2
        packet.cumulative_risk_metrics.best = Math.max(...ledger.daily_returns_array.slice(0, session_ix + 1))
      },
      end_of_simulation(packet, ledger, _calendar, sessions) {
        calls.push(['end_of_simulation', sessions.length, ledger.portfolio.portfolio_value])
        packet.verdict = 'done'
      },
    }
    const perf = await run_algorithm({ ...daily, metrics_set: [own] })
    const { session: _session, ...row } = perf.to_records()[0]
    expect(Object.keys(row).sort()).toEqual(answers.own.columns)
    for (const [name, column] of Object.entries(answers.own.seen))
      expect([name, apart(perf.get(name).values, column) < 1e-9]).toEqual([name, true])
    expect(perf.risk_report).toEqual(answers.own.report)
    const some = [...calls.slice(0, 6), ...calls.slice(-3)]
    const wrong = some.filter((call, i) => !call.every((value, j) => same(value, answers.own.calls[i][j])))
    expect([some.length, wrong]).toEqual([answers.own.calls.length, []])
  })

  it('performance per minute', async () => {
    const perf = await run_algorithm({ ...minute, emission_rate: 'minute' })
    const { names, count, some, max_leverage } = answers.minutes
    const minutes = perf.minutes!
    expect(minutes.length).toBe(count)
    const [, ...columns] = names
    some.forEach(([dt, ...expected], i) => {
      expect(minutes.index.at(50 * i)!.isoformat()).toBe(dt)
      const actual = columns.map((name) => minutes.get(name).values[50 * i])
      expect(apart(actual, expected as number[])).toBeLessThan(1e-9)
    })
    expect(apart(perf.max_leverage.values, max_leverage)).toBeLessThan(1e-9)
  })
})

describe('metrics', () => {
  afterEach(() => {
    if (metrics.metrics_sets.includes('mine')) metrics.unregister('mine')
  })

  it('runs a set registered by name, made anew for each run', async () => {
    let made = 0
    const make = (): Measure[] => {
      made += 1
      const fields = [metrics.SimpleLedgerField('portfolio.cash', 'mine'), metrics.DailyLedgerField('account.leverage')]
      const start = metrics.StartOfPeriodLedgerField('portfolio.cash', 'cash_before')
      const worst = metrics.ReturnsStatistic((returns) => Math.min(...returns), 'worst')
      return [
        ...metrics.load('default').filter((each) => !('column' in each && each.column === 'alpha')),
        ...fields,
        start,
        worst,
      ]
    }
    metrics.register('mine', make)
    const perf = await run_algorithm({ ...daily, metrics_set: 'mine' })
    await run_algorithm({ ...daily, metrics_set: 'mine' })
    expect([made, [...perf.columns].includes('alpha')]).toEqual([2, false])
    expect(perf.get('mine').values).toEqual(perf.ending_cash.values)
    expect(perf.get('leverage').values).toEqual(perf.gross_leverage.values)
    expect(perf.get('cash_before').values).toEqual(perf.starting_cash.values)
    expect(perf.get('worst').values.at(-1)).toBe(Math.min(...perf.returns.values))
  })

  it('lets a column of one’s own stand in the place of a standard one', async () => {
    const doubled: Metric = {
      end_of_session(packet, ledger) {
        packet.daily_perf.pnl = 2 * ledger.portfolio.pnl
      },
    }
    const perf = await run_algorithm({ ...daily, metrics_set: [...metrics.load('default'), doubled] })
    expect(perf.to_records().at(-1)!.pnl).toBeCloseTo(2 * (perf.portfolio_value.values.at(-1)! - 100_000), 6)
    expect(perf.pnl.values.at(-1)).toBe(perf.to_records().at(-1)!.pnl)
  })

  it('calls end_of_bar where performance is kept per minute', async () => {
    const bars: string[] = []
    const watch: Metric = {
      end_of_bar(packet, ledger, dt, session_ix) {
        bars.push(
          `${dt.isoformat()} ${session_ix} ${packet.minute_perf.period_close === undefined} ${ledger.orders(dt).length}`,
        )
      },
    }
    await run_algorithm({ ...minute, end: '2020-11-24', emission_rate: 'minute', metrics_set: [watch] })
    expect([bars.length, bars[0], bars[3]]).toEqual([
      390,
      '2020-11-24T14:31:00+00:00 0 false 0',
      '2020-11-24T14:34:00+00:00 0 false 1',
    ])
  })

  it('takes observers of core', async () => {
    const kinds = new Map<string, number>()
    const observe = ({ kind }: { kind: string }) => void kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const perf = await run_algorithm({ ...daily, metrics_set: [{ observe, result: () => ({ kinds: kinds.size }) }] })
    expect([kinds.get('bar'), perf.result.observed.kinds]).toEqual([75, 3])
  })

  it('refuses names that are not known, or known already', async () => {
    await expect(run_algorithm({ ...daily, metrics_set: 'clasic' })).rejects.toMatchObject({
      code: 'METRICS_SET_UNKNOWN',
      message: "no metrics set registered as 'clasic'",
    })
    expect(() => metrics.register('default', () => [])).toThrow("metrics set 'default' is already registered")
    expect(() => metrics.unregister('nothing')).toThrow("metrics set 'nothing' was not already registered")
  })
})
