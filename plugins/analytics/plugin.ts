import { MetricsSet } from '../../core/engine/metrics-set.js'
import { Report } from '../../core/engine/report.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { FactorReport } from '../../core/pipeline/evaluation/report.js'

export default definePlugin({
  name: 'analytics',
  requires: '>=0.1.0',
  register(host) {
    host.provide(Report, 'html', async () => (await import('./html-report.js')).htmlReport(), {
      summary: 'one HTML file: charts, statistics, every trade and a replay, readable without a network',
    })
    host.provide(MetricsSet, 'statistics', async () => (await import('./statistics-observer.js')).statisticsSet(), {
      summary: 'all standard columns, drawdown and rolling risk, and at the end every statistic',
    })
    host.provide(Report, 'json', async () => (await import('./html-report.js')).jsonReport(), {
      summary: 'all that the HTML report shows, as JSON',
    })
    host.provide(FactorReport, 'html', async () => (await import('./factor/report.js')).factorReport(), {
      summary: 'one HTML file about a factor: returns, information, decay, turnover, readable without a network',
    })
  },
})
