import { describe, expect, it } from '@jest/globals'
import type { RunResult } from '../../../core/engine/result.js'
import { turnover } from '../../../plugins/analytics/exposure.js'
import { ROLLING_WINDOW, rollingCharts } from '../../../plugins/analytics/rolling-charts.js'
import { runView } from '../../../plugins/analytics/run-view.js'
import { equityChart, volatilityMatched } from '../../../plugins/analytics/value-charts.js'
import { ALFA, finder, performance, type Session } from './performance.js'

const about = {
  ...{
    strategy: 'charts',
    start: '2020-01-01',
    end: '2020-12-31',
    capital: '1000',
    calendar: 'XNYS',
    version: '0.1.0',
  },
  ...{ sessionsPerYear: 252, frequency: 'daily', profile: 'zipline', finder, parameters: {} },
} as const

/** A run of these sessions with these returns, beside a benchmark that has grown by so much. */
function view(sessions: readonly Session[], returns: readonly number[], benchmark?: readonly number[]) {
  const made = performance(sessions)
  made.columns.returns.set(returns)
  if (benchmark) made.columns.benchmark_period_return.set(benchmark)
  const result: RunResult = { performance: made, interrupted: false, events: [], observed: {} }
  return runView(result, { ...about, ...(benchmark ? { benchmark: 'SPY' } : {}) })
}

describe('the benchmark at the strategy’s volatility', () => {
  it('has each return times the ratio of the deviations', () => {
    const matched = volatilityMatched(Float64Array.of(0.02, -0.02, 0.02), Float64Array.of(0.01, -0.01, 0.01))!
    expect([...matched].map((r) => Number(r.toFixed(12)))).toEqual([0.02, -0.02, 0.02])
  })

  it('is left out where the benchmark or the strategy does not move', () => {
    expect(volatilityMatched(Float64Array.of(0.02, -0.02), Float64Array.of(0, 0))).toBeUndefined()
    expect(volatilityMatched(Float64Array.of(0, 0), Float64Array.of(0.02, -0.02))).toBeUndefined()
  })

  it('stands in the chart of value as what the capital would have become', () => {
    // Strategy +20 %, -20 %; benchmark +10 %, -10 %: twice its returns, 1000 × 1.2 × 0.8.
    const chart = equityChart(view([{ value: 1200 }, { value: 960 }], [0.2, -0.2], [0.1, -0.01]))
    expect(chart.series.map(({ label }) => label)).toEqual(['Strategy', 'SPY', 'SPY at the strategy’s volatility'])
    expect(chart.series.map(({ values }) => values)).toEqual([
      [1200, 960],
      [1100, 990],
      [1200, 960],
    ])
    expect(chart.summary).toMatch(/would have become \D*990\D.* and \D*960\D.* at the strategy’s volatility\.$/)
  })
})

describe('turnover', () => {
  it('is half of what was bought and sold over portfolio value', () => {
    // 10 bought at 20 and 5 sold at 20: 300 traded, half of it over 1000.
    const sold = [
      [ALFA, 10, 20],
      [ALFA, -5, 20],
    ] as const
    expect([...turnover(performance([{ fills: sold }, {}]))]).toEqual([0.15, 0])
  })

  it('is drawn a year, over the window, from its first whole one', () => {
    const sessions = Array.from({ length: ROLLING_WINDOW + 1 }, (_, i) => (i === 0 ? { fills: [[ALFA, 63, 10]] } : {}))
    const chart = rollingCharts(view(sessions as Session[], [])).find(({ id }) => id === 'turnover')!
    // 630 traded, 0.315 of turnover, in one of 63 sessions: 0.005 × 252.
    expect(chart.series[0].values.slice(ROLLING_WINDOW - 2)).toEqual([null, 1.26, 0])
  })

  it('is not drawn of a run that did not trade, nor is a ratio that no window has', () => {
    const idle = view(new Array<Session>(ROLLING_WINDOW + 1).fill({}), [])
    expect(rollingCharts(idle).map(({ id }) => id)).toEqual(['volatility'])
  })
})

describe('the rolling Sortino ratio', () => {
  it('is the window’s, and nothing where nothing was lost', () => {
    const returns = new Array<number>(ROLLING_WINDOW + 1).fill(0.01)
    returns[ROLLING_WINDOW] = -0.063
    const sessions = new Array<Session>(ROLLING_WINDOW + 1).fill({})
    const { values } = rollingCharts(view(sessions, returns)).find(({ id }) => id === 'sortino')!.series[0]
    // Mean (62 × 0.01 − 0.063) / 63 × 252 = 2.228; downside 0.063 × √(252 / 63) = 0.126.
    expect(values[ROLLING_WINDOW - 1]).toBeNull()
    expect(values[ROLLING_WINDOW]).toBeCloseTo(2.228 / 0.126, 3)
  })
})
