import type { Artifact, Report } from '../../core/engine/report.js'
import { collect } from './collect.js'
import { chartLibrary } from './embedded.js'
import { embeddedJson, embeddedScript, Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import { pageScript } from './page/script.js'
import { STYLE } from './page/style.js'
import type { ReportData } from './report-data.js'
import { sections } from './sections.js'

/** One page that needs nothing but a browser: no network, no other file. */
export function htmlReport(): Report {
  return {
    async render(result, about): Promise<readonly Artifact[]> {
      const content = await renderPage(collect(result, about))
      return [{ name: 'report.html', mediaType: 'text/html; charset=utf-8', content }]
    },
  }
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

async function renderPage(data: ReportData): Promise<string> {
  const library = await chartLibrary()
  const { about, sessions, charts, recorded, holdings, trips, fills, unfilled } = data
  const drawn = { sessions, charts: [...charts, ...recorded], tables: { holdings, trips, fills, unfilled } }
  const parts = sections(data)
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="RustyBT ${about.version}">
<title>${about.strategy} · backtest report</title>
<style>${new Html(library.style)}${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="bar"><nav aria-label="Sections">${parts.map((part) => html`<a href="#${part.id}">${part.short ?? part.title}</a>`)}</nav>
<button type="button" class="toggle" id="theme" aria-pressed="false">Dark</button></div>
${header(data)}
<main id="main">
${parts.map(
  (
    part,
  ) => html`<section id="${part.id}" aria-labelledby="${part.id}-heading"><h2 id="${part.id}-heading">${part.title}</h2>
${part.content}
</section>
`,
)}</main>
<footer><p>Made by RustyBT ${about.version}. Charts by uPlot ${library.version}.</p>
<details><summary>Licence of uPlot</summary><pre>${library.licence}</pre></details></footer>
<noscript><p class="notice">Charts and long tables need JavaScript, which is turned off here.</p></noscript>
<script type="application/json" id="report-data">${embeddedJson(drawn)}</script>
<script>/*! uPlot ${library.version}, MIT licence, see the foot of this page */
${embeddedScript(library.script)}</script>
<script>${embeddedScript(pageScript())}</script>
</body>
</html>
`.text
}

function header({ about, headline }: ReportData): Html {
  const { show } = makeFormats()
  const stopped = about.interrupted
    ? html`<p class="notice" role="note">This run was stopped before its last session: what follows ends on ${about.last}.</p>`
    : ''
  const figures = headline.map(
    ({ label, value, format, note }) =>
      html`<div><dt>${label}</dt><dd>${show(format, value)}${note ? html`<small>${note}</small>` : ''}</dd></div>`,
  )
  return html`<header>
<p class="kind">Backtest report</p>
<h1>${about.strategy}</h1>
<p class="period"><time>${about.first}</time> to <time>${about.last}</time> · ${show('count', about.sessions)} ${about.sessions === 1 ? 'session' : 'sessions'}${about.benchmark ? ` · ${about.benchmark === 'Benchmark' ? 'with a benchmark' : `against ${about.benchmark}`}` : ''}</p>
${stopped}
<dl class="headline">${figures}</dl>
</header>`
}
