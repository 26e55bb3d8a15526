import { positionRecords } from '../../core/engine/metrics.js'
import { closeReturns } from '../../core/engine/prices.js'
import { componentShortfall, componentValueAtRisk, correlationMatrix } from '../../core/math/returns/portfolio.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { sessionsToLiquidate } from './capacity.js'
import type { Block, Cell } from './report-data.js'
import type { RunView } from './run-view.js'

/** Positions whose risk is told apart: the largest. */
const MOST_PARTS = 20
/** Sessions of returns that it is judged by: two years of an exchange. */
const LOOK_BACK = 504

/** The positions of the last session that ended with any. */
export function positionBlocks({ performance, about, result: { prices } }: RunView): Block[] {
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
