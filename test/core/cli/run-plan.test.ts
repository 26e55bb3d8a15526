import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { RunFlags } from '../../../core/cli/run/flags.js'
import { planRun } from '../../../core/cli/run/plan.js'

const none: RunFlags = { benchmark: true, trial: true, printAlgo: false, progress: true }
const cwd = mkdtempSync(join(tmpdir(), 'rustybt-'))
const config = (config: object) => ({ file: '/project/rustybt.config.ts', config: config as Record<string, unknown> })

describe('the plan of a run', () => {
  it("has Zipline's defaults", () => {
    const { spec, splits } = planRun(['a.ts'], { ...none, csv: 'prices' }, undefined, cwd)
    expect(spec('zipline')).toMatchObject({
      profile: 'zipline',
      calendar: 'XNYS',
      capital: '10000000',
      frequency: 'daily',
      source: { use: 'csv', dir: 'prices' },
      start: undefined,
    })
    expect(splits).toBe('apply')
  })

  it('hands --triggers to the simulated broker, and to no other', () => {
    const broker = (flags: object, configured?: object | string) => {
      const loaded = config({ strategy: './a.ts', source: 'csv', ...(configured && { broker: configured }) })
      return planRun([], { ...none, ...flags }, loaded, cwd).spec('zipline').broker
    }
    expect(broker({ triggers: 'ohlc' })).toEqual({ use: 'simulated', triggers: 'ohlc' })
    const opens = { use: 'simulated', fillAt: 'next-open' }
    expect(broker({ triggers: 'best' }, opens)).toEqual({ ...opens, triggers: 'best' })
    expect(() => broker({ triggers: 'best' }, 'acme')).toThrow('filled by acme')
  })

  it('lets flags win over the profile, and the profile over the config', () => {
    const loaded = config({
      strategy: './a.ts',
      source: 'csv',
      calendar: '24/7',
      capital: 1,
      start: '2020-01-02',
      profiles: { live: { capital: 2, start: '2020-02-03' } },
    })
    const plan = (flags: object) => planRun([], { ...none, ...flags }, loaded, cwd).spec('zipline')
    expect(plan({})).toMatchObject({ calendar: '24/7', capital: '1', start: '2020-01-02' })
    expect(plan({ profile: 'live' })).toMatchObject({ calendar: '24/7', capital: '2', start: '2020-02-03' })
    expect(plan({ profile: 'live', capitalBase: '3' })).toMatchObject({ capital: '3', start: '2020-02-03' })
  })

  it('reads the paths of a config from its folder, those of the line from the working directory', () => {
    const loaded = config({ strategy: './a.ts', source: 'csv', benchmark: 'spy.csv' })
    expect(planRun([], none, loaded, cwd)).toMatchObject({
      algorithm: { file: '/project/a.ts' },
      benchmark: { file: '/project/spy.csv' },
    })
    expect(planRun([], { ...none, benchmarkFile: 'spy.csv' }, loaded, cwd).benchmark).toEqual({
      file: join(cwd, 'spy.csv'),
    })
    expect(planRun([], { ...none, benchmarkSymbol: 'SPY' }, loaded, cwd).benchmark).toEqual({ symbol: 'SPY' })
    expect(() => planRun([], { ...none, benchmarkSymbol: 'SPY', benchmarkSid: 3 }, loaded, cwd)).toThrow(
      'more than one',
    )
    expect(planRun([], { ...none, benchmark: false }, loaded, cwd).benchmark).toBeUndefined()
  })

  it('writes capital in plain digits', () => {
    const capital = (capitalBase: string) =>
      planRun(['a.ts'], { ...none, csv: 'p', capitalBase }, undefined, cwd).spec('zipline').capital
    expect([capital('10e6'), capital('0.1'), capital('1e21')]).toEqual(['10000000', '0.1', '1000000000000000000000'])
  })

  it("takes the quirks of the strategy's form where nothing else was said", () => {
    const profile = (flags: object) =>
      planRun(['a.ts'], { ...none, csv: 'p', ...flags }, undefined, cwd).spec('strict').profile
    expect([profile({}), profile({ quirks: 'zipline' })]).toEqual(['strict', 'zipline'])
  })

  it.each([
    ['two algorithms', ['a.ts'], { algofile: 'b.ts' }, 'USAGE'],
    ['a file and a text', ['a.ts'], { algotext: 'x' }, 'USAGE'],
    ['two files', ['a.ts', 'b.ts'], {}, 'USAGE'],
    ['no algorithm', [], {}, 'USAGE'],
    ['a profile without a config', ['a.ts'], { profile: 'live' }, 'PROFILE_UNKNOWN'],
    ['an output that is neither .json nor .csv', ['a.ts'], { output: 'perf.txt' }, 'OUTPUT_KIND'],
    ['an output in no folder', ['a.ts'], { output: 'nowhere/perf.json' }, 'OUTPUT_FOLDER'],
  ])('refuses %s', (_, operands, flags, code) => {
    expect(() => planRun(operands, { ...none, csv: 'p', ...flags }, undefined, cwd)).toThrow(
      expect.objectContaining({ code, name: 'UsageError' }),
    )
  })

  it('refuses a run without prices', () => {
    const { spec } = planRun(['a.ts'], none, undefined, cwd)
    expect(() => spec('zipline')).toThrow(expect.objectContaining({ code: 'NO_DATA' }))
  })
})
