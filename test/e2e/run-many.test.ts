import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'rustybt-many-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STRATEGY = `
import { order_target, symbol, type Context } from 'rustybt/compat'
export function initialize(context: Context) {
  if (context.units === 13) throw new Error('thirteen')
  if (context.units === 14) process.exit(3)
  context.asset = symbol('A')
}
export function handle_data(context: Context) {
  order_target(context.asset, context.units)
}
`

beforeAll(() => {
  mkdirSync(join(folder, 'prices'))
  const rows = ['04', '05', '06', '07', '08'].map(
    (day, i) => `2021-01-${day},${10 + i},${10 + i},${10 + i},${10 + i},10000`,
  )
  writeFileSync(join(folder, 'prices', 'A.csv'), ['date,open,high,low,close,volume', ...rows, ''].join('\n'))
  writeFileSync(join(folder, 'hold.ts'), STRATEGY)
})

interface Answer {
  readonly sessions: readonly string[]
  readonly values: readonly number[]
  readonly fills: readonly (number | null)[]
  readonly failures: readonly object[]
  readonly told: readonly (readonly number[])[]
}

/** A script in a process of its own, as users have it: what it prints. */
function answerOf(script: string): unknown {
  const common = `
    import { DEFAULT_SPEC, openRuns, runMany } from 'rustybt'
    const file = ${JSON.stringify(join(folder, 'hold.ts'))}
    const specOf = (units) => ({
      ...DEFAULT_SPEC,
      source: { use: 'csv', dir: ${JSON.stringify(join(folder, 'prices'))} },
      commission: 'none',
      slippage: 'none',
      capital: '1000',
      parameters: { units },
    })`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', common + script], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function runMany(units: readonly number[], workers: number, change = ''): Answer {
  return answerOf(`
    const specs = ${JSON.stringify(units)}.map(specOf)
    ${change}
    const told = []
    const onRun = (done, runs) => told.push([done, runs])
    const { sessions, columns, fills, failures } = await runMany({ file, specs, workers: ${workers}, onRun })
    console.log(JSON.stringify({ sessions, values: [...columns.portfolio_value], fills: [...fills], failures, told }))
  `) as Answer
}

describe('many runs in workers', () => {
  it('answer columns, a run after the other, the same with any number of workers', () => {
    const alone = runMany([10, 20, 0], 1)
    expect(alone.sessions).toHaveLength(5)
    // Bought at 11 on the second day; 1 a share a day from then on.
    expect(alone.values).toEqual([
      1000, 1000, 1010, 1020, 1030, 1000, 1000, 1020, 1040, 1060, 1000, 1000, 1000, 1000, 1000,
    ])
    expect(alone.fills).toEqual([1, 1, 0])
    expect(alone.told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(runMany([10, 20, 0], 3)).toEqual(alone)
  })

  it('tell which runs failed, and go on', () => {
    const { values, fills, failures } = runMany([10, 13, 20], 2)
    expect(failures).toEqual([{ run: 1, code: expect.any(String), message: expect.stringContaining('thirteen') }])
    expect(fills).toEqual([1, null, 1])
    expect(values.slice(5, 10)).toEqual([null, null, null, null, null])
    expect(values[14]).toBe(1060)
  })

  it('must be on the same data', () => {
    expect(() => runMany([1, 2], 1, "specs[1].start = '2021-01-05'")).toThrow('RUNS_DIFFER_IN_DATA')
  })

  it('may come in rounds: threads and bars stay from one to the next, and a thread that a round needs more begins with it', () => {
    const rounds = answerOf(`
      import { renameSync } from 'node:fs'
      const runs = openRuns({ file, workers: 2 })
      const ends = []
      const play = async (...units) => {
        const { columns, failures } = await runs.play(units.map(specOf))
        ends.push([4, 9, 14].slice(0, units.length).map((at) => columns.portfolio_value[at]), failures.length)
      }
      await play(10)
      // What was read is not read again.
      const { dir } = specOf(0).source
      renameSync(dir, dir + '-gone')
      await play(20, 13, 30)
      await play()
      await play(40, 50)
      renameSync(dir + '-gone', dir)
      const other = await runs.play([{ ...specOf(1), start: '2021-01-05' }]).catch(({ code }) => code)
      await runs.close()
      console.log(JSON.stringify({ ends, other }))
    `)
    expect(rounds).toEqual({
      ends: [[1030], 0, [1060, null, 1090], 1, [], 0, [1120, 1150], 0],
      other: 'RUNS_DIFFER_IN_DATA',
    })
  })

  it('name a worker that does not come back, and close what else runs', () => {
    const code = answerOf(`
      const specs = [10, 14, 20, 30, 40].map(specOf)
      console.log(JSON.stringify(await runMany({ file, specs, workers: 2 }).catch(({ code, message }) => [code, message])))
    `)
    expect(code).toEqual(['WORKER_ENDED', expect.stringContaining('code 3')])
  })

  it('begin nothing where they are stopped before the first', () => {
    const fills = answerOf(`
      const { fills } = await runMany({ file, specs: [10, 20].map(specOf), workers: 2, signal: AbortSignal.abort() })
      console.log(JSON.stringify([...fills]))
    `)
    expect(fills).toEqual([null, null])
  })

  it('stop between runs, and answer what is done', () => {
    const fills = answerOf(`
      const stop = new AbortController()
      const specs = Array.from({ length: 50 }, () => specOf(10))
      const onRun = () => stop.abort()
      const { fills } = await runMany({ file, specs, workers: 1, signal: stop.signal, onRun })
      console.log(JSON.stringify([...fills]))
    `) as readonly (number | null)[]
    // The worker had been given one more.
    expect(fills).toEqual([1, 1, ...Array.from({ length: 48 }, () => null)])
  })
})
