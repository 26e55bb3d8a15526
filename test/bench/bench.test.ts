import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { makeData, SIZES } from './data.js'
import { exchangeDays, exchangeMinutes } from './exchange-days.js'
import { flameSvg, framesOf } from './flame-svg.js'
import type { Measured } from './page.js'
import { isNear, processRow, rowOf } from './row.js'
import { spread } from './spread.js'
import { tableOf } from './table.js'
import type { Sample, Task } from './task.js'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'rustybt-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', './dist/core/cli/strategy/typescript-register.js', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

describe('the data', () => {
  it('lie on the sessions and minutes of New York', () => {
    expect(exchangeDays('2010-01-04', '2019-12-31')).toHaveLength(2516)
    expect(exchangeDays('2018-01-02', '2019-12-31').flatMap(exchangeMinutes)).toHaveLength(195_090)
    expect(new Date(exchangeMinutes('2019-07-03')[209]).toISOString()).toBe('2019-07-03T17:00:00.000Z')
  })

  it('are the same at every call', () => {
    const texts = ['a', 'b'].map((name) => {
      const { one, minute } = makeData(join(folder, name), SIZES.tiny)
      return [join(one, 'daily', 'S0000.csv'), join(minute, 'minute', 'MIN1.csv')].map((file) =>
        readFileSync(file, 'utf8'),
      )
    })
    expect(texts[0]).toEqual(texts[1])
    expect(texts[0][0].split('\n')).toHaveLength(252 + 2)
  })
})

describe('the table', () => {
  const task = { name: 'cross', unit: 'bars' } as Task
  const sample: Sample = {
    run: 0.5,
    reading: 0.1,
    value: 1_000_000,
    fills: 3,
    bars: 100,
    memory: 90,
    version: '1',
    process: 1,
  }
  const own = rowOf(task, 'rustybt', [sample, { ...sample, run: 0.3 }])

  it('tells medians, ranges, rates and how many times a peer takes', () => {
    const peer = rowOf(task, 'zipline', [{ ...sample, run: 4 }], own, 'value and fills')
    expect(own).toMatchObject({ run: { median: 0.4, min: 0.3, max: 0.5 }, rate: 250, ok: true })
    expect(peer).toMatchObject({ times: 10, check: 'equal value and fills', ok: true })
    expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  })

  it('fails where results differ by more than 1e-9, in fills, or from run to run', () => {
    const against = (change: Partial<Sample>) =>
      rowOf(task, 'zipline', [{ ...sample, ...change }], own, 'value and fills')
    expect(against({ value: 1_000_000.0001 }).ok).toBe(true)
    expect(against({ value: 1_000_000.01 })).toMatchObject({
      ok: false,
      check: 'DIFFERS: ends with 1000000.01, not 1000000',
    })
    expect(against({ fills: 4 })).toMatchObject({ ok: false, check: 'DIFFERS: 4 fills, not 3' })
    expect(rowOf(task, 'rustybt', [sample, { ...sample, value: 2 }]).ok).toBe(false)
    expect(isNear(Number.NaN, 1)).toBe(false)
  })

  it('has columns of one width', () => {
    const lines = tableOf([own, processRow('help', 'node -e 0', 'node 20', [0.05])]).split('\n')
    expect(lines).toHaveLength(4)
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  })
})

describe('flame pictures', () => {
  const frames = () => {
    // main calls play, which calls process twice; once it calls price, and garbage is collected once before and once after.
    const names = ['(root)', 'main', 'play', 'process', 'price <&>', '(garbage collector)']
    const nodes = names.map((functionName, at) => ({
      id: at + 1,
      callFrame: { functionName, url: at < 3 ? '' : 'file:///x/dist/chunks/core.js', lineNumber: at },
      children: [[2, 6], [3], [4], [5], [], []][at],
    }))
    const profile = { nodes, samples: [6, 2, 4, 5, 5, 6, 3], timeDeltas: [7, 9, 100, 200, 300, 400, 9] }
    const bundle = [
      'import x',
      '// target/js/core/engine/engine.js',
      'process() {',
      '',
      'price() {',
      '',
      '// target/js/core/x.js',
    ]
    const isLoop = (file: string, name: string) => file === 'core/engine/engine.js' && name === 'process'
    return framesOf(profile, isLoop, () => bundle.join('\n'))
  }

  it('put the stacks together from the first function asked for on', () => {
    const { time, called } = frames()
    const [processed, collected] = called.values()
    expect([time, processed.name, processed.time, collected.name, collected.time]).toEqual([
      1000,
      'process',
      600,
      '(garbage collector)',
      400,
    ])
    expect([...processed.called.values()].map((inner) => [inner.name, inner.time])).toEqual([['price <&>', 500]])
  })

  it('are as wide as their time, and well-formed', () => {
    const svg = flameSvg(frames(), 'a & b')
    expect(svg.match(/width="([\d.]+)" height="18"/g)).toEqual([720, 600, 480].map((w) => `width="${w}.0" height="18"`))
    expect(svg).toContain('<title>price &lt;&amp;&gt; core/engine/engine.js: 0.5 ms, 50.0 %</title>')
    expect(svg).toContain('a &amp; b')
    expect(svg).toContain('prefers-color-scheme:dark')
  })
})

describe('npm run bench:bars, bench:flame', () => {
  it('tells what a bar costs at the smallest sizes', () => {
    const page = join(folder, 'bars.md')
    const { status, stderr } = script('test/bench/bars.ts', '--most', '10000', '--runs', '1', '--write', page)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const rows = readFileSync(page, 'utf8').match(/^ +[\d,]+( +[\d,]+){5}$/gm)!
    expect(rows.map((row) => row.trim().split(/ +/)[0])).toEqual(['1,440', '10,080'])
    expect(Number(rows[1].trim().split(/ +/).at(-1))).toBeGreaterThan(100)
  })

  it('draws the loop of a run', () => {
    const { status, stderr } = script(
      'test/bench/flame.ts',
      '--tasks',
      'minute_cross',
      '--size',
      'tiny',
      '--write',
      folder,
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(readFileSync(join(folder, 'flame-minute_cross.svg'), 'utf8')).toContain('handle_data tasks/minute_cross.js')
  })
})

const PYTHON = process.env.RUSTYBT_PYTHON
if (PYTHON) {
  it('npm run bench:kernels agrees with pandas in every function', () => {
    const page = join(folder, 'kernels.md')
    const flags = ['--python', PYTHON, '--rows', '20000', '--runs', '1', '--write', page]
    const { status, stderr } = script('test/bench/kernels.ts', ...flags)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(readFileSync(page, 'utf8').match(/^\| (rolling|ewm|row|resample)/gm)).toHaveLength(15)
  })
}

describe('npm run bench', () => {
  const bench = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', './dist/core/cli/strategy/typescript-register.js', 'test/bench/run.ts', ...args],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )

  it('measures each task at its smallest, and writes JSON and a page', () => {
    const json = join(folder, 'bench.json')
    const page = join(folder, 'docs', 'benchmarks.md')
    const data = join(folder, 'data')
    const { status, stdout, stderr } = bench(
      ...['--size', 'tiny', '--runs', '1', '--data', data, '--json', json, '--write', page],
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const measured = JSON.parse(readFileSync(json, 'utf8')) as Measured
    expect(measured.rows.map(({ task, who, ok }) => `${task}: ${who}: ${ok}`)).toEqual([
      'daily_cross: rustybt: true',
      'daily_rebalance_500: rustybt: true',
      'minute_cross: rustybt: true',
      'minute_idle: rustybt: true',
      'pipeline_500: rustybt: true',
      'sweep: rustybt: true',
      'sweep: rustybt workers: true',
      'ingest_daily: rustybt: true',
      'load_bars: rustybt: true',
      'help: rustybt --help: true',
      'help: node -e 0: true',
      'one_year: rustybt run, .js: true',
      'one_year: rustybt run, .ts: true',
    ])
    expect(measured.rows[0].fills).toBeGreaterThan(0)
    for (const row of measured.rows.slice(7, 9))
      expect(row).toMatchObject({ value: 5 * 252, check: 'the same each time' })
    expect(stdout.trim()).toBe(tableOf(measured.rows))
    expect(readFileSync(page, 'utf8')).toContain(stdout.trim())
  })

  it('measures another Node, and names its version and not its place', () => {
    const [node, called, page] = ['node', 'called', 'page.md'].map((file) => join(folder, file))
    writeFileSync(node, `#!/bin/sh\necho "$1" >> ${called}\nexec ${process.execPath} "$@"\n`, { mode: 0o755 })
    const size = [
      '--size',
      'tiny',
      '--runs',
      '1',
      '--data',
      join(folder, 'data'),
      '--tasks',
      'daily_cross,ingest_daily',
    ]
    expect(bench(...size, '--node', node, '--write', page)).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(called, 'utf8')).toMatch(/^-p\n.*child\.js\n--import\n$/)
    const text = readFileSync(page, 'utf8')
    expect(text).toContain(`node ${process.versions.node}`)
    expect(text).toContain('--node PATH')
    expect(text).not.toContain(node)
  })

  it.each([
    ['--node', '/nowhere/node', 'ENOENT'],
    ['--size', 'huge', "no size called 'huge'"],
    ['--tasks', 'weekly', "no task called 'weekly'"],
    ['--runs', '0', '--runs must be a whole number'],
  ])('refuses %s %s', (flag, value, message) => {
    const { status, stderr } = bench(flag, value)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})
