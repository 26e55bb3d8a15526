import type { Artifact, Report } from '../../core/engine/report.js'
import { collect } from './collect.js'
import { compareRuns } from './comparison.js'
import { type Html, html } from './html.js'
import { makeFormats } from './page/formats.js'
import { renderPage } from './page-frame.js'
import type { AboutData, ChartData, ReportData, TableData } from './report-data.js'
import { figureList, sections, term } from './sections.js'

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
${fingerprints(about)}
${headline.length > 0 ? figureList(headline, 'headline') : ''}
${trust.length > 0 ? html`<p class="trusted" id="trust-name">How far to trust it</p>${figureList(trust, 'trust')}` : ''}
</header>`
}

const PRINTS = {
  result: [
    'Result',
    'SHA-256 of the performance, row by row: the same algorithm on the same data with the same seed has the same. How to work it out stands under The run.',
  ],
  data: ['Data', 'SHA-256 of the files of prices and their adjustments that the run was on.'],
  algorithm: ['Algorithm', 'SHA-256 of the text of the algorithm’s file.'],
} as const

/** By what the run can be told from any other. */
function fingerprints({ fingerprints: all }: AboutData): Html {
  const known = (Object.keys(PRINTS) as (keyof typeof PRINTS)[]).filter((name) => all[name] !== undefined)
  if (known.length === 0) return html``
  return html`<dl class="prints">${known.map((name) => html`<div><dt>${term(PRINTS[name][0], PRINTS[name][1])}</dt><dd><code>${all[name]!.slice(0, 12)}</code></dd></div>`)}</dl>`
}
