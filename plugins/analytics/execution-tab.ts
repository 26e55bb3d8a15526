import { ORDER_STATUS, type OrderSnapshot, statusOf } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { max, mean, median, min, quantile } from '../../core/math/statistics.js'
import { cell, column, only, table, tableBlock } from './blocks.js'
import { tradedValue } from './exposure.js'
import { slippageOf } from './reconciliation.js'
import type { Cell, FiguresBlock, StatisticGroup, Tab, TableBlock } from './report-data.js'
import type { RunView } from './run-view.js'
import { toldEvents, WORDS } from './told-events.js'
import { type WorkedOrder, workedOrders } from './worked-orders.js'

/** What became of orders: from the engine's record, as it happened. */
export function executionTab(view: RunView): Tab {
  const orders = workedOrders(view)
  return {
    id: 'execution',
    title: 'Execution',
    blocks: orders.length === 0 ? [] : [ordersBlock(view, orders), ...reasonsBlock(view), ...byAssetBlock(orders)],
  }
}

function ordersBlock(view: RunView, orders: readonly WorkedOrder[]): FiguresBlock {
  const minutes = view.about.frequency === 'minute'
  return {
    kind: 'figures',
    id: 'execution',
    title: 'What became of the orders',
    summary: `Times are ${minutes ? 'minutes' : 'sessions'} from placing an order; slippage is what fills cost beyond where the market stood when their orders met it.`,
    columns: ['Strategy'],
    groups: [endsGroup(view, orders), fillsGroup(orders), timesGroup(orders), ...slippageGroups(orders)],
  }
}

function endsGroup(view: RunView, orders: readonly WorkedOrder[]): StatisticGroup {
  const having = (is: (order: OrderSnapshot) => boolean) => orders.filter(({ order }) => is(order)).length
  const ended = (status: number) => having((order) => statusOf(order) === status)
  const refused = toldEvents(view).filter(({ kind }) => kind === 'refused')
  const open = (order: OrderSnapshot) => statusOf(order) !== ORDER_STATUS.FILLED
  return {
    title: 'How they ended',
    statistics: [
      only('Filled whole', 'count', ended(ORDER_STATUS.FILLED), 'Orders of which every unit was filled.'),
      only(
        'Filled in part',
        'count',
        having((o) => open(o) && o.filled !== 0),
        'Orders of which some was filled, and some was left.',
      ),
      only(
        'Not filled',
        'count',
        having((o) => open(o) && o.filled === 0),
        'Orders of which nothing was filled.',
      ),
      only(
        'Cancelled',
        'count',
        ended(ORDER_STATUS.CANCELLED),
        'By the strategy, a cancel policy, or the end of an asset.',
      ),
      only('Rejected', 'count', ended(ORDER_STATUS.REJECTED), 'By the broker.'),
      only(
        'Never placed',
        'count',
        refused.reduce((sum, { count }) => sum + count, 0),
        'Intents that were refused before they became orders: restricted assets, trading controls.',
      ),
    ],
  }
}

function fillsGroup(orders: readonly WorkedOrder[]): StatisticGroup {
  const filled = orders.filter(({ fills }) => fills.length > 0)
  const each = Float64Array.from(filled, ({ fills }) => fills.length)
  const share = Float64Array.from(orders, ({ order: { filled: units, amount } }) =>
    Math.min(1, Math.abs(units / amount)),
  )
  return {
    title: 'Fills',
    statistics: [
      only('Fills of an order', 'ratio', mean(each), 'Mean of the orders that were filled at all.'),
      only('Most fills of one', 'count', max(each), 'Of all orders.'),
      only(
        'Filled by parts',
        'percent',
        each.filter((count) => count > 1).length / each.length,
        'Share of filled orders that took more than one fill.',
      ),
      only('Units filled', 'percent', mean(share), 'Mean share of an order’s units that was filled.'),
    ],
  }
}

function timesGroup(orders: readonly WorkedOrder[]): StatisticGroup {
  const first = Float64Array.from(orders, ({ toFirst }) => toFirst)
  const whole = Float64Array.from(orders, ({ order, toLast }) =>
    statusOf(order) === ORDER_STATUS.FILLED ? toLast : Number.NaN,
  )
  return {
    title: 'Time',
    statistics: [
      only('To the first fill', 'sessions', median(first), 'Median of the orders that were filled at all.'),
      only(
        'In the slowest twentieth',
        'sessions',
        quantile(first, 0.95),
        'One order in twenty waited longer for its first fill.',
      ),
      only('Longest wait', 'sessions', max(first), 'For a first fill.'),
      only('To the last fill', 'sessions', median(whole), 'Median of the orders that were filled whole.'),
      only('Longest to fill whole', 'sessions', max(whole), 'From placing to the last fill.'),
    ],
  }
}

/** A fill's slippage over what was traded: above 0 was paid. */
const slipped = (fill: Transaction): number => -exactToNumber(slippageOf(fill)) / tradedValue(fill)

function slippageGroups(orders: readonly WorkedOrder[]): StatisticGroup[] {
  const fills = orders.flatMap(({ fills: own }) => own.filter(({ reference }) => reference !== undefined))
  if (fills.length === 0) return []
  const each = Float64Array.from(fills, slipped)
  return [
    {
      title: 'Slippage, basis points',
      statistics: [
        only(
          'Median fill',
          'points',
          median(each),
          'Half of the fills cost no more than this, beyond the market’s price.',
        ),
        only('All that was traded', 'points', slippageShare(fills), 'Of all fills together, by their value.'),
        only('Dearest twentieth', 'points', quantile(each, 0.95), 'One fill in twenty cost more.'),
        only('Dearest fill', 'points', max(each), 'Most that one fill cost.'),
        only(
          'Better than the market',
          'percent',
          each.filter((x) => x < 0).length / each.length,
          'Share of fills at a better price than the market’s.',
        ),
      ],
    },
  ]
}

const tradedIn = (fills: readonly Transaction[]) => fills.reduce((sum, fill) => sum + tradedValue(fill), 0)
const slippageShare = (fills: readonly Transaction[]) =>
  fills.reduce((sum, fill) => sum - exactToNumber(slippageOf(fill)), 0) / tradedIn(fills)

/** Why intents did not become orders, and orders no fills: as often as the engine told it. */
function reasonsBlock(view: RunView): TableBlock[] {
  const groups = new Map<string, ReturnType<typeof toldEvents>[number][]>()
  for (const told of toldEvents(view)) {
    if (told.kind === 'ambiguous') continue
    const key = `${told.kind} ${told.reason}`
    const known = groups.get(key)
    if (known) known.push(told)
    else groups.set(key, [told])
  }
  const rows = [...groups.values()].map((all): Cell[] => [
    WORDS[all[0].kind],
    all[0].reason,
    all.reduce((sum, { count }) => sum + count, 0),
    new Set(all.flatMap(({ orderId }) => orderId ?? [])).size,
    new Set(all.map(({ asset }) => asset.sid)).size,
    view.sessions[min(Float64Array.from(all, ({ row }) => row))],
    view.sessions[max(Float64Array.from(all, ({ lastRow }) => lastRow))],
  ])
  const columns = [
    column('What'),
    column('Why'),
    column('Bars', 'count'),
    column('Orders', 'count'),
    column('Assets', 'count'),
    column('First'),
    column('Last'),
  ]
  return tableBlock(
    'reasons',
    'Why something did not fill',
    table(
      columns,
      rows.toSorted((a, b) => Number(b[2]) - Number(a[2])),
    ),
    'By reason, the most frequent first: on how many bars it was so, and of how many orders. The replay lists each by itself.',
  )
}

function byAssetBlock(orders: readonly WorkedOrder[]): TableBlock[] {
  const symbols = [...new Set(orders.map(({ order }) => order.asset))]
  const rows = symbols.map((asset): Cell[] => {
    const own = orders.filter(({ order }) => order.asset === asset)
    const fills = own.flatMap((worked) => worked.fills)
    const told = fills.filter(({ reference }) => reference !== undefined)
    const commission = fills.reduce((sum, fill) => sum + (fill.commission ?? 0), 0)
    return [
      asset.symbol,
      own.length,
      own.filter(({ order }) => statusOf(order) === ORDER_STATUS.FILLED).length,
      fills.length,
      tradedIn(fills),
      fills.length === 0 ? null : tradedIn(fills) / fills.length,
      cell(commission / tradedIn(fills)),
      cell(slippageShare(told)),
      cell(median(Float64Array.from(own, ({ toFirst }) => toFirst))),
    ]
  })
  const columns = [
    column('Symbol'),
    column('Orders', 'count'),
    column('Filled whole', 'count'),
    column('Fills', 'count'),
    column('Traded', 'money'),
    column('Mean fill', 'money'),
    column('Commission, bp', 'points'),
    column('Slippage, bp', 'points'),
    column('To the first fill', 'sessions'),
  ]
  return tableBlock(
    'execution-by-asset',
    'Execution by asset',
    table(columns, rows),
    'Commission and slippage in basis points of what was traded; the median time to the first fill.',
  )
}
