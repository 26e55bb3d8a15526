type Columns = Readonly<Record<string, Float64Array>>

/** Columns that are worked out together, when one of them is read first. */
export interface ColumnGroup {
  readonly names: readonly string[]
  readonly make: () => Columns
}

/** Where an object of columns keeps what makes them, and what has been made. */
const STATE = Symbol('columns')
interface Lazy {
  readonly [STATE]: { readonly groups: readonly ColumnGroup[]; readonly made: Record<string, Float64Array> }
}

/** One a name for all runs: V8 keeps a getter with the shape of its object, and what it sees until it looks through the whole heap. */
const getters = new Map<string, (this: Lazy) => Float64Array>()

/** An object of all groups' columns in their order: who reads one column of a run does not pay for the others. */
export function lazyColumns(groups: readonly ColumnGroup[]): Columns {
  const columns = Object.defineProperty({}, STATE, { value: { groups, made: {} } })
  for (const { names } of groups)
    for (const name of names) Object.defineProperty(columns, name, { get: getterOf(name), enumerable: true })
  return columns
}

function getterOf(name: string): (this: Lazy) => Float64Array {
  const known = getters.get(name)
  if (known) return known
  const getter = function (this: Lazy) {
    const { groups, made } = this[STATE]
    if (!(name in made)) Object.assign(made, groups.find(({ names }) => names.includes(name))!.make())
    return made[name]
  }
  getters.set(name, getter)
  return getter
}
