import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chromium } from 'playwright-core'
import { RESULT_COMMAND } from '../../plugins/analytics/fingerprints.js'
import type { ReportData } from '../../plugins/analytics/report-data.js'
import { algorithm, MINUTE_SPAN, writeMinutes } from './minute-run.js'
import { TABS } from './report-of-run.js'
import { folder, rustybt } from './rustybt.js'

const ALGORITHM = `
import { order_target_percent, order, record, symbol } from 'rustybt/compat'
export const initialize = (context) => { context.day = 0 }
export const handle_data = (context, data) => {
  const asset = symbol('MSFT')
  order_target_percent(asset, context.day++ % context.every < 5 ? 0.9 : 0.1)
  if (context.day === 1) order(asset, -10, { stop_price: 1 })
  if (context.day === 40) order(asset, 10, { limit_price: 1 })
  record({ price: data.current(asset, 'price'), mood: context.day % 2 ? 'up' : 'down' })
}
`
const DATA = join(import.meta.dirname, '../parity/data/csvdir')
const RUN = [
  '--csv',
  DATA,
  '-s',
  '2012-06-01',
  '-e',
  '2013-12-31',
  '--capital-base',
  '100000',
  '-bf',
  join(DATA, 'SPY_benchmark.csv'),
]

describe('rustybt report', () => {
  let dir: string
  const before = process.env.RUSTYBT_ROOT
  const read = (name: string) => readFileSync(join(dir, name), 'utf8')
  const json = (name: string) => JSON.parse(read(name)) as ReportData
  const call = (...args: string[]) => rustybt(args, dir)

  beforeAll(async () => {
    dir = folder({ 'swing.js': ALGORITHM })
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const run = (every: number) =>
      call(
        'run',
        'swing.js',
        ...RUN,
        '-D',
        `every=${every}`,
        '--no-progress',
        '-o',
        `p${every}.json`,
        '--report',
        `r${every}.json`,
      )
    for (const every of [10, 15]) expect((await run(every)).code).toBe(0)
  })
  afterAll(() => {
    process.env.RUSTYBT_ROOT = before
    rmSync(dir, { recursive: true })
  })

  it('says it of a run on minutes too, bar by bar', async () => {
    writeMinutes(join(dir, 'minutes'))
    writeFileSync(
      join(dir, 'minutes.js'),
      `import { order, order_target, symbol } from 'rustybt/compat'
export const { initialize, handle_data } = {${Object.values(algorithm).map(String).join(',')}}`,
    )
    const span = ['-s', MINUTE_SPAN.start, '-e', MINUTE_SPAN.end, '--capital-base', '100000']
    const args = ['--csv', 'minutes', '--data-frequency', 'minute', '--no-progress', '--no-benchmark', ...span]
    const { code, stderr } = await call('run', 'minutes.js', ...args, '-o', 'm.json', '--report', 'm-report.json')
    expect([code, stderr]).toEqual([0, ''])
    expect((await call('report', 'm.json', '-o', 'm-again.json')).code).toBe(0)
    expect(read('m-again.json')).toBe(read('m-report.json'))
    const { stops, minutes } = json('m-report.json').replay!
    expect(stops!.times.slice(0, 4)).toEqual(['15:21', '15:22', '16:31', '16:32'])
    expect(minutes.slice(0, 2).map(([stop, asset]) => [stop, asset])).toEqual([
      [0, 0],
      [1, 0],
    ])
  })

  it('says of a performance file what the run itself said', async () => {
    const { code, stdout } = await call('report', 'p15.json', '-o', 'again.json')
    expect([code, stdout]).toEqual([0, `report         ${join(dir, 'again.json')}\n`])
    expect(read('again.json')).toBe(read('r15.json'))
    const { trust, tabs } = json('again.json')
    expect(trust).toContainEqual(
      expect.objectContaining({ label: 'Deflated Sharpe', note: 'after 2 trials in 2 runs' }),
    )
    expect(tabs.map(({ id }) => id)).toEqual(TABS)
    // The stop that stands from the second day on is told with the fills, in the file too.
    const trades = tabs.find(({ id }) => id === 'trades')!.blocks.map(({ id }) => id)
    expect(trades).toEqual(expect.arrayContaining(['r-multiples', 'r-distribution']))
  })

  it('tells by what the run is known: hashes that anybody can work out from the files', async () => {
    const { fingerprints } = json('r15.json').about
    const sha256 = (command: string, cwd: string) =>
      execFileSync('bash', ['-c', command], { cwd, encoding: 'utf8' }).slice(0, 64)
    expect(fingerprints).toEqual({
      result: sha256(RESULT_COMMAND.replace('perf.json', 'p15.json'), dir),
      data: sha256(
        String.raw`find -L . -maxdepth 2 \( -name '*.csv' -o -name '*.csv.gz' \) | sed 's,^\./,,' | LC_ALL=C sort | xargs sha256sum | sha256sum`,
        DATA,
      ),
      algorithm: sha256('sha256sum swing.js', dir),
    })
    expect(json('r10.json').about.fingerprints).toMatchObject({ data: fingerprints.data })
    expect(json('r10.json').about.fingerprints.result).not.toBe(fingerprints.result)
    expect((await call('report', 'p15.json', '-o', 'p15.html')).code).toBe(0)
    for (const hash of Object.values(fingerprints))
      expect(read('p15.html')).toContain(`<code>${hash.slice(0, 12)}</code>`)
    // A bundle's are of the files in its ingestion; the bars were the same, and so is what came of them.
    expect((await call('ingest', '-b', 'hashed', '--csv', DATA, '--splits', 'apply')).code).toBe(0)
    const args = ['-D', 'every=15', '--no-progress', '--report', 'hashed.json']
    const run = await call('run', 'swing.js', '-b', 'hashed', ...RUN.slice(2), ...args)
    expect(run.code).toBe(0)
    const own = json('hashed.json').about.fingerprints
    const folder = join(
      dir,
      'root/data/hashed',
      readdirSync(join(dir, 'root/data/hashed')).find((name) => /^\d/.test(name))!,
    )
    expect(own).toEqual({
      ...fingerprints,
      data: sha256(
        String.raw`find . -type f ! -name manifest.json | sed 's,^\./,,' | LC_ALL=C sort | xargs sha256sum | sha256sum`,
        folder,
      ),
    })
  })

  it('shows what an observer kept as the run itself did, and refuses a performance without an account', async () => {
    const run = (set: string) =>
      call(
        'run',
        'swing.js',
        ...RUN,
        '-D',
        'every=10',
        '--metrics-set',
        set,
        '--no-progress',
        '-o',
        's.json',
        '--report',
        'sr.json',
      )
    expect((await run('statistics')).code).toBe(0)
    expect((await call('report', 's.json', '-o', 's-again.json')).code).toBe(0)
    expect(read('s-again.json')).toBe(read('sr.json'))
    const titles = json('sr.json').tabs.flatMap(({ blocks }) => blocks.map(({ title }) => title))
    expect(titles).toEqual(expect.arrayContaining(['rolling_sharpe', 'drawdown']))
    expect((await run('none')).code).toBe(0)
    const { code, stderr } = await call('report', 's.json')
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/PERFORMANCE_FILE: s\.json has no portfolio_value.*\n.*default/),
    ])
  })

  it('judges in-sample and out-of-sample apart: as the run was told, by its config, or told afterwards', async () => {
    const run = (...more: string[]) => call('run', 'swing.js', ...RUN, '-D', 'every=10', '--no-progress', ...more)
    const files = ['-o', 'parts.json', '--report', 'parts-report.json']
    expect((await run(...files, '--out-of-sample', '2013-01-05')).code).toBe(0)
    expect((await call('report', 'parts.json', '-o', 'parts-again.json')).code).toBe(0)
    expect(read('parts-again.json')).toBe(read('parts-report.json'))
    const { about, headline, sessions } = json('parts-report.json')
    expect(about.outOfSample).toEqual({ row: sessions.indexOf('2013-01-07'), from: '2013-01-07', by: 'date' })
    expect(headline.find(({ label }) => label === 'Sharpe ratio')!.periods).toHaveLength(2)
    // The same run, whatever it is looked at by: no new trial, and the same performance.
    expect(read('parts.json').replace('"outOfSample":"2013-01-05",', '')).toBe(read('p10.json'))
    expect((await call('report', 'p10.json', '--out-of-sample', '2013-01-05', '-o', 'later.json')).code).toBe(0)
    expect(read('later.json')).toBe(read('parts-report.json'))
    writeFileSync(join(dir, 'parts.config.json'), '{"outOfSample":"2013-01-05"}')
    expect((await run('--config', 'parts.config.json', '--report', 'configured.json')).code).toBe(0)
    expect(json('configured.json').about).toEqual(about)
  })

  it('refuses a day that leaves nothing on one side, before the run where it can', async () => {
    const day = async (...args: string[]) => {
      const { code, stderr } = await call(...args)
      return `${code} ${stderr}`
    }
    const run = ['run', 'swing.js', ...RUN, '--no-progress', '--report', 'never.html', '--out-of-sample']
    expect(await day(...run, '2014-01-01')).toMatch(
      /^2 .*OUT_OF_SAMPLE.*from 2012-06-01 to 2013-12-31\n.*after the start/,
    )
    expect(await day(...run, '2012-06-01')).toMatch(/^2 .*OUT_OF_SAMPLE/)
    expect(await day(...run, 'soon')).toMatch(/^2 [\s\S]*A date is written as/)
    expect(existsSync(join(dir, 'never.html'))).toBe(false)
    // Where nobody said when the run ends, it is known afterwards: the run stands, and its report does without.
    const data = ['--csv', DATA, '-s', '2014-06-02', '-D', 'every=10', '--no-benchmark', '--no-progress']
    const late = await day('run', 'swing.js', ...data, '--report', 'late.json', '--out-of-sample', '2030-01-01')
    expect(late).toMatch(/^0 [\s\S]*OUT_OF_SAMPLE: out-of-sample from 2030-01-01.*; the report does without/)
    expect(json('late.json').about.outOfSample).toBeUndefined()
    expect(await day('report', 'p10.json', '--out-of-sample', '2014-01-02')).toMatch(
      /^1 .*OUT_OF_SAMPLE.*: p10\.json has sessions from 2012-06-01 to 2013-12-31\n/,
    )
    expect(await day('report', 'p10.json', '--out-of-sample', '2013-13-01')).toMatch(/^2 [\s\S]*A date is written as/)
  })

  it('writes a page beside the file, or prints all that it shows', async () => {
    expect((await call('report', 'p10.json')).code).toBe(0)
    expect(read('p10.html')).toContain('<h1>swing</h1>')
    const { stdout } = await call('report', 'p10.json', '--json')
    expect((JSON.parse(stdout) as ReportData).about.title).toBe('swing')
  })

  it('puts several runs side by side, in a page that says nothing to the console', async () => {
    const { code } = await call('report', 'p10.json', 'p15.json', '--compare', '-o', 'both.html')
    expect(code).toBe(0)
    const { stdout } = await call('report', 'p10.json', 'p15.json', '--compare', '--json')
    const data = JSON.parse(stdout) as ReportData
    expect(data.headline.map(({ label }) => label)).toEqual(['swing 1', 'swing 2'])
    expect(data.trust.map(({ label }) => label)).toEqual(['Deflated Sharpe of the best', 'Probability of overfitting'])
    const differ = data.tabs.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'differences')
    expect(differ).toMatchObject({
      table: {
        rows: [
          ['every', '10', '15'],
          ['result SHA-256', expect.any(String), expect.any(String)],
        ],
      },
    })
    const single = json('r10.json').headline.find(({ label }) => label === 'Total return')!
    expect(data.headline[0].value).toBe(single.value)
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: ['--no-sandbox', '--disable-gpu'],
    })
    const page = await browser.newPage()
    const heard: string[] = []
    page.on('console', (message) => heard.push(message.text()))
    page.on('pageerror', (error) => heard.push(String(error)))
    await page.goto(pathToFileURL(join(dir, 'both.html')).href)
    expect(await page.locator('#overview canvas').count()).toBe(2)
    await page.locator('#tab-runs').click()
    expect(await page.locator('#differences').innerText()).toContain('every')
    expect(heard).toEqual([])
    await browser.close()
  })

  it('takes factors and sectors from lists', async () => {
    const benchmark = readFileSync(join(DATA, 'SPY_benchmark.csv'), 'utf8').trim().split('\n').slice(1)
    const factors = benchmark
      .map((line) => line.split(','))
      .map(([date, r], i) => `${date},${r},${((i * 7) % 11) / 1000 - 0.005}`)
    writeFileSync(join(dir, 'factors.csv'), `date,market,noise\n${factors.join('\n')}\n`)
    writeFileSync(join(dir, 'sectors.csv'), 'symbol,sector,weight\nMSFT,Software,1\n')
    await call('report', 'p15.json', '-o', 'more.json', '--factors', 'factors.csv', '--sectors', 'sectors.csv')
    const blocks = json('more.json').tabs.flatMap((tab) => tab.blocks)
    const rows = (id: string) =>
      blocks.flatMap((block) => (block.kind === 'table' && block.id === id ? block.table.rows : []))
    const coefficients = rows('regressions').filter(([model]) => model === 'Factors')
    expect(coefficients.map(([, name]) => name)).toEqual(['alpha a year', 'market', 'noise'])
    // The benchmark is the market: the run's beta to it is that of the market model.
    const beta = rows('regressions').find(([model, name]) => String(model).startsWith('Market') && name === 'beta')!
    expect(Math.abs(Number(coefficients[1][2]) - Number(beta[2]))).toBeLessThan(0.05)
    expect(rows('sectors').map(([name]) => name)).toEqual(['Software'])
    const all = rows('brinson').at(-1)!
    expect(Number(all[1]) + Number(all[2]) + Number(all[3])).toBeCloseTo(Number(all[4]), 8)
    expect(blocks.find(({ id }) => id === 'brinson')?.summary).toMatch(/are not explained|add up to it/)
  })

  it('attributes to a list whose members were not all traded: by the run’s bundle, another one, or a file of closes', async () => {
    const inDays = ['--splits', 'ignore']
    expect((await call('ingest', '-b', 'index', '--csv', DATA, ...inDays)).code).toBe(0)
    const span = ['-s', '2012-06-01', '-e', '2013-12-31', '--capital-base', '100000', '--no-progress', '--no-benchmark']
    const run = await call('run', 'swing.js', '-b', 'index', ...span, '-D', 'every=10', '-o', 'b.json')
    expect(run.code).toBe(0)
    writeFileSync(join(dir, 'index.csv'), 'symbol,sector,weight\nMSFT,Software,1\nIBM,Services,2\nAAPL,Devices,1\n')
    const effects = async (output: string, ...args: string[]) => {
      const { code, stderr } = await call('report', ...args, '--sectors', 'index.csv', '-o', output)
      expect([code, stderr]).toEqual([0, ''])
      const block = json(output).tabs.flatMap((tab) => tab.blocks.filter(({ id }) => id === 'brinson'))[0]
      return block.kind === 'table' ? block.table.rows : []
    }
    const own = await effects('own.json', 'b.json')
    expect(own.map(([sector]) => sector)).toEqual(['Devices', 'Services', 'Software', 'Cash', 'All'])
    const [, allocation, selection, interaction, together] = own.at(-1)!.map(Number)
    expect(allocation + selection + interaction).toBeCloseTo(together, 9)
    // The same prices by other ways: the run on files has no bundle of its own.
    expect(await effects('other.json', 'p10.json', '-b', 'index')).toEqual(own)
    // Adjusted closes: what stays in after each dividend.
    const closes = (symbol: string) => {
      const lines = gunzipSync(readFileSync(join(DATA, 'daily', `${symbol}.csv.gz`)))
        .toString()
        .trim()
        .split('\n')
      let [index, before] = [100, 0]
      return lines.slice(1).map((line) => {
        const [date, , , , close, , dividend] = line.split(',')
        if (before > 0) index *= Number(close) / (before - Number(dividend))
        before = Number(close)
        return [date, index] as const
      })
    }
    const aapl = new Map(closes('AAPL'))
    const lines = closes('IBM').map(([date, index]) => `${date},${index},${aapl.get(date)}`)
    writeFileSync(join(dir, 'closes.csv'), `date,IBM,AAPL\n${lines.join('\n')}\n`)
    const filed = await effects('filed.json', 'p10.json', '--prices', 'closes.csv')
    for (const [i, row] of filed.entries())
      for (const [j, cell] of row.entries()) if (j > 0) expect(Number(cell)).toBeCloseTo(Number(own[i][j]), 5)
    const refused = await call('report', 'p10.json', '--sectors', 'index.csv')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('gives weights to IBM, AAPL')])
    expect(refused.stderr).toMatch(/PRICES_MISSING.*\n.*--bundle.*--prices/)
    writeFileSync(join(dir, 'short.csv'), `date,IBM\n2012-06-01,100\n`)
    const short = await call('report', 'p10.json', '--sectors', 'index.csv', '--prices', 'short.csv')
    expect(short.stderr).toContain('IBM, AAPL, of which the run and short.csv have no prices')
  })

  it('says what is wrong with what it was given', async () => {
    writeFileSync(join(dir, 'old.json'), '{"run":{},"perf":[]}')
    writeFileSync(join(dir, 'torn.json'), '{"run":')
    writeFileSync(join(dir, 'bad.csv'), 'date,market\n2012-01-01,x\n')
    writeFileSync(join(dir, 'bad-sectors.csv'), 'symbol,sector\nMSFT,\n')
    const refused = async (...args: string[]) => {
      const { code, stderr } = await call('report', ...args)
      return `${code} ${stderr}`
    }
    expect(await refused('none.json')).toMatch(/^2 .*PERFORMANCE_NOT_FOUND/)
    expect(await refused('old.json')).toMatch(/^1 .*PERFORMANCE_FILE.*\n.*run -o FILE\.json/)
    expect(await refused('torn.json')).toMatch(/^2 .*PERFORMANCE_FILE/)
    expect(await refused('p10.json', 'p15.json')).toContain('--compare')
    expect(await refused('p10.json', '--compare')).toMatch(/^2 .*two files or more/)
    expect(await refused('p10.json', '-o', 'x.pdf')).toMatch(/OUTPUT_KIND/)
    expect(await refused('p10.json', '-o', 'nowhere/x.html')).toMatch(/OUTPUT_FOLDER/)
    expect(await refused('p10.json', '--factors', 'bad.csv')).toContain('bad.csv, row 2: market is no number: x')
    expect(await refused('p10.json', '--sectors', 'bad-sectors.csv')).toContain(
      'bad-sectors.csv, row 2: sector is missing',
    )
    writeFileSync(join(dir, 'weightless.csv'), 'symbol,sector\nMSFT,Software\n')
    expect(await refused('p10.json', '--sectors', 'weightless.csv', '-b', 'daily')).toContain(
      'prices are asked for where a list of sectors has weights, and this one has none',
    )
    expect(existsSync(join(dir, 'x.pdf'))).toBe(false)
  })

  it('shows how in its help', async () => {
    expect((await call('report', '--help')).stdout).toContain('rustybt report fast.json slow.json --compare')
  })
})
