import type { Chosen } from './choice.js'
import type { Scope } from './container.js'
import type { Log } from './log.js'
import { parseOptions } from './options.js'
import type { Resolve } from './plugin.js'
import { type Environment, resolveReferences } from './reference.js'
import { describeOffer, type Offer, type Registry } from './registry.js'

export interface BootContext {
  readonly registry: Registry
  readonly environment: Environment
  readonly log: Log
  /** How long a factory may take by itself, ms; what it waits for others does not count. */
  readonly limit: number
}

/** A chosen role on its way to an instance. */
export interface Part extends Chosen {
  readonly source: string
  readonly create: (resolve: Resolve, scope: Scope) => unknown
  readonly isClosed: boolean
  /** Those it waits for now. */
  readonly waits: Set<Part>
  making?: Promise<unknown>
  isMade?: boolean
  isLate?: boolean
  instance?: unknown
}

/** Finds who was chosen and checks the options; makes nothing yet. */
export async function prepare(chosen: Chosen, context: BootContext): Promise<Part> {
  const { choice, label } = chosen
  const waits = new Set<Part>()
  if (!('use' in choice)) {
    // A class is made by the run's scope, where what it injects is bound by then. An object given is its giver's to close.
    return 'useClass' in choice
      ? {
          ...chosen,
          waits,
          isClosed: true,
          source: `${label} of class ${choice.useClass.name}`,
          create: (_, scope) => scope.resolve(choice.useClass),
        }
      : { ...chosen, waits, isClosed: false, source: label, create: () => choice.useValue }
  }
  const offer = context.registry.find(chosen.role, choice.use)
  const options = await readOptions(offer, chosen, context)
  const source = `${describeOffer(offer)} of plugin '${offer.plugin}'`
  return { ...chosen, waits, isClosed: true, source, create: (resolve) => offer.create(options as never, resolve) }
}

async function readOptions(offer: Offer, { choice, at }: Chosen, context: BootContext): Promise<unknown> {
  const { use: _, ...given } = choice as { use: string }
  const resolved = resolveReferences(given, at, context.environment, (secret) => context.log.hide(secret))
  return offer.about.options === undefined ? resolved.value : parseOptions(offer.about.options, resolved, at)
}
