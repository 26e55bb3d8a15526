import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

/** Buys so many shares of AAA on the first day; at 12 units it has enough of it. */
const HOLD = `
import { order_target, symbol } from 'rustybt/compat'
export function initialize(context) {
  if (context.units === 12) throw new Error('twelve is too much')
}
export function handle_data(context) {
  order_target(symbol('AAA'), context.units * (context.side === 'short' ? -1 : 1))
}
`
/** Tells of each run, and takes its time. */
const SLOW = `
import { appendFileSync } from 'node:fs'
import { order_target, symbol } from 'rustybt/compat'
export function initialize(context) {
  appendFileSync('played.txt', context.units + '\\n')
  console.error('playing', context.units)
  const until = performance.now() + 60
  while (performance.now() < until);
}
export function handle_data(context) {
  order_target(symbol('AAA'), context.units)
}
`
const CONFIG = `
export default {
  plugins: ['./middle.ts'],
  strategy: './hold.js',
  source: { use: 'csv', dir: './prices' },
  commission: 'none',
  slippage: 'none',
  capital: 1000,
  space: { units: { from: 4, to: 8, step: 2 }, side: ['long'] },
  search: 'middle',
}
`
/** A method of somebody else's, in TypeScript: the middle value of each list or range, and no other. */
const MIDDLE = `
import { definePlugin, rangeDraw, SearchMethod, type SearchSession } from 'rustybt'

function middle(): SearchMethod {
  let session: SearchSession
  let isDone = false
  return {
    begin(given) {
      session = given
      isDone = given.state === true
    },
    ask() {
      if (isDone) return []
      isDone = true
      return [Object.fromEntries(Object.entries(session.space).map(([name, range]) => [name, rangeDraw(range, 0.5)]))]
    },
    tell() {},
    state: () => isDone,
  }
}

export default definePlugin({
  name: 'middle',
  requires: '^0.1.0',
  register: (host) => host.provide(SearchMethod, 'middle', middle, { summary: 'the middle alone' }),
})
`

let dir: string
beforeAll(() => {
  dir = folder({ ...PRICES, 'hold.js': HOLD, 'rustybt.config.ts': CONFIG, 'middle.ts': MIDDLE })
})
const optimize = (...more: string[]) => rustybt(['optimize', '--no-progress', ...more], dir)

/** Bought at 11 on the second of seven days, at 16 in the end. */
const VALUE = { 4: 1020, 6: 1030, 8: 1040 }

describe('rustybt optimize', () => {
  it('tries every set, shows the best first, and writes them all as they were tried', async () => {
    const said = await optimize(
      '--method',
      'grid',
      '-p',
      'side=long,short',
      '--objective',
      'portfolio_value',
      '-o',
      'all.csv',
    )
    expect(said.stderr).toBe('')
    expect(said.code).toBe(0)
    expect(said.stdout.split('\n').slice(0, 8)).toEqual([
      'units  side   portfolio_value',
      '8      long              1040',
      '6      long              1030',
      '4      long              1020',
      '4      short              980',
      '6      short              970',
      '8      short              960',
      `trials         ${join(dir, 'all.csv')}`,
    ])
    expect(said.stdout).toContain('the best again: rustybt run hold.js … -D units=8 -D side=long')
    expect(readFileSync(join(dir, 'all.csv'), 'utf8')).toBe(
      'units,side,value,failure\n4,long,1020,\n4,short,980,\n6,long,1030,\n6,short,970,\n8,long,1040,\n8,short,960,\n',
    )
  })

  it("takes space and method from the config: a third party's, in TypeScript", async () => {
    const { stdout, code } = await optimize('--objective', 'portfolio_value', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      trials: 1,
      failed: 0,
      objective: 'portfolio_value',
      isOver: true,
      best: { parameters: { units: 6, side: 'long' }, value: VALUE[6] },
      output: null,
    })
  })

  it('comes to the same with the same seed, whatever the workers, and counts each trial', async () => {
    const random = ['--method', 'random', '-p', 'units=1:80:1', '--trials', '6', '--seed', '5', '-o', 'random.json']
    const answers: string[] = []
    for (const workers of ['1', '2']) {
      const { code, stderr } = await optimize(...random, '--workers', workers, '--lineage', 'by-chance')
      expect([code, stderr]).toEqual([0, ''])
      answers.push(readFileSync(join(dir, 'random.json'), 'utf8'))
    }
    expect(answers[1]).toBe(answers[0])
    const rows = JSON.parse(answers[0]) as { parameters: { units: number } }[]
    expect(rows).toHaveLength(6)
    const kin = ['--lineage', 'by-chance', '--no-progress']
    await rustybt(['run', '-D', `units=${rows[0].parameters.units}`, '-D', 'side=long', '--seed', '5', ...kin], dir)
    const { stdout } = await rustybt(['trials', 'by-chance', '--json'], dir)
    const { runs, trials } = JSON.parse(stdout) as { runs: number; trials: number }
    // Twice six and one: the same runs again are no new trials, by whichever command.
    expect(runs).toBe(13)
    expect(trials).toBe(new Set(rows.map(({ parameters }) => parameters.units)).size)
  })

  it('tells of trials that failed, and goes on', async () => {
    const said = await optimize(
      '--method',
      'grid',
      '-p',
      'units=8,12',
      '--objective',
      'portfolio_value',
      '-o',
      'failed.json',
    )
    expect(said.code).toBe(0)
    expect(said.stderr).toMatch(/^1 of 2 runs failed, the first: \w+: .*twelve is too much/)
    expect(JSON.parse(readFileSync(join(dir, 'failed.json'), 'utf8'))).toEqual([
      { parameters: { units: 8, side: 'long' }, value: 1040, failure: null },
      { parameters: { units: 12, side: 'long' }, value: null, failure: expect.stringContaining('twelve') },
    ])
    const none = await optimize('--method', 'grid', '-p', 'units=12')
    expect(none.code).toBe(1)
    expect(none.stderr).toContain('no run has a sharpe')
  })

  it('says when there is more to try, and when nothing changes anything', async () => {
    const more = await optimize('--method', 'grid', '-p', 'units=1:9:1', '--trials', '3')
    expect(more.stderr).toBe('stopped after 3 trials, and there are more to try\n')
    const same = await optimize('--method', 'grid', '-p', 'units=8', '-p', 'unit=1,2,3')
    expect(same.stderr).toContain('every trial comes to the same: does the algorithm read units, side, unit?')
  })

  it.each<[string, string[], string]>([
    ['an unknown method', ['--method', 'gird'], "no SearchMethod called 'gird'"],
    ['an option that is wrong', ['--method', 'random', '--trials', '0'], 'a whole number from 1'],
    ['an objective that is no column', ['--objective', 'shrpe'], "Did you mean 'sharpe'?"],
    ['a range that is none', ['-p', 'units=8:4'], 'units: from 8 to 4 is no range'],
    ['what can be read in no way', ['-p', 'units=a:b'], 'NAME=FROM:TO'],
    ['a parameter that is given as well', ['-D', 'units=3'], 'units is to be searched, and -D gives it a value'],
    ['trials in a file of another kind', ['-o', 'trials.parquet'], 'written as .json or .csv'],
  ])('refuses %s before the first run', async (_, args, message) => {
    const { code, stderr } = await optimize(...args)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(message)
  })

  it('goes on where it was killed, plays no run again that had ended, and comes to the same', async () => {
    const slow = folder({ ...PRICES, 'slow.js': SLOW })
    const played = () => readFileSync(join(slow, 'played.txt'), 'utf8').trim().split('\n').length
    const root = join(slow, 'root')
    const search = (...more: string[]) =>
      ['optimize', 'slow.js', '--csv', 'prices', '-p', 'units=1:100:1', '--objective', 'portfolio_value'].concat(
        ['--capital-base', '1000', '--no-progress', '--workers', '2'],
        more,
      )
    const before = process.env.RUSTYBT_ROOT
    process.env.RUSTYBT_ROOT = root
    try {
      const kept = () => (existsSync(join(root, 'searches')) ? readdirSync(join(root, 'searches')) : [])
      const killed = await rustybt(search(), slow, (child) => {
        // Its first runs are on the disk as soon as one of the next tells of itself.
        if (kept().length > 0) child.kill('SIGKILL')
      })
      expect(killed.signal).toBe('SIGKILL')
      const first = readFileSync(join(root, 'searches', kept()[0]), 'utf8')
        .trim()
        .split('\n').length
      expect(first).toBeGreaterThanOrEqual(16)
      expect(first).toBeLessThan(100)
      writeFileSync(join(slow, 'played.txt'), '')
      const resumed = await rustybt(search('--resume', '-o', 'resumed.csv'), slow)
      expect([resumed.code, resumed.stderr]).toEqual([
        0,
        expect.stringContaining(`${first} runs of a search that was stopped are known\n`),
      ])
      expect(played()).toBe(100 - first)
      expect(kept()).toEqual([])
      const whole = await rustybt(search('--resume', '-o', 'whole.csv'), slow)
      expect(whole.stderr).toContain('no search like this was stopped: it begins')
      expect(readFileSync(join(slow, 'resumed.csv'), 'utf8')).toBe(readFileSync(join(slow, 'whole.csv'), 'utf8'))
      const { stdout } = await rustybt(['trials', 'slow.js', '--json'], slow)
      expect(JSON.parse(stdout).trials).toBe(100)
    } finally {
      process.env.RUSTYBT_ROOT = before
    }
  })

  it('says that a search that was interrupted can go on, and begins anew where that is not wished', async () => {
    const slow = folder({ ...PRICES, 'slow.js': SLOW })
    const before = process.env.RUSTYBT_ROOT
    process.env.RUSTYBT_ROOT = join(slow, 'root')
    try {
      const search = [
        'optimize',
        'slow.js',
        '--csv',
        'prices',
        '-p',
        'units=1:100:1',
        '--no-progress',
        '--workers',
        '2',
      ]
      let lines = 0
      const stopped = await rustybt(search, slow, (child, stderr) => {
        const now = stderr.split('\n').length
        if (lines < 20 && now >= 20) child.kill('SIGINT')
        lines = now
      })
      expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining('--resume goes on from there\n')])
      const anew = await rustybt([...search, '--trials', '1'], slow)
      expect([anew.code, anew.stderr]).toEqual([
        0,
        expect.stringMatching(/^\d+ runs of a search that was stopped could be taken over by --resume: played anew\n/),
      ])
    } finally {
      process.env.RUSTYBT_ROOT = before
    }
  })

  it('refuses a sealed holdout as a run does', async () => {
    await rustybt(['trials', 'sealed', '--seal', '2020-01-07'], dir)
    const { code, stderr } = await optimize('--lineage', 'sealed')
    expect(code).toBe(2)
    expect(stderr).toContain('HOLDOUT_SEALED')
    expect((await optimize('--lineage', 'sealed', '-e', '2020-01-06')).code).toBe(0)
  })
})
