import { Broker } from './execution/broker.js'
import { SimulatedBroker } from './execution/simulated-broker.js'
import { definePlugin } from './kernel/plugin.js'

/** Core's own offers, through the same door as anybody's. */
export default definePlugin({
  name: 'core',
  requires: '*',
  register(host) {
    host.provide(Broker, 'simulated', () => new SimulatedBroker(), { summary: 'fills orders from the bars of the run' })
  },
})
