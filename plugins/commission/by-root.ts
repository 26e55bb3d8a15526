/** One number for all futures, or one by root symbol. */
export type ByRoot = number | Readonly<Record<string, number>>

/** The number of a root: its own, that of the fallback table, undefined where neither has it. */
export function ofRoot(given: ByRoot, root: string, fallback?: Readonly<Record<string, number>>): number | undefined {
  if (typeof given === 'number') return given
  if (Object.hasOwn(given, root)) return given[root]
  return fallback && Object.hasOwn(fallback, root) ? fallback[root] : undefined
}
