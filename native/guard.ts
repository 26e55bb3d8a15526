import type { AccountKernels, Kernels } from './interface.js'

export type Operation = Exclude<keyof Kernels, 'mode' | 'reason'>

const ALL: Readonly<Record<Operation, true>> = {
  decimalAdd: true,
  decimalSubtract: true,
  decimalMultiply: true,
  decimalDivide: true,
  decimalFromFloat: true,
  decimalToFloat: true,
  accountOpen: true,
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

type AccountOperation = 'accountApply' | 'accountMark' | 'accountTotals'
type Translate = (error: unknown, operation: Operation | AccountOperation) => unknown
type Run = (a: unknown, b: unknown, c?: unknown, d?: unknown, e?: unknown) => unknown

/** The same kernels, whose errors are what `translate` makes of them. */
export function guard(kernels: Kernels, translate: Translate): Kernels {
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
  const { accountOpen } = guarded as unknown as Kernels
  guarded.accountOpen = (...arrays: Parameters<Kernels['accountOpen']>) =>
    guardAccount(accountOpen(...arrays), translate)
  return guarded as unknown as Kernels
}

function guardAccount({ apply, mark, totals }: AccountKernels, translate: Translate): AccountKernels {
  const guarded =
    (run: (fills: BigInt64Array, count: number) => void, operation: AccountOperation) =>
    (fills?: BigInt64Array, count?: number): void => {
      try {
        run(fills!, count!)
      } catch (error) {
        throw translate(error, operation)
      }
    }
  return {
    apply: guarded(apply, 'accountApply'),
    mark: guarded(mark, 'accountMark'),
    totals: guarded(totals, 'accountTotals'),
  }
}
