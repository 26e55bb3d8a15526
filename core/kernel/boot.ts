import { type Choices, listChosen } from './choice.js'
import { createScope } from './container.js'
import { type Clock, duration, within } from './deadline.js'
import type { RustybtError } from './errors.js'
import { type BootContext, type Part, prepare } from './part.js'
import type { Resolve } from './plugin.js'
import { hintOf, isRefusal, messageOf, refusal } from './refusal.js'
import { Releases, withCloseFailures } from './releases.js'
import { type Bound, Run } from './run.js'
import { type Token, tokenName } from './token.js'

/** Checks all choices before the first factory runs, then makes them in their order, each after those it asks for. */
export async function boot(
  choices: Choices,
  keys: ReadonlyMap<Token<unknown>, string>,
  context: BootContext,
  onClosed?: (run: Run) => void,
): Promise<Run> {
  const parts: Part[] = []
  for (const chosen of listChosen(choices, keys)) parts.push(await prepare(chosen, context))
  return new Making(parts, context).run(onClosed)
}

/** What is wrong with choices, each by itself: names that are not known, options that do not fit. Makes nothing. */
export async function faultsOf(
  choices: Choices,
  keys: ReadonlyMap<Token<unknown>, string>,
  context: BootContext,
): Promise<readonly RustybtError[]> {
  const faults: RustybtError[] = []
  for (const chosen of listChosen(choices, keys))
    await prepare(chosen, context).catch((error: RustybtError) => faults.push(error))
  return faults
}

class Making {
  readonly #scope = createScope()
  readonly #releases: Releases
  readonly #closable = new Set<unknown>()
  #isOver = false

  constructor(
    private readonly parts: readonly Part[],
    private readonly context: BootContext,
  ) {
    this.#releases = new Releases(context.limit)
  }

  async run(onClosed?: (run: Run) => void): Promise<Run> {
    try {
      const isClass = (part: Part) => Number('useClass' in part.choice)
      for (const part of this.parts.toSorted((a, b) => isClass(a) - isClass(b))) await this.#make(part)
      return new Run(this.#bindings(), this.#releases, onClosed)
    } catch (error) {
      this.#isOver = true
      await Promise.allSettled(this.parts.map((part) => part.making))
      throw withCloseFailures(error as RustybtError, await this.#releases.run())
    } finally {
      this.#isOver = true
    }
  }

  #bindings(): ReadonlyMap<Token<unknown>, Bound> {
    const bound = new Map<Token<unknown>, Bound>()
    for (const { role, inList, instance } of this.parts) {
      const before = bound.get(role)
      const many = before !== undefined && 'many' in before ? before.many : []
      bound.set(role, inList ? { many: [...many, instance] } : { one: instance })
    }
    return bound
  }

  #make(part: Part): Promise<unknown> {
    if (part.making === undefined) {
      const { limit } = this.context
      const late = () => {
        part.isLate = true
        return refusal('PLUGIN_TIMEOUT', `${part.source} was not made within ${duration(limit)}`)
      }
      part.making = within(limit, (clock) => this.#create(part, clock), late)
      // Who asked may wait for another first; the failure still reaches whoever awaits it.
      part.making.catch(() => {})
    }
    return part.making
  }

  async #create(part: Part, clock: Clock): Promise<unknown> {
    let instance: unknown
    try {
      instance = await part.create(this.#resolveFor(part, clock), this.#scope)
      if (instance === undefined || instance === null) throw new TypeError(`its factory answered ${instance}`)
    } catch (cause) {
      if (isRefusal(cause)) throw cause
      const message = this.context.log.redact(`${part.source} failed: ${messageOf(cause)}`)
      throw refusal('FACTORY_FAILED', message, { hint: hintOf(cause), cause })
    }
    this.#own(part, instance)
    part.instance = instance
    part.isMade = true
    this.#scope.register(part.role, { useValue: instance })
    return instance
  }

  /** Closes with the run what the run has made; at once what comes after its time was up. */
  #own(part: Part, instance: unknown): void {
    const { close } = instance as { close?: unknown }
    if (!part.isClosed || typeof close !== 'function' || this.#closable.has(instance)) return
    this.#closable.add(instance)
    const releases = part.isLate === true ? new Releases(this.context.limit) : this.#releases
    releases.add(part.source, () => close.call(instance))
    if (releases === this.#releases) return
    releases.run().then((failures) => {
      for (const failure of failures) this.context.log.error(failure.message, { error: failure })
    })
  }

  #resolveFor(part: Part, clock: Clock): Resolve {
    const resolve = async (role: Token<unknown>): Promise<unknown> => {
      const wanted = this.#find(part, role)
      if (wanted.isMade === true) return wanted.instance
      const path = waitingPath(wanted, part)
      if (path !== undefined) {
        throw refusal('ROLE_CYCLE', `roles need each other: ${[...path, wanted].map(({ label }) => label).join(' → ')}`)
      }
      part.waits.add(wanted)
      clock.pause()
      try {
        return await this.#make(wanted)
      } finally {
        part.waits.delete(wanted)
        clock.resume()
      }
    }
    return ((role) => {
      const answer = resolve(role)
      answer.catch(() => {})
      return answer
    }) as Resolve
  }

  #find(asker: Part, role: Token<unknown>): Part {
    const name = tokenName(role)
    const wanted = this.parts.find((part) => part.role === role)
    if (this.#isOver || asker.isMade === true) {
      throw refusal('RESOLVE_LATE', `${asker.source} asks for ${name} after it was made`, {
        hint: 'resolve only inside the factory',
      })
    }
    if (wanted === undefined) {
      throw refusal('ROLE_UNBOUND', `${asker.source} needs a ${name}, and none is chosen`, {
        hint: `choose a ${name} in the config`,
      })
    }
    if (wanted.inList) throw refusal('ROLE_LIST', `${asker.source} asks for one ${name}, which is chosen as a list`)
    return wanted
  }
}

/** The parts from `from` to `to`, each waiting for the next; undefined where `from` does not wait for `to`. */
function waitingPath(from: Part, to: Part): readonly Part[] | undefined {
  if (from === to) return [from]
  for (const next of from.waits) {
    const rest = waitingPath(next, to)
    if (rest !== undefined) return [from, ...rest]
  }
  return undefined
}
