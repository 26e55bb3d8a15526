import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { maxDrawdown } from '../../core/math/returns/drawdowns.js'
import { annualReturn, totalReturn } from '../../core/math/returns/growth.js'
import { sharpeRatio } from '../../core/math/returns/ratios.js'
import { annualVolatility } from '../../core/math/returns/risk.js'
import { attributionTab } from './attribution-tab.js'
import { cell, detailsBlock } from './blocks.js'
import { costsTab } from './costs-tab.js'
import { diagnosesBlock } from './diagnoses.js'
import { executionTab } from './execution-tab.js'
import { RESULT_COMMAND } from './fingerprints.js'
import { fitted } from './fitted.js'
import { monteCarloTab } from './monte-carlo-tab.js'
import { makeFormats } from './page/formats.js'
import { type Period, periods } from './periods.js'
import { plainText } from './plain-text.js'
import { recordedCharts } from './recorded-charts.js'
import { endBetween, replayTab } from './replay.js'
import { replayData } from './replay-data.js'
import type { AboutData, Figure, ReportData, Tab } from './report-data.js'
import { monthsBlock, returnsTab } from './returns-tab.js'
import { riskTab } from './risk-tab.js'
import { ROLLING_WINDOW } from './rolling-charts.js'
import { type RunView, runView } from './run-view.js'
import { statisticsBlock } from './statistics-block.js'
import { tradesTab } from './trades-tab.js'
import { trustFigures } from './trust.js'
import { drawdownChart, equityChart } from './value-charts.js'

/** Works out all that the report shows. */
export function collect(result: RunResult, about: RunAbout): ReportData {
  const view = runView(result, about)
  const { sessions, performance } = view
  const tabs = [
    overviewTab,
    returnsTab,
    riskTab,
    monteCarloTab,
    attributionTab,
    tradesTab,
    executionTab,
    costsTab,
    replayTab,
    runTab,
  ].map((tab) => tab(view))
  return fitted({
    version: 1,
    about: {
      kind: 'Backtest report',
      title: about.strategy,
      first: sessions[0] ?? about.start,
      last: sessions[performance.length - 1] ?? about.end,
      sessions: performance.length,
      interrupted: result.interrupted,
      currency: about.currency ?? '',
      benchmark: view.benchmark && view.benchmarkName,
      version: about.version,
      fingerprints: view.fingerprints,
      ...boundary(view),
    },
    headline: headline(view),
    trust: [...trustFigures(view), ...betweenFigure(view)],
    sessions: sessions.slice(0, performance.length),
    tabs: tabs.filter(({ blocks }) => blocks.length > 0),
    replay: performance.length === 0 ? undefined : replayData(view),
  })
}

function boundary({ outOfSample: row, sessions, about }: RunView): Pick<AboutData, 'outOfSample'> {
  if (row === undefined) return {}
  return { outOfSample: { row, from: sessions[row], by: about.outOfSample === undefined ? 'holdout' : 'date' } }
}

function headline(view: RunView): Figure[] {
  const { benchmark, benchmarkName, capital, performance, outOfSample } = view
  const parts = periods(view)
  const all = parts[parts.length - 1]
  const figure = (label: string, format: Figure['format'], measure: (of: Period) => number, note?: string): Figure => ({
    label,
    value: cell(measure(all)),
    format,
    note,
    ...(parts.length > 1
      ? { periods: parts.slice(0, 2).map((one) => ({ name: one.name, value: cell(measure(one)) })) }
      : {}),
  })
  const values = performance.columns.portfolio_value
  return [
    {
      label: 'End value',
      value: cell(values[performance.length - 1] ?? capital),
      format: 'money',
      note: `from ${new Intl.NumberFormat('en-US').format(capital)}`,
      ...(outOfSample === undefined ? {} : { periods: [{ name: 'In-sample', value: cell(values[outOfSample - 1]) }] }),
    },
    figure('Total return', 'percent', ({ returns }) => totalReturn(returns)),
    figure('Annual return', 'percent', ({ returns, perYear }) => annualReturn(returns, perYear)),
    ...(benchmark ? [figure(benchmarkName, 'percent', ({ benchmark: b }) => totalReturn(b!), 'total return')] : []),
    figure('Max drawdown', 'percent', ({ returns }) => maxDrawdown(returns)),
    figure('Volatility', 'percent', ({ returns, perYear }) => annualVolatility(returns, perYear)),
    figure('Sharpe ratio', 'ratio', ({ returns, perYear }) => sharpeRatio(returns, perYear)),
  ]
}

/** The interval of the end value, where bars do not tell what happened inside of them. */
function betweenFigure(view: RunView): Figure[] {
  const bounds = endBetween(view)
  if (bounds === undefined) return []
  const { show } = makeFormats()
  return [
    {
      label: 'End value between',
      value: `${show('money', bounds.low)} and ${show('money', bounds.high)}`,
      format: 'text',
      note: `${bounds.ambiguous} ${bounds.ambiguous === 1 ? 'bar' : 'bars'} not certain`,
      explanation:
        'Orders whose fate hung on whether high or low of a bar came first, each taken the other way: the replay lists them.',
    },
  ]
}

function overviewTab(view: RunView): Tab {
  if (view.performance.length === 0) return { id: 'overview', title: 'Overview', blocks: [] }
  return {
    id: 'overview',
    title: 'Overview',
    blocks: [equityChart(view), drawdownChart(view), ...diagnosesBlock(view), monthsBlock(view), statisticsBlock(view)],
  }
}

/** Names of settings as labels: 'commission' is written 'Commission'. */
function capitalized(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  )
}

function runTab({ fingerprints, about, benchmark, benchmarkName, performance }: RunView): Tab {
  const texts = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([name, value]) => [name, plainText(value)] as const)
  const recorded = recordedCharts(performance)
  const details = texts({
    Asked: `${about.start} to ${about.end}`,
    Capital:
      `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 18 }).format(Number(about.capital))} ${about.currency ?? ''}`.trim(),
    Calendar: `${about.calendar}, ${about.sessionsPerYear} sessions a year`,
    Frequency: about.frequency,
    Profile: about.profile,
    Benchmark: benchmark ? benchmarkName : 'none',
    ...capitalized(about.details ?? {}),
    'RustyBT version': about.version,
  })
  return {
    id: 'run',
    title: 'The run',
    blocks: [
      ...detailsBlock('details', 'What was run', details),
      ...detailsBlock('fingerprints', 'By what it is known', [
        ...Object.entries(capitalized(fingerprints)).map(([of, hash]) => [of, String(hash)] as const),
        ['To work out the result’s', RESULT_COMMAND],
      ]),
      ...detailsBlock('parameters', 'Parameters', texts(about.parameters)),
      ...recorded.charts,
      ...detailsBlock('others', 'Recorded, but not drawn', recorded.others),
      {
        kind: 'details',
        id: 'reading',
        title: 'How to read it',
        pairs: [
          [
            'Returns',
            'Returns, ratios and drawdowns are worked out from the returns of sessions, with a risk-free rate of 0.',
          ],
          ['Rolling figures', `They look back ${ROLLING_WINDOW} sessions.`],
          ['Limits', 'A result of the past, on these data and under these models of cost, promises nothing.'],
        ],
      },
    ],
  }
}
