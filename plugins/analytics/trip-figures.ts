import type { PriceHistory } from '../../core/engine/prices.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { max, mean, median, min, std } from '../../core/math/statistics.js'
import { type OpenLot, type RoundTrip, totalOf, tripReturn } from './round-trips.js'

/** Figures of closed round trips. Money in currency units, durations in sessions; NaN where there is none of the kind. */
export interface TripFigures {
  readonly count: number
  /** Share of trips with a profit. */
  readonly winRate: number
  /** Sum of profits over sum of losses. */
  readonly profitFactor: number
  /** Mean profit of a trip. */
  readonly expectancy: number
  readonly averageWin: number
  readonly averageLoss: number
  readonly largestWin: number
  readonly largestLoss: number
  /** Average win over average loss. */
  readonly payoff: number
  readonly averageSessions: number
  readonly medianSessions: number
  readonly averageSessionsOfWins: number
  readonly averageSessionsOfLosses: number
  /** Most in a row, by the time of the exit. */
  readonly winsInARow: number
  readonly lossesInARow: number
  /** Of the profits. */
  readonly systemQuality: number
}

/** Van Tharp's system quality number of what trips came to, in money or in R: mean over sample standard deviation, times √count. */
export const systemQuality = (results: Float64Array): number =>
  (mean(results) / std(results)) * Math.sqrt(results.length)

const profitsOf = (trips: readonly RoundTrip[]) => Float64Array.from(trips, ({ profit }) => exactToNumber(profit))

export function tripFigures(trips: readonly RoundTrip[]): TripFigures {
  const wins = trips.filter((one) => one.profit > 0n)
  const losses = trips.filter((one) => one.profit < 0n)
  const total = (some: readonly RoundTrip[]) => exactToNumber(totalOf(some, 'profit'))
  const sessions = (some: readonly RoundTrip[]) => Float64Array.from(some, (one) => one.exitedRow - one.enteredRow)
  const expectancy = total(trips) / trips.length
  return {
    count: trips.length,
    winRate: wins.length / trips.length,
    profitFactor: total(wins) / -total(losses),
    expectancy,
    averageWin: total(wins) / wins.length,
    averageLoss: total(losses) / losses.length,
    largestWin: max(profitsOf(wins)),
    largestLoss: min(profitsOf(losses)),
    payoff: total(wins) / wins.length / (-total(losses) / losses.length),
    averageSessions: mean(sessions(trips)),
    medianSessions: median(sessions(trips)),
    averageSessionsOfWins: mean(sessions(wins)),
    averageSessionsOfLosses: mean(sessions(losses)),
    winsInARow: longestStreak(trips, (one) => one.profit > 0n),
    lossesInARow: longestStreak(trips, (one) => one.profit < 0n),
    systemQuality: systemQuality(profitsOf(trips)),
  }
}

/** Trips that ended at one time count in the order of their entry, then of their symbols, then of their profits: not as they are listed. */
function longestStreak(trips: readonly RoundTrip[], is: (one: RoundTrip) => boolean): number {
  const inOrder = trips.toSorted(
    (a, b) => a.exited - b.exited || a.entered - b.entered || a.asset.sid - b.asset.sid || Number(a.profit - b.profit),
  )
  let [longest, run] = [0, 0]
  for (const one of inOrder) {
    run = is(one) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** How far a trip went against its holder and in favour, from the entry price: fractions of it, adverse at most 0, favourable at least 0. */
export interface Excursion {
  readonly adverse: number
  readonly favourable: number
}

/**
 * Of the bars after the entry's session up to the exit's (or the last), and of the exit price: a fill at the close has not seen its own
 * session's range. Prices before a split are brought to the units of the exit. NaN without prices.
 */
export function excursion(one: RoundTrip | OpenLot, prices: PriceHistory, lastRow: number): Excursion {
  const bars = prices.of(one.asset.sid)
  if (!bars || !(one.entryPrice > 0)) return { adverse: Number.NaN, favourable: Number.NaN }
  const exit = 'exitPrice' in one ? one.exitPrice : one.lastPrice
  let [low, high] = [Math.min(exit, one.entryPrice), Math.max(exit, one.entryPrice)]
  for (let row = one.enteredRow + 1; row <= ('exitedRow' in one ? one.exitedRow : lastRow); row++) {
    let factor = 1
    for (const [at, scale] of one.scales) if (at > row) factor /= scale
    if (bars.low[row] * factor < low) low = bars.low[row] * factor
    if (bars.high[row] * factor > high) high = bars.high[row] * factor
  }
  const [down, up] = [low / one.entryPrice - 1, high / one.entryPrice - 1]
  return one.side === 'long' ? { adverse: down, favourable: up } : { adverse: -up, favourable: -down }
}

/** What the trips of one group came to. */
export interface TripGroup {
  readonly name: string
  readonly count: number
  readonly winRate: number
  readonly profit: number
  readonly averageReturn: number
}

/** Groups trips by a name, in the order of the names. */
export function groupTrips(trips: readonly RoundTrip[], nameOf: (one: RoundTrip) => string): TripGroup[] {
  const groups = new Map<string, RoundTrip[]>()
  for (const one of trips) {
    const name = nameOf(one)
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, some]) => ({
    name,
    count: some.length,
    winRate: some.filter(({ profit }) => profit > 0n).length / some.length,
    profit: exactToNumber(totalOf(some, 'profit')),
    averageReturn: some.reduce((sum, one) => sum + tripReturn(one), 0) / some.length,
  }))
}
