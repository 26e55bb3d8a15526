import { cell, column, only, table, tableBlock } from './blocks.js'
import { type CapacityCurve, type CapacityPoint, capacityCurve } from './capacity-curve.js'
import { makeFormats } from './page/formats.js'
import { shorten } from './plain-text.js'
import type { Block, ScatterBlock } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()

const MODEL =
  'The run’s slippage is given back, and each session’s trades in an asset pay its daily volatility × √(their share of its daily turnover), both of the last 20 sessions (square-root law of impact: Grinold and Kahn 2000). The strategy does the same at every size. Capital is what the run begins with; the capacity among the risks asks for volume alone.'

/** How the run would have fared with other capital; no block where nothing is known of volumes, or no close moves. */
export function capacityBlocks({ performance, capital, perYear, result: { prices } }: RunView): Block[] {
  const found = prices && capacityCurve(performance, prices, { capital, perYear })
  if (found === undefined) return []
  const { points, crowded, halved, spent, unknown } = found
  const curve = (id: string, title: string, y: string, format: 'ratio' | 'percent', of: keyof CapacityPoint) =>
    ({
      ...{ kind: 'scatter', id, title, x: 'capital', y, format, formatX: 'money', curve: true },
      summary: `From ${show(format, cell(points[0][of]))} with ${show('money', points[0].capital)} to ${show(format, cell(points[points.length - 1][of]))} with ${show('money', points[points.length - 1].capital)}.`,
      points: points.flatMap((point) => {
        const value = shorten(point[of], 6)
        return value === null
          ? []
          : [{ label: show('money', point.capital), x: point.capital, y: value, gained: value > 0 }]
      }),
    }) satisfies ScatterBlock
  const columns = [
    column('Capital', 'money'),
    column('Annual return', 'percent'),
    column('Sharpe ratio', 'ratio'),
    column('Basis points of impact', 'points'),
    column('High share of turnover', 'percent'),
    column('Largest share', 'percent'),
    column('Days to sell', 'sessions'),
  ]
  const rows = points.map((point) => [
    point.capital,
    cell(point.annualReturn),
    cell(point.sharpe),
    point.impact,
    point.highShare,
    point.largestShare,
    point.sessionsToSell,
  ])
  return [
    {
      kind: 'figures',
      id: 'capacity-limits',
      title: 'How much capital it bears',
      summary: `${MODEL}${unknown > 0 ? ` Of ${unknown} fills no volume is known: they cost nothing here.` : ''}${whyNone(found)}`,
      columns: ['Strategy'],
      groups: [
        {
          title: 'Capital',
          statistics: [
            only(
              'A tenth of turnover',
              'money',
              crowded,
              'At this capital one session’s trades in an asset out of twenty take more than a tenth of its turnover: beyond, the law is stretched.',
            ),
            only(
              'Half the Sharpe ratio',
              'money',
              halved,
              'At this capital half of the Sharpe ratio without impact is left.',
            ),
            only('Nothing gained', 'money', spent, 'At this capital impact takes all that was gained.'),
          ],
        },
      ],
    },
    curve('capacity-sharpe', 'Sharpe ratio by capital', 'Sharpe ratio', 'ratio', 'sharpe'),
    curve('capacity-return', 'Annual return by capital', 'annual return', 'percent', 'annualReturn'),
    ...tableBlock(
      'capacity-curve',
      'By capital',
      table(columns, rows),
      'High share: one session’s trades in an asset out of twenty take more of its turnover. Days to sell: the least liquid position that was ever held, at a tenth of the turnover.',
    ),
  ]
}

/** Why a capital is missing that would take from what there is. */
function whyNone({ halved, spent }: CapacityCurve): string {
  if (Number.isNaN(spent))
    return ` Even without impact nothing is gained: there is no capital that takes the gain${Number.isNaN(halved) ? ', or half of the Sharpe ratio' : ''}.`
  return Number.isNaN(halved)
    ? ' Even without impact no Sharpe ratio is above 0: there is no capital that halves it.'
    : ''
}
