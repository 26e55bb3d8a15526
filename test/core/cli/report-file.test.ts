import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type ReportedRun, writeReport } from '../../../core/cli/report/file.js'
import type { Artifact, RunAbout } from '../../../core/engine/report.js'
import { DEFAULT_SPEC } from '../../../core/engine/run-spec.js'
import { ALFA, finder, performance } from '../../plugins/analytics/performance.js'

const result = { performance: performance([{}]), interrupted: false, events: [], observed: {} }
const run: ReportedRun = {
  spec: { ...DEFAULT_SPEC, source: 'csv', parameters: { fast: 10 } },
  described: { algorithm: 'crossing.ts', start: '2020-01-01', end: '2020-01-31', broker: 'simulated', seed: null },
  finder,
  calendar: 'XNYS',
  perYear: 252,
  benchmark: '/data/SPY_benchmark.csv',
}

describe('the report of a run', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const answering = (artifacts: readonly Artifact[], told: RunAbout[] = []) => ({
    render(_result: unknown, about: RunAbout) {
      told.push(about)
      return artifacts
    },
  })

  it('goes to the path asked for, and further files beside it', async () => {
    const artifacts = [
      { name: 'report.html', mediaType: 'text/html', content: 'page' },
      { name: '../numbers.bin', mediaType: 'application/octet-stream', content: Uint8Array.of(1, 2) },
    ]
    await writeReport(join(folder, 'my.html'), answering(artifacts), result, run)
    expect(readdirSync(folder).sort()).toEqual(['my.html', 'numbers.bin'])
    expect(readFileSync(join(folder, 'my.html'), 'utf8')).toBe('page')
    expect([...readFileSync(join(folder, 'numbers.bin'))]).toEqual([1, 2])
  })

  it('is told what the run was', async () => {
    const told: RunAbout[] = []
    const page = [{ name: 'report.html', mediaType: 'text/html', content: '' }]
    await writeReport(join(folder, 'my.html'), answering(page, told), result, run)
    expect(told).toEqual([
      expect.objectContaining({
        strategy: 'crossing',
        start: '2020-01-01',
        end: '2020-01-31',
        capital: DEFAULT_SPEC.capital,
        currency: ALFA.currency,
        benchmark: 'SPY',
        parameters: { fast: 10 },
        details: expect.objectContaining({ broker: 'simulated' }),
      }),
    ])
    await writeReport(join(folder, 'my.html'), answering(page, told), result, {
      ...run,
      benchmark: '/data/benchmark.csv',
    })
    expect(told[1].benchmark).toBe('Benchmark')
  })

  it('leaves the one of before, and nothing else, where it cannot be written', async () => {
    const file = join(folder, 'my.html')
    writeFileSync(file, 'before')
    const broken = [{ name: 'report.html', mediaType: 'text/html', content: 5 as unknown as string }]
    await expect(writeReport(file, answering(broken), result, run)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    expect(readFileSync(file, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toEqual(['my.html'])
  })
})
