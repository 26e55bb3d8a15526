/** What every sweep has: pairs of windows, a holding, the capital, and the commission as a share of the value traded. */
export const UNITS = 100
export const CAPITAL = 1e6
export const FEE = 0.001

/** All pairs of windows from 2 to 46, the shorter first: 990. */
export function sweepPairs(): [short: number, long: number][] {
  const windows = Array.from({ length: 45 }, (_, i) => i + 2)
  return windows.flatMap((short) =>
    windows.filter((long) => long > short).map((long): [number, number] => [short, long]),
  )
}
