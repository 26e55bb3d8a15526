const numbered = new WeakMap<object, number>()
let last = 0

/** A text that is the same for what is made of the same values and the same objects. */
export function identityOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identityOf).join()}]`
  if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
    if (Object.getPrototypeOf(value) === Object.prototype)
      return `{${Object.entries(value)
        .map(([name, entry]) => `${JSON.stringify(name)}:${identityOf(entry)}`)
        .join()}}`
    let number = numbered.get(value)
    if (number === undefined) numbered.set(value, (number = ++last))
    return `#${number}`
  }
  if (Object.is(value, -0)) return '-0'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

const kept = new Map<string, WeakRef<object>>()
const forget = new FinalizationRegistry((key: string) => {
  if (kept.get(key)?.deref() === undefined) kept.delete(key)
})

/** The object under a key, made where there is none; kept as long as somebody else keeps it. */
export function intern<T extends object>(key: string, create: () => T): T {
  const known = kept.get(key)?.deref()
  if (known) return known as T
  const created = create()
  kept.set(key, new WeakRef(created))
  forget.register(created, key)
  return created
}
