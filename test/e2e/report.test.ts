import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { htmlReport } from '../../plugins/analytics/html-report.js'
import { makeFormats } from '../../plugins/analytics/page/formats.js'
import { realRun } from './report-of-run.js'

const CHROMIUM = '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const { show } = makeFormats()

describe('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  let address: string
  let run: Awaited<ReturnType<typeof realRun>>
  let browser: Browser

  beforeAll(async () => {
    run = await realRun()
    const [{ name, content }] = await htmlReport().render(run.result, run.about)
    writeFileSync(join(folder, name), content)
    address = pathToFileURL(join(folder, name)).href
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGS })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  /** The page, and all that it said to the console or asked of the network. */
  async function open(options: BrowserContextOptions = {}) {
    const page = await browser.newPage(options)
    const heard: string[] = []
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => heard.push(String(error)))
    await page.route('**/*', (route) => {
      if (route.request().url() === address) return route.continue()
      heard.push(route.request().url())
      return route.abort()
    })
    await page.goto(address)
    return { page, heard }
  }

  const drawn = (page: Page) =>
    page.$$eval('canvas', (canvases) =>
      canvases.map((canvas) => {
        const { width, height } = canvas
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
        return data.filter((value: number, i: number) => i % 4 === 3 && value > 0).length
      }),
    )
  const ink = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const legend = (page: Page) => page.locator('#legend-equity').innerText()
  const focused = (page: Page) => page.evaluate('document.activeElement.id || document.activeElement.dataset.log || ""')

  it('draws every chart without a word to console or network, at any width and in either theme', async () => {
    const options: BrowserContextOptions[] = [
      { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
      { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
      { colorScheme: 'light', viewport: { width: 420, height: 900 }, timezoneId: 'Asia/Kolkata' },
    ]
    for (const option of options) {
      const { page, heard } = await open(option)
      const pixels = await drawn(page)
      expect(pixels).toHaveLength(7)
      for (const count of pixels) expect(count).toBeGreaterThan(1000)
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(heard).toEqual([])
      await page.close()
    }
  }, 60_000)

  it("shows the result's own numbers", async () => {
    const { page } = await open()
    const { columns, length, transactions } = run.result.performance
    const text = (selector: string) => page.locator(selector).innerText()
    expect(await page.title()).toBe('above <its> mean & below · backtest report')
    expect(await text('h1')).toBe('above <its> mean & below')
    expect(await text('.headline')).toContain(show('money', columns.portfolio_value[length - 1]))
    expect(await text('.headline')).toContain(show('ratio', columns.sharpe[length - 1]))
    expect(await text('.headline')).toContain(show('percent', columns.max_drawdown[length - 1]))
    expect(await text('.headline')).toContain(show('percent', columns.benchmark_period_return[length - 1]))
    expect(await text('#statistics')).toContain(show('percent', columns.algo_volatility[length - 1]))
    expect(await text('#statistics')).toContain(show('ratio', columns.sortino[length - 1]))
    expect(await page.locator('.heat tbody tr').count()).toBe(3)
    const fills = transactions.flat()
    const [first] = fills
    const cells = await page.locator('#table-fills tbody tr').first().locator('td').allInnerTexts()
    expect(cells.slice(1, 5)).toEqual([
      first.asset.symbol,
      'buy',
      show('units', first.amount),
      show('price', first.price),
    ])
    expect(await text('#table-fills .where')).toBe(`1–25 of ${fills.length}`)
    expect(await text('#table-unfilled tbody')).toContain('open at the end')
    expect(await text('#run')).toContain('</script><script>alert(1)</script>')
    expect(await text('#recorded')).toContain('Not numbers, so not drawn: mood.')
    await page.close()
  }, 60_000)

  it('sorts, pages and searches the long tables', async () => {
    const { page } = await open()
    const trips = page.locator('#table-trips')
    const column = (at: number) => trips.locator(`tbody td:nth-child(${at})`).allInnerTexts()
    const profits = async () => (await column(10)).map((text) => Number(text.replace('−', '-').replaceAll(',', '')))
    await trips.getByRole('button', { name: 'Profit' }).click()
    const falling = await profits()
    expect(falling).toEqual([...falling].sort((a, b) => b - a))
    expect(await trips.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending')
    await trips.getByRole('button', { name: 'Profit' }).click()
    expect((await profits())[0]).toBeLessThan(falling[0])
    await trips.getByRole('button', { name: 'Next' }).click()
    expect(await trips.locator('.where').innerText()).toMatch(/^26–50 of /)
    await trips.getByLabel('Search').fill('msft')
    expect(new Set(await column(1))).toEqual(new Set(['MSFT']))
    await trips.getByLabel('Search').fill('no such thing')
    expect(await trips.locator('.where').innerText()).toBe('nothing found')
    await page.close()
  }, 60_000)

  it('changes theme and axis by the keyboard alone', async () => {
    const { page, heard } = await open({ colorScheme: 'light' })
    const light = await ink(page)
    const reach = async (id: string) => {
      for (let i = 0; i < 60 && (await focused(page)) !== id; i++) await page.keyboard.press('Tab')
      expect(await focused(page)).toBe(id)
    }
    await reach('theme')
    await page.keyboard.press('Enter')
    expect(await page.locator('#theme').getAttribute('aria-pressed')).toBe('true')
    const dark = await ink(page)
    expect(dark).not.toBe(light)
    await reach('equity')
    await page.keyboard.press('Space')
    expect(await page.locator('[data-log=equity]').getAttribute('aria-pressed')).toBe('true')
    await reach('chart-equity')
    const { sessions, columns } = run.result.performance
    expect(await legend(page)).toContain(sessions.at(-1)!)
    await page.keyboard.press('Home')
    expect(await legend(page)).toContain(sessions[0])
    await page.keyboard.press('ArrowRight')
    expect(await legend(page)).toContain(show('money', columns.portfolio_value[1]))
    await page.keyboard.press('+')
    await page.keyboard.press('Escape')
    expect(await legend(page)).toContain(sessions.at(-1)!)
    for (const count of await drawn(page)) expect(count).toBeGreaterThan(1000)
    expect(heard).toEqual([])
    await page.close()
  }, 60_000)

  it('shows the values under the mouse and hides a line by its legend', async () => {
    const { page } = await open()
    const plot = (await page.locator('#chart-equity .u-over').boundingBox())!
    await page.mouse.move(plot.x + 3, plot.y + 20)
    expect(await legend(page)).toContain('2012-03')
    expect(await page.locator('#legend-drawdown').innerText()).toContain('2012-03')
    const before = (await drawn(page))[0]
    await page.locator('#legend-equity button').last().click()
    expect((await drawn(page))[0]).not.toBe(before)
    await page.close()
  }, 60_000)

  it('prints in light colours', async () => {
    const { page } = await open({ colorScheme: 'dark' })
    const dark = await ink(page)
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect(await ink(page)).not.toBe(dark)
    await page.evaluate('dispatchEvent(new Event("afterprint"))')
    expect(await ink(page)).toBe(dark)
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
    await page.close()
  }, 60_000)
})
