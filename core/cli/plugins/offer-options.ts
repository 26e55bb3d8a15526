import { type ZodType, z } from 'zod'

/** One option of an offer as it is listed. */
export interface ListedOption {
  readonly name: string
  readonly needed: boolean
  /** What it is where it is left out; undefined: nothing. */
  readonly default?: unknown
}

/** The options that a schema takes, in its order; none where it is no object. */
export function listedOptions(schema: ZodType | undefined): readonly ListedOption[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => {
    const fallback = typeof property === 'object' ? property.default : undefined
    return { name, needed: required.includes(name), ...(fallback === undefined ? {} : { default: fallback }) }
  })
}

/** `tiers (needed), by "value", minimum 0`. */
export function optionsText(options: readonly ListedOption[]): string {
  return options
    .map(({ name, needed, default: fallback }) => {
      if (needed) return `${name} (needed)`
      return fallback === undefined ? name : `${name} ${JSON.stringify(fallback)}`
    })
    .join(', ')
}
