import type { Kernels } from '../interface.js'
import { accountOpen } from './account.js'
import {
  decimalAdd,
  decimalDivide,
  decimalFromFloat,
  decimalMultiply,
  decimalSubtract,
  decimalToFloat,
} from './decimal.js'
import { riskFigures, sessionFigures } from './figures.js'
import { groupRows } from './resample.js'
import { rollingMean, rollingStd, rollingSum } from './rolling.js'
import { sweepTargets } from './sweep.js'

/** The kernels in TypeScript: what the addon is measured against, and what stands in for it. */
export function referenceKernels(reason: string): Kernels {
  return {
    mode: 'js',
    reason,
    decimalAdd,
    decimalSubtract,
    decimalMultiply,
    decimalDivide,
    decimalFromFloat,
    decimalToFloat,
    accountOpen,
    rollingSum,
    rollingMean,
    rollingStd,
    groupRows,
    sessionFigures,
    riskFigures,
    sweepTargets,
  }
}
