import builtin from '../../builtin.js'
import { checkChoice } from '../../kernel/choice.js'
import { createKernel, type Kernel } from '../../kernel/kernel.js'
import type { Plugin } from '../../kernel/plugin.js'
import type { OfferListing } from '../../kernel/registry.js'
import { type Token, tokenName } from '../../kernel/token.js'
import { VERSION } from '../../version.js'
import type { Behaviour, Offered } from './contract.js'
import { demand } from './deeds.js'

/** What every plugin promises of what it offers, whatever the role. */
export function offerBehaviours<T>(role: Token<T>, { plugin, use }: Offered): readonly Behaviour<T>[] {
  const choice = checkChoice(use, tokenName(role))
  const name = 'use' in choice ? choice.use : ''
  const listed = async (check: (offer: OfferListing) => void) => {
    const kernel = await kernelWith(plugin)
    try {
      const offers = kernel.offers(role)
      const offer = offers.find((each) => each.name === name)
      demand(offer !== undefined, () => {
        const names = offers.filter((each) => each.plugin === plugin.name).map((each) => `'${each.name}'`)
        return `plugin '${plugin.name}' offers no ${tokenName(role)} '${name}', only ${names.join(', ') || 'none'}`
      })
      check(offer)
    } finally {
      await kernel.close()
    }
  }
  return [
    { name: 'registers, and offers what is chosen under its name', check: () => listed(() => {}) },
    {
      name: 'says in one line what it is',
      check: () =>
        listed(({ summary }) => {
          demand(
            summary !== undefined && summary.trim() !== '' && !summary.includes('\n'),
            () =>
              `expected a summary of one line beside '${name}', was ${JSON.stringify(summary)}: host.provide(role, name, create, { summary })`,
          )
        }),
    },
    {
      name: 'is made anew for each run',
      check: async (make) => {
        const [first, second] = [await make(), await make()]
        demand(
          first !== second || typeof (first as { close?: unknown }).close !== 'function',
          'two runs were handed the same instance, and the first to end closes it for both: make one in the factory',
        )
      },
    },
  ]
}

/** A kernel with core's offers and the plugin's. */
export function kernelWith(plugin: Plugin): Promise<Kernel> {
  const plugins = plugin.name === builtin.name ? [plugin] : [builtin, plugin]
  return createKernel({ version: VERSION, plugins: plugins.map((each) => ({ ...each, after: [] })) })
}
