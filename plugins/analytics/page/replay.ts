import type { ReplayData } from '../report-data.js'
import type { PageElement, PageWindow } from './dom.js'
import type { Formats } from './formats.js'

/** What the price chart of the replay offers to the rest of it. */
export interface PriceView {
  /** Shows an asset; without bars there is nothing to draw. */
  choose(asset: number): void
  /** Marks a session, and brings it into view. */
  mark(row: number): void
  redraw(): void
}

/**
 * Goes through the run stop by stop, by sessions or by bars and sessions' ends: what was held, what was ordered, what the engine told. It adds nothing up that the report's data
 * do not say. Self-contained: its source goes into the page.
 */
export function replay(
  window: PageWindow,
  sessions: readonly string[],
  data: ReplayData,
  { show }: Formats,
  makeChart: (host: PageElement, pick: (row: number) => void) => PriceView,
): PriceView | undefined {
  const { document } = window
  const box = document.getElementById('replay-box')
  if (!box) return undefined
  const WORDS = {
    placed: 'ordered',
    filled: 'filled',
    refused: 'refused',
    unfilled: 'not filled',
    cancelled: 'cancelled',
    rejected: 'rejected',
    changed: 'changed',
    ambiguous: 'not certain',
    'margin-call': 'margin call',
  }

  function element(tag: string, text = '', attributes: Record<string, string> = {}): PageElement {
    const made = document.createElement(tag)
    made.textContent = text
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    return made
  }

  const last = data.cash.length - 1
  const eventStops = [...new Set(data.events.map(([stop]) => stop))]
  const unit = data.stops ? 'bar' : 'session'
  const next = data.stops ? 'Next bar' : 'Next session'
  const before = data.stops ? 'Bar before' : 'Session before'
  let at = eventStops[0] ?? last
  let timer: number | undefined

  const slider = element('input', '', {
    type: 'range',
    min: '0',
    max: String(last),
    step: '1',
    id: 'replay-row',
    'aria-label': data.stops ? 'Bar' : 'Session',
  })
  const play = element('button', 'Play', { type: 'button', 'aria-pressed': 'false' })
  const day = element('strong', '', { class: 'day' })
  const button = (text: string, label: string, act: () => void) => {
    const made = element('button', text, { type: 'button', 'aria-label': label })
    made.addEventListener('click', act)
    return made
  }
  const select = element('select', '', { id: 'replay-asset', 'aria-label': 'Asset' })
  select.append(
    ...data.assets.map(({ symbol, bars }, i) =>
      element('option', bars ? symbol : `${symbol} (no prices kept)`, { value: String(i) }),
    ),
  )
  const controls = element('div', '', { class: 'controls replay-controls' })
  controls.append(
    select,
    button('«', `${before} with an event`, () => jump(-1)),
    button('‹', before, () => go(at - 1)),
    play,
    button('›', next, () => go(at + 1)),
    button('»', `${next} with an event`, () => jump(1)),
    day,
  )
  const host = element('div', '', {
    class: 'plot price',
    id: 'chart-price',
    tabindex: '0',
    role: 'group',
    'aria-label': `Prices and fills. Arrow keys move from ${unit} to ${unit}, + and − zoom, Escape shows everything.`,
  })
  const state = element('div', '', { class: 'state', 'aria-live': 'polite', id: 'replay-state' })
  box.append(controls, slider, host, state, ...data.left.map((text) => element('p', text, { class: 'hint' })))
  const chart = makeChart(host, (row) => go(endOf(row)))

  const rowOf = (stop: number) => data.stops?.rows[stop] ?? stop
  /** Whether a stop is a session's end, and that of a session. */
  const isEnd = (stop: number) => (data.stops?.times[stop] ?? null) === null
  const endOf = (row: number) => (data.stops ? data.stops.rows.lastIndexOf(row) : row)

  function nameOf(stop: number): string {
    const session = sessions[rowOf(stop)]
    if (!data.stops) return session
    return isEnd(stop) ? `${session}, its end` : `${session} ${data.stops.times[stop]} UTC`
  }

  function go(to: number): void {
    at = Math.max(0, Math.min(last, to))
    slider.value = String(at)
    slider.setAttribute('aria-valuetext', nameOf(at))
    day.textContent = nameOf(at)
    state.replaceChildren(figures(), events(), ...bars(), positions())
    chart.mark(rowOf(at))
  }

  function jump(direction: number): void {
    const to = direction > 0 ? eventStops.find((stop) => stop > at) : eventStops.findLast((stop) => stop < at)
    if (to !== undefined) go(to)
  }

  function figures(): PageElement {
    const list = element('dl', '', { class: 'now' })
    const figure = (label: string, value: number | null) => {
      const one = element('div')
      one.append(element('dt', label), element('dd', show('money', value)))
      return one
    }
    list.append(
      figure('Portfolio value', data.value[at]),
      figure('Cash', data.cash[at]),
      ...(isEnd(at) ? [figure('Gain of the session', data.pnl[rowOf(at)])] : []),
    )
    return list
  }

  function table(
    caption: string,
    heads: readonly (readonly [string, boolean])[],
    lines: readonly (readonly string[])[],
  ): PageElement {
    const made = element('table')
    const [head, body, top] = [element('thead'), element('tbody'), element('tr')]
    top.append(
      ...heads.map(([text, number]) => element('th', text, { scope: 'col', ...(number ? { class: 'number' } : {}) })),
    )
    head.append(top)
    for (const cells of lines) {
      const line = element('tr')
      line.append(...cells.map((text, i) => element('td', text, heads[i][1] ? { class: 'number' } : {})))
      body.append(line)
    }
    made.append(element('caption', caption), head, body)
    const scroll = element('div', '', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption })
    scroll.append(made)
    return scroll
  }

  function events(): PageElement {
    const here = eventsAt(at)
    if (here.length === 0) return element('p', 'Nothing was ordered, and nothing told.', { class: 'hint' })
    return table(
      'What happened',
      [
        ['Time', false],
        ['Symbol', false],
        ['What', false],
        ['Units', true],
        ['Price', true],
        ['Why', false],
      ],
      here.map(([stop, , time, kind, asset, amount, price, text]) => [
        stop < at ? `since ${nameOf(stop)}` : (time ?? data.stops?.times[stop] ?? ''),
        data.assets[asset].symbol,
        WORDS[kind],
        amount === null ? '' : show('units', amount),
        price === null ? '' : show('price', price),
        text,
      ]),
    )
  }

  /** The bars of what is seen at a stop, as [open, high, low, close] by asset. */
  function barsAt(stop: number): Map<number, readonly (number | null)[]> {
    const found = new Map<number, readonly (number | null)[]>()
    if (isEnd(stop)) {
      const row = rowOf(stop)
      for (const [i, { bars: kept }] of data.assets.entries())
        if (kept) found.set(i, [kept.open[row], kept.high[row], kept.low[row], kept.close[row]])
    } else for (const [of, asset, ...prices] of data.minutes) if (of === stop) found.set(asset, prices)
    return found
  }

  function bars(): PageElement[] {
    const concerned = new Set(eventsAt(at).map(([, , , , asset]) => asset))
    const lines = [...barsAt(at)].filter(([asset, [, , , close]]) => concerned.has(asset) && close !== null)
    if (lines.length === 0) return []
    const heads = ['Open', 'High', 'Low', 'Close'].map((name) => [name, true] as const)
    return [
      table(
        isEnd(at) ? 'Prices of the session' : 'Prices of the bar',
        [['Symbol', false], ...heads],
        lines.map(([asset, prices]) => [data.assets[asset].symbol, ...prices.map((price) => show('price', price))]),
      ),
    ]
  }

  const eventsAt = (at: number) => data.events.filter(([stop, until]) => stop <= at && until >= at)

  function positions(): PageElement {
    const prices = barsAt(at)
    const held = new Map<number, { amount: number; basis: number | null }>()
    for (const [stop, asset, amount, basis] of data.positions) {
      if (stop > at) break
      if (amount === 0) held.delete(asset)
      else held.set(asset, { amount, basis })
    }
    if (held.size === 0) return element('p', 'Nothing is held.', { class: 'hint' })
    return table(
      isEnd(at) ? 'Positions at the end of the session' : 'Positions at the end of the bar',
      [
        ['Symbol', false],
        ['Units', true],
        ['Cost basis', true],
        ['Close', true],
        ['Value', true],
      ],
      [...held].map(([asset, { amount, basis }]) => {
        const { symbol, multiplier } = data.assets[asset]
        const price = prices.get(asset)?.[3] ?? null
        return [
          symbol,
          show('units', amount),
          show('price', basis),
          show('price', price),
          price === null ? '–' : show('money', amount * price * multiplier),
        ]
      }),
    )
  }

  function stop(): void {
    if (timer !== undefined) window.clearInterval(timer)
    timer = undefined
    play.textContent = 'Play'
    play.setAttribute('aria-pressed', 'false')
  }

  play.addEventListener('click', () => {
    if (timer !== undefined) return stop()
    if (at === last) go(0)
    play.textContent = 'Pause'
    play.setAttribute('aria-pressed', 'true')
    timer = window.setInterval(() => (at >= last ? stop() : go(at + 1)), 250)
  })
  slider.addEventListener('input', () => go(Number(slider.value)))
  select.addEventListener('change', () => {
    chart.choose(Number(select.value))
    chart.mark(rowOf(at))
  })
  host.addEventListener('keydown', (event) => {
    const month = { PageUp: endOf(Math.max(0, rowOf(at) - 21)), PageDown: endOf(Math.min(rowOf(last), rowOf(at) + 21)) }
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last, ...month }[event.key]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go(to)
  })
  go(at)
  return chart
}
