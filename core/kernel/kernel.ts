import { boot, faultsOf } from './boot.js'
import type { Choice, Choices } from './choice.js'
import { Door } from './door.js'
import type { RustybtError } from './errors.js'
import { createLog, type Log } from './log.js'
import type { BootContext } from './part.js'
import type { Plugin } from './plugin.js'
import { checkPlugin, checkVersion } from './plugin-check.js'
import { orderPlugins } from './plugin-order.js'
import type { Environment } from './reference.js'
import { refusal } from './refusal.js'
import { type OfferListing, Registry } from './registry.js'
import { throwCloseFailures, withCloseFailures } from './releases.js'
import type { Run } from './run.js'
import type { Token } from './token.js'

export interface KernelOptions {
  /** This framework's version, held against what each plugin requires. */
  readonly version: string
  readonly plugins: readonly Plugin[]
  readonly log?: Log
  /** How long one plugin may take to register, one factory to make, one release to finish; ms, 10 000 if not given. */
  readonly timeout?: number
  /** Where `env` and `secret` look; the process's environment if not given. */
  readonly environment?: Environment
}

export interface BootOptions {
  /** The config's key for a role, for the paths in messages. */
  readonly keys?: ReadonlyMap<Token<unknown>, string>
}

/** Registers the plugins, each after those it names. Where one fails, what was opened before it is closed. */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const { version, log = createLog(), timeout = 10_000, environment = processEnvironment() } = options
  const given = options.plugins.map((plugin, index) => checkPlugin(plugin, `number ${index + 1} of the plugins`))
  for (const plugin of given) checkVersion(plugin, version)
  const plugins = orderPlugins(given)
  const registry = new Registry()
  const door = new Door(registry, log, timeout)
  try {
    for (const plugin of plugins) await door.register(plugin)
  } catch (error) {
    door.close()
    throw withCloseFailures(error as RustybtError, await door.releases.run())
  }
  door.seal()
  return new Kernel(plugins, door, { registry, environment, log, limit: timeout })
}

/** The plugins' offers, and the runs made of them. Made by `createKernel`. */
export class Kernel {
  /** In the order in which they registered. */
  readonly plugins: readonly Pick<Plugin, 'name' | 'requires'>[]
  readonly #runs = new Set<Run>()
  readonly #booting = new Set<Promise<Run>>()
  #closing?: Promise<void>

  constructor(
    plugins: readonly Plugin[],
    private readonly door: Door,
    private readonly context: BootContext,
  ) {
    this.plugins = plugins.map(({ name, requires }) => ({ name, requires }))
  }

  /** What the plugins offer, for one role or for all. */
  offers(role?: Token<unknown>): readonly OfferListing[] {
    return this.context.registry.list(role)
  }

  /** Makes the instances of one run, each after those it needs. All choices are checked before the first is made. */
  async boot(choices: Choices, options: BootOptions = {}): Promise<Run> {
    const booting = this.#boot(choices, options, (run) => this.#runs.delete(run))
    this.#booting.add(booting)
    try {
      const run = await booting
      this.#runs.add(run)
      return run
    } finally {
      this.#booting.delete(booting)
    }
  }

  /** What `boot` would refuse of these choices, all of it; makes nothing. */
  check(choices: Choices, { keys = new Map() }: BootOptions = {}): Promise<readonly RustybtError[]> {
    return faultsOf(choices, keys, this.context)
  }

  /** One instance outside of a run, under the same checks. It can ask for no other role; its caller closes it. */
  async create<T>(role: Token<T>, choice: Choice, options: BootOptions = {}): Promise<T> {
    const run = await this.#boot(new Map([[role, choice]]), options)
    return run.get(role)
  }

  /** Closes the runs, the last first, then calls what plugins gave to onClose, the last first. Called again, the same. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #boot(choices: Choices, { keys = new Map() }: BootOptions, onClosed?: (run: Run) => void): Promise<Run> {
    if (this.#closing !== undefined)
      throw refusal('KERNEL_CLOSED', 'the kernel is closed: nothing can be made any more')
    return boot(choices, keys, this.context, onClosed)
  }

  async #closeAll(): Promise<void> {
    await Promise.allSettled(this.#booting)
    const failures: RustybtError[] = []
    for (const run of [...this.#runs].reverse()) await run.close().catch((failure) => failures.push(failure))
    this.door.close()
    throwCloseFailures([...failures, ...(await this.door.releases.run())])
  }
}

function processEnvironment(): Environment {
  return typeof process === 'undefined' ? {} : process.env
}
