import type { Json } from './compare.js'

/**
 * A value of an algorithm as an answer writes it: NaN is null, infinities are 'inf' and '-inf', times are ISO texts, assets their symbols,
 * and what holds several values is a list or an object.
 */
export function plain(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object') return String(value)
  if (has(value, 'isoformat')) return String(value.isoformat())
  if (has(value, 'tolist')) return plain(value.tolist())
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [keyOf(key), plain(item)]))
  if (Array.isArray(value)) return value.map(plain)
  if (Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(plain)
  if ('symbol' in value) return String(value.symbol)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
}

function plainNumber(value: number): Json {
  if (Number.isNaN(value)) return null
  if (Number.isFinite(value)) return value
  return value > 0 ? 'inf' : '-inf'
}

const has = <Name extends string>(value: object, name: Name): value is Record<Name, () => unknown> =>
  name in value && typeof (value as Record<string, unknown>)[name] === 'function'

const keyOf = (key: unknown): string => String(plain(key))
