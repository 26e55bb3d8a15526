/**
 * A copy that JSON can hold, each text and key in it passed through `clean`: errors become records with their causes, Maps
 * and Sets become records and lists, bigints and functions become texts, a circle is cut.
 */
export function toPlain(value: unknown, clean: (text: string) => string, above: readonly unknown[] = []): unknown {
  if (typeof value === 'string') return clean(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (typeof value !== 'object') return clean(typeof value === 'function' ? `[function ${value.name}]` : String(value))
  if (above.includes(value)) return '[circular]'
  const inside = (item: unknown) => toPlain(item, clean, [...above, value])
  const record = (pairs: Iterable<readonly [unknown, unknown]>) =>
    Object.fromEntries([...pairs].map(([key, item]) => [clean(String(key)), inside(item)]))

  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}, ${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map(inside)
  if (isError(value)) return record(describeError(value))
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function')
    return inside((value as { toJSON(): unknown }).toJSON())
  if (value instanceof Map) return record(value)
  if (value instanceof Set) return [...value].map(inside)
  return record(Object.entries(value))
}

/** Also of another realm. */
function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}

function describeError(error: Error): readonly (readonly [string, unknown])[] {
  const { name, message, stack, cause } = error
  const errors = (error as { errors?: unknown }).errors
  const described = { ...error, name, message, stack, cause, errors }
  return Object.entries(described).filter(([, value]) => value !== undefined)
}
