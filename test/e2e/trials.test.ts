import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

/** Sixty sessions of a wave: long enough for a Sharpe ratio and for a cross-validation. */
function prices(): string {
  const rows: string[] = []
  for (let day = Date.UTC(2020, 0, 2), i = 0; i < 120; day += 86_400_000) {
    const date = new Date(day)
    if (date.getUTCDay() % 6 === 0) continue
    const close = 100 + 10 * Math.sin(i / 5) + i / 10
    rows.push([date.toISOString().slice(0, 10), close, close + 1, close - 1, close, 1e6].join(','))
    i++
  }
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`
}

const ALGORITHM = `
import { order_target, symbol } from 'rustybt/compat'
export const initialize = (context) => { context.day = 0 }
export const handle_data = (context) => { order_target(symbol('AAA'), context.day++ % context.every === 0 ? 10 : 0) }
`

describe('the ledger of trials', () => {
  let dir: string
  let before: string | undefined
  beforeEach(() => {
    dir = folder({ 'prices/AAA.csv': prices(), 'wave.js': ALGORITHM })
    before = process.env.RUSTYBT_ROOT
    process.env.RUSTYBT_ROOT = join(dir, 'root')
  })
  afterEach(() => {
    if (before === undefined) delete process.env.RUSTYBT_ROOT
    else process.env.RUSTYBT_ROOT = before
    rmSync(dir, { recursive: true })
  })

  const RUN = ['--csv', 'prices', '--trading-calendar', '24/5', '-s', '2020-01-02', '--no-progress']
  const run = (...more: string[]) => rustybt(['run', 'wave.js', ...RUN, '-e', '2020-05-29', ...more], dir)
  const trials = async (...more: string[]) =>
    JSON.parse((await rustybt(['trials', 'wave.js', '--json', ...more], dir)).stdout)
  const ledger = () => join(dir, 'root/trials', readdirSync(join(dir, 'root/trials'))[0])

  it('counts every run, and the same run again as no new trial', async () => {
    for (const every of ['2', '3', '3', '5']) expect((await run('-D', `every=${every}`)).code).toBe(0)
    const { runs, trials: different, holdout, list } = await trials()
    expect([runs, different, holdout]).toEqual([4, 3, null])
    expect(list.map(({ parameters }: { parameters: unknown }) => parameters)).toContainEqual({ every: 5 })
    expect(list[0]).toMatchObject({ first: '2020-01-02', last: '2020-05-29', peek: false })
    const shown = await rustybt(['trials', 'wave.js'], dir)
    expect(shown.stdout).toContain('4 runs, 3 different')
  })

  it('puts what it knows into the head of the report', async () => {
    await run('-D', 'every=2')
    await run('-D', 'every=3')
    await run('-D', 'every=5', '--report', 'report.html')
    const page = readFileSync(join(dir, 'report.html'), 'utf8')
    expect(page).toContain('3 trials')
    expect(page).toContain('Probability of overfitting')
  })

  it('leaves out what is asked to be left out, and keeps lineages apart', async () => {
    await run('-D', 'every=2', '--no-trial')
    await run('-D', 'every=2', '--lineage', 'family')
    expect((await trials()).runs).toBe(0)
    expect((await rustybt(['trials', 'wave.js'], dir)).stdout).toMatch(
      /^no run of it has been counted\nno holdout is sealed\n/,
    )
    const family = await rustybt(['trials', 'family', '--json'], dir)
    expect(JSON.parse(family.stdout).runs).toBe(1)
  })

  it('refuses to look into a sealed holdout, and counts who does', async () => {
    expect((await trials('--seal', '2020-05-01')).holdout).toEqual({ from: '2020-05-01', peeks: 0 })
    const refused = await run('-D', 'every=2')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('HOLDOUT_SEALED')])
    expect(refused.stderr).toContain('--peek')
    // Not being counted is no way around it.
    expect((await run('-D', 'every=2', '--no-trial')).stderr).toContain('HOLDOUT_SEALED')
    const inside = await rustybt(['run', 'wave.js', ...RUN, '-e', '2020-04-30', '-D', 'every=2'], dir)
    expect(inside.code).toBe(0)
    expect((await run('-D', 'every=2', '--peek', '--report', 'peek.json')).code).toBe(0)
    // What was put aside is out-of-sample, without being told so.
    expect(JSON.parse(readFileSync(join(dir, 'peek.json'), 'utf8')).about.outOfSample).toMatchObject({
      from: '2020-05-01',
      by: 'holdout',
    })
    const { holdout, list } = await trials()
    expect(holdout.peeks).toBe(1)
    expect(list.map(({ peek }: { peek: boolean }) => peek)).toEqual([false, true])
    const later = await rustybt(['trials', 'wave.js', '--seal', '2020-05-20'], dir)
    expect([later.code, later.stderr]).toEqual([2, expect.stringContaining('earlier day only')])
  })

  it('loses no trial to a line that was cut short, nor to runs that end at once', async () => {
    await run('-D', 'every=2')
    appendFileSync(ledger(), '{"kind":"run","at":"20')
    await Promise.all([run('-D', 'every=3'), run('-D', 'every=4')])
    // The half line was a run as well.
    const { runs, list } = await trials()
    expect(runs).toBe(4)
    expect(list[1]).toMatchObject({ key: 'line 2', sharpe: null })
  })

  it('does not stop a run that it cannot count', async () => {
    mkdirSync(join(dir, 'root'))
    writeFileSync(join(dir, 'root/trials'), 'a file where a folder should be')
    const { code, stderr, stdout } = await run('-D', 'every=2')
    expect([code, stdout]).toEqual([0, expect.stringContaining('total return')])
    expect(stderr).toContain('LEDGER_FAILED')
  })
})
