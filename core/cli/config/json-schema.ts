import { z } from 'zod'
import type { OfferListing } from '../../kernel/registry.js'
import { tokenName } from '../../kernel/token.js'
import { configSchema } from '../run/config.js'
import { CONFIG_ROLES } from './roles.js'

type Schema = Readonly<Record<string, unknown>>

/**
 * A config as JSON, in JSON Schema: what the schema of configs says, and for each key that chooses somebody the names that there are,
 * with what each is. A name that is not among them may be a plugin's.
 */
export function configJsonSchema(offers: readonly OfferListing[]): Schema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { unrepresentable: 'any', io: 'input' }) as Schema & {
    properties: Record<string, Schema & { items?: Schema; additionalProperties?: Schema }>
  }
  const named = (properties: Readonly<Record<string, Schema>>): Record<string, Schema> =>
    Object.fromEntries(
      Object.entries(properties).map(([key, property]) => {
        const role = CONFIG_ROLES[key]
        if (role === undefined) return [key, property]
        const known = offers.filter((offer) => offer.role === tokenName(role))
        if (known.length === 0) return [key, property]
        const names = namesOf(known, key)
        const offered = (schema: Schema) => ({ ...schema, anyOf: [names, ...((schema.anyOf as Schema[]) ?? [])] })
        // A list's items are chosen among the names, not the list.
        return [
          key,
          property.type === 'array' ? { ...property, items: offered(property.items as Schema) } : offered(property),
        ]
      }),
    )
  const { profiles, plugins, ...settings } = schema.properties
  const profile = profiles.additionalProperties as { properties: Record<string, Schema> }
  const $id = { $schema: { type: 'string' } }
  const names = { type: 'array', items: { type: 'string' } }
  const { plugins: _, ...ofProfile } = profile.properties
  return {
    $schema,
    title: 'rustybt.config.json',
    ...schema,
    properties: {
      ...$id,
      plugins: names,
      ...named(settings),
      profiles: {
        ...profiles,
        additionalProperties: { ...profile, properties: { plugins: names, ...named(ofProfile) } },
      },
    },
  }
}

/** Names for editors to offer, each with what it is. */
function namesOf(offers: readonly OfferListing[], key: string): Schema {
  const own = key === 'feed' ? [{ const: 'history', description: 'bars of the past' }] : []
  return { anyOf: [...own, ...offers.map(({ name, summary }) => ({ const: name, description: summary ?? '' }))] }
}
