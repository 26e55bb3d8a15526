/** Columns that are worked out together, when one of them is read first. */
export interface ColumnGroup {
  readonly names: readonly string[]
  readonly make: () => Readonly<Record<string, Float64Array>>
}

/** An object of all groups' columns in their order: who reads one column of a run does not pay for the others. */
export function lazyColumns(groups: readonly ColumnGroup[]): Readonly<Record<string, Float64Array>> {
  const columns: Record<string, Float64Array> = {}
  for (const { names, make } of groups) {
    const read = (name: string) => {
      const made = make()
      for (const each of names) Object.defineProperty(columns, each, { value: made[each], enumerable: true })
      return made[name]
    }
    for (const name of names)
      Object.defineProperty(columns, name, { get: () => read(name), enumerable: true, configurable: true })
  }
  return columns
}
