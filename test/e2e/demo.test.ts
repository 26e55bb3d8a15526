import { execFileSync, execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

describe('the demo', () => {
  it('is what npm start does: ingest, run, and a report that is named', () => {
    const home = folder({})
    const table = execSync(scripts.start.replaceAll('demo-report.html', join(home, 'report.html')), {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, RUSTYBT_ROOT: home },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(table).toMatch(/^sessions +650 \(2012-06-01 to 2014-12-31\)$/m)
    expect(table).toMatch(/^start value +100,000\.00$/m)
    expect(table).toMatch(/^trades +7 \(7 orders\)$/m)
    expect(table).toMatch(/^report +\S+report\.html$/m)
    expect(readFileSync(join(home, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  })

  it('gives the same bytes with native kernels and without, from the folder and from a bundle', async () => {
    const dir = folder({})
    const env = { ...process.env, RUSTYBT_ROOT: dir }
    const cli = (args: string[], mode = '') =>
      execFileSync(process.execPath, [join(root, 'dist/rustybt.js'), ...args], {
        cwd: root,
        env: { ...env, NATIVE: mode },
        stdio: 'ignore',
      })
    const run = (data: string[], file: string, mode = '') =>
      cli(
        [
          'run',
          'templates/demo/dual_moving_average.ts',
          ...data,
          '-s',
          '2012-06-01',
          '--capital-base',
          '100000',
          '-o',
          join(dir, file),
        ],
        mode,
      )
    const prices = ['--csv', 'templates/demo/prices', '--splits', 'ignore']
    cli(['ingest', '-b', 'demo', ...prices])
    run(prices, 'js.json', 'js')
    run(prices, 'native.json')
    run(['-b', 'demo'], 'bundle.json')
    const read = (file: string) => readFileSync(join(dir, file), 'utf8')
    expect(read('native.json')).toBe(read('js.json'))
    const perf = (file: string) => JSON.parse(read(file)).perf
    expect(perf('bundle.json')).toEqual(perf('native.json'))
  })

  it('tells of the splits that its prices have already', async () => {
    const answer = await rustybt(
      [
        'run',
        join(root, 'templates/demo/dual_moving_average.ts'),
        '--csv',
        join(root, 'templates/demo/prices'),
        '-s',
        '2012-06-01',
      ],
      root,
    )
    expect(answer.stderr).toContain('SPLIT_NOT_IN_PRICES: AAPL 2014-06-09: the split 7:1')
    expect(answer.stderr).toContain('hint: --splits ignore')
  })
})
