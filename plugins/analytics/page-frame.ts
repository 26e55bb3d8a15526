import { chartLibrary } from './embedded.js'
import { embeddedJson, embeddedScript, Html, html } from './html.js'
import { pageScript } from './page/script.js'
import { STYLE } from './page/style.js'
import type { ChartData, ReplayData, TableData } from './report-data.js'

/** A part of a page: its anchor, its heading, and its content, which is left out where there is nothing to show. */
export interface Section {
  readonly id: string
  readonly title: string
  /** What the bar at the top calls it, where the title is long. */
  readonly short?: string
  readonly content: Html | undefined
}

export interface Page {
  readonly title: string
  /** Of rustybt. */
  readonly version: string
  readonly header: Html
  /** Style beside the pages' own. */
  readonly style?: string
  readonly sections: readonly Section[]
  /** One section at a time, chosen at the top; else all of them one below the other. On paper they are all there. */
  readonly tabs?: boolean
  /** Nothing but the sections: for a part of a page inside another one. */
  readonly bare?: boolean
  /** What the page's script draws: charts over these sessions, and tables to search. */
  readonly drawn: {
    readonly sessions: readonly string[]
    readonly charts: readonly ChartData[]
    readonly tables: Readonly<Record<string, TableData>>
    readonly replay?: ReplayData
    /** Row of the first out-of-sample session. */
    readonly boundary?: number
  }
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** One page that needs nothing but a browser: no network, no other file. */
export async function renderPage({
  title,
  version,
  header,
  style = '',
  sections,
  tabs = false,
  bare = false,
  drawn,
}: Page): Promise<string> {
  const library = await chartLibrary()
  const parts = sections.filter((section) => section.content !== undefined)
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="RustyBT ${version}">
<title>${title}</title>
<style>${new Html(library.style)}${new Html(STYLE)}${new Html(style)}</style>
</head>
<body class="${bare ? 'bare' : tabs ? 'tabbed' : 'stacked'}">
${bare ? '' : html`<a class="skip" href="#main">Skip to the report</a>`}
${header}
${bare ? '' : barHtml(parts, tabs)}
<main id="main" tabindex="-1">
${parts.map((part) => sectionHtml(part, tabs || bare, bare))}</main>
${
  bare
    ? ''
    : html`<footer><p>Made by RustyBT ${version}. Charts by uPlot ${library.version}.</p>
<details><summary>Licence of uPlot</summary><pre>${library.licence}</pre></details></footer>`
}
<div id="tooltip" role="tooltip" hidden></div>
<noscript><p class="notice">Charts and long tables need JavaScript, which is turned off here.</p></noscript>
<script type="application/json" id="report-data">${embeddedJson(drawn)}</script>
<script>/*! uPlot ${library.version}, MIT licence, see the foot of this page */
${embeddedScript(library.script)}</script>
<script>${embeddedScript(pageScript())}</script>
</body>
</html>
`.text
}

function tabList(parts: readonly Section[]): Html {
  return html`<div role="tablist" aria-label="Parts of the report">${parts.map(
    ({ id, title, short }, i) =>
      html`<button type="button" role="tab" id="tab-${id}" aria-controls="${id}" aria-selected="${i === 0 ? 'true' : 'false'}" tabindex="${i === 0 ? 0 : -1}">${short ?? title}</button>`,
  )}</div>`
}

function sectionHtml({ id, title, content }: Section, tabs: boolean, bare: boolean): Html {
  const role = tabs && !bare ? html` role="tabpanel"` : ''
  const heading = tabs
    ? html`<h2 class="${'away printed'}" id="${id}-heading">${title}</h2>`
    : html`<h2 id="${id}-heading">${title}</h2>`
  return html`<section id="${id}"${role} aria-labelledby="${tabs && !bare ? `tab-${id}` : `${id}-heading`}">${heading}
${content}
</section>
`
}

function barHtml(parts: readonly Section[], tabs: boolean): Html {
  return html`<div class="bar"><div class="inner">${tabs ? tabList(parts) : html`<nav aria-label="Sections">${parts.map((part) => html`<a href="#${part.id}">${part.short ?? part.title}</a>`)}</nav>`}
<button type="button" class="toggle" id="theme" aria-pressed="false">Dark</button></div></div>`
}
