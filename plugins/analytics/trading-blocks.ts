import { max, mean } from '../../core/math/statistics.js'
import { only } from './blocks.js'
import { annualTurnover, exposure, timeInMarket } from './exposure.js'
import { finalOrders } from './final-orders.js'
import type { FiguresBlock } from './report-data.js'
import type { RunView } from './run-view.js'
import { tripFigures } from './trip-figures.js'

/** What closed round trips came to. */
export function tripsBlock({ trips: { closed } }: RunView): FiguresBlock {
  const f = tripFigures(closed)
  return {
    kind: 'figures',
    id: 'trip-figures',
    title: 'Round trips in figures',
    summary: 'Units bought and sold again, first in first out; closed ones only, after commissions.',
    columns: ['Strategy'],
    groups: [
      {
        title: 'Outcome',
        statistics: [
          only('Round trips', 'count', f.count, 'Units bought and sold again, first in first out; closed ones only.'),
          only('Winning trips', 'percent', f.winRate, 'Share that made a profit after commissions.'),
          only('Profit factor', 'ratio', f.profitFactor, 'Sum of profits over sum of losses.'),
          only('Expectancy', 'money', f.expectancy, 'Mean profit of a trip.'),
          only(
            'System quality',
            'ratio',
            f.systemQuality,
            'Mean profit over its deviation, times the root of their number (SQN).',
          ),
        ],
      },
      {
        title: 'Wins and losses',
        statistics: [
          only('Average win', 'money', f.averageWin, 'Mean profit of the trips that won.'),
          only('Average loss', 'money', f.averageLoss, 'Mean loss of the trips that lost.'),
          only('Largest win', 'money', f.largestWin, 'Most that one trip gained.'),
          only('Largest loss', 'money', f.largestLoss, 'Most that one trip lost.'),
          only('Payoff ratio', 'ratio', f.payoff, 'Average win over the size of the average loss.'),
        ],
      },
      {
        title: 'Time',
        statistics: [
          only('Average holding', 'sessions', f.averageSessions, 'Sessions from entry to exit.'),
          only('Median holding', 'sessions', f.medianSessions, 'Half of the trips took no longer.'),
          only('Holding of wins', 'sessions', f.averageSessionsOfWins, 'Mean of the trips that won.'),
          only('Holding of losses', 'sessions', f.averageSessionsOfLosses, 'Mean of the trips that lost.'),
          only('Wins in a row', 'count', f.winsInARow, 'Most, by the time of the exit.'),
          only('Losses in a row', 'count', f.lossesInARow, 'Most, by the time of the exit.'),
        ],
      },
    ],
  }
}

/** How much was traded, and held. */
export function tradingBlock({ performance, perYear }: RunView): FiguresBlock {
  const { gross, net } = exposure(performance)
  const orders = finalOrders(performance.orders)
  const commissions = [...orders.values()].reduce((sum, order) => sum + order.commission, 0)
  return {
    kind: 'figures',
    id: 'trading',
    title: 'Trading and exposure',
    columns: ['Strategy'],
    groups: [
      {
        title: 'Trading',
        statistics: [
          only('Orders', 'count', orders.size, 'Orders placed.'),
          only('Fills', 'count', performance.transactions.flat().length, 'Transactions, automatic closes included.'),
          only('Commissions', 'money', commissions, 'Paid on all orders.'),
          only(
            'Turnover a year',
            'percent',
            annualTurnover(performance, perYear),
            'Half of what was bought and sold, over portfolio value.',
          ),
        ],
      },
      {
        title: 'Exposure',
        statistics: [
          only(
            'Time in the market',
            'percent',
            timeInMarket(performance),
            'Share of sessions that ended with a position.',
          ),
          only('Average exposure', 'percent', mean(gross), 'Longs and shorts together, over portfolio value.'),
          only('Average net exposure', 'percent', mean(net), 'Longs less shorts, over portfolio value.'),
          only('Highest leverage', 'ratio', max(gross), 'Largest exposure over portfolio value at a session’s end.'),
        ],
      },
    ],
  }
}
