import { readFileSync } from 'node:fs'

/** Folders of test data by kind. */
export const DATA = { daily: folder('daily'), minute: folder('minute'), futures: folder('futures') }

function folder(name: string): string {
  return new URL(`../parity/data/${name}`, import.meta.url).pathname
}

/** What a script of `zipline/` has written. */
export function answersOf<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./zipline/${name}.json`, import.meta.url), 'utf8')) as T
}

/** How far two columns are apart: the largest difference, relative to the larger number where that is beyond 1; infinite where one is missing. */
export function apart(actual: ArrayLike<number>, expected: ArrayLike<number | null>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (let i = 0; i < actual.length; i++) {
    const there = expected[i]
    if (there === null || Number.isNaN(actual[i])) {
      if (!(there === null && Number.isNaN(actual[i]))) return Number.POSITIVE_INFINITY
    } else worst = Math.max(worst, Math.abs(actual[i] - there) / Math.max(1, Math.abs(there)))
  }
  return worst
}
