import { describe, expect, it } from '@jest/globals'
import { MetricsSet } from '../../core/engine/metrics-set.js'
import { checkOffer } from '../../core/testing/contracts/contracts.js'
import { observerContract } from '../../core/testing/contracts/observer.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { firstPartyKernel } from './first-party.js'

const plugins = new Map((await firstPartyPlugins()).map((plugin) => [plugin.name, plugin]))
const kernel = await firstPartyKernel()
const offers = kernel.offers().filter(({ plugin }) => plugins.has(plugin))
/** Those that cannot be made without a file, a key or a service; they keep their contracts in tests of their own. */
const OUTSIDE = [
  'ccxt',
  'csv',
  'parquet',
  'arrow',
  'yahoo',
  'polygon',
  'alpaca',
  'fred',
  'zipline-bundle',
  'historical',
]

describe.each([...new Set(offers.map(({ role }) => role))])('%s', (role) => {
  it.each(offers.filter((offer) => offer.role === role).map((offer) => [offer.name, offer] as const))(
    '%s keeps the contract of its role, as `rustybt plugins check` has it',
    async (name, { plugin, example: options }) => {
      const answer = await checkOffer(role, { plugin: plugins.get(plugin)!, name, options })
      if ('unchecked' in answer) {
        const why = /^there is no suite|^only its own tests know/
        expect(answer.unchecked).toMatch(OUTSIDE.includes(name) ? RegExp(`${why.source}|--option`) : why)
      } else expect(answer.filter(({ fault }) => fault !== undefined)).toEqual([])
    },
  )
})

for (const { name } of kernel.offers(MetricsSet)) {
  const create = async (i: number) => (await kernel.create(MetricsSet, name)).observers[i]
  const { observers } = await kernel.create(MetricsSet, name)
  observers.forEach((_, i) => void observerContract({ create: () => create(i) }))
}
