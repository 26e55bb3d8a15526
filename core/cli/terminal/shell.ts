import type { DataRequest } from '../../data/source.js'
import type { LoadedConfig } from '../../kernel/config.js'
import type { Kernel } from '../../kernel/kernel.js'
import type { Plugin } from '../../kernel/plugin.js'
import { VERSION } from '../../version.js'
import type { Extensions } from '../strategy/extensions.js'
import { type Output, paint, type Style, type World } from './terminal.js'

/** What the bin puts together: the plugins that are always there, imported when first needed. */
export interface Composition {
  readonly plugins: () => Promise<readonly Plugin[]>
  /** What checks an offer against the contract of its role, for `rustybt plugins check`. */
  readonly contracts?: () => Promise<CheckOffer>
}

/** An offer to be checked, and what it is checked on. */
export interface CheckedOffer {
  readonly plugin: Plugin
  readonly name: string
  /** Undefined: as it is without any. */
  readonly options?: Readonly<Record<string, unknown>>
  /** What a source is asked for. */
  readonly request?: Partial<DataRequest>
}

/** Each behaviour of the role's suite with what is wrong; or why the suite cannot be run. */
export type CheckOffer = (
  role: string,
  offer: CheckedOffer,
) => Promise<readonly { readonly name: string; readonly fault?: string }[] | { readonly unchecked: string }>

/** What a command works with: the world's streams, the config, and the kernel with all plugins in it. */
export class Shell {
  /** What the line says of extensions; they are loaded before the kernel is made. */
  extensions: Pick<Extensions, 'files' | 'byDefault' | 'strict'> = { files: [], byDefault: true, strict: false }
  readonly #world: World
  readonly #composition: Composition
  #kernel?: Promise<Kernel>

  constructor(world: World, composition: Composition) {
    this.#world = world
    this.#composition = composition
  }

  get cwd(): string {
    return this.#world.cwd
  }
  get environment(): World['environment'] {
    return this.#world.environment
  }
  get stdin(): World['stdin'] {
    return this.#world.stdin
  }
  get stdout(): Output {
    return this.#world.stdout
  }
  get stderr(): Output {
    return this.#world.stderr
  }
  get version(): string {
    return VERSION
  }

  /** Writes a line (or more) to stdout: the answer of the command, nothing else. */
  print(text: string): void {
    this.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /** Writes a line to stderr: whatever is not the answer. */
  tell(text: string, style?: Style): void {
    this.stderr.write(`${style === undefined ? text : this.paint(text, style, this.stderr)}\n`)
  }

  paint(text: string, style: Style, output: Output = this.stdout): string {
    return paint(text, style, output, this.environment)
  }

  /** The config in the working directory, or in `file`; undefined where there is none. Throws what is wrong with it. */
  async config(file?: string): Promise<LoadedConfig | undefined> {
    const { readConfig } = await import('../run/config.js')
    return readConfig(this.cwd, file)
  }

  /** The kernel with the first-party plugins and the config's; made once. */
  kernel(loaded?: LoadedConfig): Promise<Kernel> {
    this.#kernel ??= this.#start(loaded)
    return this.#kernel
  }

  /** The plugins that are always there. */
  firstParty(): Promise<readonly Plugin[]> {
    return this.#composition.plugins()
  }

  contracts(): Promise<CheckOffer> | undefined {
    return this.#composition.contracts?.()
  }

  async close(): Promise<void> {
    const kernel = await this.#kernel?.catch(() => undefined)
    await kernel?.close()
  }

  async #loadExtensions(): Promise<Plugin[]> {
    const { loadExtensions } = await import('../strategy/extensions.js')
    const { cwd, environment } = this
    return loadExtensions({ ...this.extensions, cwd, environment, warn: (text) => this.tell(text, 'yellow') })
  }

  async #start(loaded?: LoadedConfig): Promise<Kernel> {
    const { startKernel } = await import('../run/start-kernel.js')
    const plugins = await this.#composition.plugins()
    return startKernel(this.version, [...plugins, ...(await this.#loadExtensions())], loaded, this.environment)
  }
}
