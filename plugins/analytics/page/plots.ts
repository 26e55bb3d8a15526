import type { ChartData } from '../report-data.js'
import type { Boundary } from './boundary.js'
import type { PageElement, PageWindow, Plot, PlotMaker } from './dom.js'
import type { Formats } from './formats.js'

/** What the page's charts are drawn with. */
export interface PlotsInput {
  readonly window: PageWindow
  readonly makePlot: PlotMaker
  readonly sessions: readonly string[]
  readonly charts: readonly ChartData[]
  readonly formats: Formats
  readonly boundary: Boundary | undefined
}

/** `redraw`: in the colours of now; `show`: what has come into view. */
export interface Drawn {
  redraw(): void
  show(): void
}

/**
 * Draws every chart with its legend, linked in cursor and zoom: those that can be seen at once, the others when they can be. Self-contained:
 * its source goes into the page.
 */
export function drawPlots({ window, makePlot, sessions, charts, formats, boundary }: PlotsInput): Drawn {
  const { document } = window
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const DAY = 86_400
  const times = sessions.map((date) => Date.parse(date) / 1000)
  const plots = new Map<ChartData, Plot>()
  const logarithmic = new Set<string>()
  const hidden = new Set<string>()
  /** What was zoomed to, for charts that are drawn later. */
  let seen: { min: number; max: number } | undefined

  const color = (name: string) => window.getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
  const hostOf = (chart: ChartData) => document.getElementById(`chart-${chart.id}`)!

  /** Ticks on the first of years or months, or on days, all in UTC; `rough` is the step that leaves room for the labels. */
  function dateSplits(_plot: Plot, _axis: number, low: number, high: number, rough: number): number[] {
    const out: number[] = []
    if (rough < 28 * DAY) {
      const step = Math.ceil(rough / DAY) * DAY
      for (let time = Math.ceil(low / DAY) * DAY; time <= high; time += step) out.push(time)
      return out
    }
    const months = [1, 2, 3, 6, 12, 24, 60, 120].find((count) => count * 30.5 * DAY >= 0.9 * rough) ?? 240
    const start = new Date(low * 1000)
    const count = start.getUTCFullYear() * 12 + start.getUTCMonth()
    for (let month = Math.floor(count / months) * months; ; month += months) {
      const time = Date.UTC(Math.floor(month / 12), month % 12) / 1000
      if (time > high) return out
      if (time >= low) out.push(time)
    }
  }

  function dateLabels(_plot: Plot, splits: readonly number[]): string[] {
    const step = splits.length > 1 ? splits[1] - splits[0] : DAY
    return splits.map((time, i) => {
      const date = new Date(time * 1000)
      const [year, month] = [String(date.getUTCFullYear()), MONTHS[date.getUTCMonth()]]
      if (step >= 360 * DAY) return year
      const first = i === 0 || date.getUTCFullYear() !== new Date(splits[i - 1] * 1000).getUTCFullYear()
      return `${step >= 28 * DAY ? month : `${date.getUTCDate()} ${month}`}${first ? `\n${year}` : ''}`
    })
  }

  /** Round numbers between two positive ones: 1, 2, 5, 10 … where they are far apart, else in equal steps. */
  function logSplits(low: number, high: number): number[] {
    const out: number[] = []
    if (high / low > 5) {
      for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
        for (const digit of [1, 2, 5]) if (digit * power >= low && digit * power <= high) out.push(digit * power)
      return out
    }
    const rough = (high - low) / 6
    const power = 10 ** Math.floor(Math.log10(rough))
    const step = [1, 2, 5, 10].find((digit) => digit * power >= rough)! * power
    for (let i = Math.ceil(low / step); i * step <= high; i++) out.push(i * step)
    return out
  }

  function yScale(chart: ChartData): object {
    if (!logarithmic.has(chart.id)) return {}
    return {
      distr: 100,
      fwd: Math.log,
      bwd: Math.exp,
      range: (_plot: Plot, low: number, high: number) => {
        const margin = Math.max(0.01, 0.05 * Math.log(high / low))
        return [low * Math.exp(-margin), high * Math.exp(margin)]
      },
    }
  }

  function options(chart: ChartData, width: number): object {
    const grid = { stroke: color('grid'), width: 1 }
    const axis = { stroke: color('muted'), font: `12px ${color('font')}`, ticks: { show: false }, grid }
    const log = logarithmic.has(chart.id)
    return {
      width,
      height: chart.height,
      legend: { show: false },
      padding: [boundary ? 18 : 10, 18, 0, 0],
      cursor: { sync: { key: 'report' }, points: { size: 7 }, drag: { x: true, y: false }, y: false },
      scales: { y: yScale(chart) },
      axes: [
        {
          ...axis,
          grid: { show: false },
          splits: dateSplits,
          values: dateLabels,
          size: 40,
          space: width < 500 ? 60 : 80,
        },
        {
          ...axis,
          size: width < 500 ? 58 : 74,
          space: 36,
          values: (_plot: Plot, splits: readonly number[]) => formats.axis(chart.format, splits),
          ...(log ? { splits: (_plot: Plot, _axis: number, low: number, high: number) => logSplits(low, high) } : {}),
        },
      ],
      bands: bandsOf(chart).map((_, i) => ({ series: [2 * i + 2, 2 * i + 1], fill: `${color('strategy')}26` })),
      series: [
        {},
        ...bandsOf(chart).flatMap((band) => {
          const edge = {
            show: !hidden.has(`${chart.id} ${band.label}`),
            stroke: 'transparent',
            points: { show: false },
          }
          return [edge, edge]
        }),
        ...chart.series.map((series) => ({
          label: series.label,
          show: !hidden.has(`${chart.id} ${series.label}`),
          stroke: color(series.color),
          width: series.color === 'benchmark' ? 1.25 : 1.75,
          dash: series.dashed ? [5, 4] : undefined,
          fill: series.area ? `${color(series.color)}24` : undefined,
          points: { show: sessions.length === 1 },
        })),
      ],
      hooks: {
        setCursor: [(plot: Plot) => legend(chart, plot.cursor.idx)],
        ...(boundary ? { drawClear: [boundary.below], draw: [boundary.above] } : {}),
      },
    }
  }

  const bandsOf = (chart: ChartData) => chart.bands ?? []

  /** A band's edge has no value before it begins. */
  const edgeOf = (from: number, values: readonly number[]) => [...new Array<null>(from).fill(null), ...values]

  /** The values under the cursor, else those of the last session. */
  function legend(chart: ChartData, under: number | null): void {
    const at = under ?? sessions.length - 1
    const box = legendOf(chart)
    box.querySelector('.date')!.textContent = sessions[at] ?? ''
    const lines = chart.series.map((series) => formats.show(chart.format, series.values[at]))
    const bands = bandsOf(chart).map(({ from, low, high }) =>
      at < from
        ? formats.show(chart.format, null)
        : `${formats.show(chart.format, low[at - from])} to ${formats.show(chart.format, high[at - from])}`,
    )
    for (const [i, value] of [...box.querySelectorAll('.value')].entries()) value.textContent = [...lines, ...bands][i]
  }

  function legendOf(chart: ChartData): PageElement {
    const known = document.getElementById(`legend-${chart.id}`)
    if (known) return known
    const box = document.createElement('div')
    box.id = `legend-${chart.id}`
    box.className = 'legend'
    const date = document.createElement('span')
    date.className = 'date'
    const before = 2 * bandsOf(chart).length
    box.append(
      date,
      ...chart.series.map((series, i) => legendButton(chart, series, [before + i + 1])),
      ...bandsOf(chart).map(({ label }, i) =>
        legendButton(chart, { label, color: 'strategy' }, [2 * i + 1, 2 * i + 2]),
      ),
    )
    hostOf(chart).after(box)
    return box
  }

  /** `drawn`: of the plot's series, those that it shows and hides. */
  function legendButton(
    chart: ChartData,
    series: { readonly label: string; readonly color: string; readonly dashed?: boolean },
    drawn: readonly number[],
  ): PageElement {
    const button = document.createElement('button')
    button.setAttribute('type', 'button')
    button.setAttribute('aria-pressed', 'true')
    const [mark, value] = [document.createElement('span'), document.createElement('span')]
    const kind = series.dashed ? ' dashed' : bandsOf(chart).some(({ label }) => label === series.label) ? ' band' : ''
    mark.className = `mark${kind}`
    mark.style.setProperty('--mark', `var(--${series.color})`)
    value.className = 'value'
    button.append(mark, series.label, value)
    button.addEventListener('click', () => {
      const key = `${chart.id} ${series.label}`
      const show = hidden.delete(key) || !hidden.add(key)
      button.setAttribute('aria-pressed', String(show))
      for (const at of drawn) plots.get(chart)?.setSeries(at, { show })
    })
    return button
  }

  function draw(chart: ChartData): void {
    const host = hostOf(chart)
    plots.get(chart)?.destroy()
    plots.delete(chart)
    if (host.clientWidth === 0) return
    const edges = bandsOf(chart).flatMap(({ from, low, high }) => [edgeOf(from, low), edgeOf(from, high)])
    const data = [times, ...edges, ...chart.series.map((series) => series.values)]
    plots.set(chart, new makePlot(options(chart, host.clientWidth), data, host))
    legend(chart, null)
    if (seen) plots.get(chart)!.setScale('x', seen)
  }

  function zoom(low: number, high: number): void {
    const [first, last] = [times[0], times[times.length - 1]]
    const min = Math.max(first, low)
    seen = { min, max: Math.max(Math.min(last, high), min + DAY) }
    for (const plot of plots.values()) plot.setScale('x', seen)
  }

  /** Moves the cursor by keys; answers whether the key meant anything. */
  function press(plot: Plot, key: string): boolean {
    const { min, max } = plot.scales.x
    const at = plot.cursor.idx ?? times.length - 1
    const goTo = (row: number) => {
      const within = Math.max(0, Math.min(times.length - 1, row))
      plot.setCursor({ left: plot.valToPos(times[within], 'x'), top: 0 })
    }
    if (key === 'ArrowLeft') goTo(at - 1)
    else if (key === 'ArrowRight') goTo(at + 1)
    else if (key === 'PageUp') goTo(at - 21)
    else if (key === 'PageDown') goTo(at + 21)
    else if (key === 'Home') goTo(0)
    else if (key === 'End') goTo(times.length - 1)
    else if (key === '+' || key === '=') zoom((times[at] + min) / 2, (times[at] + max) / 2)
    else if (key === '-') zoom(2 * min - times[at], 2 * max - times[at])
    else if (key === 'Escape') {
      zoom(times[0], times[times.length - 1])
      plot.setCursor({ left: -10, top: -10 })
    } else return false
    return true
  }

  for (const chart of charts) {
    const host = hostOf(chart)
    host.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const plot = plots.get(chart)
      if (plot && press(plot, event.key)) event.preventDefault()
    })
    host.addEventListener('focus', () => legendOf(chart).setAttribute('aria-live', 'polite'))
    host.addEventListener('blur', () => legendOf(chart).removeAttribute('aria-live'))
  }
  for (const button of document.querySelectorAll('[data-log]')) {
    button.addEventListener('click', () => {
      const id = button.dataset.log!
      const on = !logarithmic.delete(id) && logarithmic.add(id).size > 0
      button.setAttribute('aria-pressed', String(on))
      for (const chart of charts) if (chart.id === id) draw(chart)
    })
  }
  const byHost = new Map(charts.map((chart) => [hostOf(chart), chart]))
  const observer = new window.ResizeObserver((entries) => {
    for (const { target } of entries) {
      const chart = byHost.get(target)!
      if (target.clientWidth > 0) plots.get(chart)?.setSize({ width: target.clientWidth, height: chart.height })
    }
  })
  for (const host of byHost.keys()) observer.observe(host)
  return {
    redraw: () => charts.forEach(draw),
    show() {
      for (const chart of charts) if (!plots.has(chart)) draw(chart)
    },
  }
}
