import type { Behaviour } from './contract.js'
import { demand, shown } from './deeds.js'

/** That a role's functions are there; `says` tells them as an author writes them. */
export const hasFunctions = <T>(says: string, ...names: readonly (keyof T & string)[]): Behaviour<T> => ({
  name: `has ${says}`,
  check: async (make) => {
    const instance = await make()
    for (const name of names)
      demand(typeof instance[name] === 'function', () => `expected a function ${name}, was ${shown(instance[name])}`)
  },
})

/** That what may be left out is a function where it is there. */
export const mayHaveFunctions = <T>(...names: readonly (keyof T & string)[]): Behaviour<T> => ({
  name: `has functions, or nothing, for ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  check: async (make) => {
    const instance = await make()
    for (const name of names) {
      const each = instance[name]
      demand(each === undefined || typeof each === 'function', () => `${name} is ${shown(each)}, not a function`)
    }
  },
})
