import { readFileSync } from 'node:fs'

type Coded = number | boolean | string
export interface Case {
  readonly series: string
  readonly method: string
  readonly args: readonly unknown[]
  readonly answer: Coded | readonly Coded[]
}
export interface PairCase {
  readonly a: string
  readonly b: string
  readonly corr: Coded
  readonly cov: Coded
  readonly add: readonly Coded[]
  readonly gt: readonly Coded[]
  readonly regression: readonly Coded[] | null
}

/** What pandas answers, written by pandas_answers.py. JSON has no NaN and no infinities: they are texts there. */
export const answers = JSON.parse(readFileSync(new URL('./pandas-answers.json', import.meta.url), 'utf8')) as {
  readonly series: Readonly<Record<string, readonly Coded[]>>
  readonly reductions: readonly Case[]
  readonly columns: readonly Case[]
  readonly rolling: readonly (Case & { readonly window: number; readonly minPeriods: number })[]
  readonly ewm: readonly (Case & { readonly decay: Readonly<Record<string, number | boolean>> })[]
  readonly pairs: readonly PairCase[]
  readonly aligned: { readonly sub: readonly Coded[]; readonly labels: readonly string[] }
  readonly frame: Readonly<Record<string, readonly Coded[] | readonly (readonly Coded[])[]>>
  readonly texts: readonly { readonly values: readonly Coded[]; readonly text: string; readonly name: string | null }[]
  readonly frameText: string
  readonly dates: string
}

export function column(name: string): Float64Array {
  return Float64Array.from(answers.series[name], Number)
}

/** Numbers, whatever carries them; masks answer 0 and 1 here, True and False there. */
export function numbers(value: unknown): number[] {
  return (typeof value === 'object' ? Array.from(value as Iterable<unknown>) : [value]).map(Number)
}

/** The first place where two lists of numbers differ by more than a part in 10^12, or undefined. */
export function difference(actual: unknown, expected: unknown, tolerance = 1e-12): string | undefined {
  const [a, b] = [numbers(actual), numbers(expected)]
  if (a.length !== b.length) return `${a.length} values, pandas has ${b.length}`
  const i = b.findIndex((want, k) => !near(a[k], want, tolerance))
  return i < 0 ? undefined : `[${i}] is ${a[i]}, pandas has ${b[i]}`
}

function near(a: number, b: number, tolerance: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))
}
