import { type Html, html } from '../html.js'
import { type FormatName, makeFormats } from '../page/formats.js'

/** Pictures that stay as they are: drawn here, coloured by the page's style, with every value as a tooltip. */

const { show, axis } = makeFormats()
const WIDTH = 520
const HEIGHT = 240
const BOX = { left: 56, right: 10, top: 12, bottom: 30 }

export interface Picture {
  readonly id: string
  readonly title: string
  /** What it shows, in words. */
  readonly summary: string
  readonly drawing: Html
  /** The colours' meaning. */
  readonly keys?: readonly (readonly [label: string, color: string])[]
}

export function figure({ id, title, summary, drawing, keys = [] }: Picture): Html {
  return html`<figure class="chart">
<figcaption><span class="name" id="${id}-title">${title}</span><span class="summary" id="${id}-summary">${summary}</span></figcaption>
<svg class="picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-summary">${drawing}</svg>
${keys.length > 1 ? html`<div class="keys">${keys.map(([label, color]) => html`<span style="--mark:var(--${color})">${label}</span>`)}</div>` : ''}
</figure>`
}

/** A scale from values to the picture's height or width. */
interface Scale {
  (value: number): number
  readonly ticks: readonly number[]
}

function scale(values: readonly number[], from: number, to: number, count: number): Scale {
  const there = values.filter(Number.isFinite)
  let [low, high] = [Math.min(...there), Math.max(...there)]
  if (there.length === 0) [low, high] = [0, 1]
  if (low === high) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2]
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((digit) => digit * power >= rough * 0.999)! * power
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)]
  const at = (value: number) => from + ((value - first * step) / ((last - first) * step)) * (to - from)
  return Object.assign(at, { ticks: Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step) })
}

const round = (value: number): string => value.toFixed(1)

const vertical = (values: readonly number[]): Scale => scale(values, HEIGHT - BOX.bottom, BOX.top, 5)

function levels(y: Scale, format: FormatName): Html {
  const labels = axis(format, y.ticks)
  return html`${y.ticks.map((tick, k) => html`<line class="grid" x1="${BOX.left}" x2="${WIDTH - BOX.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${BOX.left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${labels[k]}</text>`)}`
}

export interface Bar {
  readonly value: number
  /** Half of a whisker. */
  readonly error?: number
  readonly color: string
  readonly label: string
}

/** Bars in groups side by side, up and down from 0. */
export function bars(
  groups: readonly { readonly label: string; readonly bars: readonly Bar[] }[],
  format: FormatName,
): Html {
  const all = groups.flatMap((group) => group.bars)
  const y = vertical([0, ...all.flatMap(({ value, error = 0 }) => [value - error, value + error])])
  const room = (WIDTH - BOX.left - BOX.right) / Math.max(1, groups.length)
  const drawn = groups.map((group, g) => {
    const wide = Math.min(44, (room * 0.84) / group.bars.length)
    const left = BOX.left + g * room + (room - wide * group.bars.length) / 2
    const each = group.bars.map((bar, k) => {
      if (!Number.isFinite(bar.value)) return ''
      const [top, bottom] = [y(Math.max(0, bar.value)), y(Math.min(0, bar.value))]
      const x = left + k * wide
      const middle = round(x + wide / 2)
      const whisker =
        bar.error !== undefined && Number.isFinite(bar.error)
          ? html`<line class="whisker" x1="${middle}" x2="${middle}" y1="${round(y(bar.value - bar.error))}" y2="${round(y(bar.value + bar.error))}"/>`
          : ''
      return html`<rect x="${round(x + 1)}" y="${round(top)}" width="${round(Math.max(1, wide - 2))}" height="${round(Math.max(0.5, bottom - top))}" style="fill:var(--${bar.color})"><title>${bar.label}: ${show(format, bar.value)}</title></rect>${whisker}`
    })
    return html`${each}<text x="${round(BOX.left + (g + 0.5) * room)}" y="${HEIGHT - 10}" text-anchor="middle">${group.label}</text>`
  })
  return html`${levels(y, format)}${drawn}<line class="axis" x1="${BOX.left}" x2="${WIDTH - BOX.right}" y1="${round(y(0))}" y2="${round(y(0))}"/>`
}

export interface Line {
  readonly label: string
  readonly color: string
  readonly values: readonly number[]
  readonly dashed?: boolean
}

/** Lines over whole numbers, such as sessions ahead. */
export function lines(xs: readonly number[], series: readonly Line[], format: FormatName): Html {
  const y = vertical([0, ...series.flatMap(({ values }) => values)])
  const x = (value: number) =>
    BOX.left + ((value - xs[0]) / Math.max(1, xs[xs.length - 1] - xs[0])) * (WIDTH - BOX.left - BOX.right)
  const every = Math.max(1, Math.ceil(xs.length / 10))
  const marks = xs.filter((value, k) => k === 0 || value % every === 0)
  return html`${levels(y, format)}${marks.map((value) => html`<text x="${round(x(value))}" y="${HEIGHT - 10}" text-anchor="middle">${value}</text>`)}
<line class="axis" x1="${BOX.left}" x2="${WIDTH - BOX.right}" y1="${round(y(0))}" y2="${round(y(0))}"/>
${series.map(({ label, color, values, dashed }) => {
  const points = values.flatMap((value, k) => (Number.isFinite(value) ? [[xs[k], value] as const] : []))
  const path = points.map(([at, value]) => `${round(x(at))},${round(y(value))}`).join(' ')
  return html`<polyline points="${path}" style="fill:none;stroke:var(--${color});stroke-width:1.75${dashed ? ';stroke-dasharray:5 4' : ''}"/>${points.map(([at, value]) => html`<circle cx="${round(x(at))}" cy="${round(y(value))}" r="2.5" style="fill:var(--${color})"><title>${label}, ${at}: ${show(format, value)}</title></circle>`)}`
})}`
}

/** How often values lie where; a line marks the mean. */
export function histogram(values: readonly number[], mean: number, format: FormatName): Html {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const count = Math.min(40, Math.max(5, Math.ceil(Math.sqrt(values.length))))
  const wide = (high - low || 1) / count
  const sizes = new Array<number>(count).fill(0)
  for (const value of values) sizes[Math.min(count - 1, Math.floor((value - low) / wide))]++
  const x = scale([low, low + count * wide], BOX.left, WIDTH - BOX.right, 6)
  const y = vertical([0, ...sizes])
  const labels = axis(format, x.ticks)
  return html`${levels(y, 'count')}${sizes.map((size, k) => html`<rect x="${round(x(low + k * wide))}" y="${round(y(size))}" width="${round(Math.max(1, x(low + wide) - x(low) - 1))}" height="${round(y(0) - y(size))}" style="fill:var(--strategy)"><title>${show(format, low + k * wide)} to ${show(format, low + (k + 1) * wide)}: ${size}</title></rect>`)}
${x.ticks.map((tick, k) => html`<text x="${round(x(tick))}" y="${HEIGHT - 10}" text-anchor="middle">${labels[k]}</text>`)}
<line x1="${round(x(mean))}" x2="${round(x(mean))}" y1="${BOX.top}" y2="${round(y(0))}" style="stroke:var(--loss);stroke-width:1.75;stroke-dasharray:5 4"/>`
}

/** Points with the straight line on which they would lie. */
export function scatter(points: readonly (readonly [x: number, y: number])[], format: FormatName): Html {
  const x = scale(
    points.map(([at]) => at),
    BOX.left,
    WIDTH - BOX.right,
    6,
  )
  const y = vertical(points.flatMap(([at, value]) => [value, at]))
  const labels = axis('ratio', x.ticks)
  const [from, to] = [points[0][0], points[points.length - 1][0]]
  return html`${levels(y, format)}<line x1="${round(x(from))}" y1="${round(y(from))}" x2="${round(x(to))}" y2="${round(y(to))}" style="stroke:var(--loss);stroke-width:1.75"/>
${points.map(([at, value]) => html`<circle cx="${round(x(at))}" cy="${round(y(value))}" r="2" style="fill:var(--strategy)"/>`)}
${x.ticks.map((tick, k) => html`<text x="${round(x(tick))}" y="${HEIGHT - 10}" text-anchor="middle">${labels[k]}</text>`)}`
}
