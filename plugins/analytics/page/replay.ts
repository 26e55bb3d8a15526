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
 * Goes through the run session by session: what was held, what was ordered, what the engine told. It adds nothing up that the report's data
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

  const last = sessions.length - 1
  const eventRows = [...new Set(data.events.map(({ row }) => row))]
  let row = eventRows[0] ?? last
  let timer: number | undefined

  const slider = element('input', '', {
    type: 'range',
    min: '0',
    max: String(last),
    step: '1',
    id: 'replay-row',
    'aria-label': 'Session',
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
    button('«', 'Session before with an event', () => jump(-1)),
    button('‹', 'Session before', () => go(row - 1)),
    play,
    button('›', 'Next session', () => go(row + 1)),
    button('»', 'Next session with an event', () => jump(1)),
    day,
  )
  const host = element('div', '', {
    class: 'plot price',
    id: 'chart-price',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Prices and fills. Arrow keys move from session to session, + and − zoom, Escape shows everything.',
  })
  const state = element('div', '', { class: 'state', 'aria-live': 'polite', id: 'replay-state' })
  box.append(controls, slider, host, state, ...data.left.map((text) => element('p', text, { class: 'hint' })))
  const chart = makeChart(host, (at) => go(at))

  function go(to: number): void {
    row = Math.max(0, Math.min(last, to))
    slider.value = String(row)
    slider.setAttribute('aria-valuetext', sessions[row])
    day.textContent = sessions[row]
    state.replaceChildren(figures(), events(), positions())
    chart.mark(row)
  }

  function jump(direction: number): void {
    const next = direction > 0 ? eventRows.find((at) => at > row) : eventRows.findLast((at) => at < row)
    if (next !== undefined) go(next)
  }

  function figures(): PageElement {
    const list = element('dl', '', { class: 'now' })
    const figure = (label: string, value: number | null) => {
      const one = element('div')
      one.append(element('dt', label), element('dd', show('money', value)))
      return one
    }
    list.append(
      figure('Portfolio value', data.value[row]),
      figure('Cash', data.cash[row]),
      figure('Gain of the session', data.pnl[row]),
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
    const here = data.events.filter((event) => event.row <= row && (event.until ?? event.row) >= row)
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
      here.map(({ time, kind, asset, amount, price, text, row: since }) => [
        since < row ? `since ${sessions[since]}` : (time ?? ''),
        data.assets[asset].symbol,
        WORDS[kind],
        amount === null ? '' : show('units', amount),
        price === null ? '' : show('price', price),
        text,
      ]),
    )
  }

  function positions(): PageElement {
    const held = new Map<number, { amount: number; basis: number | null }>()
    for (const [at, asset, amount, basis] of data.positions) {
      if (at > row) break
      if (amount === 0) held.delete(asset)
      else held.set(asset, { amount, basis })
    }
    if (held.size === 0) return element('p', 'Nothing is held.', { class: 'hint' })
    return table(
      'Positions at the end of the session',
      [
        ['Symbol', false],
        ['Units', true],
        ['Cost basis', true],
        ['Close', true],
        ['Value', true],
      ],
      [...held].map(([asset, { amount, basis }]) => {
        const { symbol, multiplier, bars } = data.assets[asset]
        const price = bars?.close[row] ?? null
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
    if (row === last) go(0)
    play.textContent = 'Pause'
    play.setAttribute('aria-pressed', 'true')
    timer = window.setInterval(() => (row >= last ? stop() : go(row + 1)), 250)
  })
  slider.addEventListener('input', () => go(Number(slider.value)))
  select.addEventListener('change', () => {
    chart.choose(Number(select.value))
    chart.mark(row)
  })
  host.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: row - 1, ArrowRight: row + 1, Home: 0, End: last, PageUp: row - 21, PageDown: row + 21 }[
      event.key
    ]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go(to)
  })
  go(row)
  return chart
}
