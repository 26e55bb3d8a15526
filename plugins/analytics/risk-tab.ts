import { beta } from '../../core/math/returns/benchmark.js'
import { simulatedTail } from '../../core/math/returns/portfolio.js'
import * as tails from '../../core/math/returns/tails.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { capacity } from './capacity.js'
import { SEED } from './cone.js'
import { stressTests } from './crises.js'
import { concentrationBlocks, exposureChart, sectorExposureChart } from './exposure-blocks.js'
import { makeFormats } from './page/formats.js'
import { positionBlocks } from './position-risk.js'
import type { Block, Cell, Tab } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()

export function riskTab(view: RunView): Tab {
  const blocks =
    view.returns.length < 2
      ? []
      : [
          ...valueAtRiskBlock(view),
          ...stressBlock(view),
          exposureChart(view),
          ...sectorExposureChart(view),
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

function capacityBlock({ performance, result: { prices } }: RunView): Block[] {
  const found = capacity(performance, prices)
  if (!Number.isFinite(found.capacity)) return []
  return [
    {
      kind: 'figures',
      id: 'capacity',
      title: 'Capacity',
      summary:
        'How much of the market’s volume the fills took, and how large the account could have been before they took too much of it. What impact would have cost an account of any size is among the costs: How much capital it bears.',
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
