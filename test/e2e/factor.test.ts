import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parquetReadObjects } from 'hyparquet'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import { folder, rustybt } from './rustybt.js'

const PRICES = join(import.meta.dirname, '../parity/data/daily')
const FILES = {
  'momentum.ts': `import { AverageDollarVolume, Returns } from 'rustybt/compat'
export const momentum = Returns({ window_length: 40 })
export const half = Returns({ window_length: 60 }).gt(0).if_else(Returns({ window_length: 60 }), Returns({ window_length: 60 })).quantiles(2)
export const screen = AverageDollarVolume({ window_length: 10 }).top(18)
`,
  'two.ts': `import { Pipeline, Returns } from 'rustybt/compat'
export const make_pipeline = () => Pipeline({ columns: { fast: Returns({ window_length: 5 }), slow: Returns({ window_length: 60 }) } })
`,
  'core.ts': `import { Pipeline, returns } from 'rustybt'
export const pipeline = new Pipeline({ columns: { fast: returns({ windowLength: 5 }) } })
`,
  'none.ts': 'export const answer = 42\n',
  'broken.ts': 'export const factor = undefined.rank()\n',
}
const dir = folder(FILES)
const factor = (...args: string[]) => rustybt(['factor', ...args], dir)
const on = ['--csv', PRICES, '-s', '2020-01-01', '-e', '2020-12-31']

describe('rustybt factor', () => {
  it('prints what the factor is worth, and writes every table and a page', async () => {
    const { code, stdout, stderr } = await factor('momentum.ts', ...on, '-o', 'tables', '--report', 'page.html')
    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
    for (const part of ['information', 'returns', 'quantile', 'turnover', 'rank autocorrelation', 'decay, sessions'])
      expect(stdout).toContain(part)
    expect(stdout).toMatch(/^momentum from 2020-01-02 to 2020-12-31: \d+ values of \d+ assets on 253 sessions/)
    expect(readdirSync(join(dir, 'tables'))).toEqual([
      'cumulative_returns.csv',
      'decay.csv',
      'factor_data.csv',
      'factor_returns.csv',
      'information.csv',
      'information_by_month.csv',
      'information_statistics.csv',
      'quantile_returns.csv',
      'quantile_returns_by_date.csv',
      'quantile_statistics.csv',
      'rank_autocorrelation.csv',
      'returns.csv',
      'spread.csv',
      'turnover.csv',
      'turnover_statistics.csv',
    ])
    const [head, first] = readFileSync(join(dir, 'tables/factor_data.csv'), 'utf8').split('\n')
    expect(head).toBe('session,sid,symbol,factor,quantile,1D,5D,10D')
    expect(first).toMatch(/^2020-01-02,0,ALFA,/)
  })

  it('answers the same as JSON, and the same tables as Parquet', async () => {
    const args = [
      '--periods',
      '1,5',
      '--quantiles',
      '3',
      '--group',
      'half',
      '--group-neutral',
      '--by-group',
      '--decay',
      '3',
    ]
    const { code, stdout } = await factor(
      'momentum.ts',
      ...on,
      ...args,
      '--json',
      '-o',
      'parquet',
      '--format',
      'parquet',
    )
    expect(code).toBe(0)
    const answer = JSON.parse(stdout)
    expect(answer).toMatchObject({ factor: 'momentum', sessions: 253, report: null })
    expect(answer.periods.map(({ period }: { period: number }) => period)).toEqual([1, 5])
    expect(answer.decay).toHaveLength(3)
    const read = async (name: string) => {
      const bytes = readFileSync(join(dir, 'parquet', `${name}.parquet`))
      return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) })
    }
    const statistics = await read('information_statistics')
    expect(statistics.map(({ mean }) => mean)).toEqual(
      answer.periods.map(({ information }: { information: { mean: number } }) => information.mean),
    )
    const rows = await read('factor_data')
    expect(rows).toHaveLength(answer.values)
    expect(rows[0]).toMatchObject({
      session: new Date('2020-01-02'),
      symbol: 'ALFA',
      group: expect.stringMatching(/^[01]$/),
    })
    expect((await read('information_by_group')).map(({ group }) => group)).toEqual(['0', '1'])
  })

  it('reads pipelines too, of either notation, and chooses by name', async () => {
    const chosen = await factor('two.ts', ...on, '--column', 'slow', '--json', '--decay', '0')
    expect(JSON.parse(chosen.stdout)).toMatchObject({ factor: 'slow', decay: [] })
    const plain = await factor('core.ts', ...on, '--json', '--decay', '0')
    expect(JSON.parse(plain.stdout)).toMatchObject({ factor: 'fast' })
  })

  it('shows how it is used', async () => {
    const { code, stdout } = await factor('--help')
    expect(code).toBe(0)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('--group-neutral')
    expect((await rustybt(['--help'], dir)).stdout).toContain('factor')
  })

  it.each<[string, string[], number, string]>([
    ['no file', [], 2, 'missing required argument'],
    ['a file that is not there', ['nowhere.ts', ...on], 2, 'ALGORITHM_NOT_FOUND'],
    ['a file without a factor', ['none.ts', ...on], 1, 'FACTOR_FILE'],
    ['a file that throws', ['broken.ts', ...on], 1, 'broken.ts:1'],
    ['several factors and no name', ['two.ts', ...on], 1, 'choose one: --column fast'],
    ['a name that is none', ['two.ts', ...on, '--column', 'slwo'], 1, "did you mean 'slow'?"],
    ['a group that is a factor', ['momentum.ts', ...on, '--group', 'momentum'], 1, 'FACTOR_COLUMN'],
    ['no prices', ['momentum.ts'], 2, 'NO_DATA'],
    ['prices from two places', ['momentum.ts', ...on, '-b', 'daily'], 2, 'exactly one of'],
    ['a bundle that is not there', ['momentum.ts', '-b', 'no-such-bundle'], 1, 'BUNDLE_NOT_FOUND'],
    ['periods that are no numbers', ['momentum.ts', ...on, '--periods', '1,x'], 2, '1,5,10'],
    ['a period of 0', ['momentum.ts', ...on, '--periods', '0'], 1, 'FACTOR_PERIODS'],
    ['quantiles that fall', ['momentum.ts', ...on, '--quantiles', '0,1,0.5'], 1, 'FACTOR_BUCKETS'],
    ['groups to be neutral to, and none', ['momentum.ts', ...on, '--group-neutral'], 1, 'FACTOR_GROUP'],
    ['days without a session', ['momentum.ts', '--csv', PRICES, '-s', '2030-01-01'], 1, 'DATES_OUTSIDE_DATA'],
    ['days before the windows are whole', ['momentum.ts', '--csv', PRICES, '-s', '2019-01-04'], 1, 'PIPELINE_LOOKBACK'],
    ['a page that is none', ['momentum.ts', ...on, '--report', 'page.pdf'], 2, '.html'],
    ['tables where a file is', ['momentum.ts', ...on, '-o', 'none.ts'], 2, 'is a file'],
  ])('refuses %s', async (_, args, code, said) => {
    const answer = await factor(...args)
    expect(answer.stderr).toContain(said)
    expect([answer.code, answer.stdout]).toEqual([code, ''])
  })
})

describe('the page about a factor, in a browser', () => {
  let browser: Browser
  const page = join(dir, 'groups.html')
  beforeAll(async () => {
    const answer = await factor('momentum.ts', ...on, '--group', 'half', '--report', 'groups.html')
    expect(answer.stderr).not.toContain('error')
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
    })
  })
  afterAll(() => browser?.close())

  it('draws everything without a word to console or network, at any width and in either theme', async () => {
    expect(existsSync(page)).toBe(true)
    const address = pathToFileURL(page).href
    const options: BrowserContextOptions[] = [
      { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
      { colorScheme: 'dark', viewport: { width: 420, height: 900 } },
    ]
    for (const option of options) {
      const tab = await browser.newPage(option)
      const heard: string[] = []
      tab.on('console', (message) => heard.push(message.text()))
      tab.on('pageerror', (error) => heard.push(String(error)))
      await tab.route('**/*', (route) => {
        if (route.request().url() === address) return route.continue()
        heard.push(route.request().url())
        return route.abort()
      })
      await tab.goto(address)
      // Two cumulative, three each of spread, information and turnover, and the ranks.
      const inked = await tab.$$eval('canvas', (canvases) =>
        canvases.map((canvas) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
          return data.filter((value: number, i: number) => i % 4 === 3 && value > 0).length
        }),
      )
      expect(inked).toHaveLength(12)
      for (const count of inked) expect(count).toBeGreaterThan(1000)
      // Every picture has words for who cannot see it.
      const named = await tab.$$eval('svg.picture', (pictures) =>
        pictures.map((picture) =>
          ['aria-labelledby', 'aria-describedby'].every((name) =>
            picture.ownerDocument.getElementById(picture.getAttribute(name)!)?.textContent?.trim(),
          ),
        ),
      )
      expect(named).toEqual(Array(1 + 6 + 3 + 3).fill(true))
      expect(await tab.$$eval('.picture rect', (found) => found.length)).toBeGreaterThan(60)
      expect(await tab.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(await tab.locator('h1').innerText()).toBe('momentum')
      expect(heard).toEqual([])
      await tab.close()
    }
  })
})
