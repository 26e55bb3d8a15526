import { quantile } from '../../core/math/statistics.js'
import { ROLLING_WINDOW } from './charts.js'
import { type Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import type { Section } from './page-frame.js'
import type { ChartData, ReportData, Statistic, TableData } from './report-data.js'

const { show } = makeFormats()
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The page from top to bottom. A section more is a line more. */
export function sections(data: ReportData): Section[] {
  const [equity, drawdown, exposure, ...rolling] = data.charts
  return [
    { id: 'performance', title: 'Performance', content: html`${chart(equity, HOW_TO_READ)}${chart(drawdown)}` },
    { id: 'months', title: 'Monthly returns', short: 'Months', content: monthlyTable(data) },
    { id: 'statistics', title: 'Statistics', content: statisticsTables(data) },
    { id: 'drawdowns', title: 'Deepest drawdowns', short: 'Drawdowns', content: drawdownTable(data) },
    {
      id: 'risk',
      title: 'Exposure and risk over time',
      short: 'Exposure',
      content: html`${chart(exposure)}${rolling.map((one) => chart(one))}`,
    },
    { id: 'holdings', title: 'Holdings', content: holdingsContent(data) },
    { id: 'trips', title: 'Round trips', content: listing('trips', data.trips, TRIPS_CAPTION) },
    { id: 'fills', title: 'Fills', content: listing('fills', data.fills, FILLS_CAPTION) },
    {
      id: 'unfilled',
      title: 'Orders that did not fill',
      short: 'Unfilled orders',
      content: listing('unfilled', data.unfilled, UNFILLED_CAPTION),
    },
    { id: 'recorded', title: 'Recorded variables', short: 'Recorded', content: recordedContent(data) },
    { id: 'run', title: 'The run', content: runContent(data) },
  ]
}

export const HOW_TO_READ =
  'Drag over a chart to zoom, double-click to see everything again. With the keyboard: arrow keys move, + and − zoom, Escape resets.'
const TRIPS_CAPTION =
  'Units matched first in, first out; profit is after commissions and without dividends. Prices before a split are in units of the exit. What is still held is valued at its last price.'
const FILLS_CAPTION = 'Every transaction. An order’s commission is spread over its fills by quantity.'
const UNFILLED_CAPTION = 'Orders of which something was left, as they stood when the run ended.'

export function chart(data: ChartData, hint?: string): Html {
  const toggle = data.logarithmic
    ? html`<button type="button" class="toggle" data-log="${data.id}" aria-pressed="false">Logarithmic</button>`
    : ''
  return html`<figure class="chart">
<figcaption><span class="name" id="${data.id}-title">${data.title}</span>${toggle}<span class="summary" id="${data.id}-summary">${data.summary}</span></figcaption>
<div class="plot" id="chart-${data.id}" role="group" aria-roledescription="chart" aria-labelledby="${data.id}-title" aria-describedby="${data.id}-summary" tabindex="0"></div>
${hint ? html`<p class="hint">${hint}</p>` : ''}
</figure>`
}

function monthlyTable({ months }: ReportData): Html {
  const sizes = months.flatMap((year) => year.months.map((month) => Math.abs(Number(month))))
  // The strongest tint belongs to the largest tenth, so that one odd month does not pale the others.
  const strongest = Math.max(0.02, quantile(Float64Array.from(sizes), 0.9))
  const cell = (value: ReportData['months'][number]['total'], heat: boolean) => {
    if (typeof value !== 'number') return html`<td class="none"></td>`
    const strength = Math.min(1, Math.abs(value) / strongest).toFixed(2)
    const sign = value < 0 ? 'down' : 'up'
    return heat
      ? html`<td class="${sign}" style="--heat:${strength}">${percent(value)}</td>`
      : html`<td class="total">${percent(value)}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of monthly returns">
<table class="heat"><caption>Return of each calendar month and year, in per cent. Blue gained, orange lost; the stronger, the more.</caption>
<thead><tr><th scope="col">Year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}<th scope="col">Total</th></tr></thead>
<tbody>${months.map((year) => html`<tr><th scope="row">${year.year}</th>${year.months.map((month) => cell(month, true))}${cell(year.total, false)}</tr>`)}</tbody>
</table></div>`
}

const percent = (value: number): string => show('percent', value).replace('%', '')

function statisticsTables({ statistics, about }: ReportData): Html {
  const value = (one: Statistic) => show(one.format, one.value)
  const versus = (one: Statistic) => (one.benchmark === undefined ? '' : show(one.format, one.benchmark))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of statistics">
<table class="statistics"><caption>Risk-free rate 0. A dash: not defined for this run.</caption>
<thead><tr><th scope="col">Figure</th><th scope="col" class="number">Strategy</th>${about.benchmark ? html`<th scope="col" class="number">${about.benchmark}</th>` : ''}<th scope="col" class="wide">What it says</th></tr></thead>
${statistics.map(
  (group) => html`<tbody>
<tr class="group"><th scope="rowgroup" colspan="${about.benchmark ? 4 : 3}">${group.title}</th></tr>
${group.statistics.map((one) => html`<tr><th scope="row">${one.label}</th><td class="number">${value(one)}</td>${about.benchmark ? html`<td class="number">${versus(one)}</td>` : ''}<td class="wide">${one.explanation}${one.note ? html` <small>${one.note}</small>` : ''}</td></tr>`)}
</tbody>`,
)}
</table></div>`
}

function drawdownTable({ drawdowns }: ReportData): Html | undefined {
  if (drawdowns.length === 0) return undefined
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of drawdowns">
<table><caption>Stretches below an earlier peak. Length in sessions, from the peak to its recovery or to the end.</caption>
<thead><tr><th scope="col" class="number">Rank</th><th scope="col" class="number">Depth</th><th scope="col">Peak</th><th scope="col">Trough</th><th scope="col">Recovery</th><th scope="col" class="number">Length</th></tr></thead>
<tbody>${drawdowns.map((one, i) => html`<tr><th scope="row" class="number">${i + 1}</th><td class="number">${show('percent', one.depth)}</td><td>${one.peak}</td><td>${one.trough}</td><td>${one.recovery ?? 'not yet'}</td><td class="number">${show('count', one.length)}</td></tr>`)}</tbody>
</table></div>`
}

function holdingsContent({ holdings, gain }: ReportData): Html | undefined {
  if (holdings.rows.length === 0) return undefined
  const line = (label: string, value: number) => html`<div><dt>${label}</dt><dd>${show('money', value)}</dd></div>`
  return html`${listing('holdings', holdings, 'Weights are over portfolio value at the end of a session; short positions are negative.')}
<dl class="sum">${line('Profit of these', gain.trips)}${line('Dividends, fractions of splits, interest', gain.rest)}${line('Gain of the run', gain.total)}</dl>`
}

/** A table that the page fills, sorts and pages; empty where there is nothing to list. */
function listing(id: string, table: TableData, caption: string): Html | undefined {
  if (table.rows.length === 0) return undefined
  const cut = table.rows.length < table.total
  const note = cut ? ` The first ${show('count', table.rows.length)} of ${show('count', table.total)} are listed.` : ''
  return html`<div class="listing" id="table-${id}">
<div class="controls"><label>Search <input type="search" autocomplete="off" spellcheck="false"></label>
<span class="pages"><button type="button" class="previous">Previous</button><span class="where" role="status"></span><button type="button" class="next">Next</button></span></div>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}${note}</caption><thead></thead><tbody></tbody></table></div>
</div>`
}

function recordedContent({ recorded, notDrawn }: ReportData): Html | undefined {
  if (recorded.length === 0 && notDrawn.length === 0) return undefined
  return html`<div class="small-charts">${recorded.map((one) => chart(one))}</div>
${notDrawn.length > 0 ? html`<p class="hint">Not numbers, so not drawn: ${notDrawn.join(', ')}.</p>` : ''}`
}

function runContent({ about }: ReportData): Html {
  const list = (pairs: typeof about.details) =>
    html`<dl class="details">${pairs.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
  return html`${list(about.details)}${about.parameters.length > 0 ? html`<h3>Parameters</h3>${list(about.parameters)}` : ''}
<h3>How to read it</h3><p class="prose">Returns, ratios and drawdowns are worked out from the returns of sessions, with a risk-free rate of 0. Rolling figures look back ${ROLLING_WINDOW} sessions. A result of the past, on these data and under these models of cost, promises nothing.</p>`
}
