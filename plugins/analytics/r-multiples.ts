import { exactToNumber } from '../../core/math/decimal.js'
import { max, mean, median, min, std } from '../../core/math/statistics.js'
import { only } from './blocks.js'
import type { Block } from './report-data.js'
import type { OpenLot, RoundTrip } from './round-trips.js'
import { systemQuality } from './trip-figures.js'

/** What a trip came to in units of its initial risk: its profit over what the stop would have cost; undefined where it had no stop. */
export function rMultiple({ profit, risk }: RoundTrip | OpenLot): number | undefined {
  return risk === undefined ? undefined : exactToNumber(profit) / risk
}

/** Figures of trips in units of their initial risk (R). Source: V. K. Tharp, "Trade your way to financial freedom" (2nd ed., 2007), ch. 7. */
export interface RFigures {
  /** Trips that had a stop, and how many had none. */
  readonly count: number
  readonly without: number
  /** Mean R of a trip. */
  readonly expectancy: number
  readonly median: number
  /** Sample standard deviation. */
  readonly deviation: number
  /** Van Tharp's system quality number, of R. */
  readonly systemQuality: number
  readonly averageWin: number
  readonly averageLoss: number
  readonly best: number
  readonly worst: number
  /** Share of the trips that lost more than their stop stood for: below −1 R. */
  readonly beyondStop: number
}

/** Of trips that had a stop; NaN where none is of the kind. */
export function rFigures(trips: readonly RoundTrip[]): RFigures {
  const all = Float64Array.from(trips.flatMap((one) => rMultiple(one) ?? [])).sort()
  return {
    count: all.length,
    without: trips.length - all.length,
    expectancy: mean(all),
    median: median(all),
    deviation: std(all),
    systemQuality: systemQuality(all),
    averageWin: mean(all.filter((r) => r > 0)),
    averageLoss: mean(all.filter((r) => r < 0)),
    best: max(all),
    worst: min(all),
    beyondStop: all.filter((r) => r < -1).length / all.length,
  }
}

/** Bars of half an R; what is farther out stands in the last. */
const [STEP, LOWEST, HIGHEST] = [0.5, -3, 6]

/** No block where no trip had a stop. */
export function rBlocks(trips: readonly RoundTrip[]): Block[] {
  const f = rFigures(trips)
  if (f.count === 0) return []
  const counts = new Array<number>((HIGHEST - LOWEST) / STEP).fill(0)
  for (const one of trips) {
    const r = rMultiple(one)
    if (r === undefined) continue
    counts[Math.max(0, Math.min(counts.length - 1, Math.floor((r - LOWEST) / STEP)))]++
  }
  const label = (i: number) => `${LOWEST + i * STEP} R`.replace('-', '−')
  return [
    {
      kind: 'figures',
      id: 'r-multiples',
      title: 'Round trips in units of their risk',
      summary: `A trip’s profit over what it would have lost at the stop that stood when it was opened (R).${f.without === 0 ? '' : ` ${f.without} of ${trips.length} trips had no stop on the losing side of their entry price (none at all, or the fill lay beyond it): they have no R and are not counted.`}`,
      columns: ['Strategy'],
      groups: [
        {
          title: 'R',
          statistics: [
            only('Trips with a stop', 'count', f.count, 'Closed round trips that had a stop when they were opened.'),
            only('Trips without', 'count', f.without, 'Closed round trips of which nobody knows what was at risk.'),
            only(
              'Expectancy in R',
              'ratio',
              f.expectancy,
              'Mean R of a trip: what is gained for each unit put at risk.',
            ),
            only('Median R', 'ratio', f.median, 'Half of the trips brought no more.'),
            only(
              'System quality in R',
              'ratio',
              f.systemQuality,
              'Mean R over its deviation, times the root of the number of trips (SQN).',
            ),
            only('Average win in R', 'ratio', f.averageWin, 'Mean R of the trips that won.'),
            only('Average loss in R', 'ratio', f.averageLoss, 'Mean R of the trips that lost.'),
            only('Best R', 'ratio', f.best, 'The largest of all trips.'),
            only('Worst R', 'ratio', f.worst, 'The smallest of all trips.'),
            only(
              'Beyond the stop',
              'percent',
              f.beyondStop,
              'Share of the trips that lost more than 1 R: by gaps, slippage and commissions.',
            ),
          ],
        },
      ],
    },
    {
      kind: 'bars',
      id: 'r-distribution',
      title: 'Distribution of R',
      format: 'count',
      summary: `How many trips came to how many R, in steps of ${STEP} from the label on; what is farther out stands in the first and the last bar.`,
      bars: counts.map((value, i) => ({ label: label(i), value })),
    },
  ]
}
