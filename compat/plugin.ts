import { StrategyForm } from '../core/engine/strategy.js'
import { definePlugin } from '../core/kernel/plugin.js'
import { algorithm, algorithmOf } from './algorithm.js'

export default definePlugin({
  name: 'compat',
  requires: '>=0.1.0',
  register(host) {
    host.provide(
      StrategyForm,
      'zipline',
      () => ({
        profile: 'zipline' as const,
        strategyOf(exports, parameters) {
          const found = algorithmOf(exports)
          return found && algorithm(found, parameters)
        },
      }),
      { summary: 'a file that exports initialize, handle_data, …, as for Zipline' },
    )
  },
})
