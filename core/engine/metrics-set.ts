import { token } from '../kernel/token.js'
import { PERFORMANCE_COLUMNS, type PerformanceColumn } from './metrics.js'
import type { Observer } from './observer.js'
import { RiskReport } from './risk-report.js'

/** What stands in every performance, whatever is measured. */
export const SESSION_COLUMNS = ['period_open', 'period_close'] as const
/** All that a row of the performance can tell beside recorded variables. */
export const STANDARD_COLUMNS = [
  ...PERFORMANCE_COLUMNS,
  'orders',
  'transactions',
  'positions',
  'period_label',
] as const satisfies readonly (PerformanceColumn | string)[]
export type StandardColumn = (typeof STANDARD_COLUMNS)[number]

/** What a run's performance tells: which of the standard columns, and what its own observers add to them. Made anew for each run. */
export interface MetricsSet {
  readonly columns: readonly StandardColumn[]
  readonly observers: readonly Observer[]
}
export const MetricsSet = token<MetricsSet>('MetricsSet')

/** Zipline's sets, by their names there. */
export const METRICS_SETS = {
  default: { summary: 'all standard columns', create: () => ({ columns: STANDARD_COLUMNS, observers: [] }) },
  classic: {
    summary: 'all standard columns, and at the end risk over periods of 1, 3, 6 and 12 months',
    create: () => ({ columns: STANDARD_COLUMNS, observers: [new RiskReport()] }),
  },
  none: {
    summary: 'sessions and recorded variables alone',
    create: () => ({ columns: SESSION_COLUMNS, observers: [] }),
  },
} as const satisfies Record<string, { summary: string; create: () => MetricsSet }>
