import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

const ALGORITHM = `
import { order, record, symbol } from 'rustybt/compat'
export function initialize(context) { context.asset = symbol('BBB') }
export function handle_data(context, data) {
  order(context.asset, 10)
  record({ price: data.current(context.asset, 'price'), mean: data.history(context.asset, 'price', 1, '1d').mean() })
}\n`

/** As in a project of its own, but the package is the one here. */
const files = {
  ...PRICES,
  'buy.ts': ALGORITHM.replace('rustybt/compat', join(import.meta.dirname, '../../dist/compat/index.js')),
}
const perfOf = (dir: string, name: string) => JSON.parse(readFileSync(join(dir, name), 'utf8')).perf
const root = (dir: string) => ['--csv', 'prices', '--no-progress', '--config', join(dir, 'rustybt.config.json')]
const project = (config: object, more: Readonly<Record<string, string>> = {}) =>
  folder({ ...files, ...more, 'rustybt.config.json': JSON.stringify(config) })

describe('rustybt paper', () => {
  it('replays the data: the performance is the backtest’s, byte for byte, and a journal is kept', async () => {
    const dir = project({})
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const backtest = await rustybt(['run', 'buy.ts', ...root(dir), '-o', 'backtest.json'], dir)
    const paper = await rustybt(['paper', 'buy.ts', ...root(dir), '-o', 'paper.json', '--run-id', 'rehearsal'], dir)
    expect([backtest.code, paper.code, paper.stderr]).toEqual([0, 0, 'left open at the broker: rehearsal-7\n'])
    expect(perfOf(dir, 'backtest.json')).toHaveLength(7)
    expect(perfOf(dir, 'backtest.json').at(-1).positions).toHaveLength(1)
    expect(JSON.stringify(perfOf(dir, 'paper.json'))).toBe(JSON.stringify(perfOf(dir, 'backtest.json')))
    expect(paper.stdout).toContain(`journal        ${join(dir, 'root/live/rehearsal.jsonl')}`)
    const again = await rustybt(['paper', 'buy.ts', ...root(dir), '--run-id', 'rehearsal'], dir)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('RUN_ID_TAKEN') })
  })

  it('is the same by config alone, and never trades with another broker than the simulated one', async () => {
    const feed = { use: 'replay', speed: 'max' }
    const config = { strategy: 'buy.ts', profiles: { paper: { feed }, other: { feed, broker: 'somebody' } } }
    const dir = project(config)
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const byProfile = await rustybt(['run', '--profile', 'paper', ...root(dir), '-o', 'profile.json'], dir)
    const byCommand = await rustybt(['paper', '--profile', 'other', ...root(dir), '-o', 'command.json'], dir)
    expect([byProfile.code, byCommand.code]).toEqual([0, 0])
    expect(perfOf(dir, 'command.json')).toEqual(perfOf(dir, 'profile.json'))
    expect(readdirSync(join(dir, 'root/live'))).toHaveLength(2)
  })

  it('Ctrl-C ends it in the middle of a session, cleanly: what there is is written', async () => {
    const dir = project({})
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    // At a hundred thousand times its speed a day takes nine tenths of a second.
    const args = ['paper', 'buy.ts', ...root(dir), '--speed', '100000', '-o', 'paper.json', '--run-id', 'cut']
    const loud = { ...files, 'buy.ts': files['buy.ts'].replace('order(', "console.log('a bar'); order(") }
    const other = folder({ ...loud, 'rustybt.config.json': '{}' })
    let sent = false
    const answer = await rustybt(
      [...args.slice(0, 4), ...args.slice(4)].map((arg) => arg.replace(dir, other)),
      other,
      (child, stderr) => {
        if (sent || !stderr.includes('a bar')) return
        sent = true
        child.kill('SIGINT')
      },
    )
    expect(answer.code).toBe(130)
    expect(answer.stderr).toMatch(/left open at the broker: cut-\d/)
    expect(perfOf(other, 'paper.json').length).toBeLessThan(7)
    const lines = readFileSync(join(dir, 'root/live/cut.jsonl'), 'utf8').trim().split('\n')
    expect(JSON.parse(lines.at(-1)!)).toEqual({ kind: 'end', interrupted: true })
  })

  it('says in its help how it is used', async () => {
    const { stdout, code } = await rustybt(['paper', '--help'], folder({}))
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('rustybt paper algorithm.ts --csv prices -o paper.json'),
    ])
  })
})

describe('rustybt live', () => {
  it('wants a feed', async () => {
    const dir = project({})
    const answer = await rustybt(['live', 'buy.ts', ...root(dir)], dir)
    expect(answer).toMatchObject({ code: 2, stderr: expect.stringContaining('LIVE_FEED') })
  })

  it('does not begin where nobody is there to say yes; --yes begins', async () => {
    const dir = project({ profiles: { live: { feed: 'replay' } } })
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const asked = await rustybt(['live', 'buy.ts', ...root(dir)], dir)
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('NOBODY_TO_ASK') })
    expect(asked.stderr).toContain("orders go to 'simulated', with a capital of 10000000, on bars of 'replay'")
    expect((await rustybt(['live', 'buy.ts', ...root(dir), '--yes'], dir)).code).toBe(0)
  })

  it('names a stream that nobody offers', async () => {
    const dir = project({ feed: 'repaly' })
    const answer = await rustybt(['run', 'buy.ts', ...root(dir)], dir)
    expect(answer.code).toBe(1)
    expect(answer.stderr).toContain("'repaly'")
    expect(answer.stderr).toContain('replay')
  })
})
