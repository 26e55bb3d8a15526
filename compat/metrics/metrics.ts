import { METRICS_SETS, type MetricsSet, SESSION_COLUMNS } from '../../core/engine/metrics-set.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { DailyLedgerField, ReturnsStatistic, SimpleLedgerField, StartOfPeriodLedgerField } from './fields.js'
import { isObserver, isStandard, type Measure, type Metric } from './metric.js'
import { MetricsObserver } from './observer.js'

type MakeSet = () => Iterable<Measure>

const sets = new Map<string, MakeSet>(
  Object.entries(METRICS_SETS).map(([name, { create }]) => [name, () => measuresOf(create())]),
)

/** Makes a metrics set known by a name, for `run_algorithm({ metrics_set })` and `--metrics-set`. It is made anew for each run. */
function register(name: string, make: MakeSet): MakeSet {
  if (sets.has(name))
    throw new RustybtError('METRICS_SET_DUPLICATE', `metrics set '${name}' is already registered`, {
      hint: 'choose another name, or unregister that one first',
    })
  sets.set(name, make)
  return make
}

function unregister(name: string): void {
  if (!sets.delete(name))
    throw new RustybtError('METRICS_SET_UNKNOWN', `metrics set '${name}' was not already registered`)
}

/** A new instance of a set: to run with, or to make another of. */
function load(name: string): Measure[] {
  const make = sets.get(name)
  if (make) return [...make()]
  throw new RustybtError('METRICS_SET_UNKNOWN', `no metrics set registered as '${name}'`, {
    hint: `there are ${[...sets.keys()].sort().join(', ')}`,
  })
}

/**
 * Metrics sets: `default`, `classic`, `none`, and one's own.
 *
 *     metrics.register('counted', () => [
 *       ...metrics.load('default'),
 *       { end_of_session(packet, ledger) { packet.daily_perf.holdings = ledger.portfolio.positions.size } },
 *     ])
 */
export const metrics = {
  register,
  unregister,
  load,
  /** The names that are known. */
  get metrics_sets(): string[] {
    return [...sets.keys()]
  },
  SimpleLedgerField,
  DailyLedgerField,
  StartOfPeriodLedgerField,
  ReturnsStatistic,
}

/** The sets that are registered beside Zipline's own. */
export function registeredSets(): readonly (readonly [string, () => MetricsSet])[] {
  return [...sets].flatMap(([name, make]) =>
    name in METRICS_SETS ? [] : [[name, () => metricsSetOf(make())] as const],
  )
}

/** Measures as core's role. */
export function metricsSetOf(measures: Iterable<Measure>): MetricsSet {
  const all = [...measures]
  const own = all.filter((measure): measure is Metric => !isStandard(measure) && !isObserver(measure))
  return {
    columns: [...SESSION_COLUMNS, ...all.filter(isStandard).map(({ column }) => column)],
    observers: [...all.filter(isObserver), ...(own.length > 0 ? [new MetricsObserver(own)] : [])],
  }
}

function measuresOf({ columns, observers }: MetricsSet): Measure[] {
  return [...columns.map((column) => ({ column })), ...observers]
}
