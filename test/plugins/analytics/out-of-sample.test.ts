import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { outOfSampleRow } from '../../../core/engine/out-of-sample.js'
import type { RunAbout } from '../../../core/engine/report.js'
import type { RunResult } from '../../../core/engine/result.js'
import type { TrialsAbout } from '../../../core/engine/trials.js'
import { totalReturn } from '../../../core/math/returns/growth.js'
import { collect } from '../../../plugins/analytics/collect.js'
import { compareRuns } from '../../../plugins/analytics/comparison.js'
import { diagnosesBlock } from '../../../plugins/analytics/diagnoses.js'
import { pageOf } from '../../../plugins/analytics/html-report.js'
import { periods } from '../../../plugins/analytics/periods.js'
import type { ReportData } from '../../../plugins/analytics/report-data.js'
import { runView } from '../../../plugins/analytics/run-view.js'
import { finder, performance } from './performance.js'

const { first, length, asked, begins, answers } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'out-of-sample-answers.json'), 'utf8'),
) as {
  first: string
  length: number
  asked: string
  begins: string
  answers: Record<string, Record<string, number>>
}
const spy = readFileSync(join(import.meta.dirname, '../../parity/data/csvdir/SPY_benchmark.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const start = spy.findIndex(([date]) => date === first)
const stretch = (from: number) => Float64Array.from(spy.slice(from, from + length), ([, value]) => Number(value))

const about: RunAbout = {
  ...{ strategy: 'spy', start: first, end: spy[start + length - 1][0], capital: '1000', calendar: 'XNYS' },
  ...{ sessionsPerYear: 252, frequency: 'daily', profile: 'zipline', finder, version: '0.1.0', parameters: {} },
}

/** A run that did what SPY did, beside SPY a year later. */
function spyRun(): RunResult {
  const made = performance(Array.from({ length }, () => ({})))
  made.columns.returns.set(stretch(start))
  let wealth = 1
  made.columns.benchmark_period_return.set(stretch(start + 252).map((r) => (wealth *= 1 + r) - 1))
  const sessions = spy.slice(start, start + length).map(([date]) => date)
  return { performance: { ...made, sessions }, interrupted: false, events: [], observed: {} }
}

const statistics = (data: ReportData) => {
  const block = data.tabs.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'statistics')!
  if (block.kind !== 'figures') throw new Error('no figures')
  const lines = block.groups.flatMap((group) => group.statistics)
  return { columns: block.columns, value: (label: string) => lines.find((line) => line.label === label)!.values }
}

describe('a run judged in-sample and out-of-sample', () => {
  const data = collect(spyRun(), { ...about, benchmark: 'SPY later', outOfSample: asked })

  it('has each statistic of both parts and of all, as empyrical answers it of the slices', () => {
    const { columns, value } = statistics(data)
    expect(columns).toEqual(['In-sample', 'Out-of-sample', 'All', 'SPY later'])
    for (const [i, name] of columns.slice(0, 3).entries())
      for (const [label, expected] of Object.entries(answers[name])) {
        const actual = Number(value(label)[i])
        expect([name, label, Math.abs(actual - expected) / Math.max(1, Math.abs(expected)) < 1e-10]).toEqual([
          name,
          label,
          true,
        ])
      }
  })

  it('begins at the first session at or after the day: a weekend is its Monday', () => {
    expect(begins).toBe('2006-07-03')
    expect(data.about.outOfSample).toEqual({ row: data.sessions.indexOf(begins), from: begins, by: 'date' })
  })

  it('tells both beside each large figure in the head, and how far out-of-sample alone is to be trusted', () => {
    const sharpe = data.headline.find(({ label }) => label === 'Sharpe ratio')!
    expect(sharpe.periods!.map(({ name }) => name)).toEqual(['In-sample', 'Out-of-sample'])
    for (const { name, value } of sharpe.periods!) expect(value).toBeCloseTo(answers[name]['Sharpe ratio'], 10)
    expect(data.trust.find(({ label }) => label === 'Out-of-sample alone')?.note).toBe(
      `of ${length - data.about.outOfSample!.row} sessions`,
    )
  })

  it('marks the boundary in every chart of the page', async () => {
    expect(await pageOf(data)).toContain(`"boundary":${data.about.outOfSample!.row}`)
    expect(data.tabs[0].blocks[0].summary).toContain(`Out-of-sample from ${begins} on.`)
  })

  it('is what the two parts compound to, wherever the day is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: length - 1 }), (row) => {
        const view = runView(spyRun(), { ...about, outOfSample: spy[start + row][0] })
        const [inside, outside, all] = periods(view).map(({ returns }) => totalReturn(returns))
        expect((1 + inside) * (1 + outside)).toBeCloseTo(1 + all, 12)
      }),
    )
  })

  it('says so where little was left of what it was in-sample', () => {
    const run = spyRun()
    const row = data.about.outOfSample!.row
    run.performance.columns.returns.set(
      Float64Array.from({ length: length - row }, (_, i) => (i % 2 ? 0.01 : -0.01)),
      row,
    )
    const found = (of: RunResult) =>
      diagnosesBlock(runView(of, { ...about, outOfSample: asked })).flatMap(({ pairs }) => pairs.map(([name]) => name))
    expect(found(run)).toContain('Weaker out-of-sample')
    expect(found(spyRun())).not.toContain('Weaker out-of-sample')
  })
})

describe('a sealed holdout', () => {
  const trials = (from: string): TrialsAbout => ({ runs: 1, sharpes: [0.1], holdout: { from, peeks: 1 } })

  it('is out-of-sample by itself, where the run has seen it', () => {
    const data = collect(spyRun(), { ...about, trials: trials(asked) })
    expect(data.about.outOfSample).toMatchObject({ from: begins, by: 'holdout' })
  })

  it('is not where the run ended before it, began after it, or another day was given', () => {
    const rowOf = (told: Partial<RunAbout>) => runView(spyRun(), { ...about, ...told }).outOfSample
    for (const from of ['2030-01-01', first, '1999-01-01']) expect(rowOf({ trials: trials(from) })).toBeUndefined()
    const day = '2007-01-03'
    expect(rowOf({ trials: trials(asked), outOfSample: day })).toBe(rowOf({ outOfSample: day }))
  })
})

describe('the day from which a run is out-of-sample', () => {
  const sessions = ['2020-01-02', '2020-01-03', '2020-01-06']

  it('is a session after the first', () => {
    expect(
      ['2020-01-03', '2020-01-04', '2020-01-05', '2020-01-06'].map((day) => outOfSampleRow(sessions, day)),
    ).toEqual([1, 2, 2, 2])
  })

  it('is refused where it is no date, or leaves one side without a session', () => {
    const refused =
      (from: string, of: readonly string[] = sessions) =>
      () =>
        outOfSampleRow(of, from)
    const coded = (message: string) =>
      expect.objectContaining({ code: 'OUT_OF_SAMPLE', message, hint: expect.anything() })
    const spans = 'the run has sessions from 2020-01-02 to 2020-01-06'
    for (const day of ['2020-01-02', '2020-01-07'])
      expect(refused(day)).toThrow(coded(`out-of-sample from ${day}: ${spans}`))
    expect(refused('2020-02-30')).toThrow(coded("out-of-sample from 2020-02-30: a date is written as '2020-01-31'"))
    expect(refused('soon')).toThrow("out-of-sample from soon: a date is written as '2020-01-31'")
    expect(refused('2020-01-03', [])).toThrow('the run has no session')
  })
})

describe('several runs', () => {
  it('are put side by side in both parts, and marked where it is the same day', () => {
    const one = { result: spyRun(), about: { ...about, outOfSample: asked } }
    const same = compareRuns([one, { ...one, about: { ...one.about, strategy: 'again' } }])
    expect(same.about.outOfSample).toMatchObject({ from: begins })
    const parts = same.tabs[0].blocks.find(({ id }) => id === 'parts')!
    const [row] = parts.kind === 'table' ? parts.table.rows : []
    expect(row.slice(0, 2)).toEqual(['spy', begins])
    const expected = (['Annual return', 'Sharpe ratio', 'Maximum drawdown'] as const).flatMap((label) => [
      answers['In-sample'][label],
      answers['Out-of-sample'][label],
    ])
    for (const [i, value] of row.slice(2).entries()) expect(value).toBeCloseTo(expected[i], 8)
    const other = compareRuns([one, { ...one, about: { ...about, outOfSample: '2007-01-03' } }])
    expect(other.about.outOfSample).toBeUndefined()
    expect(
      compareRuns([
        { ...one, about },
        { ...one, about },
      ]).tabs[0].blocks.map(({ id }) => id),
    ).not.toContain('parts')
  })
})
