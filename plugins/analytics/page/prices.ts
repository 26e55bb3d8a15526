import type { ReplayData } from '../report-data.js'
import type { Boundary } from './boundary.js'
import type { PageElement, PageWindow, Plot, PlotMaker } from './dom.js'
import type { Formats } from './formats.js'
import type { PriceView } from './replay.js'

/**
 * Draws an asset's prices with the run's fills: candles where there is room for them, else the close; buys point up below the bar, sales
 * down above it; the chosen session is a line. Drag zooms, double-click shows everything. Self-contained: its source goes into the page.
 */
export function priceChart(
  window: PageWindow,
  makePlot: PlotMaker,
  sessions: readonly string[],
  data: ReplayData,
  formats: Formats,
  boundary: Boundary | undefined,
): (host: PageElement, pick: (row: number) => void) => PriceView {
  const { document } = window
  const HEIGHT = 340
  const times = sessions.map((date) => Date.parse(date) / 1000)
  const DAY = 86_400
  const rowOf = (stop: number) => data.stops?.rows[stop] ?? stop
  const color = (name: string) => window.getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

  return (host, pick) => {
    let asset = data.assets.findIndex(({ bars }) => bars !== undefined)
    let marked = 0
    let plot: Plot | undefined

    /** Years, months or days, as far apart as they are. */
    function dates(splits: readonly number[]): string[] {
      const step = splits.length > 1 ? splits[1] - splits[0] : DAY
      const text = (time: number) => new Date(time * 1000).toISOString()
      return splits.map((time) =>
        step >= 360 * DAY
          ? text(time).slice(0, 4)
          : step >= 28 * DAY
            ? text(time).slice(0, 7)
            : text(time).slice(5, 10),
      )
    }

    /** Rows between the edges of what is seen. */
    function seen(of: Plot): [number, number] {
      const { min, max } = of.scales.x
      const first = times.findIndex((time) => time >= min)
      const last = times.findLastIndex((time) => time <= max)
      return [Math.max(0, first), last < 0 ? times.length - 1 : last]
    }

    function paint(of: Plot): void {
      const bars = data.assets[asset]?.bars
      if (!bars) return
      const { ctx } = of
      const ratio = window.devicePixelRatio || 1
      const [first, last] = seen(of)
      const x = (row: number) => of.valToPos(times[row], 'x', true)
      const y = (price: number) => of.valToPos(price, 'y', true)
      const room = last > first ? (x(last) - x(first)) / (last - first) : 20
      ctx.save()
      ctx.beginPath()
      ctx.rect(of.bbox.left, of.bbox.top, of.bbox.width, of.bbox.height)
      ctx.clip()
      if (room >= 4 * ratio) {
        const width = Math.max(1, Math.min(room * 0.6, 14 * ratio))
        for (let row = first; row <= last; row++) {
          const [open, high, low, close] = [bars.open[row], bars.high[row], bars.low[row], bars.close[row]]
          if (open === null || high === null || low === null || close === null) continue
          ctx.fillStyle = close >= open ? color('strategy') : color('loss')
          ctx.fillRect(x(row) - 0.5 * ratio, y(high), ratio, y(low) - y(high))
          ctx.fillRect(
            x(row) - width / 2,
            Math.min(y(open), y(close)),
            width,
            Math.max(ratio, Math.abs(y(open) - y(close))),
          )
        }
      }
      const size = 6 * ratio
      for (const [stop, , , kind, of, amount, price] of data.events) {
        if (of !== asset || kind !== 'filled' || amount === null) continue
        const row = rowOf(stop)
        if (row < first || row > last) continue
        const buy = amount > 0
        const level = buy ? (bars.low[row] ?? price) : (bars.high[row] ?? price)
        if (level === null) continue
        const [cx, cy] = [x(row), y(level) + (buy ? 1 : -1) * 5 * ratio]
        ctx.beginPath()
        ctx.moveTo(cx, cy)
        ctx.lineTo(cx - size, cy + (buy ? 1.7 : -1.7) * size)
        ctx.lineTo(cx + size, cy + (buy ? 1.7 : -1.7) * size)
        ctx.closePath()
        ctx.fillStyle = buy ? color('other') : color('fourth')
        ctx.fill()
        ctx.strokeStyle = color('surface')
        ctx.lineWidth = ratio
        ctx.stroke()
      }
      ctx.fillStyle = color('muted')
      ctx.fillRect(x(marked), of.bbox.top, ratio, of.bbox.height)
      ctx.restore()
    }

    function draw(): void {
      plot?.destroy()
      plot = undefined
      host.replaceChildren()
      const bars = data.assets[asset]?.bars
      if (!bars) {
        const note = document.createElement('p')
        note.className = 'hint'
        note.textContent = 'The prices of this asset are not kept in the report.'
        host.append(note)
        return
      }
      if (host.clientWidth === 0) return
      const grid = { stroke: color('grid'), width: 1 }
      const axis = { stroke: color('muted'), font: `12px ${color('font')}`, ticks: { show: false }, grid }
      const candles = (of: Plot) => {
        const [first, last] = seen(of)
        return of.bbox.width / Math.max(1, last - first) >= 4 * (window.devicePixelRatio || 1)
      }
      plot = new makePlot(
        {
          width: host.clientWidth,
          height: HEIGHT,
          legend: { show: false },
          tzDate: (time: number) => makePlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
          padding: [18, 18, 0, 0],
          cursor: { points: { show: false }, drag: { x: true, y: false }, y: false },
          scales: {
            y: {
              // Of the closes in view; highs and lows reach a little farther.
              range: (_plot: Plot, low: number | null, high: number | null) => {
                if (low === null || high === null) return [0, 1]
                const margin = Math.max((high - low) * 0.1, high * 0.015)
                return [low - margin, high + margin]
              },
            },
          },
          axes: [
            { ...axis, grid: { show: false }, values: (_plot: Plot, splits: readonly number[]) => dates(splits) },
            {
              ...axis,
              size: host.clientWidth < 500 ? 58 : 74,
              values: (_plot: Plot, splits: readonly number[]) => formats.axis('price', splits),
            },
          ],
          series: [
            {},
            {
              label: 'Close',
              width: 1.25,
              stroke: (of: Plot) => (candles(of) ? 'transparent' : color('strategy')),
              points: { show: false },
            },
          ],
          hooks: { drawClear: boundary ? [boundary.below] : [], draw: [paint, ...(boundary ? [boundary.above] : [])] },
        },
        [times, bars.close],
        host,
      )
    }

    host.addEventListener('click', () => {
      const at = plot?.cursor.idx
      if (at !== null && at !== undefined) pick(at)
    })
    host.addEventListener('keydown', (event) => {
      if (!plot || !['+', '=', '-', 'Escape'].includes(event.key)) return
      event.preventDefault()
      const { min, max } = plot.scales.x
      const at = times[marked]
      if (event.key === 'Escape') plot.setScale('x', { min: times[0], max: times[times.length - 1] })
      else if (event.key === '-')
        plot.setScale('x', {
          min: Math.max(times[0], 2 * min - at),
          max: Math.min(times[times.length - 1], 2 * max - at),
        })
      else plot.setScale('x', { min: (at + min) / 2, max: Math.max((at + max) / 2, (at + min) / 2 + 5 * DAY) })
    })
    new window.ResizeObserver(() => {
      if (host.clientWidth === 0) return
      if (plot) plot.setSize({ width: host.clientWidth, height: HEIGHT })
      else draw()
    }).observe(host)
    draw()
    return {
      choose(next) {
        asset = next
        draw()
      },
      mark(row) {
        marked = row
        if (!plot) return
        const { min, max } = plot.scales.x
        const at = times[row]
        if (at < min || at > max)
          plot.setScale('x', {
            min: Math.max(times[0], at - (max - min) / 2),
            max: Math.min(times[times.length - 1], at + (max - min) / 2),
          })
        else plot.redraw(false)
      },
      redraw: draw,
    }
  }
}
