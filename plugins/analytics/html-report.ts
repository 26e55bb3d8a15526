import type { Artifact, Report } from '../../core/engine/report.js'
import { collect } from './collect.js'
import { compareRuns } from './comparison.js'
import { type Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import { renderPage } from './page-frame.js'
import type { ChartData, ReportData, TableData } from './report-data.js'
import { figureList, sections } from './sections.js'

/** One page that needs nothing but a browser: no network, no other file. */
export function htmlReport(): Report {
  const artifact = async (name: string, data: ReportData): Promise<readonly Artifact[]> => [
    { name, mediaType: 'text/html; charset=utf-8', content: await pageOf(data) },
  ]
  return {
    render: (result, about) => artifact('report.html', collect(result, about)),
    compare: (runs) => artifact('comparison.html', compareRuns(runs)),
  }
}

/** All that the page shows, as JSON. */
export function jsonReport(): Report {
  const artifact = (name: string, data: ReportData): readonly Artifact[] => [
    {
      name,
      mediaType: 'application/json',
      content: `${JSON.stringify(data)}
`,
    },
  ]
  return {
    render: (result, about) => artifact('report.json', collect(result, about)),
    compare: (runs) => artifact('comparison.json', compareRuns(runs)),
  }
}

/** A report's page; the bytes depend on the data alone. `bare`: without head and tabs, for one block. */
export function pageOf(data: ReportData, bare = false): Promise<string> {
  const blocks = data.tabs.flatMap((tab) => tab.blocks)
  const tables: Record<string, TableData> = {}
  for (const block of blocks) if (block.kind === 'table') tables[block.id] = block.table
  const charts = blocks.filter((block) => block.kind === 'chart').map(({ kind: _, ...chart }): ChartData => chart)
  return renderPage({
    title: `${data.about.title} · ${data.about.kind.toLowerCase()}`,
    version: data.about.version,
    header: bare ? html`` : header(data),
    sections: sections(data),
    tabs: !bare,
    bare,
    drawn: { sessions: data.sessions, charts, tables, replay: data.replay, boundary: data.about.outOfSample?.row },
  })
}

function header({ about, headline, trust }: ReportData): Html {
  const { show } = makeFormats()
  const stopped = about.interrupted
    ? html`<p class="notice" role="note">This run was stopped before its last session: what follows ends on ${about.last}.</p>`
    : ''
  const against = about.benchmark
    ? ` · ${about.benchmark === 'Benchmark' ? 'with a benchmark' : `against ${about.benchmark}`}`
    : ''
  return html`<header>
<p class="kind">${about.kind}</p>
<h1>${about.title}</h1>
<p class="period"><time>${about.first}</time> to <time>${about.last}</time> · ${show('count', about.sessions)} ${about.sessions === 1 ? 'session' : 'sessions'}${against}</p>
${stopped}
${headline.length > 0 ? figureList(headline, 'headline') : ''}
${trust.length > 0 ? html`<p class="trusted" id="trust-name">How far to trust it</p>${figureList(trust, 'trust')}` : ''}
</header>`
}
