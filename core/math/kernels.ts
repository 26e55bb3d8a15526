import { NativeError } from '../../native/errors.js'
import { guard } from '../../native/guard.js'
import { kernels as native } from '../../native/index.js'
import type { Kernels } from '../../native/interface.js'
import { RustybtError } from '../kernel/errors.js'

export { RISK_FIGURES, SESSION, SESSION_FIGURES } from '../../native/figures.js'
export {
  ACCOUNT,
  type AccountKernels,
  FILL,
  GROUPING,
  type Kernels,
  NUMBERS,
  SLOT,
  SWEEP,
  SWEEP_COMMISSION,
  SWEEP_SLIPPAGE,
} from '../../native/interface.js'

/** The numeric core of this process; `mode` and `reason` say which it is. What it refuses is a `RustybtError`. */
export const kernels: Kernels = guard(native, rustybtError)

/** A kernel's refusal as an error of ours; anything else as it is. */
export function rustybtError(error: unknown): unknown {
  if (!(error instanceof NativeError)) return error
  return new RustybtError(error.code, error.message, { hint: error.hint, cause: error })
}
