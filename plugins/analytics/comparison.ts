import type { ReportedResult } from '../../core/engine/report.js'
import { drawdownSeries, maxDrawdown } from '../../core/math/returns/drawdowns.js'
import { annualReturn, cumulativeReturns, periodReturns, totalReturn } from '../../core/math/returns/growth.js'
import { correlationMatrix } from '../../core/math/returns/portfolio.js'
import { cell, column, series, table, tableBlock } from './blocks.js'
import { makeFormats } from './page/formats.js'
import { type Period, periods } from './periods.js'
import { plainText } from './plain-text.js'
import type { AboutData, Block, Cell, ChartBlock, ReportData, Tint } from './report-data.js'
import { runView } from './run-view.js'
import { measuredReturns } from './statistics-block.js'
import { comparisonTrust, ratioOf } from './trust.js'

const { show } = makeFormats()
const TINTS: readonly Tint[] = ['strategy', 'loss', 'other', 'fourth', 'fifth', 'sixth', 'benchmark']

/** Several runs side by side, over all sessions that any of them has. */
export function compareRuns(runs: readonly ReportedResult[]): ReportData {
  const views = runs.map(({ result, about }) => runView(result, about))
  const names = distinct(views.map(({ about }) => about.strategy))
  const sessions = [...new Set(views.flatMap((view) => view.sessions))].sort()
  const rows = new Map(sessions.map((session, row) => [session, row]))
  const returns = views.map((view) => {
    const out = new Float64Array(sessions.length).fill(Number.NaN)
    view.sessions.forEach((session, i) => {
      out[rows.get(session)!] = view.returns[i]
    })
    return out
  })
  const tint = (i: number) => TINTS[i % TINTS.length]
  const lines = (
    id: string,
    title: string,
    summary: string,
    height: number,
    of: (r: Float64Array) => Float64Array,
  ): ChartBlock => ({
    kind: 'chart',
    id,
    title,
    summary,
    format: 'percent',
    height,
    series: returns.map((r, i) => ({
      label: names[i],
      color: tint(i),
      dashed: i >= TINTS.length,
      values: series(of(r)).map((value, row) => (Number.isNaN(r[row]) ? null : value)),
    })),
  })
  const best = returns.map((r) => totalReturn(r)).reduce((at, value, i, all) => (value > all[at] ? i : at), 0)
  const perYear = views[0].perYear
  const figures: Block = {
    kind: 'figures',
    id: 'statistics',
    title: 'Statistics',
    summary: `Risk-free rate 0, at ${perYear} sessions a year. Each run over its own sessions.`,
    columns: names,
    groups: measuredReturns(views),
  }
  const { about } = views[0]
  return {
    version: 1,
    about: {
      kind: 'Comparison',
      title: names.join(' · '),
      first: sessions[0] ?? about.start,
      last: sessions[sessions.length - 1] ?? about.end,
      sessions: sessions.length,
      interrupted: views.some(({ result }) => result.interrupted),
      currency: about.currency ?? '',
      benchmark: undefined,
      version: about.version,
      fingerprints: {},
      ...boundary(views, sessions),
    },
    headline: names.slice(0, 7).map((label, i) => ({
      label,
      value: cell(totalReturn(returns[i])),
      format: 'percent',
      note: `Sharpe ${show('ratio', cell(ratioOf(returns[i], perYear)))}, drawdown ${show('percent', cell(maxDrawdown(returns[i])))}`,
    })),
    trust: comparisonTrust(returns, best, names),
    sessions,
    tabs: [
      {
        id: 'overview',
        title: 'Overview',
        blocks: [
          lines(
            'growth',
            'Growth',
            `Return since the start of each run; best ${names[best]} with ${show('percent', totalReturn(returns[best]))}.`,
            320,
            (r) => cumulativeReturns(r),
          ),
          lines('drawdown', 'Drawdown', 'Below the highest value so far.', 200, (r) => drawdownSeries(r)),
          ...partsTable(views, names),
          figures,
        ],
      },
      {
        id: 'years',
        title: 'Years',
        blocks: [yearsTable(names, sessions, returns), ...correlations(names, returns)].flat(),
      },
      { id: 'runs', title: 'The runs', blocks: differences(views, names) },
    ],
  }
}

type View = ReturnType<typeof runView>

/** Marked where it is the same day in all runs that have one. */
function boundary(views: readonly View[], sessions: readonly string[]): Pick<AboutData, 'outOfSample'> {
  const days = views.flatMap(({ outOfSample: row, sessions: own }) => (row === undefined ? [] : [own[row]]))
  if (days.length === 0 || days.some((day) => day !== days[0])) return {}
  const by = views.some(({ about }) => about.outOfSample !== undefined) ? 'date' : 'holdout'
  return { outOfSample: { row: sessions.indexOf(days[0]), from: days[0], by } }
}

/** What each run was in-sample, and what was left of it. */
function partsTable(views: readonly View[], names: readonly string[]): Block[] {
  const measures = [
    ['return a year', 'percent', ({ returns, perYear }: Period) => annualReturn(returns, perYear)],
    ['Sharpe', 'ratio', ({ returns, perYear }: Period) => ratioOf(returns, perYear)],
    ['drawdown', 'percent', ({ returns }: Period) => maxDrawdown(returns)],
  ] as const
  const rows = views.flatMap((view, i): Cell[][] => {
    if (view.outOfSample === undefined) return []
    const [inside, outside] = periods(view)
    const both = measures.flatMap(([, , measure]) => [cell(measure(inside)), cell(measure(outside))])
    return [[names[i], view.sessions[view.outOfSample], ...both]]
  })
  const columns = measures.flatMap(([label, format]) => [
    column(`In: ${label}`, format),
    column(`Out: ${label}`, format),
  ])
  return tableBlock(
    'parts',
    'In-sample and out-of-sample',
    table([column('Run'), column('Out-of-sample from'), ...columns], rows),
    'In: before that day; out: from it on. What was best in-sample and is not out-of-sample was fitted to it.',
  )
}

/** Two runs of one strategy are told apart by a number. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, i) =>
    names.indexOf(name) === names.lastIndexOf(name)
      ? name
      : `${name} ${names.slice(0, i + 1).filter((one) => one === name).length}`,
  )
}

function yearsTable(names: readonly string[], sessions: readonly string[], returns: readonly Float64Array[]): Block[] {
  const years = [...new Set(sessions.map((session) => session.slice(0, 4)))]
  const each = returns.map((r) => periodReturns(sessions, r, 'year'))
  const rows = years.map((year): Cell[] => [year, ...each.map((one) => cell(one.get(year)))])
  return tableBlock(
    'by-year',
    'Calendar years',
    table([column('Year'), ...names.map((name) => column(name, 'percent'))], rows),
    'The first and the last may be parts of a year.',
  )
}

function correlations(names: readonly string[], returns: readonly Float64Array[]): Block[] {
  return [
    {
      kind: 'matrix',
      id: 'correlations',
      title: 'Correlation of the runs',
      summary: 'Of the returns of the sessions that two have in common.',
      labels: names,
      values: correlationMatrix(returns).map((line) =>
        line.map((value) => (Number.isFinite(value) ? Number(value.toFixed(3)) : null)),
      ),
    },
  ]
}

/** What the runs were, and first in what they differ. */
function differences(views: readonly View[], names: readonly string[]): Block[] {
  const settings = views.map(({ about, fingerprints }) => {
    const { start, end, capital, calendar, frequency, profile, benchmark, details = {}, parameters } = about
    const prints = Object.entries(fingerprints).map(([of, hash]) => [`${of} SHA-256`, hash.slice(0, 16)])
    const all = {
      start,
      end,
      capital,
      calendar,
      frequency,
      profile,
      benchmark,
      ...details,
      ...parameters,
      ...Object.fromEntries(prints),
    }
    return new Map(Object.entries(all).map(([name, value]) => [name, plainText(value)]))
  })
  const keys = [...new Set(settings.flatMap((one) => [...one.keys()]))]
  const rows = keys.map((key): Cell[] => [key, ...settings.map((one) => one.get(key) ?? null)])
  const isSame = (row: readonly Cell[]) => row.slice(1).every((value) => value === row[1])
  const columns = [column('Setting'), ...names.map((name) => column(name))]
  return [
    ...tableBlock(
      'differences',
      'In what they differ',
      table(
        columns,
        rows.filter((row) => !isSame(row)),
      ),
    ),
    ...tableBlock(
      'common',
      'What they have in common',
      table(
        [column('Setting'), column('Value')],
        rows.filter(isSame).map((row) => row.slice(0, 2)),
      ),
    ),
  ]
}
