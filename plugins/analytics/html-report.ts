import type { Artifact, Report } from '../../core/engine/report.js'
import { collect } from './collect.js'
import { type Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import { renderPage } from './page-frame.js'
import type { ReportData } from './report-data.js'
import { sections } from './sections.js'

/** One page that needs nothing but a browser: no network, no other file. */
export function htmlReport(): Report {
  return {
    async render(result, about): Promise<readonly Artifact[]> {
      const content = await rendered(collect(result, about))
      return [{ name: 'report.html', mediaType: 'text/html; charset=utf-8', content }]
    },
  }
}

async function rendered(data: ReportData): Promise<string> {
  const { about, sessions, charts, recorded, holdings, trips, fills, unfilled } = data
  return renderPage({
    title: `${about.strategy} · backtest report`,
    version: about.version,
    header: header(data),
    sections: sections(data),
    drawn: { sessions, charts: [...charts, ...recorded], tables: { holdings, trips, fills, unfilled } },
  })
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
