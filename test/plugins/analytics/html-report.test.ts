import { describe, expect, it } from '@jest/globals'
import type { RunAbout } from '../../../core/engine/report.js'
import { Report } from '../../../core/engine/report.js'
import type { RunResult } from '../../../core/engine/result.js'
import { ENGINE_EVENT_VERSION, type EngineEvent } from '../../../core/execution/engine-event.js'
import { createOrder, ORDER_STATUS } from '../../../core/finance/order.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { normalQuantile } from '../../../core/math/distributions.js'
import { VERSION } from '../../../core/version.js'
import { collect } from '../../../plugins/analytics/collect.js'
import { embeddedJson, embeddedScript, html } from '../../../plugins/analytics/html.js'
import { htmlReport } from '../../../plugins/analytics/html-report.js'
import { makeFormats } from '../../../plugins/analytics/page/formats.js'
import analytics from '../../../plugins/analytics/plugin.js'
import type { ReportData, TableBlock } from '../../../plugins/analytics/report-data.js'
import { ALFA, BETA, day, finder, performance, type Session } from './performance.js'

const about: RunAbout = {
  strategy: 'crossing',
  start: '2020-01-01',
  end: '2020-01-31',
  capital: '1000',
  calendar: 'XNYS',
  sessionsPerYear: 252,
  frequency: 'daily',
  profile: 'zipline',
  finder,
  version: '0.1.0',
  parameters: {},
}

function result(sessions: readonly Session[], more: Partial<RunResult> = {}): RunResult {
  return { performance: performance(sessions), interrupted: false, events: [], observed: {}, ...more }
}

const tableOf = (data: ReportData, id: string) =>
  data.tabs
    .flatMap(({ blocks }) => blocks)
    .find((block): block is TableBlock => block.kind === 'table' && block.id === id)!.table

const render = async (of: RunResult, said: Partial<RunAbout> = {}) => {
  const [artifact] = await htmlReport().render(of, { ...about, ...said })
  return String(artifact.content)
}

describe('the HTML report', () => {
  it('is offered as the Report called html', async () => {
    const kernel = await createKernel({ version: VERSION, plugins: [analytics] })
    const report = await kernel.create(Report, 'html')
    const [{ name, mediaType }] = await report.render(result([{}]), about)
    expect([name, mediaType]).toEqual(['report.html', 'text/html; charset=utf-8'])
    await kernel.close()
  })

  it('is the same to the byte for the same result', async () => {
    const sessions = [{ fills: [[ALFA, 10, 100, 1]] }, { fills: [[ALFA, -10, 120, 1]] }] as const
    expect(await render(result(sessions))).toBe(await render(result(sessions)))
  })

  it('asks nothing of any network and carries the licence of what it embeds', async () => {
    const page = await render(result([{}]))
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:`,
    )
    expect(page).not.toMatch(/\b(src|href)=["'](?!#)/)
    expect(page).toContain('Permission is hereby granted, free of charge')
  })

  it('leaves out what there is nothing to say of', async () => {
    const page = await render(result([{}]))
    for (const id of ['trades', 'costs', 'replay', 'drawdowns', 'trips']) expect(page).not.toContain(`id="${id}"`)
    expect(page).not.toContain('>Alpha<')
  })

  it('has something to show of a run that was stopped before its first session ended', async () => {
    expect(await render(result([], { interrupted: true }), { benchmark: 'SPY' })).toContain('0 sessions')
  })

  it('says that a run was stopped', async () => {
    expect(await render(result([{}], { interrupted: true }))).toContain('stopped before its last session')
  })

  it('can end no element early, whatever names and values say', async () => {
    const evil = '</script><img src=x onerror=alert(1)>'
    const recorded = new Map([[evil, [1]]])
    const page = await render(
      { ...result([{}]), performance: { ...performance([{}]), recorded } },
      { strategy: evil, benchmark: evil, parameters: { [evil]: evil } },
    )
    expect(page).not.toContain('<img')
  })

  it('lists the orders that did not fill with why', () => {
    const cancelled = {
      ...createOrder('c', BETA, -5, day(0), 12.5),
      status: ORDER_STATUS.CANCELLED,
      reason: 'the asset left the market',
    }
    const rejected = { ...createOrder('r', ALFA, 3, day(0), undefined, 7), status: ORDER_STATUS.REJECTED }
    const data = collect(result([{ orders: [cancelled, rejected] }]), about)
    expect(tableOf(data, 'unfilled').rows).toEqual([
      ['2020-01-01', 'BETA', 'sell', 'limit', 12.5, null, 5, 0, 'cancelled', 'the asset left the market'],
      ['2020-01-01', 'ALFA', 'buy', 'stop', null, 7, 3, 0, 'rejected', null],
    ])
  })

  it('adds up, from prices over costs to the gain, or says what is left', () => {
    const sessions = result([{ fills: [[ALFA, 10, 100, 1]] }, { fills: [[ALFA, -10, 120, 1]] }])
    sessions.performance.columns.portfolio_value[1] = Number(about.capital) + 203
    const data = collect(sessions, about)
    expect(tableOf(data, 'cost-lines').rows.map(([name, amount]) => [name, amount])).toEqual([
      ['Prices', 200],
      ['Slippage', 0],
      ['Commissions', -2],
      ['Not explained', 5],
      ['Gain', 203],
    ])
  })

  it('groups trips of a run on minutes by the hour of their entry, in the calendar’s zone', () => {
    const traded = result([
      { fills: [[ALFA, 1, 10]] },
      { fills: [[ALFA, -1, 12]] },
      { fills: [[ALFA, 1, 10]] },
      { fills: [[ALFA, -1, 9]] },
    ])
    // Entered at 15:30 and 18:05 UTC: in January 10:30 and 13:05 in New York.
    const times = [15.5, 16, 18 + 5 / 60, 19].map((hour, row) => day(row) + hour * 3_600_000)
    const { performance: given } = traded
    const transactions = given.transactions.map((fills, row) => fills.map((fill) => ({ ...fill, at: times[row] })))
    const timed = { ...traded, performance: { ...given, transactions } }
    const data = collect(timed, { ...about, frequency: 'minute', zone: 'America/New_York' })
    expect(tableOf(data, 'by-hour').rows).toEqual([
      ['10:00', 1, 1, 2, 0.2],
      ['13:00', 1, 0, -1, -0.1],
    ])
  })

  it('names what to look at, each with what it found and what to do', () => {
    const few = result([
      {
        fills: [
          [ALFA, 10, 100, 30],
          [BETA, 1, 10, 0],
        ],
      },
      {
        fills: [
          [ALFA, -10, 110, 30],
          [BETA, -1, 11, 0],
        ],
      },
    ])
    const refused: EngineEvent = {
      ...{ version: ENGINE_EVENT_VERSION, kind: 'refused', reason: 'restricted', asset: ALFA, amount: 5, count: 3 },
      ...{ at: day(0), session: '2020-01-01', lastAt: day(1), lastSession: '2020-01-02' },
    }
    const found = (of: RunResult, told: RunAbout = about) =>
      collect(of, told).tabs[0].blocks.flatMap((block) =>
        block.kind === 'details' && block.id === 'diagnoses' ? block.pairs : [],
      )
    const pairs = new Map(found({ ...few, events: [refused] }))
    expect([...pairs.keys()]).toEqual(expect.arrayContaining(['Few trades', 'Trading is dear', 'One asset carries it']))
    expect(pairs.get('Few trades')).toContain('2 closed round trips')
    // Prices brought 101, and two commissions of 30 took 60 of it.
    expect(pairs.get('Trading is dear')).toContain('60.00, 59.41% of what prices brought')
    expect(pairs.get('One asset carries it')).toContain('ALFA brought 99.01%')
    expect(pairs.get('Orders were refused')).toContain(
      '3 of them, beside 4 that were placed; the first because the asset is restricted',
    )
    const cheap = result([
      {
        fills: [
          [ALFA, 10, 100],
          [BETA, 100, 10],
        ],
      },
      { prices: { [ALFA.sid]: 110, [BETA.sid]: 11 } },
    ])
    const names = found(cheap).map(([name]) => name)
    for (const name of ['Few trades', 'Trading is dear', 'Orders were refused']) expect(names).not.toContain(name)
  })

  it('puts returns beside a normal curve of their mean and deviation', () => {
    const normal = result(Array.from({ length: 2000 }, () => ({})))
    normal.performance.columns.returns.set(
      Float64Array.from({ length: 2000 }, (_, i) => 0.001 + 0.01 * normalQuantile((i + 0.5) / 2000)),
    )
    const found = collect(normal, about)
      .tabs.flatMap(({ blocks }) => blocks)
      .find(({ id }) => id === 'normal')!
    const points = found.kind === 'scatter' ? found.points : []
    expect(points).toHaveLength(99)
    for (const { x, y } of points) expect(y).toBeCloseTo(x, 3)
    expect(points[49].y).toBeCloseTo(0.001, 6)
    expect(found.summary).toContain('The worst hundredth begins at −2.2')
  })

  it('says what other slippage would have left, and how much of it the run bears', () => {
    const moved = result([{ fills: [[ALFA, 10, 101]] }, { fills: [[ALFA, -10, 119]] }])
    const { performance } = moved
    const references = [100, 120]
    const transactions = performance.transactions.map((fills, i) =>
      fills.map((fill) => ({ ...fill, reference: references[i] })),
    )
    const slipped = { ...moved, performance: { ...performance, transactions } }
    slipped.performance.columns.portfolio_value[1] = Number(about.capital) + 180
    const data = collect(slipped, about)
    // 200 at the market's prices, 20 of slippage.
    expect(tableOf(data, 'slippage-sensitivity').rows.map(([times, , paid, gain]) => [times, paid, gain])).toEqual([
      ['0 ×', 0, 200],
      ['0.5 ×', 10, 190],
      ['1 ×', 20, 180],
      ['2 ×', 40, 160],
      ['3 ×', 60, 140],
      ['5 ×', 100, 100],
    ])
    const summary = data.tabs.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'slippage-sensitivity')?.summary
    expect(summary).toContain('It bears 10.00 times the slippage')
  })

  it('has fewer than two million characters whatever was traded, and says how much of it is listed', async () => {
    // Eleven years of six fills a session at prices of many digits, and variables beside them.
    const price = (row: number) => 100 + Math.sin(row) + row / 7
    const sessions = Array.from({ length: 2800 }, (_, row) => ({
      fills: [7, -3, 2, -11, 13, -8].map((units, i) => [i % 2 ? ALFA : BETA, units, price(row + i), 1 / 3] as const),
    }))
    const busy = result(sessions)
    const recorded = new Map(Array.from({ length: 30 }, (_, k) => [`v${k}`, sessions.map((_, row) => price(row * k))]))
    const all = { ...busy, performance: { ...busy.performance, recorded } }
    const page = await render(all)
    expect(page.length).toBeLessThan(2_000_000)
    const { rows, total } = tableOf(collect(all, about), 'fills')
    expect(total).toBe(16_800)
    expect(rows.length).toBeGreaterThanOrEqual(200)
    expect(rows.length).toBeLessThan(5000)
    expect(page).toContain(`The first ${rows.length.toLocaleString('en-US')} of 16,800 are listed.`)
    expect(page).toContain('there is no room for so many')
    expect(page).toMatch(/Events are kept up to 20\d\d-\d\d-\d\d/)
  })

  it('tells in the head how far the result is to be trusted', () => {
    const returns = Float64Array.from({ length: 60 }, (_, i) => 0.001 + 0.01 * Math.sin(i * 2))
    const long = result(Array.from({ length: 60 }, () => ({})))
    long.performance.columns.returns.set(returns)
    const labels = (said: Partial<RunAbout>) =>
      collect(long, { ...about, ...said }).trust.map(({ label, note }) => [label, note])
    expect(labels({})).toContainEqual(['Trials', 'not counted'])
    const trials = { runs: 3, sharpes: [0.1, null], holdout: { from: '2021-01-01', peeks: 2 } }
    expect(labels({ trials })).toContainEqual(['Deflated Sharpe', 'after 2 trials in 3 runs'])
    expect(collect(long, { ...about, trials }).trust.at(-1)).toMatchObject({ label: 'Holdout', value: 'seen 2 times' })
  })

  it('says between what values a run may have ended, where its bars do not tell', () => {
    const sure = result([{ fills: [[ALFA, 10, 100]], value: 1100 }, { value: 1200 }])
    expect(collect(sure, about).trust.map(({ label }) => label)).not.toContain('End value between')
    const event = (difference: number): EngineEvent => ({
      version: 1,
      kind: 'ambiguous',
      reason: 'path-unknown',
      at: day(1),
      session: '2020-01-02',
      lastAt: day(1),
      lastSession: '2020-01-02',
      count: 1,
      asset: ALFA,
      amount: -10,
      data: { rule: 'worst', first: 'low', price: 95, otherPrice: 110, difference },
    })
    const data = collect({ ...sure, events: [event(150), event(-20)] }, about)
    expect(data.trust.at(-1)).toMatchObject({ value: '1,180.00 and 1,350.00', note: '2 bars not certain' })
    expect(tableOf(data, 'ambiguous').rows[0]).toEqual(['2020-01-02', 'ALFA', -10, 'low', 95, 110, 150])
    expect(data.replay?.events.map(([, , , kind]) => kind)).toContain('ambiguous')
  })

  it('is offered as JSON too: all that the page shows', async () => {
    const kernel = await createKernel({ version: VERSION, plugins: [analytics] })
    const report = await kernel.create(Report, 'json')
    const traded = result([{ fills: [[ALFA, 10, 100, 1]] }, { fills: [[ALFA, -10, 120, 1]] }])
    const [{ name, content }] = await report.render(traded, about)
    expect(name).toBe('report.json')
    expect(JSON.parse(String(content))).toEqual(JSON.parse(JSON.stringify(collect(traded, about))))
    await kernel.close()
  })
})

describe('writing values', () => {
  const { show, axis } = makeFormats()

  it('writes the real minus, groups, and a dash for what is missing', () => {
    expect(show('money', -1234.5)).toBe('−1,234.50')
    expect(show('percent', -0.123456)).toBe('−12.35%')
    expect(show('ratio', -0.001)).toBe('0.00')
    expect(show('price', 12.5)).toBe('12.5000')
    expect(show('price', 0.00001234)).toBe('0.00001234')
    expect(show('units', 0.12345678)).toBe('0.12345678')
    expect([show('money', null), show('money', Number.NaN), show('ratio', Number.NEGATIVE_INFINITY)]).toEqual([
      '–',
      '–',
      '−∞',
    ])
  })

  it('gives an axis as many decimals as its steps need', () => {
    expect(axis('money', [0, 50_000, 100_000])).toEqual(['0', '50,000', '100,000'])
    expect(axis('money', [900_000, 1_000_000, 1_100_000])).toEqual(['0.9M', '1.0M', '1.1M'])
    expect(axis('units', [0, 2.5, 5])).toEqual(['0.0', '2.5', '5.0'])
    expect(axis('percent', [-0.005, 0, 0.005])).toEqual(['−0.5%', '0.0%', '0.5%'])
  })

  it('escapes what it puts into markup and scripts', () => {
    expect(html`<b title="${'"<'}">${'&'}</b>${[html`<i>`, "'"]}${undefined}`.text).toBe(
      '<b title="&quot;&lt;">&amp;</b><i>&#39;',
    )
    expect(embeddedJson({ a: '</script><!--' }).text).toBe('{"a":"\\u003c/script>\\u003c!--"}')
    expect(embeddedScript('"</SCRIPT>" < /x/').text).toBe('"\\x3c/SCRIPT>" < /x/')
  })
})
