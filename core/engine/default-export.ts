import { RustybtError } from '../kernel/errors.js'
import type { Strategy, StrategyForm } from './strategy.js'

const CALLBACKS = ['initialize', 'beforeTradingStart', 'onBar', 'onEnd'] as const

/** A file whose default export is a `Strategy`, or a function that makes one of the parameters. */
export const defaultExport: StrategyForm = {
  profile: 'strict',
  strategyOf(exports, parameters) {
    const given = exports.default
    if (typeof given === 'function') return checkStrategy((given as (of: typeof parameters) => unknown)(parameters))
    const has = typeof given === 'object' && given !== null && CALLBACKS.some((name) => name in given)
    return has ? checkStrategy(given) : undefined
  },
}

function checkStrategy(given: unknown): Strategy {
  const strategy = (given ?? {}) as Record<string, unknown>
  const found = CALLBACKS.filter((name) => strategy[name] !== undefined)
  const wrong = found.find((name) => typeof strategy[name] !== 'function')
  if (found.length > 0 && wrong === undefined) return strategy as Strategy
  const what = wrong === undefined ? `has none of ${CALLBACKS.join(', ')}` : `has a ${wrong} that is no function`
  throw new RustybtError('STRATEGY_INVALID', `the strategy that the file exports by default ${what}`, {
    hint: 'export default { onBar(run) { … } }',
  })
}
