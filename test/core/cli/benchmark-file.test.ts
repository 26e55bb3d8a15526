import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readBenchmark } from '../../../core/cli/run/benchmark-file.js'

const dir = mkdtempSync(join(tmpdir(), 'rustybt-'))

function read(text: string): ReadonlyMap<string, number> {
  writeFileSync(join(dir, 'spy.csv'), text)
  return readBenchmark('spy.csv', dir)
}

describe('a benchmark file', () => {
  it('gives returns by date, whatever the order of columns and rows', () => {
    const returns = read('return,close,date\r\n-0.5,3,2020-01-03\r\n0.25,2,2020-01-02 00:00:00+00:00\r\n\r\n')
    expect([...returns]).toEqual([
      ['2020-01-03', -0.5],
      ['2020-01-02', 0.25],
    ])
  })

  it.each([
    ['a missing column', 'date,close\n2020-01-02,1\n', "no column 'return', only date, close"],
    ['text for a return', 'date,return\n2020-01-02,0.1\n2020-01-03,abc\n', "line 3, column return: 'abc' is no number"],
    ['no return', 'date,return\n2020-01-02,\n', "line 2, column return: '' is no number"],
    ['what is no date', 'date,return\n2020-13-02,0.1\n', "line 2, column date: '2020-13-02' is no date"],
    ['a date twice', 'date,return\n2020-01-02,0.1\n2020-01-02,0.2\n', 'line 3, column date: 2020-01-02 is there twice'],
  ])('refuses %s, with file, line and column', (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'BENCHMARK_INVALID' }))
    expect(() => read(text)).toThrow(message)
  })

  it('refuses a file that is not there as a wrong line', () => {
    expect(() => readBenchmark('nowhere.csv', dir)).toThrow(expect.objectContaining({ code: 'BENCHMARK_NOT_FOUND' }))
  })
})
