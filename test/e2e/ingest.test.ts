import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { rustybt as command, folder, PRICES } from './rustybt.js'

const DATA = join(import.meta.dirname, '../parity/data')
const DIST = pathToFileURL(join(import.meta.dirname, '../../dist/')).href

/** Runs in a folder that is RUSTYBT_ROOT too. */
async function rustybt(dir: string, ...args: string[]) {
  const before = process.env.RUSTYBT_ROOT
  process.env.RUSTYBT_ROOT = join(dir, 'root')
  try {
    return await command(args, dir)
  } finally {
    if (before === undefined) delete process.env.RUSTYBT_ROOT
    else process.env.RUSTYBT_ROOT = before
  }
}

const BUY_AND_HOLD = `
import { order, symbol, record } from 'rustybt/compat'
export function initialize(context: any): void {
  context.asset = symbol('BBB')
}
export function handle_data(context: any, data: any): void {
  if (!context.bought) order(context.asset, 10)
  context.bought = true
  record({ price: data.current(context.asset, 'price') })
}\n`

const files = { ...PRICES, 'buy.ts': BUY_AND_HOLD }
const namesIn = (dir: string, name: string) => readdirSync(join(dir, 'root/data', name))

describe('rustybt ingest', () => {
  it('makes a bundle on which a run is what it is on the files', async () => {
    const dir = folder(files)
    const ingested = await rustybt(dir, 'ingest', '-b', 'demo', '--csv', 'prices')
    expect(ingested).toMatchObject({ code: 0, stderr: '' })
    expect(ingested.stdout).toMatch(/^demo \S+: 2 assets, 14 bars, 2020-01-02 to 2020-01-10, [\d.]+ kB in [\d.]+ s\n$/)
    const perf = async (...from: string[]) => {
      const answer = await rustybt(dir, 'run', 'buy.ts', ...from, '--no-benchmark', '-o', 'perf.json')
      expect(answer).toMatchObject({ code: 0, stderr: '' })
      return JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    }
    const onFiles = await perf('--csv', 'prices')
    const onBundle = await perf('-b', 'demo')
    expect(onBundle.perf).toEqual(onFiles.perf)
    expect(onBundle.perf.at(-1).positions[0].amount).toBe(20)
    expect(onBundle.run.source).toMatchObject({ bundle: 'demo' })
  })

  it('keeps minutes, on which runs of either frequency are what they are on the files', async () => {
    const minutes = ['--csv', join(DATA, 'minute')]
    const dir = folder({ 'buy.ts': BUY_AND_HOLD.replace('BBB', 'AMIN') })
    const flags = ['--data-frequency', 'minute', '--splits', 'apply', '--json']
    const ingested = await rustybt(dir, 'ingest', '-b', 'minutes', ...minutes, ...flags)
    expect(ingested.code).toBe(0)
    expect(JSON.parse(ingested.stdout)).toMatchObject({ frequency: 'minute', rows: { assets: 4 } })
    for (const frequency of ['minute', 'daily']) {
      const perf = async (...from: string[]) => {
        const line = ['run', 'buy.ts', ...from, '--data-frequency', frequency, '--no-benchmark', '-o', 'perf.json']
        expect(await rustybt(dir, ...line)).toMatchObject({ code: 0 })
        return JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')).perf
      }
      const onFiles = await perf(...minutes)
      expect(await perf('-b', 'minutes')).toEqual(onFiles)
      expect(onFiles.at(-1).positions[0].amount).toBeGreaterThan(0)
    }
  })

  it('stops where splits and prices do not agree, unless told what to do', async () => {
    const dir = folder({})
    const stopped = await rustybt(dir, 'ingest', '-b', 'real', '--csv', join(DATA, 'csvdir'))
    expect(stopped).toMatchObject({ code: 1, stdout: '' })
    expect(stopped.stderr).toMatch(/^error SPLITS_INCONSISTENT/m)
    expect(stopped.stderr).toMatch(/^ {2}AAPL 2014-06-09: the split 7:1 is listed, but not in the prices/m)
    expect(existsSync(join(dir, 'root/data/real'))).toBe(false)
    const applied = await rustybt(
      dir,
      'ingest',
      '-b',
      'real',
      '--csv',
      join(DATA, 'csvdir'),
      '--splits',
      'apply',
      '--json',
    )
    expect(JSON.parse(applied.stdout)).toMatchObject({ splits: 'apply', rows: { assets: 4, bars: 3016, splits: 2 } })
    const ignored = await rustybt(
      dir,
      'ingest',
      '-b',
      'real',
      '--csv',
      join(DATA, 'csvdir'),
      '--splits',
      'ignore',
      '--json',
    )
    expect(JSON.parse(ignored.stdout)).toMatchObject({ splits: 'ignore', rows: { splits: 0 } })
  })

  it('takes any source by name', async () => {
    const dir = folder(files)
    const answer = await rustybt(
      dir,
      'ingest',
      '-b',
      'demo',
      '--source',
      'csv',
      '-o',
      'dir=prices',
      '-o',
      'currency=EUR',
    )
    expect(answer).toMatchObject({ code: 0 })
    expect((await rustybt(dir, 'ingest', '-b', 'demo', '--source', 'cvs')).stderr).toContain("Did you mean 'csv'?")
  })

  it.each([
    ['no bundle', ['--csv', 'prices'], 'USAGE', 2],
    ['no source', ['-b', 'demo'], 'USAGE', 2],
    ['two sources', ['-b', 'demo', '--csv', 'prices', '--source', 'csv'], 'USAGE', 2],
    ['a name with ..', ['-b', '../demo', '--csv', 'prices'], 'BUNDLE_NAME', 1],
    ['an option that is none', ['-b', 'demo', '--source', 'csv', '-o', 'dir'], 'INVALID_ARGUMENT', 2],
    ['another calendar', ['-b', 'demo', '--csv', 'prices', '--calendar', 'XNIS'], 'UNKNOWN_NAME', 1],
  ])('refuses %s', async (_, args, error, code) => {
    const answer = await rustybt(folder(files), 'ingest', ...args)
    expect(answer).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(`error ${error}: `) })
  })
})

describe('rustybt run -b', () => {
  it('lists the bundles that there are where one is not', async () => {
    const dir = folder(files)
    await rustybt(dir, 'ingest', '-b', 'demo', '--csv', 'prices')
    const answer = await rustybt(dir, 'run', 'buy.ts', '-b', 'deno')
    expect(answer.code).toBe(1)
    expect(answer.stderr).toContain("no bundle called 'deno'; there are demo. Did you mean 'demo'?")
  })

  it('takes the ingestion of a time', async () => {
    const dir = folder(files)
    await rustybt(dir, 'ingest', '-b', 'demo', '--csv', 'prices')
    const early = await rustybt(dir, 'run', 'buy.ts', '-b', 'demo', '--bundle-timestamp', '2020-01-01')
    expect(early.stderr).toContain("bundle 'demo' has no ingestion at or before 2020-01-01T00:00:00.000Z")
    const [ingestion] = namesIn(dir, 'demo')
    expect((await rustybt(dir, 'run', 'buy.ts', '-b', 'demo', '--bundle-timestamp', ingestion)).code).toBe(0)
    const wrong = await rustybt(dir, 'run', 'buy.ts', '-b', 'demo', '--bundle-timestamp', 'yesterday')
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("'2026-11-22'") })
  })

  it('refuses --csv beside it, and what is decided by the ingest', async () => {
    const dir = folder(files)
    for (const more of [
      ['--csv', 'prices'],
      ['--splits', 'apply'],
    ])
      expect(await rustybt(dir, 'run', 'buy.ts', '-b', 'demo', ...more)).toMatchObject({ code: 2 })
  })
})

describe('rustybt bundles and clean', () => {
  it('list what there is, and remove what is old', async () => {
    const dir = folder(files)
    expect((await rustybt(dir, 'bundles')).stdout).toMatch(/^no bundle in .*root: rustybt ingest/)
    for (let i = 0; i < 2; i++) await rustybt(dir, 'ingest', '-b', 'demo', '--csv', 'prices')
    const [older, newer] = namesIn(dir, 'demo')
    const { stdout } = await rustybt(dir, 'bundles')
    expect(stdout.split('\n')[1]).toMatch(new RegExp(`^demo +${newer} +2 +14 +2020-01-02 +2020-01-10 +.* XNYS$`))
    expect(JSON.parse((await rustybt(dir, 'bundles', '--json')).stdout)).toMatchObject([
      { name: 'demo', ingestions: [{ ingestion: newer }, { ingestion: older, calendar: 'XNYS' }] },
    ])
    const unasked = await rustybt(dir, 'clean', '-b', 'demo', '-k', '1')
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    const cleaned = await rustybt(dir, 'clean', '-b', 'demo', '-k', '1', '--yes')
    expect(cleaned).toMatchObject({ code: 0, stdout: `removed demo ${older}\n` })
    expect(namesIn(dir, 'demo')).toEqual([newer])
    const both = await rustybt(dir, 'clean', '-b', 'demo', '-k', '1', '-e', '2020-01-01', '--yes')
    expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining('error BAD_CLEAN') })
  })
})

describe('several ingestions of a bundle', () => {
  it('stand side by side, each found by its time, and go as clean is told', async () => {
    const dir = folder(files)
    for (let i = 0; i < 4; i++) await rustybt(dir, 'ingest', '-b', 'demo', '--csv', 'prices')
    const [first, second, third, last] = namesIn(dir, 'demo')
    const clean = async (...how: string[]) => (await rustybt(dir, 'clean', '-b', 'demo', ...how, '--yes')).stdout
    const found = async (...at: string[]) => {
      const { code, stdout } = await rustybt(dir, 'bundle', 'info', 'demo', ...at, '--json')
      return code === 0 ? JSON.parse(stdout).ingestion : code
    }
    expect([await found(), await found('--bundle-timestamp', second)]).toEqual([last, second])
    expect(await clean('--before', second)).toBe(`removed demo ${first}\n`)
    expect(await found('--bundle-timestamp', first)).toBe(1)
    expect(await clean('--after', third, '--json')).toBe(`[\n  "${last}"\n]\n`)
    expect([await found(), await found('--bundle-timestamp', last)]).toEqual([third, third])
    expect((await rustybt(dir, 'run', 'buy.ts', '-b', 'demo', '--bundle-timestamp', second)).code).toBe(0)
    expect(await clean('--before', '2020-01-01')).toBe('nothing to remove from demo\n')
    expect(await clean('--keep-last', '1')).toBe(`removed demo ${second}\n`)
    expect(namesIn(dir, 'demo')).toEqual([third])
    expect((await rustybt(dir, 'run', 'buy.ts', '-b', 'demo')).code).toBe(0)
    expect(await clean('--before', '2020-01-01', '--after', '2020-01-01')).toBe(`removed demo ${third}\n`)
    expect(await found()).toBe(1)
  })
})

/** A script that ingests a source which says `half` in the middle, then waits. */
const script = (partRows: number, assets: number) => `
import { ingest } from '${DIST}core/data/ingest.js'
import { ruleCalendar } from '${DIST}core/time/calendar.js'
const calendar = ruleCalendar({ name: 'days', zone: 'UTC', weekmask: '1111111', open: '00:00', close: '23:59', holidays: [],
  firstDate: '2000-01-01', lastDate: '2030-12-31' })
const asset = (sid) => ({ kind: 'equity', sid, symbol: 'S' + sid, name: 'A company of some length ' + sid, exchange: 'X', country: 'US', currency: 'USD',
  startDate: '2020-01-01', endDate: '2020-12-31', tickSize: 0.01, multiplier: 1 })
const column = (of) => Float64Array.from({ length: 300 }, (_, i) => of(i))
const bars = (sid) => ({ sid, times: column((i) => Date.UTC(2020, 0, 1 + i)), open: column(Math.random), high: column(Math.random),
  low: column(Math.random), close: column(() => 0.5 + Math.random() / 10), volume: column(Math.random) })
const source = { async *fetch() {
  yield { kind: 'assets', assets: Array.from({ length: ${assets} }, (_, sid) => asset(sid)) }
  for (let sid = 0; sid < ${assets}; sid++) {
    yield { kind: 'bars', bars: bars(sid) }
    if (process.env.WAIT && sid === 5) { console.log('half'); await new Promise((resolve) => setTimeout(resolve, 600_000)) }
  }
} }
try {
  await ingest(source, { frequency: 'daily', calendar }, { bundle: 'test', version: '0.1.0', root: process.env.RUSTYBT_ROOT, partRows: ${partRows}, splits: 'apply' })
  console.log('whole')
} catch (error) {
  console.log(error.code + ' ' + error.message)
}
`

describe('an ingest on a bad day', () => {
  const visible = (dir: string) => namesIn(dir, 'test').filter((name) => !name.startsWith('.'))
  const prepare = (partRows = 1000, assets = 10) => {
    const dir = folder({ 'ingest.mjs': script(partRows, assets) })
    const env = { ...process.env, RUSTYBT_ROOT: join(dir, 'root') }
    const whole = () => spawnSync(process.execPath, ['ingest.mjs'], { cwd: dir, env, encoding: 'utf8' })
    return { dir, env, whole }
  }

  it('killed half-way, leaves the last good one, and its traces go with the next one', async () => {
    const { dir, env, whole } = prepare()
    expect(whole().stdout).toBe('whole\n')
    const good = visible(dir)
    const child = spawn(process.execPath, ['ingest.mjs'], { cwd: dir, env: { ...env, WAIT: '1' } })
    const signal = await new Promise((resolve) => {
      child.stdout.on('data', () => child.kill('SIGKILL'))
      child.on('close', (_, by) => resolve(by))
    })
    expect(signal).toBe('SIGKILL')
    expect(visible(dir)).toEqual(good)
    expect(namesIn(dir, 'test').some((name) => name.startsWith('.draft-'))).toBe(true)
    expect(JSON.parse((await rustybt(dir, 'bundles', '--json')).stdout)[0].ingestions).toHaveLength(1)
    expect(whole().stdout).toBe('whole\n')
    expect(namesIn(dir, 'test')).toEqual(visible(dir))
    expect(visible(dir)).toHaveLength(2)
  })

  it('a second one meanwhile is refused', async () => {
    const { dir, env, whole } = prepare()
    const child = spawn(process.execPath, ['ingest.mjs'], { cwd: dir, env: { ...env, WAIT: '1' } })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(whole().stdout).toMatch(new RegExp(`^BUNDLE_LOCKED process ${child.pid} on `))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('close', resolve))
    expect(whole().stdout).toBe('whole\n')
  })

  it.each([
    ['for the bars', 20, 2000, 20, /^DISK_FULL .*\/daily\/00000\.parquet could not be written: no room is left/],
    ['for the databases', 20, 100, 20, /^DISK_FULL .*\/assets\.sqlite could not be written: no room is left/],
  ])('on a full disk, %s, names the file and leaves nothing', async (_, kilobytes, partRows, assets, told) => {
    const { dir, env } = prepare(partRows, assets)
    const limited = spawnSync('bash', ['-c', `ulimit -f ${kilobytes}; exec "${process.execPath}" ingest.mjs`], {
      cwd: dir,
      env,
      encoding: 'utf8',
    })
    expect(limited.stdout).toMatch(told)
    expect(existsSync(join(dir, 'root/data/test'))).toBe(false)
  })
})
