import { type Exact, exactFromNumber, exactToNumber } from '../../core/math/decimal.js'
import { column, table, tableBlock } from './blocks.js'
import { contributions, reconcile } from './contributions.js'
import { commissionByFill } from './fill-commissions.js'
import { makeFormats } from './page/formats.js'
import type { Block, Tab } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()

/** What was charged or credited as time passed, by its kind: borrowing, interest, funding. */
function flowsByKind({ cashFlows = [], length }: RunView['performance']): [string, Exact][] {
  const sums = new Map<string, Exact>()
  for (const { kind, amount } of cashFlows.slice(0, length).flat())
    sums.set(kind, (sums.get(kind) ?? 0n) + exactFromNumber(amount))
  return [...sums].map(([kind, sum]) => [`${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, sum])
}

/** From what prices brought to what was left. */
export function costsTab({ performance, about, capital }: RunView): Tab {
  const parts = contributions(performance, about.finder)
  if (parts.length === 0) return { id: 'costs', title: 'Costs', blocks: [] }
  const commissions = [...commissionByFill(performance.orders, performance.transactions).values()].reduce(
    (sum, one) => sum + one,
    0n,
  )
  const { prices, rest, total } = reconcile(performance, parts, commissions)
  const flows = flowsByKind(performance)
  const unexplained = flows.reduce((left, [, amount]) => left - amount, rest)
  const lines: [string, Exact][] = [
    ['Prices', prices],
    ['Commissions', -commissions],
    ...flows,
    [flows.length > 0 ? 'Dividends and other' : 'Dividends, interest and other', unexplained],
  ]
  const bars = [
    ...lines
      .filter(([, value], i) => i === 0 || Math.abs(exactToNumber(value)) >= 0.005)
      .map(([label, value]) => ({ label, value: exactToNumber(value) })),
    { label: 'Gain', value: exactToNumber(total), sum: true },
  ]
  const drag = exactToNumber(commissions) / capital
  const blocks: Block[] = [
    {
      kind: 'bars',
      id: 'waterfall',
      title: 'From prices to gain',
      format: 'money',
      waterfall: true,
      summary: `Prices brought ${show('money', exactToNumber(prices))}; commissions took ${show('money', exactToNumber(commissions))}, ${show('percent', drag)} of the capital; ${show('money', exactToNumber(total))} was gained in all. The parts add up to the account’s profit.`,
      bars,
    },
    ...tableBlock(
      'cost-lines',
      'Costs and gains',
      table(
        [column('Line'), column('Amount', 'money'), column('Of the capital', 'percent')],
        [...lines, ['Gain', total] as const].map(([label, value]) => [
          label,
          exactToNumber(value),
          exactToNumber(value) / capital,
        ]),
      ),
      'Slippage is in the prices of fills.',
    ),
  ]
  return { id: 'costs', title: 'Costs', blocks }
}
