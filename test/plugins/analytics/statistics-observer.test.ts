import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ratios, tails } from 'rustybt/analytics'
import type { ClockEvent } from '../../../core/engine/event.js'
import type { RunState } from '../../../core/engine/observer.js'
import { StatisticsObserver } from '../../../plugins/analytics/statistics-observer.js'
import { folder, rustybt } from '../../e2e/rustybt.js'

const RETURNS = [0.01, -0.02, 0.015, 0.003, -0.001, 0.02]
const observed = (window: number) => {
  const observer = new StatisticsObserver(252, window)
  let wealth = 1
  RETURNS.forEach((r, row) => {
    wealth *= 1 + r
    const state = { ledger: { totalReturns: wealth - 1 }, benchmark: Float64Array.from(RETURNS), first: 0 }
    observer.observe({ kind: 'session-end', row, at: row } as ClockEvent, state as unknown as RunState)
  })
  return observer
}

describe('statistics as a metrics set', () => {
  it('are those of the same returns', () => {
    const r = Float64Array.from(RETURNS)
    const { statistics } = observed(3).result()
    expect(statistics.sharpe).toBeCloseTo(ratios.sharpeRatio(r, 252), 10)
    expect(statistics.cvar).toBeCloseTo(tails.conditionalValueAtRisk(r), 12)
    expect(statistics.beta).toBeCloseTo(1, 10)
    const columns = observed(3).columns()
    expect(columns.get('rolling_sharpe')?.slice(0, 2)).toEqual([Number.NaN, Number.NaN])
    expect(columns.get('rolling_sharpe')?.[5]).toBeCloseTo(ratios.sharpeRatio(r.subarray(3), 252), 10)
    expect(columns.get('drawdown')?.[1]).toBeCloseTo(-0.02, 12)
  })

  it('stand in the performance of a run that chose them', async () => {
    const bars = Array.from(
      { length: 5 },
      (_, i) => `2020-01-${String(i + 6).padStart(2, '0')},${10 + i},${10 + i},${10 + i},${10 + i},1000`,
    )
    const dir = folder({
      'prices/AAA.csv': `date,open,high,low,close,volume\n${bars.join('\n')}\n`,
      'own.js': `import { order_target, symbol } from 'rustybt/compat'\nexport const initialize = () => {}\nexport const handle_data = () => { order_target(symbol('AAA'), 10) }\n`,
    })
    const output = join(dir, 'perf.json')
    const args = [
      'run',
      join(dir, 'own.js'),
      '--csv',
      join(dir, 'prices'),
      '--metrics-set',
      'statistics',
      '--no-trial',
      '--no-progress',
      '-o',
      output,
    ]
    const { code, stderr } = await rustybt(args, dir)
    expect([code, stderr]).toEqual([0, ''])
    const { perf } = JSON.parse(readFileSync(output, 'utf8'))
    expect(Object.keys(perf[0])).toEqual(
      expect.arrayContaining(['drawdown', 'rolling_sharpe', 'rolling_cvar', 'sharpe']),
    )
  })
})
