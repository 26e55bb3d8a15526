import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writePerformance } from '../../../core/cli/run/performance-file.js'

function* rows(count: number) {
  for (let i = 0; i < count; i++) yield { session: `row ${i}`, recorded: 'é'.repeat(50) }
}

describe('the performance file', () => {
  it.each([0, 1, 5000])('is JSON with %i rows, and nothing is left beside it', async (count) => {
    const dir = mkdtempSync(join(tmpdir(), 'rustybt-'))
    await writePerformance(join(dir, 'perf.json'), { start: '2020-01-02' }, rows(count))
    const { run, perf } = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    expect(run).toEqual({ start: '2020-01-02' })
    expect(perf).toEqual([...rows(count)])
    expect(readdirSync(dir)).toEqual(['perf.json'])
  })

  it('is a table where its name ends with .csv: lists as JSON, nothing for null', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rustybt-')), 'perf.csv')
    await writePerformance(file, {}, [
      { session: '2020-01-02', pnl: 1.5, alpha: null, orders: [{ id: 0 }], note: 'a "b", c' },
    ])
    expect(readFileSync(file, 'utf8')).toBe(
      'session,pnl,alpha,orders,note\n2020-01-02,1.5,,"[{""id"":0}]","a ""b"", c"\n',
    )
  })

  it('leaves the file of before where a row fails', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rustybt-'))
    const file = join(dir, 'perf.json')
    writeFileSync(file, 'before')
    function* failing() {
      yield* rows(2)
      throw new Error('no more')
    }
    await expect(writePerformance(file, {}, failing())).rejects.toThrow(
      expect.objectContaining({ code: 'OUTPUT_FAILED' }),
    )
    expect(readFileSync(file, 'utf8')).toBe('before')
    expect(readdirSync(dir)).toEqual(['perf.json'])
  })
})
