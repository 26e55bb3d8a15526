import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const REPOSITORY = resolve(import.meta.dirname, '../..')
const DAYS = ['04', '05', '06', '07', '08', '11', '12', '13']
const PRICES = [
  'date,open,high,low,close,volume',
  ...DAYS.map((day, i) => `2021-01-${day},${10 + (i % 3)},${11 + (i % 3)},9,${10 + (i % 3)},10000`),
]

/** Once for each number of units, which the algorithm closes over. */
const SCRIPT = `
import { order_target, run_algorithm, symbol } from 'rustybt/compat'
const [units, ...options] = process.argv.slice(2)
for (const each of units.split(',')) {
  const perf = await run_algorithm({
    initialize: () => {},
    handle_data: () => void order_target(symbol('A'), Number(each)),
    csv: 'prices',
    start: '2021-01-04',
    end: '2021-01-13',
    capital_base: 1000,
    ...JSON.parse(options[0] ?? '{}'),
  })
  const trials = perf.result.trials?.()
  console.log(JSON.stringify(trials ?? null))
}
`

const MANY = `
import { DEFAULT_SPEC, runMany } from 'rustybt'
const { columns } = await runMany({
  file: 'hold.js',
  specs: [10, 20, 20, 30].map((units) => ({
    ...DEFAULT_SPEC,
    source: { use: 'csv', dir: 'prices' },
    capital: '1000',
    end: '2021-01-12',
    parameters: { units },
  })),
  workers: 2,
  ...JSON.parse(process.argv[2] ?? '{}'),
})
console.log(JSON.stringify(Object.keys(columns)))
`
const HOLD = `
import { order_target, symbol } from 'rustybt/compat'
export const initialize = () => {}
export const handle_data = (context) => { order_target(symbol('A'), context.units) }
`

describe('runs from code are trials', () => {
  let dir: string
  beforeEach(() => {
    dir = folder({
      'prices/A.csv': `${PRICES.join('\n')}\n`,
      'study.mjs': SCRIPT,
      'many.mjs': MANY,
      'hold.js': HOLD,
      'package.json': '{ "type": "module" }',
    })
    mkdirSync(join(dir, 'node_modules'))
    symlinkSync(REPOSITORY, join(dir, 'node_modules/rustybt'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  /** A user's process, which is no test. */
  function node(args: readonly string[], env: object = {}) {
    const own = { ...process.env, NODE_ENV: '', RUSTYBT_ROOT: join(dir, 'root'), ...env }
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, env: own, encoding: 'utf8' })
    return { status, stderr, said: stdout.trim().split('\n') }
  }
  const ledgerOf = async (lineage: string) => {
    const before = process.env.RUSTYBT_ROOT
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const { stdout } = await rustybt(['trials', lineage, '--json'], dir)
    process.env.RUSTYBT_ROOT = before
    return JSON.parse(stdout)
  }

  it('of run_algorithm, by the file that runs it and by what came of them', async () => {
    const { status, said } = node(['study.mjs', '10,20,20,30'])
    expect(status).toBe(0)
    expect(said.map((line) => JSON.parse(line)).map(({ runs, sharpes }) => [runs, sharpes.length])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 3],
    ])
    const { runs, trials, list } = await ledgerOf('study.mjs')
    expect([runs, trials]).toEqual([4, 3])
    expect(list[0]).toMatchObject({ first: '2021-01-04', last: '2021-01-13', sessions: 8, peek: false })
  })

  it('under a name, not at all where that is wished, and not in a test runner', async () => {
    expect(node(['study.mjs', '10', '{"lineage":"family"}']).said[0]).toContain('"runs":1')
    expect(node(['study.mjs', '10', '{"trial":false}']).said).toEqual(['null'])
    expect(node(['study.mjs', '10'], { NODE_ENV: 'test' }).said).toEqual(['null'])
    expect(node(['study.mjs', '10'], { NODE_TEST_CONTEXT: 'child' }).said).toEqual(['null'])
    expect(node(['study.mjs', '10', '{"trial":true}'], { NODE_ENV: 'test' }).said[0]).toContain('"runs":1')
    expect([(await ledgerOf('family')).runs, (await ledgerOf('study.mjs')).runs]).toEqual([1, 1])
  })

  it('that a sealed holdout refuses, unless they peek', async () => {
    const before = process.env.RUSTYBT_ROOT
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    await rustybt(['trials', 'study.mjs', '--seal', '2021-01-13'], dir)
    process.env.RUSTYBT_ROOT = before
    const refused = node(['study.mjs', '10'])
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('HOLDOUT_SEALED')])
    expect(node(['study.mjs', '10', '{"end":"2021-01-12"}']).status).toBe(0)
    expect(node(['study.mjs', '10', '{"peek":true}']).status).toBe(0)
    expect((await ledgerOf('study.mjs')).holdout).toEqual({ from: '2021-01-13', peeks: 1 })
  })

  it('of runMany, each with its parameters, in one write', async () => {
    const { status, stderr, said } = node(['many.mjs'])
    expect([status, stderr, said]).toEqual([0, '', ['["portfolio_value"]']])
    const { runs, trials, list } = await ledgerOf('hold.js')
    expect([runs, trials]).toEqual([4, 3])
    expect(list.map(({ parameters }: { parameters: unknown }) => parameters)).toEqual(
      [10, 20, 20, 30].map((units) => ({ units })),
    )
    expect(node(['many.mjs', '{"trial":false}']).status).toBe(0)
    expect((await ledgerOf('hold.js')).runs).toBe(4)
  })

  it('and a ledger that cannot be written is told, not thrown', () => {
    symlinkSync('/dev/null', join(dir, 'root'))
    const { status, stderr, said } = node(['study.mjs', '10'])
    expect([status, said]).toEqual([0, ['null']])
    expect(stderr).toContain('LEDGER_FAILED')
    expect(existsSync(join(dir, 'root/trials'))).toBe(false)
  })
})
