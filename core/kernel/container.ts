import 'reflect-metadata'
import { container, type DependencyContainer, inject, injectable } from 'tsyringe'
import type { Create } from './plugin.js'
import { type Token, token } from './token.js'

/**
 * The only file that opens tsyringe, after the polyfill it needs. Users' decorated classes import `injectable` and
 * `inject` from this package, so that the order holds for them too.
 */
export { inject, injectable }

export type Scope = DependencyContainer

// biome-ignore lint/suspicious/noExplicitAny: a constructor of any parameters
export type Constructor<T> = new (...parameters: any[]) => T

/** What a class made by `injected` asks for with `@inject(Options)`: the options of its choice. */
export const Options = token<unknown>('Options')

const root = container.createChildContainer()

/** A scope of its own for each run: what is bound in one is not seen in another. */
export function createScope(): Scope {
  return root.createChildContainer()
}

/**
 * Makes a factory for `host.provide` of a decorated class: its `@inject(Role)` parameters get the instances of `roles`,
 * `@inject(Options)` the options. A dependency that is not in `roles` is refused when the class is made.
 */
export function injected<T>(type: Constructor<T>, ...roles: readonly Token<unknown>[]): Create<T, unknown> {
  return async (options, resolve) => {
    const scope = createScope()
    if (options !== undefined) scope.register(Options, { useValue: options })
    for (const role of roles) scope.register(role, { useValue: await resolve(role) })
    return scope.resolve(type)
  }
}
