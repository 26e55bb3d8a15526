import { RustybtError } from '../core/kernel/errors.js'
import { currentRun } from './current.js'
import { assetOf, ContinuousFuture, type Future } from './protocol.js'

/** The contract with this symbol, such as CLF21. Throws `SYMBOL_NOT_FOUND`. */
export function future_symbol(symbol: string): Future {
  const run = currentRun('future_symbol')
  const found = run.finder.all.find((asset) => asset.kind === 'future' && asset.symbol === symbol.toUpperCase())
  if (!found) throw new RustybtError('SYMBOL_NOT_FOUND', `Symbol '${symbol}' was not found.`)
  return assetOf(found) as Future
}

export interface ContinuousFutureOptions {
  /** How many contracts beyond the current one. */
  readonly offset?: number
  readonly roll?: 'calendar' | 'volume'
  readonly adjustment?: 'mul' | 'add' | null
}

const interned = new WeakMap<object, Map<string, ContinuousFuture>>()

/** A root's chain read as one: `continuous_future('CL', { roll: 'calendar', adjustment: null })`, or the arguments in Zipline's order. */
export function continuous_future(
  root_symbol_str: string,
  offset: number | ContinuousFutureOptions = 0,
  roll: 'calendar' | 'volume' = 'volume',
  adjustment: 'mul' | 'add' | null = 'mul',
): ContinuousFuture {
  const run = currentRun('continuous_future')
  if (typeof offset === 'object') {
    const { offset: further = 0, roll: style = 'volume', adjustment: step = 'mul' } = offset
    return continuous_future(root_symbol_str, further, style, step)
  }
  const root = root_symbol_str.toUpperCase()
  if (roll !== 'calendar' && roll !== 'volume') {
    throw new RustybtError(
      'CONTINUOUS_FUTURE',
      `Invalid roll style '${roll}'. Allowed roll styles are 'calendar' and 'volume'.`,
    )
  }
  if (adjustment !== 'mul' && adjustment !== 'add' && adjustment !== null) {
    throw new RustybtError(
      'CONTINUOUS_FUTURE',
      `Invalid adjustment style '${adjustment}'. Allowed adjustment styles are 'mul', 'add' and null.`,
    )
  }
  const { startDate, endDate, contracts } = run.data.continuous.chain(root)
  const known = interned.get(run) ?? new Map<string, ContinuousFuture>()
  interned.set(run, known)
  const key = `${root} ${offset} ${roll} ${adjustment}`
  let future = known.get(key)
  if (!future) {
    const { exchange } = contracts[0]
    future = new ContinuousFuture({
      kind: 'continuous-future',
      rootSymbol: root,
      offset,
      roll,
      adjustment: adjustment ?? undefined,
      exchange,
      startDate,
      endDate,
    })
    known.set(key, future)
  }
  return future
}
