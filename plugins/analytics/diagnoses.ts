import { exactToNumber } from '../../core/math/decimal.js'
import { beta } from '../../core/math/returns/benchmark.js'
import { totalReturn } from '../../core/math/returns/growth.js'
import { sharpeRatio } from '../../core/math/returns/ratios.js'
import { minimumTrackRecord, sharpeEvidence } from '../../core/math/returns/significance.js'
import { detailsBlock } from './blocks.js'
import { finalOrders } from './final-orders.js'
import { makeFormats } from './page/formats.js'
import { periods } from './periods.js'
import { reconcile } from './reconciliation.js'
import type { DetailsBlock } from './report-data.js'
import type { RunView } from './run-view.js'
import { toldEvents } from './told-events.js'

type Finding = readonly [what: string, text: string]

const { show } = makeFormats()
const percent = (value: number) => show('percent', value)

/** What a careful reader would ask about, each with what to do; no block where there is nothing. */
export function diagnosesBlock(view: RunView): DetailsBlock[] {
  if (view.performance.length === 0) return []
  const found = [tooShort, weakerOutside, fewTrips, behind, costly, onePosition, unfilled].flatMap((look) => look(view))
  return detailsBlock('diagnoses', 'What to look at', found)
}

function tooShort({ returns }: RunView): Finding[] {
  const needed = minimumTrackRecord(sharpeEvidence(returns))
  if (!(needed > returns.length)) return []
  if (needed === Number.POSITIVE_INFINITY)
    return [
      [
        'Nothing gained for the risk',
        'The Sharpe ratio is not above 0, and a longer record would not show that it is.',
      ],
    ]
  return [
    [
      'Not told from luck',
      `It takes ${show('count', Math.ceil(needed))} sessions to show a Sharpe ratio above 0 with 95 % confidence, and there are ${show('count', returns.length)}. Run it on more history.`,
    ],
  ]
}

/** Half of the Sharpe ratio is what is often lost on sessions that a strategy was not fitted to. */
function weakerOutside(view: RunView): Finding[] {
  if (view.outOfSample === undefined) return []
  const [inside, outside] = periods(view).map(({ returns, perYear }) => sharpeRatio(returns, perYear))
  if (!(inside > 0 && outside < inside / 2)) return []
  return [
    [
      'Weaker out-of-sample',
      `A Sharpe ratio of ${show('ratio', outside)}, after ${show('ratio', inside)} in-sample. Use fewer parameters, or hold it against more history.`,
    ],
  ]
}

function fewTrips({ trips: { closed } }: RunView): Finding[] {
  if (closed.length === 0 || closed.length >= 30) return []
  return [
    [
      'Few trades',
      `${closed.length} closed round trips: averages of so few say little. Trade more often, or more assets.`,
    ],
  ]
}

function behind({ returns, benchmark, benchmarkName }: RunView): Finding[] {
  if (!benchmark) return []
  const [own, other] = [totalReturn(returns), totalReturn(benchmark)]
  if (!(own < other)) return []
  return [
    [
      `Behind ${benchmarkName}`,
      `${percent(own)} against ${percent(other)}, at a beta of ${show('ratio', beta(returns, benchmark))}. Compare what the risk was, or hold the benchmark.`,
    ],
  ]
}

function costly({ performance, parts, capital }: RunView): Finding[] {
  const { gross, slippage, commissions } = reconcile(performance, parts, capital)
  const [brought, costs] = [exactToNumber(gross), -exactToNumber(slippage + commissions)]
  if (!(costs > 0 && costs > 0.25 * Math.max(0, brought))) return []
  const share = brought > 0 ? `${percent(costs / brought)} of what prices brought` : 'and prices brought nothing'
  return [
    [
      'Trading is dear',
      `Slippage and commissions took ${show('money', costs)}, ${share}. Trade less often, or with limits.`,
    ],
  ]
}

function onePosition({ parts }: RunView): Finding[] {
  const gains = parts.filter(({ total }) => total > 0n)
  const sum = gains.reduce((all, { total }) => all + exactToNumber(total), 0)
  const best = gains.reduce((a, b) => (b.total > a.total ? b : a), gains[0])
  if (gains.length < 2 || exactToNumber(best.total) < 0.5 * sum) return []
  return [
    [
      'One asset carries it',
      `${best.asset.symbol} brought ${percent(exactToNumber(best.total) / sum)} of all gains. Run it without.`,
    ],
  ]
}

function unfilled(view: RunView): Finding[] {
  const orders = finalOrders(view.performance.orders).size
  const refused = toldEvents(view).filter(({ kind }) => kind === 'refused' || kind === 'rejected')
  const times = refused.reduce((sum, { count }) => sum + count, 0)
  if (times === 0 || times < 0.05 * orders) return []
  const [first] = refused
  return [
    [
      'Orders were refused',
      `${show('count', times)} of them, beside ${show('count', orders)} that were placed; the first because ${first.text}. The replay lists each.`,
    ],
  ]
}
