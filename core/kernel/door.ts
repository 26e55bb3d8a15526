import { duration, within } from './deadline.js'
import type { Log } from './log.js'
import type { Plugin, PluginHost } from './plugin.js'
import { hintOf, isRefusal, messageOf, refusal } from './refusal.js'
import type { Offer, Registry } from './registry.js'
import { Releases } from './releases.js'

/** What plugins come in by: offers are taken until it is sealed, releases until it is closed. */
export class Door {
  readonly releases: Releases
  #state: 'open' | 'sealed' | 'closed' = 'open'

  constructor(
    private readonly registry: Registry,
    private readonly log: Log,
    /** How long one plugin may take to register, ms. */
    private readonly limit: number,
  ) {
    this.releases = new Releases(limit)
  }

  async register(plugin: Plugin): Promise<void> {
    const late = () =>
      refusal('PLUGIN_TIMEOUT', `plugin '${plugin.name}' did not register within ${duration(this.limit)}`)
    try {
      await within(this.limit, () => plugin.register(this.#hostFor(plugin.name)), late)
    } catch (cause) {
      if (isRefusal(cause)) throw cause
      const message = this.log.redact(`plugin '${plugin.name}' failed to register: ${messageOf(cause)}`)
      throw refusal('PLUGIN_FAILED', message, { hint: hintOf(cause), cause })
    }
  }

  seal(): void {
    this.#state = 'sealed'
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  close(): void {
    this.#state = 'closed'
  }

  #hostFor(plugin: string): PluginHost {
    return {
      provide: (role, name, create, about = {}) => {
        if (this.#state === 'open') return this.registry.add({ role, name, plugin, create, about } as unknown as Offer)
        throw refusal(
          'KERNEL_SEALED',
          `plugin '${plugin}' offers '${String(name)}' after all plugins have registered`,
          {
            hint: 'offer inside register, and await in it what the offer needs',
          },
        )
      },
      onClose: (release) => {
        if (this.isClosed)
          throw refusal('KERNEL_CLOSED', `plugin '${plugin}' has something to close after the kernel was closed`)
        this.releases.add(`plugin '${plugin}'`, release)
      },
    }
  }
}
