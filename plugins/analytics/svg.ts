import { Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import type { BarsBlock, BoxesBlock, MatrixBlock, ScatterBlock } from './report-data.js'

/** Pictures that do not move: drawn here, coloured by the page's style, read by their descriptions. */

const { show, axis } = makeFormats()
const WIDTH = 1000

/** Steps of 1, 2 or 5 times a power of ten that cover a range in about so many. */
function ticks(low: number, high: number, about: number): number[] {
  const rough = (high - low) / about || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((digit) => digit * power >= rough * 0.999)! * power
  const out: number[] = []
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) out.push(i * step || 0)
  return out
}

function frame(low: number, high: number, height: number, top = 14) {
  const bottom = height - 30
  const y = (value: number) => bottom - ((value - low) / (high - low || 1)) * (bottom - top)
  return { y, top, bottom }
}

const place = (value: number) => new Html(value.toFixed(1))

function grid(
  values: readonly number[],
  labels: readonly string[],
  y: (value: number) => number,
  left: number,
): Html[] {
  return values.map(
    (value, i) =>
      html`<line class="grid${value === 0 ? ' zero' : ''}" x1="${place(left)}" x2="${place(WIDTH)}" y1="${place(y(value))}" y2="${place(y(value))}"/><text class="tick" x="${place(left - 8)}" y="${place(y(value) + 4)}" text-anchor="end">${labels[i]}</text>`,
  )
}

/** Bars, or a waterfall; each names its value on hovering, and above it where there is room. */
export function barChart({ title, summary, bars, format, waterfall }: BarsBlock): Html {
  const height = 260
  let level = 0
  const spans = bars.map(({ value, sum }) => {
    const from = waterfall && !sum ? level : 0
    const to = waterfall && !sum ? level + value : value
    if (waterfall) level = to
    return { from, to }
  })
  const ends = spans.flatMap(({ from, to }) => [from, to])
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const { y, bottom } = frame(low, high, height)
  const marks = ticks(low, high, 5)
  const left = 90
  const step = (WIDTH - left - 20) / Math.max(1, bars.length)
  const width = Math.min(step * 0.72, 90)
  const every = Math.ceil((bars.length * 62) / (WIDTH - left))
  const valued = step >= 70
  const drawn = bars.map(({ label, value, sum, marked }, i) => {
    const { from, to } = spans[i]
    const x = left + step * (i + 0.5)
    const above = Math.min(y(from), y(to))
    const kind = value < 0 ? 'down' : sum || marked ? 'sum' : 'up'
    return html`<g class="column"><title>${label}: ${show(format, value)}</title><rect class="${kind}" x="${place(x - width / 2)}" y="${place(above)}" width="${place(width)}" height="${place(Math.max(1, Math.abs(y(from) - y(to))))}" rx="2"/>${valued ? html`<text class="value" x="${place(x)}" y="${place(above - 4)}" text-anchor="middle">${show(format, value)}</text>` : ''}${i % every === 0 ? html`<text class="tick" x="${place(x)}" y="${place(bottom + 18)}" text-anchor="middle">${label}</text>` : ''}</g>`
  })
  return html`<svg class="drawing" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${`${title}. ${summary ?? ''}`}">${grid(marks, axis(format, marks), y, left)}${drawn}</svg>`
}

/** Boxes of the middle halves, with whiskers, and outliers as points. */
export function boxChart({ title, summary, boxes, format }: BoxesBlock): Html {
  const height = 300
  const all = boxes.flatMap(({ values, outliers }) => [...values, ...outliers])
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  const { y, bottom } = frame(low, high, height)
  const marks = ticks(low, high, 6)
  const left = 90
  const step = (WIDTH - left) / boxes.length
  const half = Math.min(60, step * 0.3)
  const drawn = boxes.map(({ label, values: [least, first, middle, third, most], outliers }, i) => {
    const x = left + step * (i + 0.5)
    const level = (value: number, reach: number, kind: string) =>
      html`<line class="${kind}" x1="${place(x - reach)}" x2="${place(x + reach)}" y1="${place(y(value))}" y2="${place(y(value))}"/>`
    const stem = (from: number, to: number) =>
      html`<line class="whisker" x1="${place(x)}" x2="${place(x)}" y1="${place(y(from))}" y2="${place(y(to))}"/>`
    const words = `${label}: middle half from ${show(format, first)} to ${show(format, third)}, median ${show(format, middle)}, reach from ${show(format, least)} to ${show(format, most)}`
    return html`<g class="column"><title>${words}</title>${stem(least, first)}${stem(third, most)}${level(least, half / 2, 'whisker')}${level(most, half / 2, 'whisker')}<rect class="box" x="${place(x - half)}" y="${place(y(third))}" width="${place(2 * half)}" height="${place(Math.max(1, y(first) - y(third)))}"/>${level(middle, half, 'median')}<text class="tick" x="${place(x)}" y="${place(bottom + 18)}" text-anchor="middle">${label}</text></g>${outliers.map((value) => html`<circle class="${value < 0 ? 'down' : 'up'}" cx="${place(x)}" cy="${place(y(value))}" r="3"><title>${label}: ${show(format, value)}</title></circle>`)}`
  })
  return html`<svg class="drawing" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${`${title}. ${summary ?? ''}`}">${grid(marks, axis(format, marks), y, left)}${drawn}</svg>`
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact' })

/** Points, or a curve whose x axis counts powers of ten. */
export function scatterChart(block: ScatterBlock): Html {
  const { title, summary, points, format, formatX = format, curve, diagonal, x: across, y: up } = block
  const height = 340
  const scale = curve ? Math.log10 : (value: number) => value
  const [xs, ys] = [points.map((point) => scale(point.x)), points.map((point) => point.y)]
  const [lowX, highX] = curve ? [Math.min(...xs), Math.max(...xs)] : [Math.min(0, ...xs), Math.max(0, ...xs)]
  const [lowY, highY] = [Math.min(0, ...ys), Math.max(0, ...ys)]
  const { y, bottom } = frame(lowY, highY, height, 28)
  const left = 90
  const x = (value: number) => left + ((scale(value) - lowX) / (highX - lowX || 1)) * (WIDTH - left - 20)
  const marksX = curve
    ? ticks(lowX, highX, 7)
        .filter(Number.isInteger)
        .map((power) => 10 ** power)
    : ticks(lowX, highX, 7)
  const marksY = ticks(lowY, highY, 5)
  const labels = curve ? marksX.map((mark) => compact.format(mark)) : axis(formatX, marksX)
  const [from, to] = [Math.max(lowX, lowY), Math.min(highX, highY)]
  const same = html`<line class="same" x1="${place(x(from))}" y1="${place(y(from))}" x2="${place(x(to))}" y2="${place(y(to))}"/>`
  const line = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ')
  return html`<svg class="drawing" viewBox="0 0 ${WIDTH} ${height + 8}" role="img" aria-label="${`${title}. ${summary ?? ''}`}">${grid(marksY, axis(format, marksY), y, left)}${marksX.map((mark, i) => html`<text class="tick" x="${place(x(mark))}" y="${place(bottom + 18)}" text-anchor="middle">${labels[i]}</text>`)}${curve ? html`<polyline points="${line}" fill="none" stroke="currentColor" opacity=".45" stroke-width="2"/>` : ''}${diagonal ? same : ''}${points.map((point) => html`<circle class="${point.gained ? 'up' : 'down'}" cx="${place(x(point.x))}" cy="${place(y(point.y))}" r="4"><title>${point.label}: ${across} ${show(formatX, point.x)}, ${up} ${show(format, point.y)}</title></circle>`)}<text class="tick" x="${WIDTH}" y="${height + 6}" text-anchor="end">${across} →</text><text class="tick" x="${left}" y="11">↑ ${up}</text></svg>`
}

/** A table whose cells are tinted by their correlation. */
export function matrixTable({ title, summary, labels, values }: MatrixBlock): Html {
  const cell = (value: number | null, i: number, j: number) =>
    value === null
      ? html`<td class="none">–</td>`
      : html`<td class="${value < 0 ? 'down' : 'up'}" style="--heat:${(i === j ? 0 : Math.abs(value)).toFixed(2)}">${show('ratio', value)}</td>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="heat"><caption>${summary ?? title}</caption><thead><tr><td></td>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${values.map((row, i) => html`<tr><th scope="row">${labels[i]}</th>${row.map((value, j) => cell(value, i, j))}</tr>`)}</tbody></table></div>`
}
