import { knownNames } from './nearest.js'
import type { About, Create } from './plugin.js'
import { refusal } from './refusal.js'
import { type Token, tokenName } from './token.js'

/** What one plugin offers for one role under one name. */
export interface Offer {
  readonly role: Token<unknown>
  readonly name: string
  readonly plugin: string
  readonly create: Create<unknown, never>
  readonly about: About<never>
}

/** An offer as it is listed. `role` is the role's name. */
export interface OfferListing {
  readonly role: string
  readonly name: string
  readonly plugin: string
  readonly summary?: string
  readonly options?: About['options']
  readonly capabilities: readonly string[]
  readonly example?: About['example']
}

/** All offers, by role and name, in the order in which they came. */
export class Registry {
  readonly #roles = new Map<Token<unknown>, Map<string, Offer>>()

  add(offer: Offer): void {
    checkOffer(offer)
    const offers = this.#roles.get(offer.role) ?? new Map<string, Offer>()
    const first = offers.get(offer.name)
    if (first !== undefined) {
      const message = `${describeOffer(first)} is offered twice: by plugin '${first.plugin}' and by plugin '${offer.plugin}'`
      throw refusal('OFFER_DUPLICATE', message, {
        hint: 'leave one of the plugins out of the config, or rename its offer',
      })
    }
    this.#roles.set(offer.role, offers.set(offer.name, offer))
  }

  find(role: Token<unknown>, name: string): Offer {
    const offers = this.#roles.get(role)
    const offer = offers?.get(name)
    if (offer !== undefined) return offer
    throw refusal(
      'UNKNOWN_NAME',
      `no ${tokenName(role)} called '${name}'${knownNames(name, [...(offers?.keys() ?? [])])}`,
      {
        hint: '`rustybt plugins` lists what the installed plugins offer',
      },
    )
  }

  list(role?: Token<unknown>): readonly OfferListing[] {
    const chosen = role === undefined ? [...this.#roles.values()] : [this.#roles.get(role) ?? new Map<string, Offer>()]
    return chosen.flatMap((offers) => [...offers.values()]).map(listing)
  }
}

/** `Broker 'acme'` */
export function describeOffer(offer: Pick<Offer, 'role' | 'name'>): string {
  return `${tokenName(offer.role)} '${offer.name}'`
}

function listing({ role, name, plugin, about }: Offer): OfferListing {
  const { summary, options, capabilities = [], example } = about as About
  return { role: tokenName(role), name, plugin, summary, options, capabilities, example }
}

function checkOffer({ plugin, role, name, create }: Offer): void {
  const wrong =
    typeof role !== 'symbol' || tokenName(role) === ''
      ? 'for something that is not a role'
      : typeof name !== 'string' || name === ''
        ? `for ${tokenName(role)} without a name`
        : typeof create !== 'function'
          ? `for ${describeOffer({ role, name })} without a function that makes it`
          : undefined
  if (wrong === undefined) return
  throw refusal('OFFER_INVALID', `plugin '${plugin}' offers something ${wrong}`, {
    hint: "host.provide(Role, 'name', (options, resolve) => instance)",
  })
}
