import type { ZodType } from 'zod'
import type { Token } from './token.js'

/** Gives the instance that this run has bound to a role. Only for factories, at boot. */
export type Resolve = <T>(role: Token<T>) => Promise<T>

/** Said beside an offer, so that it can be listed and its options checked without being made. */
export interface About<Options = unknown> {
  readonly summary?: string
  /** Options of the choice `{ use: name, ...options }`; what it refuses is told with the path of the option. */
  readonly options?: ZodType<Options>
  readonly capabilities?: readonly string[]
  /** Options with which it can be made anywhere, where it needs some: `rustybt plugins check` makes it so to check its contract. */
  readonly example?: Readonly<Record<string, unknown>>
}

/** Makes the instance of one run. If it has a `close()`, the run calls it, last made first. */
export type Create<T, Options> = (options: Options, resolve: Resolve) => T | Promise<T>

export interface PluginHost {
  /** Offer an implementation of a role under a name. `create` runs once a run, only where config chooses it. */
  provide<T, Options = unknown>(role: Token<T>, name: string, create: Create<T, Options>, about?: About<Options>): void
  /** Called when the kernel closes; the last registered is released first. */
  onClose(release: () => void | Promise<void>): void
}

/** A plain object; first-party parts and third parties' come through this one door. */
export interface Plugin {
  readonly name: string
  /** Semver range of rustybt that it works with. */
  readonly requires: string
  /** Names of the plugins that must register before it. */
  readonly after?: readonly string[]
  register(host: PluginHost): void | Promise<void>
}

export const definePlugin = (plugin: Plugin): Plugin => plugin
