import { exactToNumber } from '../../core/math/decimal.js'
import { column, table, tableBlock } from './blocks.js'
import { capacityBlocks } from './capacity-blocks.js'
import { tradedValue } from './exposure.js'
import { makeFormats } from './page/formats.js'
import { type Reconciliation, reconcile } from './reconciliation.js'
import type { Block, Tab, TableBlock } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()

/** 'borrow-fee' is written 'Borrow fee'. */
const labelOf = (kind: string) => `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('-', ' ')}`

/** From what the market's prices brought to what was left. */
export function costsTab(view: RunView): Tab {
  const { performance, parts, capital } = view
  if (parts.length === 0) return { id: 'costs', title: 'Costs', blocks: [] }
  const found = reconcile(performance, parts, capital)
  const lines = (
    [
      ['Prices', found.gross],
      ['Slippage', found.slippage],
      ['Commissions', found.commissions],
      ...found.flows.map(([kind, amount]) => [labelOf(kind), amount] as const),
      ['Not explained', found.unexplained],
    ] as const
  )
    .filter(([, value], i) => i < 3 || value !== 0n)
    .map(([label, value]) => ({ label, value: exactToNumber(value) }))
  const net = { label: 'Gain', value: exactToNumber(found.net), sum: true }
  const money = (value: number) => show('money', value)
  const traded = performance.transactions.flat().reduce((sum, fill) => sum + tradedValue(fill), 0)
  const costs = exactToNumber(found.slippage + found.commissions)
  const blocks: Block[] = [
    {
      kind: 'bars',
      id: 'waterfall',
      title: 'From prices to gain',
      format: 'money',
      waterfall: true,
      summary: `The market’s prices brought ${money(lines[0].value)}; slippage and commissions took ${money(-costs)}, ${show('percent', -costs / capital)} of the capital; ${money(Math.abs(net.value))} was ${net.value < 0 ? 'lost' : 'gained'} in all. ${closing(found)}`,
      bars: [...lines.filter(({ value }, i) => i === 0 || Math.abs(value) >= 0.005), net],
    },
    ...tableBlock(
      'cost-lines',
      'Costs and gains',
      table(
        [
          column('Line'),
          column('Amount', 'money'),
          column('Of the capital', 'percent'),
          column('Basis points of what was traded', 'points'),
        ],
        [...lines, net].map(({ label, value }) => [label, value, value / capital, traded > 0 ? value / traded : null]),
      ),
      'Slippage: what fills cost beyond where the market stood when their orders met it.',
    ),
    ...sensitivityBlock(found, capital, traded),
    ...capacityBlocks(view),
  ]
  return { id: 'costs', title: 'Costs', blocks }
}

/** The same fills at other slippage: to first order, as the strategy would have done the same. */
function sensitivityBlock({ net, slippage }: Reconciliation, capital: number, traded: number): TableBlock[] {
  if (slippage === 0n) return []
  const [gain, paid] = [exactToNumber(net), -exactToNumber(slippage)]
  const rows = [0, 0.5, 1, 2, 3, 5].map((times) => {
    const then = gain + (1 - times) * paid
    return [`${times} ×`, (times * paid) / traded, times * paid, then, then / capital]
  })
  const columns = [
    column('Slippage'),
    column('Basis points of what was traded', 'points'),
    column('Paid', 'money'),
    column('Gain', 'money'),
    column('Of the capital', 'percent'),
  ]
  const bearable =
    paid > 0 && gain + paid > 0
      ? ` It bears ${show('ratio', 1 + gain / paid)} times the slippage before it gains nothing.`
      : ''
  return tableBlock(
    'slippage-sensitivity',
    'Other slippage',
    table(columns, rows),
    `The same fills, had slippage been so many times what it was.${bearable}`,
  )
}

function closing({ unexplained, unknown }: ReturnType<typeof reconcile>): string {
  const sums =
    unexplained === 0n
      ? 'The parts add up to the account’s gain, to the last digit.'
      : `Of the account’s gain ${show('money', exactToNumber(unexplained))} is in none of the parts.`
  return unknown === 0
    ? sums
    : `${sums} The market’s price is not known of ${unknown} fills: their slippage is in prices.`
}
