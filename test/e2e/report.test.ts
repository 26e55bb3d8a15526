import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { htmlReport } from '../../plugins/analytics/html-report.js'
import { makeFormats } from '../../plugins/analytics/page/formats.js'
import { minuteRun } from './minute-run.js'
import { realRun, TABS } from './report-of-run.js'
import { tenYears } from './ten-years.js'

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
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  let browser: Browser
  let short: Awaited<ReturnType<typeof realRun>>
  let long: Awaited<ReturnType<typeof tenYears>>
  let minutes: Awaited<ReturnType<typeof minuteRun>>
  let bytes: number
  const address = (name: string) => pathToFileURL(join(folder, name)).href

  beforeAll(async () => {
    short = await realRun()
    long = await tenYears()
    minutes = await minuteRun()
    for (const [name, run] of [
      ['minutes.html', minutes],
      ['short.html', short],
      ['long.html', long],
    ] as const) {
      const [{ content }] = await htmlReport().render(run.result, run.about)
      writeFileSync(join(folder, name), content)
      bytes = Buffer.byteLength(content)
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGS })
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  /** The page, and all that it said to the console or asked of the network. */
  async function open(name: string, options: BrowserContextOptions = {}) {
    const page = await browser.newPage(options)
    const heard: string[] = []
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => heard.push(String(error)))
    await page.route('**/*', (route) => {
      if (route.request().url() === address(name)) return route.continue()
      heard.push(route.request().url())
      return route.abort()
    })
    await page.goto(address(name))
    return { page, heard }
  }

  const choose = (page: Page, tab: string) => page.locator(`#tab-${tab}`).click()
  const drawn = (page: Page, tab: string) =>
    page.$$eval(`#${tab} canvas`, (canvases) =>
      canvases.map((canvas) => {
        const { width, height } = canvas
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
        let inked = 0
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) inked++
        return inked
      }),
    )
  const ink = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const legend = (page: Page) => page.locator('#legend-equity').innerText()
  const focused = (page: Page) => page.evaluate('document.activeElement.id || document.activeElement.dataset.log || ""')
  const reach = async (page: Page, id: string) => {
    for (let i = 0; i < 120 && (await focused(page)) !== id; i++) await page.keyboard.press('Tab')
    expect(await focused(page)).toBe(id)
  }

  it('draws every chart of every tab without a word to console or network, at any width and in either theme', async () => {
    const options: BrowserContextOptions[] = [
      { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
      { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
      { colorScheme: 'light', viewport: { width: 420, height: 900 }, timezoneId: 'Asia/Kolkata' },
    ]
    const canvases = { overview: 2, returns: 5, risk: 2, 'monte-carlo': 1, replay: 1 } as Record<string, number>
    for (const name of ['short.html', 'long.html'])
      for (const option of options) {
        const { page, heard } = await open(name, option)
        for (const tab of TABS) {
          await choose(page, tab)
          const pixels = await drawn(page, tab)
          expect([tab, pixels.length]).toEqual([tab, tab === 'run' ? 2 : (canvases[tab] ?? 0)])
          for (const count of pixels) expect(count).toBeGreaterThan(1000)
          expect([tab, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([tab, 0])
        }
        expect(heard).toEqual([])
        await page.close()
      }
  })

  it('has ten years in less than two megabytes, on the screen in less than two seconds', async () => {
    expect(bytes).toBeLessThan(2_000_000)
    const { page } = await open('long.html')
    const spent = (await page.evaluate(
      'performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd - performance.getEntriesByType("navigation")[0].fetchStart',
    )) as number
    expect(spent).toBeLessThan(2000)
    await page.close()
  })

  it('has nothing that axe calls serious, in any tab, light or dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open('long.html', { colorScheme })
      await page.evaluate(AXE)
      for (const tab of TABS) {
        await choose(page, tab)
        const found = (await page.evaluate(
          'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html.slice(0, 160), nodes[0].failureSummary]))',
        )) as [string, string, string, string][]
        expect([tab, found.filter(([, impact]) => ['serious', 'critical'].includes(impact))]).toEqual([tab, []])
      }
      await page.close()
    }
  }, 180_000)

  it("shows the result's own numbers", async () => {
    const { page } = await open('short.html')
    const { columns, length, transactions } = short.result.performance
    const text = (selector: string) => page.locator(selector).innerText()
    expect(await page.title()).toBe('above <its> mean & below · backtest report')
    expect(await text('h1')).toBe('above <its> mean & below')
    expect(await text('.headline')).toContain(show('money', columns.portfolio_value[length - 1]))
    expect(await text('.headline')).toContain(show('ratio', columns.sharpe[length - 1]))
    expect(await text('.headline')).toContain(show('percent', columns.max_drawdown[length - 1]))
    expect(await text('.headline')).toContain(show('percent', columns.benchmark_period_return[length - 1]))
    expect(await text('#statistics')).toContain(show('percent', columns.algo_volatility[length - 1]))
    expect(await text('#statistics')).toContain(show('ratio', columns.sortino[length - 1]))
    expect(await page.locator('#months tbody tr').count()).toBe(3)
    const fills = transactions.flat()
    const [first] = fills
    await choose(page, 'trades')
    const cells = await page.locator('#table-fills tbody tr').first().locator('td').allInnerTexts()
    expect(cells.slice(1, 5)).toEqual([
      first.asset.symbol,
      'buy',
      show('units', first.amount),
      show('price', first.price),
    ])
    expect(await text('#table-fills .where')).toBe(`1–25 of ${fills.length}`)
    expect(await text('#table-unfilled tbody')).toContain('open at the end')
    await choose(page, 'run')
    expect(await text('#run')).toContain('</script><script>alert(1)</script>')
    expect(await text('#others')).toContain('mood')
    await page.close()
  })

  it('sorts, pages and searches the long tables, and saves what is listed', async () => {
    const { page } = await open('short.html')
    await choose(page, 'trades')
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
    const listed = Number((await trips.locator('.where').innerText()).split(' of ')[1])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      trips.getByRole('button', { name: 'as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('trips.csv')
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines[0].split(',').slice(0, 3)).toEqual(['Symbol', 'Side', 'Quantity'])
    expect(lines).toHaveLength(listed + 1)
    await trips.getByLabel('Search').fill('no such thing')
    expect(await trips.locator('.where').innerText()).toBe('nothing found')
    await page.close()
  })

  it('changes tabs by mouse, by keyboard and by address', async () => {
    const { page, heard } = await open('long.html')
    const visible = () => page.$$eval('main > section', (all) => all.filter((one) => !one.hidden).map((one) => one.id))
    expect(await visible()).toEqual(['overview'])
    await choose(page, 'risk')
    expect(await visible()).toEqual(['risk'])
    expect(await page.evaluate('location.hash')).toBe('#risk')
    await page.keyboard.press('ArrowRight')
    expect([await visible(), await focused(page)]).toEqual([['monte-carlo'], 'tab-monte-carlo'])
    await page.keyboard.press('End')
    expect(await visible()).toEqual(['run'])
    await page.keyboard.press('ArrowRight')
    expect(await visible()).toEqual(['overview'])
    expect(await page.locator('[role=tab][tabindex="0"]').count()).toBe(1)
    await page.goto(`${address('long.html')}#trips`)
    expect(await visible()).toEqual(['trades'])
    expect(heard).toEqual([])
    await page.close()
  })

  it('marks where out-of-sample begins, and draws what in-sample leads to as a cone that hides by keyboard', async () => {
    const { page, heard } = await open('long.html')
    expect(await page.locator('.headline').innerText()).toMatch(/Out-of-sample\s+[\d.−]+%/)
    expect(await page.locator('#statistics thead').first().innerText()).toMatch(/In-sample\s+Out-of-sample\s+All\s+SPY/)
    const cone = page.locator('#legend-equity button', { hasText: '±2 deviations' })
    expect(await cone.innerText()).toMatch(/[\d,.]+ to [\d,.]+/)
    const picture = () => page.locator('#chart-equity').screenshot()
    const before = await picture()
    await cone.focus()
    await page.keyboard.press('Enter')
    expect(await cone.getAttribute('aria-pressed')).toBe('false')
    expect((await picture()).equals(before)).toBe(false)
    await page.locator('#chart-equity').focus()
    await page.keyboard.press('Home')
    expect(await cone.innerText()).toMatch(/–$/)
    expect(heard).toEqual([])
    await page.close()
    const { page: without } = await open('short.html')
    expect(await without.locator('body').innerText()).not.toContain('ut-of-sample')
    await without.close()
  })

  it('explains its words on hovering and on focus, until Escape', async () => {
    const { page } = await open('long.html')
    const tip = page.locator('#tooltip')
    const term = page.locator('.trust .term').first()
    await term.hover()
    expect(await tip.innerText()).toContain('Bailey and López de Prado')
    expect(await term.getAttribute('aria-describedby')).toBe('tooltip')
    await page.mouse.move(0, 0)
    expect(await tip.isVisible()).toBe(false)
    await page.locator('#statistics .term').first().focus()
    expect(await tip.innerText()).toBe('Growth from the first session to the last.')
    await page.keyboard.press('Escape')
    expect(await tip.isVisible()).toBe(false)
    await page.close()
  })

  it('replays the run by mouse: what was held, what happened, and why something did not', async () => {
    const { page, heard } = await open('long.html')
    await choose(page, 'replay')
    const state = page.locator('#replay-state')
    const { sessions, transactions, columns } = long.result.performance
    const traded = transactions.findIndex((fills) => fills.length > 0)
    const day = page.locator('.replay-controls .day')
    const step = (name: string) => page.locator('.replay-controls').getByRole('button', { name, exact: true }).click()
    await page.locator('#replay-row').fill(String(traded))
    expect(await day.innerText()).toBe(sessions[traded])
    expect(await state.innerText()).toContain('filled')
    expect(await state.innerText()).toContain(show('money', columns.portfolio_value[traded]))
    expect(await state.innerText()).toContain('the market did not reach the limit')
    for (const { asset, amount } of transactions[traded])
      expect(await state.locator('table').last().innerText()).toMatch(
        new RegExp(`${asset.symbol}\\s+${show('units', amount)}`),
      )
    await step('Next session')
    expect(await day.innerText()).toBe(sessions[traded + 1])
    await step('Session before')
    await step('Next session with an event')
    expect(sessions.indexOf(await day.innerText())).toBeGreaterThan(traded)
    await step('Play')
    await page.waitForFunction('document.querySelector("#replay-row").value > 140')
    await step('Pause')
    const before = await drawn(page, 'replay')
    await page.locator('#replay-asset').selectOption({ index: 1 })
    expect(await drawn(page, 'replay')).not.toEqual(before)
    const plot = (await page.locator('#chart-price .u-over').boundingBox())!
    await page.mouse.click(plot.x + plot.width - 4, plot.y + 20)
    expect((await day.innerText()).slice(0, 7)).toBe('2013-12')
    expect(heard).toEqual([])
    await page.close()
  })

  it('replays minutes bar by bar, by mouse and by keyboard', async () => {
    const { page, heard } = await open('minutes.html')
    const { states, performance } = minutes.result
    await page.locator('#tab-replay').focus()
    await page.keyboard.press('Enter')
    const day = page.locator('.replay-controls .day')
    const state = page.locator('#replay-state')
    // The first order is placed at the 51st minute, and fills at the next.
    expect(await day.innerText()).toBe('2020-03-03 15:21 UTC')
    expect(await state.innerText()).toMatch(/ALFA\s+ordered\s+100/)
    expect(await state.innerText()).toContain('Nothing is held.')
    await page.locator('.replay-controls').getByRole('button', { name: 'Next bar', exact: true }).click()
    expect(await day.innerText()).toBe('2020-03-03 15:22 UTC')
    expect(await state.innerText()).toMatch(/ALFA\s+filled\s+100/)
    expect(await state.innerText()).toContain(show('money', states!.value[1]))
    expect(await state.innerText()).toContain(show('money', states!.cash[1]))
    const { open: opened, close } = minutes.result.prices!.minute!(
      minutes.about.finder.all[0].sid,
      0,
      states!.times[1],
    )!
    expect(await state.locator('table').nth(1).innerText()).toContain(show('price', opened))
    expect(await state.locator('table').last().innerText()).toMatch(
      new RegExp(`ALFA\\s+100\\s+[\\d.]+\\s+${show('price', close)}\\s+${show('money', 100 * close)}`),
    )
    await reach(page, 'chart-price')
    await page.keyboard.press('ArrowRight')
    expect(await day.innerText()).toBe('2020-03-03 16:31 UTC')
    await page.keyboard.press('ArrowRight')
    expect(await state.innerText()).toMatch(/BETA\s+not filled\s+10\s+the market did not reach the limit/)
    await page.keyboard.press('End')
    expect(await day.innerText()).toBe('2020-03-05, its end')
    expect(await state.innerText()).toContain(show('money', performance.columns.portfolio_value[2]))
    expect(await state.innerText()).toMatch(/since 2020-03-03 16:32 UTC\s+BETA/)
    await page.keyboard.press('PageUp')
    expect(await day.innerText()).toBe('2020-03-03, its end')
    expect(heard).toEqual([])
    await page.close()
  })

  it('replays it by keyboard alone', async () => {
    const { page } = await open('long.html')
    const { sessions } = long.result.performance
    await page.locator('#tab-replay').focus()
    await page.keyboard.press('Enter')
    await reach(page, 'replay-row')
    await page.keyboard.press('Home')
    const day = page.locator('.replay-controls .day')
    expect(await day.innerText()).toBe(sessions[0])
    await page.keyboard.press('ArrowRight')
    expect(await day.innerText()).toBe(sessions[1])
    await reach(page, 'chart-price')
    await page.keyboard.press('PageDown')
    expect(await day.innerText()).toBe(sessions[22])
    const whole = await drawn(page, 'replay')
    for (let i = 0; i < 6; i++) await page.keyboard.press('+')
    const candles = await drawn(page, 'replay')
    expect(candles).not.toEqual(whole)
    await page.keyboard.press('End')
    expect(await day.innerText()).toBe(sessions.at(-1))
    await page.keyboard.press('Escape')
    await page.keyboard.press('PageUp')
    expect(await day.innerText()).toBe(sessions.at(-22))
    await page.close()
  })

  it('changes theme and axis by the keyboard alone', async () => {
    const { page, heard } = await open('short.html', { colorScheme: 'light' })
    const light = await ink(page)
    await reach(page, 'theme')
    await page.keyboard.press('Enter')
    expect(await page.locator('#theme').getAttribute('aria-pressed')).toBe('true')
    const dark = await ink(page)
    expect(dark).not.toBe(light)
    await reach(page, 'equity')
    await page.keyboard.press('Space')
    expect(await page.locator('[data-log=equity]').getAttribute('aria-pressed')).toBe('true')
    await reach(page, 'chart-equity')
    const { sessions, columns } = short.result.performance
    expect(await legend(page)).toContain(sessions.at(-1)!)
    await page.keyboard.press('Home')
    expect(await legend(page)).toContain(sessions[0])
    await page.keyboard.press('ArrowRight')
    expect(await legend(page)).toContain(show('money', columns.portfolio_value[1]))
    await page.keyboard.press('+')
    await page.keyboard.press('Escape')
    expect(await legend(page)).toContain(sessions.at(-1)!)
    for (const count of await drawn(page, 'overview')) expect(count).toBeGreaterThan(1000)
    expect(heard).toEqual([])
    await page.close()
  })

  it('shows the values under the mouse and hides a line by its legend', async () => {
    const { page } = await open('short.html')
    const plot = (await page.locator('#chart-equity .u-over').boundingBox())!
    await page.mouse.move(plot.x + 3, plot.y + 20)
    expect(await legend(page)).toContain('2012-03')
    expect(await page.locator('#legend-drawdown').innerText()).toContain('2012-03')
    const before = (await drawn(page, 'overview'))[0]
    await page.locator('#legend-equity button').last().click()
    expect((await drawn(page, 'overview'))[0]).not.toBe(before)
    await page.close()
  })

  it('prints every tab in light colours', async () => {
    const { page } = await open('short.html', { colorScheme: 'dark' })
    const dark = await ink(page)
    await page.evaluate('dispatchEvent(new Event("beforeprint"))')
    expect(await ink(page)).not.toBe(dark)
    expect(await page.locator('main > section[hidden]').count()).toBe(0)
    for (const tab of ['returns', 'risk'])
      for (const count of await drawn(page, tab)) expect(count).toBeGreaterThan(1000)
    // A sheet of A4 between its margins.
    const widths =
      '[...document.querySelectorAll(".plot canvas")].map((canvas) => canvas.getBoundingClientRect().width)'
    for (const width of (await page.evaluate(widths)) as number[]) expect(width).toBeLessThan(688)
    await page.emulateMedia({ media: 'print' })
    const unseen =
      '[...document.querySelectorAll(".drawing rect")].filter((bar) => bar.getClientRects().length === 0).length'
    expect(await page.evaluate(unseen)).toBe(0)
    await page.emulateMedia({ media: null })
    await page.evaluate('dispatchEvent(new Event("afterprint"))')
    expect(await ink(page)).toBe(dark)
    expect(await page.locator('main > section:not([hidden])').count()).toBe(1)
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
    await page.close()
  })
})
