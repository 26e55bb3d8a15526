import { positionRecords } from '../../core/engine/metrics.js'
import { closeReturns } from '../../core/engine/prices.js'
import { beta } from '../../core/math/returns/benchmark.js'
import {
  componentShortfall,
  componentValueAtRisk,
  correlationMatrix,
  simulatedTail,
} from '../../core/math/returns/portfolio.js'
import * as tails from '../../core/math/returns/tails.js'
import { max, mean, min } from '../../core/math/statistics.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { capacity, concentration, sessionsToLiquidate } from './capacity.js'
import { exposureChart, series } from './charts.js'
import { SEED } from './cone.js'
import { stressTests } from './crises.js'
import { makeFormats } from './page/formats.js'
import type { Block, Cell, Tab } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()
/** Positions whose risk is told apart: the largest. */
const MOST_PARTS = 20
/** Sessions of returns that it is judged by: two years of an exchange. */
const LOOK_BACK = 504

export function riskTab(view: RunView): Tab {
  const blocks =
    view.returns.length < 2
      ? []
      : [
          ...valueAtRiskBlock(view),
          ...stressBlock(view),
          exposureChart(view),
          ...concentrationBlocks(view),
          ...positionBlocks(view),
          ...capacityBlock(view),
        ]
  return { id: 'risk', title: 'Risk', blocks }
}

const HORIZON = 21

function valueAtRiskBlock({ returns }: RunView): Block[] {
  const rows = [0.05, 0.01].flatMap((cutoff): Cell[][] => {
    const level = `${100 - 100 * cutoff} %`
    const drawn = simulatedTail(returns, { seed: SEED, cutoff })
    const month = simulatedTail(returns, { seed: SEED, cutoff, horizon: HORIZON, paths: 5_000 })
    const tail = tails.paretoTail(returns, cutoff)
    return [
      [
        'historical',
        level,
        '1 session',
        cell(tails.valueAtRisk(returns, cutoff)),
        cell(tails.conditionalValueAtRisk(returns, cutoff)),
      ],
      [
        'normal curve',
        level,
        '1 session',
        cell(tails.parametricValueAtRisk(returns, cutoff)),
        cell(tails.parametricConditionalValueAtRisk(returns, cutoff)),
      ],
      ['Monte Carlo', level, '1 session', cell(drawn.valueAtRisk), cell(drawn.conditionalValueAtRisk)],
      ['Monte Carlo', level, `${HORIZON} sessions`, cell(month.valueAtRisk), cell(month.conditionalValueAtRisk)],
      ...(tail.shape > 0
        ? [['Pareto tail', level, '1 session', cell(-tail.valueAtRisk), cell(-tail.expectedShortfall)]]
        : []),
    ]
  })
  const columns = [
    column('Method'),
    column('Level'),
    column('Horizon'),
    column('Value at risk', 'percent'),
    column('Expected shortfall', 'percent'),
  ]
  return tableBlock(
    'value-at-risk',
    'Value at risk',
    table(columns, rows),
    'What is lost, or more, in one session out of twenty or a hundred, and the mean of those. Monte Carlo draws past sessions with replacement, from a fixed seed.',
  )
}

function stressBlock({ sessions, returns, benchmark }: RunView): Block[] {
  const slope = benchmark && beta(returns, benchmark)
  const rows = stressTests(sessions, returns, benchmark, slope).map(
    ({ crisis, strategy, drawdown, benchmark: market, scaled }): Cell[] => [
      crisis.name,
      crisis.first,
      crisis.last,
      crisis.market,
      cell(strategy),
      cell(drawdown),
      cell(market),
      cell(scaled),
    ],
  )
  const columns = [
    column('Crisis'),
    column('From'),
    column('To'),
    column('S&P 500', 'percent'),
    column('Strategy', 'percent'),
    column('Its drawdown', 'percent'),
    column('Benchmark', 'percent'),
    column('By beta', 'percent'),
  ]
  const said =
    slope === undefined
      ? ''
      : ` By beta: the index’s loss times the run’s beta of ${show('ratio', slope)}, where the strategy has no say.`
  return tableBlock(
    'stress',
    'Stress by crises',
    table(columns, rows),
    `What the run did in each crisis that it lived through whole.${said}`,
  )
}

function concentrationBlocks({ performance, about }: RunView): Block[] {
  const { largest, fiveLargest, effective, held } = concentration(
    performance,
    (sid) => about.finder.retrieve(sid).multiplier,
  )
  if (!held.some((count) => count > 1)) return []
  return [
    {
      kind: 'chart',
      id: 'concentration',
      title: 'Concentration',
      format: 'percent',
      height: 180,
      summary: `Share of the positions’ sizes: the largest on average ${show('percent', mean(largest))}, at most ${show('percent', max(largest))}. As concentrated as ${show('ratio', mean(effective))} equal positions, on average; ${show('count', min(held))} to ${show('count', max(held))} are held.`,
      series: [
        { label: 'Largest position', color: 'strategy', values: series(largest) },
        { label: 'Five largest', color: 'other', values: series(fiveLargest) },
      ],
    },
  ]
}

/** The positions of the last session that ended with any. */
function positionBlocks({ performance, about, result: { prices } }: RunView): Block[] {
  const row = performance.positions.slice(0, performance.length).findLastIndex((held) => held.length > 0)
  if (row < 1 || !prices) return []
  const value = performance.columns.portfolio_value[row]
  const parts = positionRecords(performance.positions[row])
    .flatMap(({ sid, amount, lastSalePrice }) => {
      const asset = about.finder.retrieve(sid)
      const bars = prices.of(sid)
      if (!bars) return []
      const returns = closeReturns(bars).subarray(Math.max(1, row - LOOK_BACK + 1), row + 1)
      return [{ asset, amount, weight: (amount * lastSalePrice * asset.multiplier) / value, returns, bars }]
    })
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_PARTS)
  if (parts.length === 0 || parts[0].returns.length < 20) return []
  const weights = Float64Array.from(parts, ({ weight }) => weight)
  const all = parts.map(({ returns }) => returns)
  const risk = componentValueAtRisk(weights, all)
  const shortfall = componentShortfall(weights, all)
  const rows = parts.map(({ asset, weight, amount, bars }, i): Cell[] => [
    asset.symbol,
    weight,
    cell(risk.parts[i].component),
    cell(risk.parts[i].component / risk.total),
    cell(shortfall.parts[i].component),
    cell(shortfall.parts[i].component / shortfall.total),
    cell(sessionsToLiquidate(amount, bars, row)),
  ])
  rows.push(['All', weights.reduce((a, b) => a + b, 0), cell(risk.total), 1, cell(shortfall.total), 1, null])
  const columns = [
    column('Symbol'),
    column('Weight', 'percent'),
    column('Value at risk', 'percent'),
    column('Share', 'percent'),
    column('Shortfall', 'percent'),
    column('Its share', 'percent'),
    column('Days to sell', 'sessions'),
  ]
  const session = performance.sessions[row]
  const matrix: Block[] =
    parts.length < 2
      ? []
      : [
          {
            kind: 'matrix',
            id: 'correlations',
            title: 'Correlation of positions',
            summary: `Of the returns of the last ${all[0].length} sessions up to ${session}. Blue together, orange against each other.`,
            labels: parts.slice(0, 12).map(({ asset }) => asset.symbol),
            values: correlationMatrix(all.slice(0, 12)).map((line) =>
              line.map((x) => (Number.isFinite(x) ? Number(x.toFixed(3)) : null)),
            ),
          },
        ]
  return [
    ...tableBlock(
      'components',
      'Risk by position',
      table(columns, rows),
      `Of what was held at the end of ${session}, by the returns of the last ${all[0].length} sessions: one session in twenty loses more than the value at risk. The parts add up to the whole. Days to sell at a tenth of the usual turnover.`,
    ),
    ...matrix,
  ]
}

function capacityBlock({ performance, result: { prices } }: RunView): Block[] {
  const found = capacity(performance, prices)
  if (!Number.isFinite(found.capacity)) return []
  return [
    {
      kind: 'figures',
      id: 'capacity',
      title: 'Capacity',
      summary: 'How much of the market’s volume the fills took, and how large the account could have been.',
      columns: ['Strategy'],
      groups: [
        {
          title: 'Volume',
          statistics: [
            {
              label: 'Mean share',
              format: 'percent',
              values: [cell(found.averageShare)],
              explanation: 'Of a session’s volume, over the sessions with fills.',
            },
            {
              label: 'High share',
              format: 'percent',
              values: [cell(found.highShare)],
              explanation: 'One session with fills in twenty took more.',
            },
            {
              label: 'Largest share',
              format: 'percent',
              values: [cell(found.largestShare)],
              explanation: 'Most of a session’s volume that was ever taken.',
            },
          ],
        },
        {
          title: 'Size',
          statistics: [
            {
              label: 'Capacity',
              format: 'money',
              values: [cell(found.capacity)],
              explanation:
                'Mean portfolio value at which one session with fills in twenty would take more than 2.5 % of the volume.',
            },
          ],
        },
      ],
    },
  ]
}
