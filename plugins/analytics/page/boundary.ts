import type { PageWindow, Plot } from './dom.js'

/** Hooks of a chart: what is painted below its grid, and above its lines. */
export interface Boundary {
  below(plot: Plot): void
  above(plot: Plot): void
}

/**
 * Marks where in-sample ends on a chart over sessions: what comes after is tinted, and a dashed line is named. Self-contained: its source
 * goes into the page. `row`: the first out-of-sample session.
 */
export function markBoundary(
  window: PageWindow,
  sessions: readonly string[],
  row: number | undefined,
): Boundary | undefined {
  if (row === undefined) return undefined
  const seconds = (at: number) => Date.parse(sessions[at]) / 1000
  const time = (seconds(row - 1) + seconds(row)) / 2
  const color = (name: string) =>
    window.getComputedStyle(window.document.documentElement).getPropertyValue(`--${name}`).trim()
  /** From the boundary to the right edge, as far as it can be seen. */
  const seen = (plot: Plot) => {
    const { left, width } = plot.bbox
    const from = Math.max(left, plot.valToPos(time, 'x', true))
    return { from, width: left + width - from, isInside: from > left }
  }
  return {
    below(plot) {
      const { from, width } = seen(plot)
      if (width <= 0) return
      plot.ctx.fillStyle = `${color('muted')}16`
      plot.ctx.fillRect(from, plot.bbox.top, width, plot.bbox.height)
    },
    above(plot) {
      const { from, width, isInside } = seen(plot)
      if (width <= 0) return
      const { ctx, bbox } = plot
      const ratio = window.devicePixelRatio || 1
      ctx.save()
      ctx.strokeStyle = color('muted')
      ctx.lineWidth = ratio
      ctx.setLineDash([4 * ratio, 4 * ratio])
      if (isInside) {
        ctx.beginPath()
        ctx.moveTo(from, bbox.top)
        ctx.lineTo(from, bbox.top + bbox.height)
        ctx.stroke()
      }
      // In the margin above the chart, where no line is.
      ctx.font = `${11 * ratio}px ${color('font')}`
      ctx.fillStyle = color('muted')
      ctx.textBaseline = 'top'
      const text = 'out-of-sample'
      ctx.textAlign = ctx.measureText(text).width > width ? 'right' : 'left'
      ctx.fillText(text, ctx.textAlign === 'left' ? from : bbox.left + bbox.width, bbox.top - 14 * ratio)
      ctx.restore()
    },
  }
}
