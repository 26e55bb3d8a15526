import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

describe('the demo', () => {
  it('is what npm start runs, and ends with its table', () => {
    const [node, ...args] = scripts.start.split(' ')
    expect(node).toBe('node')
    const table = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(table).toMatch(/^sessions +650 \(2012-06-01 to 2014-12-31\)$/m)
    expect(table).toMatch(/^start value +100,000\.00$/m)
    expect(table).toMatch(/^trades +7 \(7 orders\)$/m)
  })

  it('gives the same bytes with native kernels and without', async () => {
    const dir = folder({})
    const [, , ...args] = scripts.start.split(' ')
    const file = (mode: string) => join(dir, `${mode}.json`)
    for (const mode of ['js', '']) {
      execFileSync(process.execPath, [join(root, 'dist/rustybt.js'), ...args, '-o', file(mode)], {
        cwd: root,
        env: { ...process.env, NATIVE: mode },
      })
    }
    expect(readFileSync(file(''))).toEqual(readFileSync(file('js')))
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
    expect(answer.stderr).toContain('SPLIT_NOT_IN_PRICES: the split of AAPL on 2014-06-09')
    expect(answer.stderr).toContain('hint: --splits ignore')
  })
})
