import type { Kernels } from './interface.js'

export type Operation = Exclude<keyof Kernels, 'mode' | 'reason'>

const ALL: Readonly<Record<Operation, true>> = {
  decimalAdd: true,
  decimalSubtract: true,
  decimalMultiply: true,
  decimalDivide: true,
  decimalFromFloat: true,
  decimalToFloat: true,
  accountOpen: true,
  accountApply: true,
  accountMark: true,
  accountTotals: true,
  rollingSum: true,
  rollingMean: true,
  rollingStd: true,
  groupRows: true,
  sessionFigures: true,
  riskFigures: true,
  sweepTargets: true,
}

/** The names of all kernels. */
export const OPERATIONS = Object.keys(ALL) as readonly Operation[]

type Run = (a: unknown, b: unknown, c?: unknown, d?: unknown, e?: unknown) => unknown

/** The same kernels, whose errors are what `translate` makes of them. */
export function guard(kernels: Kernels, translate: (error: unknown, operation: Operation) => unknown): Kernels {
  const guarded: Record<string, unknown> = { mode: kernels.mode, reason: kernels.reason }
  for (const operation of OPERATIONS) {
    const run = kernels[operation] as Run
    // Five parameters, as many as any kernel has: rest parameters would allocate on each call.
    guarded[operation] = (a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): unknown => {
      try {
        return run(a, b, c, d, e)
      } catch (error) {
        throw translate(error, operation)
      }
    }
  }
  return guarded as unknown as Kernels
}
