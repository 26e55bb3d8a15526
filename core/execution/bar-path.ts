/**
 * The way of a price through a bar: open, the two extremes in one order or the other, close, in straight lines. A position on it is a
 * number from 0 (the open) to 3 (the close). Which way a bar really went it does not tell.
 */
export type BarPath = Float64Array

/** Where on a path a level is met first, and at what price: `NaN` where it is not. */
export interface Reach {
  readonly position: number
  readonly price: number
}

export const NEVER: Reach = { position: Number.NaN, price: Number.NaN }

/** Both ways through a bar: the high first, the low first. Prices that are missing, or outside the extremes, do not break it. */
export function pathsOf(open: number, high: number, low: number, close: number): readonly [BarPath, BarPath] {
  const first = Number.isNaN(open) ? close : open
  const top = Math.max(first, close, Number.isNaN(high) ? close : high)
  const bottom = Math.min(first, close, Number.isNaN(low) ? close : low)
  return [Float64Array.of(first, top, bottom, close), Float64Array.of(first, bottom, top, close)]
}

/**
 * The usual guess, 0 (the high first) or 1: a price goes to the nearer extreme first; of two that are equally near, to the one that it does
 * not end beside. undefined: the bar does not say.
 */
export function likelyPath([highFirst, lowFirst]: readonly [BarPath, BarPath]): 0 | 1 | undefined {
  const [open, top, bottom, close] = [highFirst[0], highFirst[1], lowFirst[1], highFirst[3]]
  const nearer = top - open - (open - bottom)
  if (Math.abs(nearer) > 1e-9 * top) return nearer < 0 ? 0 : 1
  return close === open ? undefined : close < open ? 0 : 1
}

export function priceAt(path: BarPath, position: number): number {
  const i = Math.min(2, Math.floor(position))
  return path[i] + (path[i + 1] - path[i]) * (position - i)
}

/** Where the price is first at or above (below) a level, from a position on: there already, at the price of that moment; else at the level. */
export function reachLevel(path: BarPath, from: number, level: number, above: boolean): Reach {
  const isThere = (price: number) => (above ? price >= level : price <= level)
  const start = priceAt(path, from)
  if (isThere(start)) return { position: from, price: start }
  for (let i = Math.floor(from) + 1; i <= 3; i++) {
    if (!isThere(path[i])) continue
    return { position: i - 1 + (level - path[i - 1]) / (path[i] - path[i - 1]), price: level }
  }
  return NEVER
}

/** Where the price meets a stop that follows it: `follow` is told each best price, and answers the stop from then on. `below`: the stop of a sell. */
export function reachTrailing(
  path: BarPath,
  from: number,
  stop: number,
  below: boolean,
  follow: (price: number) => number,
): Reach {
  let [level, position] = [stop, from]
  for (;;) {
    const start = priceAt(path, position)
    if (below ? start <= level : start >= level) return { position, price: position === from ? start : level }
    level = tighter(level, follow(start), below)
    const next = Math.floor(position) + 1
    if (next > 3) return NEVER
    const end = path[next]
    if (below ? end <= level : end >= level) return { ...reachLevel(path, position, level, !below), price: level }
    position = next
  }
}

const tighter = (a: number, b: number, below: boolean) => (below ? Math.max(a, b) : Math.min(a, b))
