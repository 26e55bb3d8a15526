/**
 * The known name that was probably meant: the least edits away (letters put in, left out, changed, swapped with their
 * neighbour; case does not count), if no more than a third of the name's letters, or one of two. First wins a tie.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = (name.length < 3 ? name.length - 1 : Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (edits < least) {
      least = edits
      best = candidate
    }
  }
  return best
}

/** Names that a message lists before it only counts the rest. */
const LISTED = 12

/** `; known: a, b. Did you mean 'a'?`, the end of a message about a name that is not known. */
export function knownNames(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; none is known'
  const meant = nearest(name, known)
  const listed =
    known.length > LISTED ? `${known.slice(0, LISTED).join(', ')}, … (${known.length} in all)` : known.join(', ')
  return `; known: ${listed}${meant === undefined ? '' : `. Did you mean '${meant}'?`}`
}

/** Optimal string alignment distance, three rows at a time. */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, changed)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = above
    above = row
  }
  return above[b.length]
}
