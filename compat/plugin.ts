import { BundleRecipe } from '../core/data/bundle-recipe.js'
import { MetricsSet } from '../core/engine/metrics-set.js'
import { StrategyForm } from '../core/engine/strategy.js'
import { definePlugin } from '../core/kernel/plugin.js'
import { algorithm, algorithmOf } from './algorithm.js'
import { registeredBundles } from './bundles/bundles.js'
import { registeredSets } from './metrics/metrics.js'

export default definePlugin({
  name: 'compat',
  requires: '>=0.1.0',
  register(host) {
    for (const [name, create] of registeredBundles())
      host.provide(BundleRecipe, name, create, { summary: 'a bundle that is registered' })
    for (const [name, create] of registeredSets())
      host.provide(MetricsSet, name, create, { summary: 'a metrics set of your own' })
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
