import type { FactorEvaluation } from '../../../core/pipeline/evaluation/evaluation.js'
import type { FactorAbout, FactorReport } from '../../../core/pipeline/evaluation/report.js'
import { endReturns, periodName } from '../../../core/pipeline/evaluation/tables.js'
import { type Html, html } from '../html.js'
import { type FormatName, makeFormats } from '../page/formats.js'
import { renderPage } from '../page-frame.js'
import { factorCharts } from './charts.js'
import { factorSections } from './sections.js'
import { factorStyle } from './style.js'

/** One page that needs nothing but a browser. */
export function factorReport(): FactorReport {
  return {
    render(evaluation, about) {
      const charts = factorCharts(evaluation)
      return renderPage({
        title: `${about.factor} · factor report`,
        version: about.version,
        style: factorStyle(evaluation.data.bucketCount),
        header: header(evaluation, about),
        sections: factorSections(evaluation, charts, about),
        drawn: { sessions: evaluation.data.sessions, charts: Object.values(charts).flat(), tables: {} },
      })
    },
  }
}

function header({ data, periods }: FactorEvaluation, { factor }: FactorAbout): Html {
  const { show } = makeFormats()
  const [first] = periods
  const period = periodName(first.period)
  const { mean, tStatistic, riskAdjusted } = first.informationStatistics
  const figures: [string, FormatName, number, string][] = [
    ['Information', 'coefficient', mean, period],
    ['t-statistic', 'ratio', tStatistic, `of it, ${period}`],
    ['Risk-adjusted', 'coefficient', riskAdjusted, period],
    ['Annual alpha', 'percent', first.alphaBeta.alpha, period],
    ['Spread, bps', 'points', endReturns(first).spread, period],
    ['Assets', 'count', new Set(data.places).size, `on ${show('count', data.sessions.length)} sessions`],
  ]
  return html`<header>
<p class="kind">Factor report</p>
<h1>${factor}</h1>
<p class="period"><time>${data.sessions[0]}</time> to <time>${data.sessions[data.sessions.length - 1]}</time> · ${show('count', data.values.length)} values</p>
<dl class="headline">${figures.map(([label, format, value, note]) => html`<div><dt>${label}</dt><dd>${show(format, value)}<small>${note}</small></dd></div>`)}</dl>
</header>`
}
