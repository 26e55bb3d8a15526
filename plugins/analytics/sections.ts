import { quantile } from '../../core/math/statistics.js'
import { type Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import type { Section } from './page-frame.js'
import type {
  Block,
  ChartData,
  DetailsBlock,
  Figure,
  FiguresBlock,
  MonthsBlock,
  ReportData,
  TableBlock,
} from './report-data.js'
import { barChart, boxChart, matrixTable, scatterChart } from './svg.js'

const { show } = makeFormats()
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A section a tab. */
export function sections({ tabs }: ReportData): Section[] {
  return tabs.map(({ id, title, blocks }) => ({ id, title, content: html`${blocks.map(blockHtml)}` }))
}

export const HOW_TO_READ =
  'Drag over a chart to zoom, double-click to see everything again. With the keyboard: arrow keys move, + and − zoom, Escape resets.'

/** A block as markup. Long tables and charts are filled in by the page's script. */
export function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'chart':
      return panel(block.id, undefined, chart(block, block.id === 'equity' ? HOW_TO_READ : undefined))
    case 'figures':
      return panel(block.id, block.title, figures(block))
    case 'table':
      return panel(block.id, block.title, listing(block))
    case 'months':
      return panel(block.id, block.title, monthlyTable(block))
    case 'bars':
      return panel(
        block.id,
        block.title,
        html`${said(block.summary)}<div class="scroll" tabindex="0" role="region" aria-label="${block.title}">${barChart(block)}</div>`,
      )
    case 'scatter':
      return panel(
        block.id,
        block.title,
        html`${said(block.summary)}<div class="scroll" tabindex="0" role="region" aria-label="${block.title}">${scatterChart(block)}</div>`,
      )
    case 'boxes':
      return panel(
        block.id,
        block.title,
        html`${said(block.summary)}<div class="scroll" tabindex="0" role="region" aria-label="${block.title}">${boxChart(block)}</div>`,
      )
    case 'matrix':
      return panel(block.id, block.title, matrixTable(block))
    case 'details':
      return panel(block.id, block.title, details(block))
    case 'replay':
      return panel(block.id, block.title, html`${said(block.summary)}<div id="replay-box"></div>`)
  }
}

const said = (summary: string | undefined) => (summary === undefined ? '' : html`<p class="said">${summary}</p>`)

function panel(id: string, title: string | undefined, content: Html): Html {
  const heading = title === undefined ? '' : html`<h3 id="${id}-heading">${title}</h3>`
  return html`<div class="panel" id="${id}">${heading}
${content}
</div>
`
}

export function chart(data: ChartData, hint?: string): Html {
  const toggle = data.logarithmic
    ? html`<button type="button" class="toggle" data-log="${data.id}" aria-pressed="false">Logarithmic</button>`
    : ''
  return html`<figure class="chart">
<figcaption><span class="name" id="${data.id}-title">${data.title}</span>${toggle}<span class="summary" id="${data.id}-summary">${data.summary}</span></figcaption>
<div class="plot" id="chart-${data.id}" role="group" aria-roledescription="chart" aria-labelledby="${data.id}-title" aria-describedby="${data.id}-summary" tabindex="0" style="min-height:${data.height}px"></div>
${hint ? html`<p class="hint">${hint}</p>` : ''}
</figure>`
}

/** A word that says what it means: on hovering, on focus, on a touch. */
export function term(label: string, explanation: string | undefined): Html {
  if (explanation === undefined) return html`${label}`
  return html`<button type="button" class="term" data-tip="${explanation}">${label}</button>`
}

/** The large numbers at the top. */
export function figureList(list: readonly Figure[], name: string): Html {
  return html`<dl class="${name}">${list.map(
    ({ label, value, format, note, explanation, periods }) =>
      html`<div><dt>${term(label, explanation)}</dt><dd>${show(format, value)}${note ? html`<small>${note}</small>` : ''}${periods ? periods.map((one) => html`<small class="part">${one.name} <b>${show(format, one.value)}</b></small>`) : ''}</dd></div>`,
  )}</dl>`
}

function figures({ columns, groups, summary, title }: FiguresBlock): Html {
  const tables = groups.map(
    (group) => html`<table class="figures"><caption class="away">${title}: ${group.title}</caption>
<thead><tr><th scope="col">${group.title}</th>${columns.map((name, i) => html`<th scope="col" class="number">${group.statistics.some(({ values }) => values[i] !== undefined) ? name : ''}</th>`)}</tr></thead>
<tbody>${group.statistics.map(
      (one) =>
        html`<tr><th scope="row">${term(one.label, one.explanation)}</th>${columns.map((_, i) => html`<td class="number">${one.values[i] === undefined ? '' : show(one.format, one.values[i])}</td>`)}</tr>`,
    )}</tbody></table>`,
  )
  if (columns.length < 3) return html`${said(summary)}<div class="grid">${tables}</div>`
  return html`${said(summary)}<div class="scroll" tabindex="0" role="region" aria-label="${title}"><div class="grid wide" style="--columns:${columns.length}">${tables}</div></div>`
}

function monthlyTable({ years, summary }: MonthsBlock): Html {
  const sizes = years.flatMap((year) => year.months.map((month) => Math.abs(Number(month))))
  // The strongest tint belongs to the largest tenth, so that one odd month does not pale the others.
  const strongest = Math.max(0.02, quantile(Float64Array.from(sizes), 0.9))
  const cell = (value: number | string | null, heat: boolean) => {
    if (typeof value !== 'number') return html`<td class="none"></td>`
    const strength = Math.min(1, Math.abs(value) / strongest).toFixed(2)
    const sign = value < 0 ? 'down' : 'up'
    return heat
      ? html`<td class="${sign}" style="--heat:${strength}">${percent(value)}</td>`
      : html`<td class="total">${percent(value)}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of monthly returns">
<table class="heat"><caption>${summary ?? ''}</caption>
<thead><tr><th scope="col">Year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}<th scope="col">Total</th></tr></thead>
<tbody>${years.map((year) => html`<tr><th scope="row">${year.year}</th>${year.months.map((month) => cell(month, true))}${cell(year.total, false)}</tr>`)}</tbody>
</table></div>`
}

const percent = (value: number): string => show('percent', value).replace('%', '')

/** A table that the page fills, sorts, pages and saves. */
function listing({ id, title, table, summary }: TableBlock): Html {
  const cut = table.rows.length < table.total
  const note = cut ? ` The first ${show('count', table.rows.length)} of ${show('count', table.total)} are listed.` : ''
  const caption = `${summary ?? ''}${note}`.trim()
  return html`<div class="listing" id="table-${id}">
<div class="controls"><label class="search">Search <input type="search" autocomplete="off" spellcheck="false"></label>
<span class="pages"><button type="button" class="previous">Previous</button><span class="where" role="status"></span><button type="button" class="next">Next</button></span>
<button type="button" class="save" aria-label="Save ${title} as CSV">CSV</button></div>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><caption>${caption}</caption><thead></thead><tbody></tbody></table></div>
</div>`
}

function details({ pairs }: DetailsBlock): Html {
  return html`<dl class="details">${pairs.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
}
