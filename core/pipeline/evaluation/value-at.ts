/** The value below which a share (0 to 1) of the sorted ones lies, of nothing NaN: between neighbours in a straight line, in numpy's order of operations, since values may lie exactly on an edge. */
export function valueAt(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = (sorted.length - 1) * share
  if (place >= sorted.length - 1) return sorted[sorted.length - 1]
  const below = Math.floor(place)
  const beyond = place - below
  const [low, high] = [sorted[below], sorted[below + 1]]
  return beyond >= 0.5 ? high - (high - low) * (1 - beyond) : low + (high - low) * beyond
}
