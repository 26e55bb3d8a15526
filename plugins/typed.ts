/** What `rustybt` is to a type checker: core's public names, and the names that first-party plugins can be chosen by. */
export * from '../core/index.js'
export type { FirstPartyNames } from './names.js'
